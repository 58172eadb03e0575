package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.ledger.intake.CopyIn;

/** The people of a wave as they are frozen, in the caller's transaction. */
final class Audience {
  private final Connection connection;

  Audience(Connection connection) {
    this.connection = connection;
  }

  /**
   * A person of an audience.
   *
   * @param state planned, no-address or bad-address
   * @param mailbox hash of the address; null without one
   * @param domain hash of its domain; null without one
   * @param guardian whose address it is; null for whoever is told themselves
   */
  record Row(
      long person,
      String state,
      ElementSet elements,
      @Nullable Integer country,
      byte @Nullable [] mailbox,
      @Nullable Long domain,
      @Nullable String language,
      @Nullable Long guardian) {
    @Override
    public String toString() {
      return "Row[" + person + "]";
    }
  }

  void clear(UUID wave) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from notice_recipient where wave = ?")) {
      delete.setObject(1, wave);
      delete.execute();
    }
  }

  /**
   * A portion need not be on the disk when its transaction ends: the one that makes the wave ready
   * is, and with it all that came before. After a crash the freezing begins anew.
   */
  void beginPortion() throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute("set local synchronous_commit = off");
    }
  }

  /**
   * Writes people of a wave that is being frozen.
   *
   * @throws StoplogException REQUEST_INVALID when it was discarded: its rows are gone, and none may
   *     come back, since whoever is in one is in no other wave of the notice
   */
  void add(Wave wave, List<Row> rows) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select from notice_wave where id = ? and state = 'counting' for share")) {
      lock.setObject(1, wave.id());
      try (ResultSet row = lock.executeQuery()) {
        if (!row.next()) {
          throw discarded();
        }
      }
    }
    try (CopyIn copy =
        new CopyIn(
            connection,
            """
            notice_recipient (wave, notice, drill, person, state, low, high, country, mailbox,
              domain, language, guardian)
            """)) {
      String id = wave.id().toString();
      String notice = wave.notice().toString();
      for (Row row : rows) {
        copy.row(
            id,
            notice,
            wave.terms().drill(),
            row.person(),
            row.state(),
            row.elements().low(),
            row.elements().high(),
            row.country(),
            row.mailbox(),
            row.domain(),
            row.language(),
            row.guardian());
      }
      copy.finish();
    }
  }

  static StoplogException discarded() {
    return new StoplogException(Problem.REQUEST_INVALID, "The wave was discarded meanwhile.");
  }

  /** By whose mailbox wards are told, as it was frozen; by today's ids. */
  Map<Long, Long> guardians(UUID wave, Collection<Long> people) throws SQLException {
    Map<Long, Long> guardians = new HashMap<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select person, guardian from notice_recipient
            where wave = ? and person = any (?) and guardian is not null
            """)) {
      find.setObject(1, wave);
      find.setArray(2, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          guardians.put(row.getLong(1), row.getLong(2));
        }
      }
    }
    // An account may have been merged since.
    Map<Long, Long> roots = Merges.roots(connection, guardians.values());
    guardians.replaceAll((_, guardian) -> roots.getOrDefault(guardian, guardian));
    return guardians;
  }

  /**
   * Of rows that have just been written PostgreSQL knows nothing, and joins them each with each:
   * with 20,000 people that took longer than anybody waits.
   */
  void analyze() throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute("analyze notice_recipient");
    }
  }

  /** Those who share a mailbox get one copy: that of whoever has the lowest id. */
  void shareMailboxes(UUID wave) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update notice_recipient r set lead = g.lead
            from (select mailbox, min(person) as lead from notice_recipient
              where wave = ? and state = 'planned' group by mailbox having count(*) > 1) g
            where r.wave = ? and r.state = 'planned' and r.mailbox = g.mailbox and r.person > g.lead
            """)) {
      update.setObject(1, wave);
      update.setObject(2, wave);
      update.execute();
    }
  }

  /** Counts what stays as it is from now on. */
  void count(UUID wave) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into notice_frozen
            select wave, country, low, high, guardian is not null, count(*)
            from notice_recipient where wave = ? group by 1, 2, 3, 4, 5
            """)) {
      insert.setObject(1, wave);
      insert.execute();
    }
    Tally.gather(connection, wave);
  }

  /** Over what is frozen of each person. */
  String sha256(UUID wave) throws SQLException {
    return digest("select person, state, low, high, lead, guardian from notice_recipient", wave);
  }

  /**
   * Over what became of each person when the wave ended: what came back later is a fact of its own,
   * and changes nothing of what the server answered.
   */
  String proof(UUID wave) throws SQLException {
    return digest(
        """
        select person, case when state <> 'bounced' then state
            when code between 200 and 299 then 'accepted' else 'doubtful' end, lead, guardian, in_doubt, attempts, code, status,
          extract(epoch from answered_at)::bigint, encode(message, 'hex')
        from notice_recipient
        """,
        wave);
  }

  private String digest(String select, UUID wave) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(select + " where wave = ? order by person")) {
      find.setFetchSize(10_000);
      find.setObject(1, wave);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (ResultSet row = find.executeQuery()) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          StringBuilder line = new StringBuilder();
          for (int i = 1; i <= columns; i++) {
            line.append(row.getString(i)).append(i == columns ? '\n' : ',');
          }
          digest.update(line.toString().getBytes(US_ASCII));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
