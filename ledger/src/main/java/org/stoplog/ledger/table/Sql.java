package org.stoplog.ledger.table;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Quoting of the few things that DuckDB does not take as bound parameters. */
public final class Sql {
  private Sql() {}

  /** A text literal. */
  public static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** A list of files for {@code read_parquet}; the data folder's path holds no glob characters. */
  public static String parquet(Collection<Path> files) {
    return files.stream()
        .map(file -> text(file.toString()))
        .collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  /** Numbers as {@code (1, 2, 3)}; an empty list matches nothing. */
  public static String in(List<? extends Number> numbers) {
    return numbers.isEmpty()
        ? "(NULL)"
        : numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }
}
