package org.stoplog.server.statements;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What stands around the text of a statement, in the languages that we have: of others, in English.
 */
public enum Words {
  EN(
      "en",
      "d MMM uuuu, HH:mm 'UTC'",
      "Statements",
      "Revision",
      "published",
      "Next update promised by",
      "There will be no further update unless something new is found.",
      "What changed since",
      "A newer revision of this statement was published.",
      "Read the newest",
      "Withdrawn",
      "This statement is withdrawn. What it said before stays readable below.",
      "All revisions",
      "added",
      "removed",
      "How to check that this is from us",
      "Follow",
      "The text in other languages",
      "There is no statement yet.",
      "last revised"),
  DE(
      "de",
      "d. MMM uuuu, HH:mm 'UTC'",
      "Stellungnahmen",
      "Fassung",
      "veröffentlicht",
      "Nächste Mitteilung zugesagt bis",
      "Weitere Mitteilungen folgen nur, wenn Neues bekannt wird.",
      "Was sich geändert hat seit",
      "Es gibt eine neuere Fassung.",
      "Zur neuesten Fassung",
      "Zurückgezogen",
      "Diese Stellungnahme ist zurückgezogen. Was sie sagte, bleibt unten lesbar.",
      "Alle Fassungen",
      "neu",
      "entfallen",
      "So prüfen Sie, dass dies von uns ist",
      "Abonnieren",
      "Der Text in anderen Sprachen",
      "Es gibt noch keine Stellungnahme.",
      "zuletzt geändert");

  private final String language;
  private final String time;
  private final String[] words;

  Words(String language, String time, String... words) {
    this.language = language;
    this.time = time;
    this.words = words;
  }

  /** By a tag such as {@code de-at}; English for what there is not. */
  static Words of(String tag) {
    return tag.equals("de") || tag.startsWith("de-") ? DE : EN;
  }

  public String language() {
    return language;
  }

  public String time(Instant at) {
    return DateTimeFormatter.ofPattern(time, Locale.forLanguageTag(language))
        .withZone(ZoneOffset.UTC)
        .format(at);
  }

  public String statements() {
    return words[0];
  }

  public String revision() {
    return words[1];
  }

  public String published() {
    return words[2];
  }

  public String next() {
    return words[3];
  }

  public String last() {
    return words[4];
  }

  public String changedSince() {
    return words[5];
  }

  public String newer() {
    return words[6];
  }

  public String readNewest() {
    return words[7];
  }

  public String withdrawn() {
    return words[8];
  }

  public String withdrawnLong() {
    return words[9];
  }

  public String allRevisions() {
    return words[10];
  }

  public String added() {
    return words[11];
  }

  public String removed() {
    return words[12];
  }

  public String howToCheck() {
    return words[13];
  }

  public String follow() {
    return words[14];
  }

  public String otherLanguages() {
    return words[15];
  }

  public String none() {
    return words[16];
  }

  public String lastRevised() {
    return words[17];
  }
}
