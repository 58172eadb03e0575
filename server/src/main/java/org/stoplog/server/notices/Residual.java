package org.stoplog.server.notices;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.ledger.directory.OwnIds;
import org.stoplog.server.platform.CsvLines;

/** Whom a wave did not reach, and why, in the caller's transaction. */
final class Residual {
  private static final int PORTION = 1_000;

  private final Connection connection;
  private final UUID wave;

  Residual(Connection connection, UUID wave) {
    this.connection = connection;
    this.wave = wave;
  }

  /** Somebody, with what is known of why. */
  private record Row(long person, String state) {}

  private interface Each {
    void of(Row row) throws SQLException;
  }

  private void each(Each each) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select person, state from notice_recipient where wave = ? and state = any (?)
            order by person
            """)) {
      find.setFetchSize(10 * PORTION);
      find.setObject(1, wave);
      find.setArray(2, connection.createArrayOf("text", Tally.RESIDUAL.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          each.of(new Row(row.getLong(1), row.getString(2)));
        }
      }
    }
  }

  /**
   * Who they are and why, without naming anybody.
   *
   * @param sha256 over the record's numbers and the states, in the order of people
   */
  record Print(long people, String sha256) {}

  static Print print(JdbcClient jdbc, UUID wave) {
    return jdbc.sql(
            """
            select count(*), encode(sha256(convert_to(coalesce(
              string_agg(person || ',' || state, E'\n' order by person), ''), 'UTF8')), 'hex')
            from notice_recipient where wave = :wave and state in (:states)
            """)
        .param("wave", wave)
        .param("states", Tally.RESIDUAL)
        .query((row, number) -> new Print(row.getLong(1), row.getString(2)))
        .single();
  }

  /**
   * By the company's own ids; whoever was erased since has none, and so no line.
   *
   * @return lines
   */
  long named(Ledger ledger, CsvLines lines) throws SQLException {
    long[] count = new long[1];
    List<Row> waiting = new ArrayList<>();
    each(
        row -> {
          waiting.add(row);
          if (waiting.size() == PORTION) {
            count[0] += write(ledger, waiting, lines);
            waiting.clear();
          }
        });
    return count[0] + write(ledger, waiting, lines);
  }

  private long write(Ledger ledger, List<Row> rows, CsvLines lines) throws SQLException {
    List<Long> people = rows.stream().map(Row::person).toList();
    Map<Long, Long> roots = Merges.roots(connection, people);
    List<Long> asked = new ArrayList<>(people);
    asked.addAll(roots.values());
    Map<Long, String> ids = OwnIds.of(ledger.stores(), connection, asked);
    Map<Row, String> named = new LinkedHashMap<>();
    for (Row row : rows) {
      String own = ids.get(row.person());
      String id = own == null ? ids.get(roots.getOrDefault(row.person(), row.person())) : own;
      if (id != null) {
        named.put(row, id);
      }
    }
    named.forEach((row, id) -> lines.add(id, row.state(), StateWords.state(row.state())));
    return named.size();
  }
}
