package org.stoplog.server.incidents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.ExposureTallies;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Times;

/**
 * How many were affected, by each frozen exposure, and what changed from one to the next: the
 * numbers that were written with it, never asked a second time. Organisations are counted, not
 * named.
 */
final class ExposurePack implements PackSource {
  private static final int ORDER = 20;

  private final Ledger ledger;

  ExposurePack(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public int order() {
    return ORDER;
  }

  @Override
  public void write(Asked asked, PackOut out) throws IOException {
    List<Exposures.Frozen> frozen =
        new Exposures(asked.jdbc(), ledger.stores().keys())
            .newest(asked.incident(), Integer.MAX_VALUE)
            .reversed();
    List<Map<String, Object>> all = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Exposures.Frozen one : frozen) {
      all.add(exposure(one, out));
      Summary summary = one.numbers().summary();
      Delta delta = one.numbers().delta();
      rows.add(
          List.of(
              Long.toString(one.exposure()),
              Times.second(one.at()),
              Integer.toString(one.scope()),
              out.shown(summary.people()),
              delta == null ? "" : out.shown(delta.newlyIn()),
              delta == null ? "" : out.shown(delta.newlyOut()),
              out.isPublic() ? "" : one.numbers().sureness()));
    }
    out.json("exposures.json", all);
    out.section(
        new PackOut.Section(
            "How many people",
            List.of(
                "Each exposure is frozen as a file, and is never changed. New and out are counted"
                    + " to the exposure before."),
            List.of("Exposure", "Frozen", "Scope", "People", "New", "Out", "What may be said"),
            rows,
            List.of(3, 5, 2, 3, 3, 3, 7)));
    if (!frozen.isEmpty()) {
      elements(frozen.getLast(), out);
    }
  }

  private static void elements(Exposures.Frozen last, PackOut out) {
    List<List<String>> rows = new ArrayList<>();
    last.numbers()
        .tallies()
        .elements()
        .forEach(
            (id, parts) ->
                rows.add(
                    List.of(
                        label(id),
                        out.shown(parts.inFile()),
                        out.shown(parts.seen()),
                        out.shown(parts.held()),
                        out.shown(parts.declared()))));
    out.section(
        new PackOut.Section(
            "Which data, by exposure " + last.exposure(),
            List.of("People of whom an element is in each part of the evidence: never one number."),
            List.of("Element", "In the file", "Seen", "Held", "Declared"),
            rows,
            List.of(6, 3, 3, 3, 3)));
  }

  private static String label(String id) {
    return id.equals("unknown")
        ? "unknown"
        : Elements.catalogue().find(id).map(org.stoplog.catalog.Element::label).orElse(id);
  }

  private static Map<String, Object> exposure(Exposures.Frozen one, PackOut out) {
    ScopeNumbers numbers = one.numbers();
    Map<String, Object> told = new TreeMap<>();
    told.put("exposure", one.exposure());
    told.put("frozenAt", one.at().toString());
    told.put("scope", one.scope());
    told.put("summary", summary(numbers.summary(), out));
    told.put("elements", elements(numbers.tallies(), out));
    delta(told, "sinceBefore", numbers.delta(), out);
    delta(told, "sinceFirst", numbers.sinceFirst(), out);
    if (!out.isPublic()) {
      told.put("sha256", one.sha256());
      told.put("event", one.seq());
      told.put("sureness", numbers.sureness());
      told.put("alarms", numbers.alarms());
      told.put("countries", countries(numbers.tallies()));
      told.put("organisations", numbers.tallies().organisations().size());
      Map<String, Object> claims = new LinkedHashMap<>();
      numbers.claims().forEach(claim -> claims.put(claim.id(), claim.people()));
      told.put("claims", claims);
      told.put(
          "files",
          numbers.files().stream()
              .map(
                  file ->
                      Map.<String, Object>of(
                          "claim", file.claim(),
                          "sha256", file.sha256(),
                          "rows", file.rows(),
                          "exact", file.exact(),
                          "shared", file.shared(),
                          "probable", file.probable(),
                          "ambiguous", file.ambiguous(),
                          "unmatched", file.unmatched(),
                          "erased", file.erased(),
                          "duplicates", file.duplicates()))
              .toList());
    }
    return told;
  }

  /**
   * What stands in a column of countries and is no code may be anything: it is counted as other.
   */
  private static Map<String, Object> countries(ExposureTallies tallies) {
    Map<String, Long> told = new TreeMap<>();
    tallies
        .countries()
        .forEach(
            (country, people) ->
                told.merge(
                    country.matches("[A-Za-z]{2}|unknown") ? country : "other", people, Long::sum));
    return new TreeMap<>(told);
  }

  private static Map<String, Object> summary(Summary summary, PackOut out) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("people", out.count(summary.people()));
    told.put("seen", out.count(summary.seen()));
    told.put("seenPossible", out.count(summary.seenPossible()));
    told.put("held", out.count(summary.held()));
    told.put("declared", out.count(summary.declared()));
    told.put("inFile", out.count(summary.inFile()));
    told.put("ambiguous", out.count(summary.ambiguous()));
    told.put("unknownRows", out.count(summary.unknownRows()));
    told.put("subjects", out.count(summary.subjects()));
    return told;
  }

  private static Map<String, Object> elements(ExposureTallies tallies, PackOut out) {
    Map<String, Object> told = new TreeMap<>();
    tallies
        .elements()
        .forEach(
            (id, parts) ->
                told.put(
                    id,
                    Map.of(
                        "inFile", out.count(parts.inFile()),
                        "seen", out.count(parts.seen()),
                        "held", out.count(parts.held()),
                        "declared", out.count(parts.declared()))));
    return told;
  }

  private static void delta(
      Map<String, Object> told, String key, @Nullable Delta delta, PackOut out) {
    if (delta != null) {
      told.put(
          key,
          Map.of(
              "newlyIn", out.count(delta.newlyIn()),
              "newlyOut", out.count(delta.newlyOut()),
              "elementsAdded", out.count(delta.elementsAdded()),
              "unchanged", out.count(delta.unchanged()),
              "merged", out.count(delta.merged()),
              "erased", out.count(delta.erased())));
    }
  }
}
