package org.stoplog.ledger.exposure;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.stoplog.ledger.table.DuckDb;
import org.stoplog.ledger.table.DuckSession;

/**
 * What the identifiers of files are, apart from whose: few kinds for very many rows, so that a row
 * of {@code file_key} is a number, a kind and a subject.
 */
final class IdentifierKinds {
  /** In {@link Kind#day}: the row says no day. */
  static final int NO_DAY = Integer.MIN_VALUE;

  /**
   * @param n place of the identifier in its row, from 0
   * @param scheme its code
   * @param day days since 1970-01-01, or {@link #NO_DAY}
   * @param several whether the row names a person by others too
   * @param elements set of the row
   */
  private record Kind(int n, int scheme, int day, boolean several, int elements) {}

  private final Map<Kind, Integer> numbers = new HashMap<>();
  private final List<Kind> kinds = new ArrayList<>();
  private int last;

  int of(int n, int scheme, int day, boolean several, int elements) {
    // Most rows are like the one before.
    if (last < kinds.size()) {
      Kind kind = kinds.get(last);
      if (kind.n == n
          && kind.scheme == scheme
          && kind.day == day
          && kind.several == several
          && kind.elements == elements) {
        return last;
      }
    }
    last =
        numbers.computeIfAbsent(
            new Kind(n, scheme, day, several, elements),
            kind -> {
              kinds.add(kind);
              return kinds.size() - 1;
            });
    return last;
  }

  /** Makes the tables and views of staged rows. */
  static void create(DuckSession duck) {
    duck.execute("CREATE TEMP TABLE file_key (row BIGINT, kind INTEGER, subject UUID)");
    duck.execute("CREATE TEMP TABLE file_base (row BIGINT, subject UUID, base UUID)");
    duck.execute(
        """
        CREATE TEMP TABLE file_kind
          (kind INTEGER, n SMALLINT, scheme SMALLINT, day DATE, several BOOLEAN, elements INTEGER)
        """);
    duck.execute(
        """
        CREATE TEMP VIEW file_id AS
        SELECT row, n, scheme, subject, day, several, elements FROM file_key JOIN file_kind USING (kind)
        """);
    duck.execute("CREATE TEMP VIEW file_row AS SELECT row, elements FROM file_id WHERE n = 0");
  }

  /** Brings the kinds into {@code file_kind}, once for all files. */
  void write(DuckSession duck) {
    try (DuckDBAppender rows = duck.append("file_kind")) {
      for (int i = 0; i < kinds.size(); i++) {
        Kind kind = kinds.get(i);
        rows.beginRow().append(i).append((short) kind.n).append((short) kind.scheme);
        if (kind.day == NO_DAY) {
          rows.appendNull();
        } else {
          rows.append(LocalDate.ofEpochDay(kind.day));
        }
        rows.append(kind.several).append(kind.elements).endRow();
      }
    } catch (SQLException e) {
      throw DuckDb.failure(e);
    }
  }
}
