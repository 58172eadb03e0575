package org.stoplog.server.severance;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of connections as a CSV file: what the export writes, the import reads. */
final class InventoryCsv {
  static final String[] HEADER = {
    "supplier",
    "connection",
    "kind",
    "engagement",
    "owner",
    "state",
    "how_it_is_cut",
    "where_it_is_cut",
    "what_stops",
    "needed_by",
    "instead",
    "credentials"
  };

  /** Those that are taken over; the others are there to be read, and are not looked at. */
  private static final List<String> TAKEN =
      List.of("owner", "where_it_is_cut", "what_stops", "needed_by", "instead", "credentials");

  static final int LONGEST = 500;
  static final int LONGEST_LINK = 1000;
  static final int LONGEST_NAME = 200;
  static final int MOST_CREDENTIALS = 50;
  private static final int MOST_FAULTS = 20;

  private InventoryCsv() {}

  /**
   * A connection that would change.
   *
   * @param words the fields that change, never what was there
   */
  record Change(Line line, Line.Plan plan, List<Line.Credential> credentials, String words) {
    Change {
      credentials = List.copyOf(credentials);
    }
  }

  /**
   * What a file says.
   *
   * @param errors where, what and what to do; nothing is to be changed then
   */
  record Read(int rows, List<Change> changes, List<String> errors) {
    Read {
      changes = List.copyOf(changes);
      errors = List.copyOf(errors);
    }
  }

  /**
   * @param known lines by the name of their supplier
   */
  static Read read(String text, Map<String, List<Line>> known) {
    Map<String, List<Line>> byName = new HashMap<>();
    known.forEach((name, lines) -> byName.put(name.toLowerCase(Locale.ROOT), lines));
    List<Change> changes = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    Set<Integer> told = new HashSet<>();
    int rows = 0;
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (CsvReader<CsvRecord> csv = CsvReader.builder().skipEmptyLines(true).ofCsvRecord(plain)) {
      List<String> header = null;
      for (CsvRecord row : csv) {
        if (header == null) {
          header = row.getFields().stream().map(String::strip).toList();
          checkHeader(header, errors);
          if (!errors.isEmpty()) {
            break;
          }
          continue;
        }
        rows++;
        row(row, header, byName, told, changes, errors);
        if (errors.size() >= MOST_FAULTS) {
          errors.add("There may be more; these come first.");
          break;
        }
      }
    } catch (CsvParseException e) {
      errors.add("The file is no CSV file: save it as CSV with commas, in UTF-8.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (errors.isEmpty() && rows == 0) {
      errors.add("The file has no line below its header.");
    }
    return new Read(rows, changes, errors);
  }

  private static void checkHeader(List<String> header, List<String> errors) {
    List<String> known = List.of(HEADER);
    for (String name : header) {
      if (!known.contains(name)) {
        errors.add(
            "Line 1: there is no column \"%s\". The columns are %s."
                .formatted(
                    name.substring(0, Math.min(name.length(), 40)), String.join(", ", HEADER)));
        return;
      }
    }
    if (new HashSet<>(header).size() != header.size()) {
      errors.add("Line 1: a column is there twice. Keep one of them.");
    } else if (!header.contains("supplier") || !header.contains("connection")) {
      errors.add("Line 1: the columns supplier and connection are needed. Add them.");
    } else if (TAKEN.stream().noneMatch(header::contains)) {
      errors.add("Line 1: no column says anything new. Add one of " + String.join(", ", TAKEN));
    }
  }

  private static void row(
      CsvRecord row,
      List<String> header,
      Map<String, List<Line>> byName,
      Set<Integer> told,
      List<Change> changes,
      List<String> errors) {
    String at = "Line " + row.getStartingLineNumber() + ": ";
    if (row.getFieldCount() != header.size()) {
      errors.add(
          at
              + "it has %d cells under %d columns. Quote cells that have commas in them."
                  .formatted(row.getFieldCount(), header.size()));
      return;
    }
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      cells.put(header.get(i), row.getField(i));
    }
    List<Line> lines =
        byName.get(plain(cells.getOrDefault("supplier", "")).strip().toLowerCase(Locale.ROOT));
    if (lines == null) {
      errors.add(at + "the register has no such supplier. Add it there first.");
      return;
    }
    String name = plain(cells.getOrDefault("connection", "")).strip();
    List<Line> named =
        lines.stream()
            .filter(one -> one.name().equalsIgnoreCase(name))
            .filter(
                one ->
                    cells.getOrDefault("engagement", "").isBlank()
                        || Objects.equals(
                            one.engagementName(), plain(cells.get("engagement")).strip()))
            .toList();
    if (named.size() != 1) {
      errors.add(
          at
              + (named.isEmpty()
                  ? "the supplier has no such connection. Add it to the register first."
                  : "the supplier has several of this name. Say which by the column engagement."));
      return;
    }
    Line line = named.getFirst();
    if (!told.add(line.id())) {
      errors.add(at + "the same connection is in an earlier line. Keep one of them.");
      return;
    }
    Fields fields = new Fields(at, cells, errors);
    int before = errors.size();
    Line.Plan now = line.plan();
    String owner = fields.text("owner", line.owner(), now.owner(), LONGEST_NAME);
    String link = fields.text("where_it_is_cut", now.link(), now.link(), LONGEST_LINK);
    if (link != null && !isLink(link)) {
      errors.add(at + "where_it_is_cut is an address that begins with https://. Correct it.");
    }
    String effect = fields.text("what_stops", now.effect(), now.effect(), LONGEST);
    String dependency = fields.text("needed_by", now.dependency(), now.dependency(), LONGEST);
    String fallback = fields.text("instead", now.fallback(), now.fallback(), LONGEST);
    List<Line.Credential> credentials = fields.credentials(line.credentials());
    if (errors.size() == before && !fields.changed().isEmpty()) {
      changes.add(
          new Change(
              line,
              new Line.Plan(owner, link, effect, dependency, fallback, now.revision()),
              credentials,
              String.join(", ", fields.changed())));
    }
  }

