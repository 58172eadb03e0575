package org.stoplog.server.people;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clauses as a CSV file: what the export writes, the import reads. */
final class ClausesCsv {
  static final String[] HEADER = {"organisation", "hours", "event", "source", "checked_on"};
  private static final int MOST_FAULTS = 20;

  private ClausesCsv() {}

  /**
   * What a file says.
   *
   * @param errors where and what is wrong, never a value; nothing is to be entered then
   */
  record Read(Map<Integer, List<Clause>> clauses, List<String> errors) {}

  static Read read(String text, Map<Integer, String> names) {
    Map<String, Integer> byName = new HashMap<>();
    names.forEach((id, name) -> byName.put(name, id));
    Map<Integer, List<Clause>> clauses = new LinkedHashMap<>();
    List<String> errors = new ArrayList<>();
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
      boolean isHeader = true;
      for (CsvRecord row : csv) {
        if (isHeader) {
          isHeader = false;
          if (!row.getFields().equals(List.of(HEADER))) {
            return new Read(
                Map.of(), List.of("Line 1: the columns are " + String.join(", ", HEADER) + "."));
          }
        } else {
          line(row, byName, clauses, errors);
        }
        if (errors.size() >= MOST_FAULTS) {
          break;
        }
      }
    } catch (CsvParseException e) {
      errors.add("The file is no CSV file.");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    if (errors.isEmpty() && clauses.isEmpty()) {
      errors.add("The file has no line below its header.");
    }
    return new Read(clauses, errors);
  }

  private static void line(
      CsvRecord row,
      Map<String, Integer> byName,
      Map<Integer, List<Clause>> clauses,
      List<String> errors) {
    String at = "Line " + row.getStartingLineNumber() + ": ";
    if (row.getFieldCount() != HEADER.length) {
      errors.add(at + "it has " + row.getFieldCount() + " cells, not " + HEADER.length + ".");
      return;
    }
    Integer organisation = byName.get(plain(row.getField(0)));
    if (organisation == null) {
      errors.add(at + "the directory has no such organisation.");
      return;
    }
    Map<String, String> wrong = new LinkedHashMap<>();
    Clause clause =
        Clause.read(
            row.getField(1), row.getField(2), plain(row.getField(3)), row.getField(4), wrong);
    if (clause == null) {
      wrong.values().forEach(what -> errors.add(at + what));
    } else {
      clauses.computeIfAbsent(organisation, id -> new ArrayList<>()).add(clause);
    }
  }

  /** An export puts an apostrophe before what a spreadsheet would run. */
  private static String plain(String cell) {
    return cell.matches("(?s)'[=+\\-@\t\r].*") ? cell.substring(1) : cell;
  }
}
