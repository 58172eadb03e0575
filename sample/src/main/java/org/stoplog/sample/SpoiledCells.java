package org.stoplog.sample;

import java.net.IDN;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Spoils the cells of one table, row by row. */
final class SpoiledCells {
  private static final Map<String, String> GERMAN =
      Map.ofEntries(
          Map.entry("Email Address", "E-Mail-Adresse"),
          Map.entry("Email", "E-Mail"),
          Map.entry("Full Name", "Vollständiger Name"),
          Map.entry("User ID", "Benutzer-ID"),
          Map.entry("Org ID", "Organisations-ID"),
          Map.entry("City", "Stadt"),
          Map.entry("Phone", "Telefonnummer"),
          Map.entry("Last Seen", "Zuletzt gesehen"),
          Map.entry("Language", "Sprache"),
          Map.entry("Time Zone", "Zeitzone"),
          Map.entry("Company", "Firma"),
          Map.entry("Job Title", "Berufsbezeichnung"));
  private static final Map<String, String> FRENCH =
      Map.ofEntries(
          Map.entry("Email Address", "Adresse e-mail"),
          Map.entry("Email", "Courriel"),
          Map.entry("Full Name", "Nom complet"),
          Map.entry("User ID", "Identifiant utilisateur"),
          Map.entry("Org ID", "Identifiant organisation"),
          Map.entry("City", "Ville"),
          Map.entry("Browser", "Navigateur"),
          Map.entry("Phone", "Téléphone"),
          Map.entry("Last Seen", "Dernière visite"),
          Map.entry("Language", "Langue"),
          Map.entry("Time Zone", "Fuseau horaire"),
          Map.entry("Company", "Entreprise"),
          Map.entry("Job Title", "Fonction"));

  private final Spoiler.Style style;
  private final List<String> header;
  private final CharsetEncoder latin1 = StandardCharsets.ISO_8859_1.newEncoder();

  SpoiledCells(Spoiler.Style style, List<String> header) {
    this.style = style;
    this.header = List.copyOf(header);
  }

  List<String> header() {
    Map<String, String> words =
        switch (style) {
          case GERMAN_REVERSED -> GERMAN;
          case FRENCH_SEMICOLON -> FRENCH;
          default -> Map.of();
        };
    return shaped(header.stream().map(name -> words.getOrDefault(name, name)).toList());
  }

  List<String> row(List<String> cells) {
    List<String> spoiled = new ArrayList<>(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      spoiled.add(
          switch (style) {
            case LATIN_1_SEMICOLON -> latin1(cell);
            case QUOTED_NEWLINES -> isName(i) ? cell.replaceFirst(" ", "\n") : cell;
            default -> cell;
          });
    }
    return shaped(spoiled);
  }

  private boolean isName(int column) {
    return header.get(column).toLowerCase(Locale.ROOT).endsWith("name");
  }

  private List<String> shaped(List<String> cells) {
    List<String> shaped = new ArrayList<>(cells);
    if (style == Spoiler.Style.GERMAN_REVERSED) {
      Collections.reverse(shaped);
    }
    if (style == Spoiler.Style.TRAILING_COLUMNS) {
      shaped.add("");
      shaped.add("");
    }
    return shaped;
  }

  /** Composed; an address whose domain does not fit has it in ASCII. */
  private String latin1(String cell) {
    String composed = Normalizer.normalize(cell, Normalizer.Form.NFC);
    int at = composed.indexOf('@');
    if (at < 0 || latin1.canEncode(composed)) {
      return composed;
    }
    return composed.substring(0, at + 1) + IDN.toASCII(composed.substring(at + 1).strip());
  }
}