  /** The cells of a row beside what is known. */
  private record Fields(
      String at, Map<String, String> cells, List<String> errors, List<String> changed) {
    Fields(String at, Map<String, String> cells, List<String> errors) {
      this(at, cells, errors, new ArrayList<>());
    }

    /**
     * @param exported what the export has there
     * @param kept what stays when the cell says no other
     */
    @Nullable String text(
        String column, @Nullable String exported, @Nullable String kept, int most) {
      String cell = cells.get(column);
      if (cell == null || isSame(cell, exported)) {
        return kept;
      }
      String text = plain(cell).strip();
      if (text.length() > most) {
        errors.add(at + column + " has more than " + most + " characters. Shorten it.");
        return kept;
      }
      changed.add(column);
      return text.isEmpty() ? null : text;
    }

    List<Line.Credential> credentials(List<Line.Credential> kept) {
      String cell = cells.get("credentials");
      if (cell == null || isSame(cell, InventoryCsv.text(kept))) {
        return kept;
      }
      List<Line.Credential> credentials = new ArrayList<>();
      for (String one : plain(cell).split("[;\n]", -1)) {
        if (one.isBlank()) {
          continue;
        }
        String[] parts = one.split(":", 2);
        String kind = parts[0].strip();
        String name = parts.length < 2 ? "" : parts[1].strip();
        if (kind.isEmpty() || name.isEmpty() || one.strip().length() > LONGEST_NAME) {
          errors.add(
              at + "credentials are written KIND: NAME, with a semicolon between. Correct it.");
          return kept;
        }
        credentials.add(new Line.Credential(kind, name));
      }
      if (credentials.size() > MOST_CREDENTIALS) {
        errors.add(at + "write down at most " + MOST_CREDENTIALS + " credentials.");
        return kept;
      }
      changed.add("credentials");
      return credentials;
    }
  }

  static String text(List<Line.Credential> credentials) {
    return credentials.stream()
        .map(one -> one.kind() + ": " + one.name())
        .collect(Collectors.joining("; "));
  }

  /** Also when the export put an apostrophe before it. */
  private static boolean isSame(String cell, @Nullable String known) {
    String text = known == null ? "" : known;
    return cell.equals(text) || plain(cell).strip().equals(text.strip());
  }

  /** An export puts an apostrophe before what a spreadsheet would run. */
  private static String plain(@Nullable String cell) {
    String text = cell == null ? "" : cell.replace("\0", "");
    return text.matches("(?s)'[=+\\-@\t\r].*") ? text.substring(1) : text;
  }

  static boolean isLink(String text) {
    try {
      URI uri = new URI(text);
      return "https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
