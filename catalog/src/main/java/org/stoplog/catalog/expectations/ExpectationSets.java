package org.stoplog.catalog.expectations;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sets of expectations that we ship, read once from the jar. */
public final class ExpectationSets {
  private static final List<ExpectationSet> ALL = load();

  private ExpectationSets() {}

  public static List<ExpectationSet> all() {
    return ALL;
  }

  public static Optional<ExpectationSet> find(String id) {
    return ALL.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  private static List<ExpectationSet> load() {
    List<ExpectationSet> sets = new ArrayList<>();
    List<NamedCsvRecord> texts = rows("translations.csv");
    for (NamedCsvRecord row : rows("sets.csv")) {
      sets.add(
          new ExpectationSet(
              row.getField("id"),
              row.getField("version"),
              row.getField("title"),
              row.getField("source"),
              row.getField("licence"),
              row.getField("verified").equals("yes"),
              rows(row.getField("id") + ".csv").stream().map(ExpectationSets::one).toList(),
              texts.stream()
                  .filter(text -> text.getField("set").equals(row.getField("id")))
                  .map(ExpectationSets::translation)
                  .toList()));
    }
    return List.copyOf(sets);
  }

  private static Expectation one(NamedCsvRecord row) {
    String limit = row.getField("limit");
    String onlyIf = row.getField("only_if");
    return new Expectation(
        row.getField("id"),
        Expectation.Kind.valueOf(row.getField("kind").toUpperCase(Locale.ROOT).replace('-', '_')),
        limit.isEmpty() ? null : Integer.valueOf(limit),
        row.getField("unit"),
        Integer.parseInt(row.getField("weight")),
        row.getField("proof").equals("yes"),
        onlyIf.isEmpty() ? null : onlyIf,
        row.getField("title"),
        row.getField("question"),
        row.getField("why"),
        row.getField("source"));
  }

  private static ExpectationSet.Translation translation(NamedCsvRecord row) {
    return new ExpectationSet.Translation(
        row.getField("id"),
        row.getField("language"),
        row.getField("title"),
        row.getField("question"),
        row.getField("why"));
  }

  private static List<NamedCsvRecord> rows(String name) {
    try (InputStream in =
        ExpectationSets.class.getResourceAsStream("/org/stoplog/catalog/expectations/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      try (InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
          CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(reader)) {
        return rows.stream().toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
