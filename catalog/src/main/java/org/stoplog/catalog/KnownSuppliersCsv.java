package org.stoplog.catalog;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Known suppliers as a CSV file; docs/reference/known-suppliers.md lists its columns. */
public final class KnownSuppliersCsv {
  private static final int LONGEST = 2_000;
  private static final String ID_FORM = "[a-z0-9][a-z0-9-]{0,59}";

  private KnownSuppliersCsv() {}

  /** The columns in the order in which we write them. */
  public static List<String> columns() {
    List<String> columns =
        new ArrayList<>(List.of(KnownSupplierRow.ID, KnownSupplierRow.NAME, KnownSupplierRow.KIND));
    Arrays.stream(SupplierFact.values()).map(SupplierFact::column).forEach(columns::add);
    columns.addAll(
        List.of(
            KnownSupplierRow.FROM_MEMORY,
            KnownSupplierRow.PARTLY_FROM_MEMORY,
            KnownSupplierRow.SOURCES,
            KnownSupplierRow.CHECKED));
    return columns;
  }

  /**
   * Reads and checks the cells of all rows.
   *
   * @param file name for messages
   * @throws StoplogException REGISTER_INVALID with line and column, HEADER_MISSING, FILE_EMPTY
   */
  public static List<KnownSupplierRow> read(String text, String file) {
    List<KnownSupplierRow> rows = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<String> header = null;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(text.lines().findFirst().orElse("").contains(";") ? ';' : ',')
            .skipEmptyLines(true)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text.startsWith("\ufeff") ? text.substring(1) : text)) {
      for (CsvRecord record : reader) {
        String place = file + ", line " + record.getStartingLineNumber();
        if (header == null) {
          header = header(record, place);
        } else {
          KnownSupplierRow row = row(header, record, place);
          if (!ids.add(row.id())) {
            throw row.wrong("the id " + row.id() + " is there twice");
          }
          rows.add(row);
        }
      }
    } catch (CsvParseException e) {
      throw new StoplogException(Problem.REGISTER_INVALID, file + ": not readable as CSV", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (header == null) {
      throw new StoplogException(Problem.FILE_EMPTY, file + " is empty");
    }
    return rows;
  }

  /** Writes a file that {@link #read} reads back to the same rows. */
  public static String write(List<KnownSupplierRow> rows) {
    StringWriter out = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(out)) {
      csv.writeRecord(columns());
      for (KnownSupplierRow row : rows) {
        csv.writeRecord(columns().stream().map(c -> row.cells().getOrDefault(c, "")).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static List<String> header(CsvRecord record, String place) {
    List<String> header =
        record.getFields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    for (String name : header) {
      if (!columns().contains(name)) {
        String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
        throw new StoplogException(
            Problem.REGISTER_INVALID,
            "%s: unknown column \"%s\"; %s".formatted(place, shown, Nearest.hint(name, columns())));
      }
    }
    if (new HashSet<>(header).size() != header.size()) {
      throw new StoplogException(Problem.HEADER_DUPLICATE, place + ": a column is there twice");
    }
    if (!header.contains(KnownSupplierRow.ID)) {
      throw new StoplogException(Problem.HEADER_MISSING, place + ": there is no column id");
    }
    return header;
  }

  private static KnownSupplierRow row(List<String> header, CsvRecord record, String place) {
    Map<String, String> cells = new LinkedHashMap<>();
    if (record.getFieldCount() != header.size()) {
      throw new StoplogException(
          Problem.REGISTER_INVALID,
          "%s: %d cells under %d headers".formatted(place, record.getFieldCount(), header.size()));
    }
    for (int i = 0; i < header.size(); i++) {
      String cell = record.getField(i).strip();
      if (!cell.isEmpty()) {
        String fault = fault(header.get(i), cell);
        if (fault != null) {
          throw new StoplogException(
              Problem.REGISTER_INVALID, place + ", " + header.get(i) + ": " + fault);
        }
        cells.put(header.get(i), cell);
      }
    }
    if (!cells.containsKey(KnownSupplierRow.ID)) {
      throw new StoplogException(Problem.REGISTER_INVALID, place + ", id: is empty");
    }
    return new KnownSupplierRow(place, cells);
  }

  private static @Nullable String fault(String column, String cell) {
    if (cell.length() > LONGEST) {
      return "a cell has at most " + LONGEST + " characters";
    }
    if (cell.chars().anyMatch(Character::isISOControl)) {
      return "holds a line break or another control character";
    }
    if ("=+-@".indexOf(cell.charAt(0)) >= 0) {
      return "starts with =, +, - or @, which a spreadsheet would run as a formula";
    }
    SupplierFact fact = SupplierFact.ofColumn(column).orElse(null);
    if (fact != null) {
      return fact.parts(cell).stream()
          .map(part -> fault(fact, part))
          .filter(wrong -> wrong != null)
          .findFirst()
          .orElse(null);
    }
    return switch (column) {
      case KnownSupplierRow.ID ->
          cell.matches(ID_FORM) ? null : "an id has lower case letters, digits and hyphens";
      case KnownSupplierRow.FROM_MEMORY, KnownSupplierRow.PARTLY_FROM_MEMORY ->
          cell.equals(SupplierFact.NONE)
                  || Arrays.stream(cell.split("\\s+"))
                      .allMatch(name -> SupplierFact.ofColumn(name).isPresent())
              ? null
              : "names what is no column of a fact";
      case KnownSupplierRow.CHECKED ->
          cell.equals("never") || isDay(cell) ? null : "is a day such as 2025-11-08, or never";
      default -> null;
    };
  }

  private static @Nullable String fault(SupplierFact fact, String part) {
    return switch (fact) {
      case DOMAINS, SHARED_DOMAINS -> HostNames.fault(part);
      case SDK_PACKAGES ->
          PackageUrl.FORM.matcher(part).matches()
              ? null
              : "\"" + part + "\" is no package URL such as pkg:npm/mixpanel";
      case USUAL_ELEMENTS ->
          Elements.catalogue().find(part).isPresent()
              ? null
              : "\"" + part + "\" is not a data element of the catalogue";
      default -> part.isBlank() ? "is blank in between" : null;
    };
  }

  private static boolean isDay(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
