package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * How a table is read.
 *
 * @param columns names of the file's columns, {@code #3} for one without
 * @param columnOf for each field of the mapping, the index of its column, or -1
 */
record TablePlan(Mapping mapping, List<String> columns, int[] columnOf) {

  /**
   * @param records the first rows, the header with them
   */
  static TablePlan of(
      ReadRequest request,
      Format format,
      @Nullable String encoding,
      @Nullable Character separator,
      List<List<String>> records) {
    if (records.isEmpty()) {
      throw new StoplogException(Problem.FILE_EMPTY, "the table has no rows");
    }
    Mapping given = request.mapping();
    boolean header = given == null ? HeaderGuess.isHeader(records) : given.header();
    return of(request, format, encoding, separator, header, records);
  }

  /** A format whose columns always have names: the first record. */
  static TablePlan ofNamed(ReadRequest request, Format format, List<List<String>> records) {
    return of(request, format, null, null, true, records);
  }

  private static TablePlan of(
      ReadRequest request,
      Format format,
      @Nullable String encoding,
      @Nullable Character separator,
      boolean header,
      List<List<String>> records) {
    Mapping given = request.mapping();
    int width = records.getFirst().size();
    if (width > Frames.MOST_FIELDS) {
      throw new StoplogException(
          Problem.DATA_MALFORMED, "line 1 has more than " + Frames.MOST_FIELDS + " columns");
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      String name = header ? records.getFirst().get(i).strip() : "";
      if (name.length() > Frames.MOST_COLUMN_BYTES / 4) {
        throw new StoplogException(
            Problem.DATA_MALFORMED,
            "line 1, column "
                + (i + 1)
                + ": a name of more than "
                + Frames.MOST_COLUMN_BYTES / 4
                + " characters; is a quote not closed?");
      }
      columns.add(name.isEmpty() ? "#" + (i + 1) : name);
    }
    if (given != null) {
      return new TablePlan(given, columns, bind(given, columns));
    }
    refuseDuplicates(columns);
    MappingGuess guess = new MappingGuess(request);
    List<List<String>> rows = header ? records.subList(1, records.size()) : records;
    for (int i = 0; i < width; i++) {
      guess.column(columns.get(i), header, values(rows, i));
    }
    Mapping mapping = guess.mapping(format, encoding, separator, header);
    int[] columnOf = new int[width];
    Arrays.setAll(columnOf, i -> i);
    return new TablePlan(mapping, columns, columnOf);
  }

  /**
   * @throws StoplogException {@link Problem#MAPPING_INVALID} when the mapping is for another format
   */
  static void checkFormat(@Nullable Mapping given, Format... found) {
    if (given != null && !Arrays.asList(found).contains(given.format())) {
      throw new StoplogException(
          Problem.MAPPING_INVALID,
          "the mapping is for "
              + MappingFile.slug(given.format())
              + ", the file is "
              + MappingFile.slug(found[0]));
    }
  }

  /** The field that rows are chosen by, or -1 when all count. */
  int fieldOf(@Nullable RowFilter only) {
    return only == null ? -1 : only.field(mapping.fields(), columnOf, columns);
  }

  private static int[] bind(Mapping mapping, List<String> columns) {
    Map<String, Integer> byName = new HashMap<>();
    Map<String, Boolean> twice = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      byName.put("#" + (i + 1), i);
    }
    for (int i = 0; i < columns.size(); i++) {
      String key = columns.get(i).toLowerCase(Locale.ROOT);
      Integer before = byName.putIfAbsent(key, i);
      twice.put(key, before != null && before != i);
    }
    int[] columnOf = new int[mapping.fields().size()];
    for (int i = 0; i < columnOf.length; i++) {
      Field field = mapping.fields().get(i);
      String key = field.column().strip().toLowerCase(Locale.ROOT);
      Integer column = byName.get(key);
      if (column == null && field.role() != Role.IGNORE) {
        throw new StoplogException(
            Problem.MAPPING_INVALID,
            "the file has no column \"" + field.column() + "\"; it has: " + names(columns));
      }
      if (twice.getOrDefault(key, false) && field.role() != Role.IGNORE) {
        throw duplicate(field.column());
      }
      columnOf[i] = column == null ? -1 : column;
    }
    return columnOf;
  }

  private static void refuseDuplicates(List<String> columns) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Integer before = seen.put(columns.get(i).toLowerCase(Locale.ROOT), i);
      if (before != null) {
        throw new StoplogException(
            Problem.HEADER_DUPLICATE,
            "line 1: columns "
                + (before + 1)
                + " and "
                + (i + 1)
                + " are both called \""
                + columns.get(i)
                + "\"");
      }
    }
  }

  private static StoplogException duplicate(String column) {
    return new StoplogException(
        Problem.HEADER_DUPLICATE, "line 1: several columns are called \"" + column + "\"");
  }

  private static List<String> values(List<List<String>> rows, int column) {
    List<String> values = new ArrayList<>();
    for (List<String> row : rows) {
      String value = column < row.size() ? row.get(column).strip() : "";
      if (!NoValue.is(value)) {
        values.add(value);
      }
    }
    return values;
  }

  /** The first names for a message. */
  static String names(List<String> columns) {
    return columns.stream().limit(30).collect(Collectors.joining(", "));
  }
}
