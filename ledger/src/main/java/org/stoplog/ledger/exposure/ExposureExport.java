package org.stoplog.ledger.exposure;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/**
 * Writes an exposure for people to use: {@code affected.csv} (one line a person), {@code
 * elements.csv}, {@code organisations.csv}, {@code countries.csv} and the frozen Parquet file. It
 * names people by the company's own id, so it is written outside of the data folder and counted in
 * the audit log.
 */
public final class ExposureExport {
  private static final byte[] REFERENCE = "person".getBytes(StandardCharsets.UTF_8);
  private static final String[] MATCHES = {
    "", "exact", "shared", "probable", "ambiguous", "declared"
  };

  private final Stores stores;

  public ExposureExport(Stores stores) {
    this.stores = stores;
  }

  private record Place(@Nullable String country, Set<String> organisations) {}

  private static final class Tallies {
    final Map<String, long[]> elements = new TreeMap<>();
    final Map<String, Long> countries = new TreeMap<>();
    final Map<String, Long> organisations = new TreeMap<>();
    long lines;
  }

  /** Writes the files into a folder, which is made when missing. */
  public void write(Exposure exposure, Path folder, Progress progress) {
    try {
      Files.createDirectories(folder);
      Map<Long, String> references = references();
      Map<Long, Place> places = places(progress);
      progress.step("Writing the lists", exposure.summary().people(), "rows");
      Tallies tallies = new Tallies();
      Path draft = folder.resolve("affected.csv.part");
      try (BufferedWriter out = Files.newBufferedWriter(draft);
          DuckSession duck = stores.duck().open(progress)) {
        out.write(
            "person,grade,grade_in_file,grade_seen,in_file,seen,held,declared,elements,elements_in_file,elements_seen,"
                + "elements_held,elements_declared,first,last,country,organisations\n");
        duck.each(
            "SELECT * FROM " + Sql.text(exposure.file().toString()) + " WHERE person IS NOT NULL",
            row -> {
              line(out, row, references, places, tallies);
              progress.at(tallies.lines);
              return tallies;
            });
      }
      Files.move(draft, folder.resolve("affected.csv"), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(
          exposure.file(), folder.resolve("affected.parquet"), StandardCopyOption.REPLACE_EXISTING);
      tallies(folder, tallies);
      stores
          .database()
          .transaction(
              connection -> {
                AuditLog.append(
                    connection,
                    stores.clock(),
                    "exposure.exported",
                    Map.of("exposure", exposure.id(), "people", tallies.lines));
                return true;
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void line(
      BufferedWriter out,
      ResultSet row,
      Map<Long, String> references,
      Map<Long, Place> places,
      Tallies tallies)
      throws SQLException {
    long person = row.getLong("person");
    ElementSet file = set(row, "file");
    ElementSet seen = set(row, "seen");
    ElementSet held = set(row, "held");
    ElementSet declared = set(row, "declared");
    ElementSet sure = file.plus(seen).plus(held);
    Place place = places.getOrDefault(person, new Place(null, Set.of()));
    boolean ambiguous = row.getBoolean("only_ambiguous");
    List<String> cells = new ArrayList<>();
    cells.add(cell(references.getOrDefault(person, "erased")));
    cells.add(MATCHES[row.getInt("match")]);
    cells.add(MATCHES[row.getInt("file_match")]);
    cells.add(MATCHES[row.getInt("seen_match")]);
    cells.add(row.getBoolean("in_file") ? "yes" : "no");
    cells.add(
        switch (row.getInt("seen")) {
          case 2 -> "yes";
          case 1 -> "possible";
          default -> "no";
        });
    cells.add(row.getBoolean("held") ? "yes" : "no");
    cells.add(row.getBoolean("declared") ? "yes" : "no");
    for (ElementSet set : List.of(sure, file, seen, held, declared)) {
      cells.add(String.join(";", Elements.catalogue().idsOf(set)));
    }
    cells.add(String.valueOf(java.util.Objects.toString(row.getObject("first_at"), "")));
    cells.add(String.valueOf(java.util.Objects.toString(row.getObject("last_at"), "")));
    cells.add(cell(place.country == null ? "unknown" : place.country));
    cells.add(cell(String.join(";", place.organisations)));
    try {
      out.write(String.join(",", cells));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tallies.lines++;
    if (ambiguous) {
      return;
    }
    count(tallies, file, 0);
    count(tallies, seen, 1);
    count(tallies, held, 2);
    count(tallies, declared, 3);
    tallies.countries.merge(place.country == null ? "unknown" : place.country, 1L, Long::sum);
    place.organisations.forEach(id -> tallies.organisations.merge(id, 1L, Long::sum));
  }

  private static void count(Tallies tallies, ElementSet set, int part) {
    for (String id : Elements.catalogue().idsOf(set)) {
      tallies.elements.computeIfAbsent(id, _ -> new long[4])[part]++;
    }
  }

  private static ElementSet set(ResultSet row, String part) throws SQLException {
    return new ElementSet(row.getLong(part + "_low"), row.getLong(part + "_high"));
  }

  private static void tallies(Path folder, Tallies tallies) throws IOException {
    List<String> elements = new ArrayList<>(List.of("element,in_file,seen,held,declared"));
    tallies.elements.forEach(
        (id, n) -> elements.add(id + "," + n[0] + "," + n[1] + "," + n[2] + "," + n[3]));
    Files.write(folder.resolve("elements.csv"), elements);
    List<String> countries = new ArrayList<>(List.of("country,people"));
    tallies.countries.forEach((id, n) -> countries.add(cell(id) + "," + n));
    Files.write(folder.resolve("countries.csv"), countries);
    List<String> organisations = new ArrayList<>(List.of("organisation,people"));
    tallies.organisations.forEach((id, n) -> organisations.add(cell(id) + "," + n));
    Files.write(folder.resolve("organisations.csv"), organisations);
  }

  /** Quotes what needs it; a text that a spreadsheet would run as a formula gets an apostrophe. */
  static String cell(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }

  private Map<Long, String> references() {
    return stores
        .database()
        .transaction(
            connection -> {
              Map<Long, String> references = new HashMap<>();
              try (PreparedStatement find =
                  connection.prepareStatement(
                      "select id, sealed from person where sealed is not null")) {
                find.setFetchSize(20_000);
                try (ResultSet row = find.executeQuery()) {
                  while (row.next()) {
                    references.put(
                        row.getLong(1),
                        new String(
                            stores.keys().unseal(row.getBytes(2), REFERENCE),
                            StandardCharsets.UTF_8));
                  }
                }
              }
              return references;
            });
  }

  private Map<Long, Place> places(Progress progress) {
    Codes codes = new Codes(stores);
    Map<Integer, Codes.Value> values = codes.values();
    Map<Integer, String> organisations = codes.organisations();
    List<java.nio.file.Path> files =
        stores
            .database()
            .transaction(
                connection ->
                    new TableFiles(stores.catalog())
                        .plan(connection, LedgerTable.PERIODS, Expressions.alwaysTrue()).stream()
                            .map(TableFiles.Planned::path)
                            .toList());
    Map<Long, Place> places = new HashMap<>();
    if (files.isEmpty()) {
      return places;
    }
    try (DuckSession duck = stores.duck().open(progress)) {
      duck.each(
          "SELECT person, codes::VARCHAR, organisation FROM "
              + Sql.parquet(files)
              + " ORDER BY person, until",
          row -> {
            Place known = places.get(row.getLong(1));
            String country = known == null ? null : known.country;
            for (String code : row.getString(2).replaceAll("[\\[\\] ]", "").split(",")) {
              Codes.Value value = code.isEmpty() ? null : values.get(Integer.parseInt(code));
              if (value != null && value.attribute().equalsIgnoreCase("country")) {
                country = value.value();
              }
            }
            Set<String> ids = new TreeSet<>(known == null ? Set.of() : known.organisations);
            String id = organisations.get(row.getInt(3));
            if (row.getObject(3) != null && id != null) {
              ids.add(id);
            }
            return places.put(row.getLong(1), new Place(country, ids));
          });
    }
    return places;
  }
}
