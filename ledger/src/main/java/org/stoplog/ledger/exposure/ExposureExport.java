package org.stoplog.ledger.exposure;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/**
 * Writes an exposure for people to use: {@code affected.csv} (one line a person), {@code
 * elements.csv}, {@code organisations.csv}, {@code countries.csv} and the frozen Parquet file. It
 * names people by the company's own id, so it is written outside of the data folder and counted in
 * the audit log.
 */
public final class ExposureExport {
  private static final String HEADER =
      "person,grade,grade_in_file,grade_seen,in_file,seen,held,declared,elements,elements_in_file,elements_seen,"
          + "elements_held,elements_declared,first,last,country,organisations,claims\n";
  private static final String[] MATCHES = {
    "", "exact", "shared", "probable", "ambiguous", "declared", "member"
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
    final Map<String, ElementSet> exposed = new TreeMap<>();
    long exposedUnknown;
    long lines;
  }

  /** Writes the files into a folder, which is made for its owner alone when it is missing. */
  public void write(Exposure exposure, Path folder, Progress progress) {
    try {
      if (!Files.exists(folder)) {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      progress.step("Writing the lists", exposure.summary().people(), "rows");
      Tallies tallies = new Tallies();
      Path draft = folder.resolve("affected.csv.part");
      affected(exposure, draft, tallies, progress);
      Files.move(draft, folder.resolve("affected.csv"), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(
          exposure.file(), folder.resolve("affected.parquet"), StandardCopyOption.REPLACE_EXISTING);
      if (!exposure.claims().isEmpty()) {
        exposed(exposure, tallies, progress);
      }
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

  private void affected(Exposure exposure, Path draft, Tallies tallies, Progress progress) {
    try (BufferedWriter out = Files.newBufferedWriter(draft)) {
      affected(exposure.file(), exposure.claims(), false, out, tallies, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes {@code affected.csv} of a frozen exposure, and nothing else. It names people; whoever
   * asks enters that in the audit log.
   *
   * @param claims ids of the claims by their bit
   * @param contacts whether the record's number and the contact that was kept follow each line
   * @return people, of whom those who were erased since have no name
   */
  public long list(
      Path exposure, List<String> claims, boolean contacts, Writer out, Progress progress) {
    Tallies tallies = new Tallies();
    affected(exposure, claims, contacts, out, tallies, progress);
    return tallies.lines;
  }

  private void affected(
      Path exposure,
      List<String> claims,
      boolean contacts,
      Writer out,
      Tallies tallies,
      Progress progress) {
    Codes codes = new Codes(stores);
    Map<Integer, Codes.Value> values = codes.values();
    Map<Integer, String> organisations = codes.organisations();
    stores
        .database()
        .transaction(
            connection -> {
              try (References references = new References(stores, connection);
                  NamedLines lines = new NamedLines(stores, connection, contacts, out);
                  DuckSession duck = stores.duck().open(progress)) {
                lines.header(HEADER);
                duck.each(
                    ExposurePlaces.sql(stores, exposure, values) + " ORDER BY x.person",
                    row -> {
                      String reference = references.of(row.getLong("person"));
                      Place place = place(row, values, organisations);
                      line(lines, row, claims, reference, place, tallies);
                      progress.at(tallies.lines);
                      return tallies;
                    });
                lines.flush();
              }
              return tallies;
            });
  }

  private static Place place(
      ResultSet row, Map<Integer, Codes.Value> values, Map<Integer, String> organisations)
      throws SQLException {
    Codes.Value country = values.get(row.getInt("place_country"));
    Set<String> ids = new TreeSet<>();
    String codes = row.getString("place_organisations");
    if (codes != null) {
      for (String code : codes.replaceAll("[\\[\\] ]", "").split(",")) {
        String id = organisations.get(Integer.parseInt(code));
        if (id != null) {
          ids.add(id);
        }
      }
    }
    return new Place(country == null ? null : country.value(), ids);
  }

  private static void line(
      NamedLines out,
      ResultSet row,
      List<String> claims,
      String reference,
      Place place,
      Tallies tallies)
      throws SQLException {
    ElementSet file = set(row, "file");
    ElementSet seen = set(row, "seen");
    ElementSet held = set(row, "held");
    ElementSet declared = set(row, "declared");
    // With claims, what they say was taken; what the record has beside it is in its own columns.
    ElementSet sure = claims.isEmpty() ? file.plus(seen).plus(held) : set(row, "taken");
    boolean inFile = row.getBoolean("in_file");
    boolean ambiguous = row.getBoolean("only_ambiguous");
    List<String> cells = new ArrayList<>();
    cells.add(cell(reference));
    cells.add(MATCHES[row.getInt("match")]);
    cells.add(MATCHES[row.getInt("file_match")]);
    cells.add(MATCHES[row.getInt("seen_match")]);
    cells.add(inFile ? "yes" : "no");
    cells.add(
        switch (row.getInt("seen")) {
          case 2 -> "yes";
          case 1 -> "possible";
          default -> "no";
        });
    cells.add(row.getBoolean("held") ? "yes" : "no");
    cells.add(row.getBoolean("declared") ? "yes" : "no");
    cells.add(sure.isEmpty() && inFile ? "unknown" : ids(sure));
    for (ElementSet set : List.of(file, seen, held, declared)) {
      cells.add(ids(set));
    }
    cells.add(String.valueOf(java.util.Objects.toString(row.getObject("first_at"), "")));
    cells.add(String.valueOf(java.util.Objects.toString(row.getObject("last_at"), "")));
    cells.add(cell(place.country == null ? "unknown" : place.country));
    cells.add(cell(String.join(";", place.organisations)));
    cells.add(cell(claims(row, claims)));
    out.add(row.getLong("person"), String.join(",", cells));
    tallies.lines++;
    if (ambiguous) {
      return;
    }
    if (sure.isEmpty() && inFile) {
      tallies.elements.computeIfAbsent("unknown", _ -> new long[4])[0]++;
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

  private static String ids(ElementSet set) {
    return String.join(";", Elements.catalogue().idsOf(set));
  }

  /** Ids of the claims that put the person in. */
  private static String claims(ResultSet row, List<String> claims) throws SQLException {
    if (claims.isEmpty()) {
      return "";
    }
    long bits = row.getLong("claims");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      if ((bits >>> i & 1) == 1) {
        ids.add(claims.get(i));
      }
    }
    return String.join(";", ids);
  }

  private static ElementSet set(ResultSet row, String part) throws SQLException {
    return new ElementSet(row.getLong(part + "_low"), row.getLong(part + "_high"));
  }

  /**
   * Organisations that files name; one that nobody in the directory belongs to has no name here.
   */
  private void exposed(Exposure exposure, Tallies tallies, Progress progress) {
    Map<UUID, String> names = new Codes(stores).organisationsBySubject();
    try (DuckSession duck = stores.duck().open(progress)) {
      duck.each(
          "SELECT subject, taken_low, taken_high FROM "
              + Sql.text(exposure.file().toString())
              + " WHERE organisation",
          row -> {
            String name = names.get(row.getObject(1, UUID.class));
            if (name == null) {
              return tallies.exposedUnknown++;
            }
            tallies.organisations.putIfAbsent(name, 0L);
            return tallies.exposed.put(name, new ElementSet(row.getLong(2), row.getLong(3)));
          });
    }
  }

  private static void tallies(Path folder, Tallies tallies) throws IOException {
    List<String> elements = new ArrayList<>(List.of("element,in_file,seen,held,declared"));
    tallies.elements.forEach(
        (id, n) -> elements.add(id + "," + n[0] + "," + n[1] + "," + n[2] + "," + n[3]));
    Files.write(folder.resolve("elements.csv"), elements);
    List<String> countries = new ArrayList<>(List.of("country,people"));
    tallies.countries.forEach((id, n) -> countries.add(cell(id) + "," + n));
    Files.write(folder.resolve("countries.csv"), countries);
    List<String> organisations = new ArrayList<>(List.of("organisation,people,exposed,elements"));
    tallies.organisations.forEach(
        (id, n) ->
            organisations.add(
                cell(id)
                    + ","
                    + n
                    + (tallies.exposed.containsKey(id)
                        ? ",yes," + ids(tallies.exposed.get(id))
                        : ",no,")));
    if (tallies.exposedUnknown > 0) {
      organisations.add("unknown," + tallies.exposedUnknown + ",yes,");
    }
    Files.write(folder.resolve("organisations.csv"), organisations);
  }

  /** Quotes what needs it; a text that a spreadsheet would run as a formula gets an apostrophe. */
  public static String cell(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }
}
