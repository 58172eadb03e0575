package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Times;

/**
 * A frozen exposure in all its numbers.
 *
 * @param delta to the exposure before; null for the first
 * @param sinceFirst to the first exposure; null when that is the one before
 */
public record ExposurePage(
    String room,
    String incident,
    long number,
    int scope,
    String at,
    String sha256,
    String people,
    String sureness,
    List<String> alarms,
    List<Row> elements,
    List<Pair> countries,
    List<Pair> organisations,
    List<Pair> claims,
    List<ScenarioRow> scenarios,
    List<AsideRow> asides,
    List<String> bounds,
    List<FileRow> files,
    @Nullable List<Pair> delta,
    @Nullable List<Pair> sinceFirst) {
  public ExposurePage {
    alarms = List.copyOf(alarms);
    elements = List.copyOf(elements);
    countries = List.copyOf(countries);
    organisations = List.copyOf(organisations);
    claims = List.copyOf(claims);
    scenarios = List.copyOf(scenarios);
    asides = List.copyOf(asides);
    bounds = List.copyOf(bounds);
    files = List.copyOf(files);
    delta = delta == null ? null : List.copyOf(delta);
    sinceFirst = sinceFirst == null ? null : List.copyOf(sinceFirst);
  }

  /** An element and its people, by the kind of evidence. */
  public record Row(String element, String inFile, String seen, String held, String declared) {}

  /** A name and a number. */
  public record Pair(String name, String people) {}

  /** A parallel scenario. */
  public record ScenarioRow(
      String name, String claims, String people, String seen, String inFile) {}

  /** A claim that changes nothing by itself. */
  public record AsideRow(String claim, String reason, String people) {}

  /**
   * What became of the rows of a file.
   *
   * @param file its name
   * @param leftOut null when nothing was left out
   */
  public record FileRow(
      String claim,
      String file,
      List<Pair> counts,
      List<Pair> columns,
      @Nullable LeftOutLines leftOut) {
    public FileRow {
      counts = List.copyOf(counts);
      columns = List.copyOf(columns);
    }
  }

  /**
   * @param names of files, by their SHA-256
   */
  static ExposurePage of(
      Incident incident, Exposures.Frozen frozen, Map<String, String> names, Counts counts) {
    ScopeNumbers numbers = frozen.numbers();
    return new ExposurePage(
        incident.path(),
        incident.name(),
        frozen.exposure(),
        frozen.scope(),
        Times.second(frozen.at()),
        frozen.sha256(),
        counts.text(numbers.summary().people()),
        counts.areSmallShown() ? numbers.sureness() : "",
        counts.areSmallShown() ? numbers.alarms() : List.of(),
        numbers.tallies().elements().entrySet().stream()
            .map(
                one ->
                    new Row(
                        one.getKey(),
                        counts.text(one.getValue().inFile()),
                        counts.text(one.getValue().seen()),
                        counts.text(one.getValue().held()),
                        counts.text(one.getValue().declared())))
            .toList(),
        pairs(numbers.tallies().countries(), counts),
        pairs(numbers.tallies().organisations(), counts),
        numbers.claims().stream()
            .map(one -> new Pair(one.id(), counts.text(one.people())))
            .toList(),
        numbers.scenarios().stream()
            .map(
                one ->
                    new ScenarioRow(
                        one.name() == null ? "working scope" : one.name(),
                        String.join(", ", one.claims()),
                        counts.text(one.summary().people()),
                        counts.text(one.summary().seen()),
                        counts.text(one.summary().inFile())))
            .toList(),
        numbers.asides().stream()
            .map(one -> new AsideRow(one.id(), one.reason(), counts.text(one.people())))
            .toList(),
        counts.areSmallShown() ? numbers.bounds() : List.of(),
        numbers.files().stream().map(file -> file(file, names, counts)).toList(),
        delta(numbers.delta(), counts),
        delta(numbers.sinceFirst(), counts));
  }

  /** The greatest first. */
  private static List<Pair> pairs(Map<String, Long> all, Counts counts) {
    return all.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Long>>comparingLong(Map.Entry::getValue)
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .map(one -> new Pair(one.getKey(), counts.text(one.getValue())))
        .toList();
  }

  private static FileRow file(
      ScopeNumbers.FileNumber file, Map<String, String> names, Counts counts) {
    List<Pair> rows = new ArrayList<>();
    rows.add(new Pair("usable rows", Numbers.grouped(file.rows())));
    rows.add(new Pair("name exactly one person", counts.text(file.exact())));
    rows.add(new Pair("name several at once (shared)", counts.text(file.shared())));
    rows.add(new Pair("match only without plus-tag or dots", counts.text(file.probable())));
    rows.add(new Pair("may mean several (ambiguous)", counts.text(file.ambiguous())));
    rows.add(new Pair("name nobody in the directory", counts.text(file.unmatched())));
    rows.add(new Pair("of people erased at their wish", counts.text(file.erased())));
    rows.add(new Pair("second rows for the same person", counts.text(file.duplicates())));
    rows.add(new Pair("name only an organisation", counts.text(file.organisations())));
    LeftOutPart leftOut = file.leftOut();
    if (leftOut != null) {
      rows.add(new Pair("rows that could not be used", Numbers.grouped(leftOut.count())));
    }
    return new FileRow(
        file.claim(),
        names.getOrDefault(file.sha256(), "a file"),
        rows,
        file.filled().entrySet().stream()
            .map(one -> new Pair(one.getKey(), Math.round(one.getValue() * 1_000) / 10.0 + " %"))
            .toList(),
        leftOut == null || leftOut.count() == 0 ? null : LeftOutLines.of(leftOut));
  }

  private static @Nullable List<Pair> delta(@Nullable Delta delta, Counts counts) {
    return delta == null
        ? null
        : List.of(
            new Pair("newly in", counts.text(delta.newlyIn())),
            new Pair("newly out", counts.text(delta.newlyOut())),
            new Pair("more elements than before", counts.text(delta.elementsAdded())),
            new Pair("unchanged", counts.text(delta.unchanged())),
            new Pair("accounts merged since", counts.text(delta.merged())),
            new Pair("erased since", counts.text(delta.erased())));
  }
}
