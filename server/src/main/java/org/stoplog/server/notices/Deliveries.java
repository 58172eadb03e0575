package org.stoplog.server.notices;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;

/**
 * The rows of one wave while it is sent, in the caller's transaction. A copy is named by its lead;
 * whoever shares the mailbox goes through the same states with it.
 */
final class Deliveries {
  private final Connection connection;
  private final UUID wave;

  Deliveries(Connection connection, UUID wave) {
    this.connection = connection;
    this.wave = wave;
  }

  /**
   * A copy that is due.
   *
   * @param people who it tells, with what of theirs; the lead among them
   */
  record Due(long lead, Map<Long, ElementSet> people, int attempts) {}

  /**
   * What became of a copy.
   *
   * @param people whom it tells
   * @param state accepted, deferred, refused, given-up, doubtful or planned
   * @param code null when the server said nothing
   * @param nextAt when a deferred one is tried again; null otherwise
   */
  record Result(
      Set<Long> people,
      String state,
      boolean isInDoubt,
      boolean isAttempt,
      @Nullable Integer code,
      @Nullable String status,
      @Nullable String reply,
      @Nullable Instant answeredAt,
      @Nullable Instant nextAt) {

    static Result back(Copies.Copy copy) {
      return new Result(copy.people(), "planned", false, false, null, null, null, null, null);
    }
  }

  /**
   * After an end that nobody saw: what was claimed is free again, and what was handed over without
   * an answer is in doubt.
   *
   * @return how many people are newly in doubt
   */
  int recover(boolean resends) throws SQLException {
    update("update notice_recipient set state = 'planned' where wave = ? and state = 'claimed'");
    return update(
        "update notice_recipient set in_doubt = true, attempts = attempts + 1, state = "
            + (resends ? "'planned'" : "'doubtful'")
            + " where wave = ? and state = 'handed-over'");
  }

  /** Whatever waits yet is not sent any more. @return people */
  int drop() throws SQLException {
    return update(
        """
        update notice_recipient set state = 'dropped', next_at = null
        where wave = ? and state in ('planned', 'claimed', 'deferred')
        """);
  }

  private int update(String sql) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, wave);
      return update.executeUpdate();
    }
  }

  /**
   * Claims copies that are due, those with the lowest ids.
   *
   * @param full domains of which none is claimed
   */
  List<Due> claim(int most, Instant now, Set<Long> full) throws SQLException {
    Map<Long, Map<Long, ElementSet>> people = new LinkedHashMap<>();
    Map<Long, Integer> attempts = new LinkedHashMap<>();
    List<Long> leads = new ArrayList<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select person from notice_recipient
            where wave = ? and lead is null and (state = 'planned' or (state = 'deferred' and next_at <= ?))
              and (domain is null or domain <> all (?))
            order by person limit ? for update
            """)) {
      find.setObject(1, wave);
      find.setObject(2, time(now));
      find.setArray(3, array(full));
      find.setInt(4, most);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          leads.add(row.getLong(1));
        }
      }
    }
    try (PreparedStatement claim =
        connection.prepareStatement(
            """
            update notice_recipient set state = 'claimed', next_at = null
            where wave = ? and state in ('planned', 'deferred')
              and (person = any (?) or lead = any (?))
            returning person, coalesce(lead, person), low, high, attempts
            """)) {
      claim.setObject(1, wave);
      claim.setArray(2, array(leads));
      claim.setArray(3, array(leads));
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          long lead = row.getLong(2);
          people
              .computeIfAbsent(lead, _ -> new LinkedHashMap<>())
              .put(row.getLong(1), new ElementSet(row.getLong(3), row.getLong(4)));
          attempts.merge(lead, row.getInt(5), Math::max);
        }
      }
    }
    return leads.stream()
        .map(
            lead ->
                new Due(lead, people.getOrDefault(lead, Map.of()), attempts.getOrDefault(lead, 0)))
        .toList();
  }

  /** Takes people out of a copy for good: erased, merged, without an address. */
  void leave(Map<Long, String> states) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update notice_recipient set state = ?, lead = null
            where wave = ? and person = ? and state = 'claimed'
            """)) {
      for (Map.Entry<Long, String> one : states.entrySet()) {
        update.setString(1, one.getValue());
        update.setObject(2, wave);
        update.setLong(3, one.getKey());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /** Another person of the copy leads it: the lead has left. */
  void lead(long before, long after) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update notice_recipient set lead = nullif(?, person)
            where wave = ? and (lead = ? or person = ?) and state = 'claimed'
            """)) {
      update.setLong(1, after);
      update.setObject(2, wave);
      update.setLong(3, before);
      update.setLong(4, after);
      update.executeUpdate();
    }
  }

  /** Somebody of a shared mailbox has an address of their own now, and gets a copy of their own. */
  void part(Collection<Long> people) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update notice_recipient set lead = null, state = 'planned'
            where wave = ? and person = any (?) and state = 'claimed'
            """)) {
      update.setObject(1, wave);
      update.setArray(2, array(people));
      update.executeUpdate();
    }
  }

  /** Committed before the first byte of them goes out. */
  void handOver(List<Copies.Copy> copies) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update notice_recipient
            set state = 'handed-over', message = ?, language = ?, copy_code = ?
            where wave = ? and person = ? and state = 'claimed'
            """)) {
      for (Copies.Copy copy : copies) {
        for (long person : copy.people()) {
          update.setBytes(1, copy.hash());
          update.setString(2, copy.language());
          update.setObject(3, person == copy.lead() ? copy.code() : null, Types.BIGINT);
          update.setObject(4, wave);
          update.setLong(5, person);
          update.addBatch();
        }
      }
      update.executeBatch();
    }
  }

  /** Committed after the answers, before anything else goes out. */
  void settle(List<Result> results) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update notice_recipient set state = ?, in_doubt = in_doubt or ?,
              attempts = attempts + ?, code = coalesce(?, code), status = coalesce(?, status),
              reply = coalesce(?, reply), answered_at = coalesce(?, answered_at), next_at = ?
            where wave = ? and person = ? and state = 'handed-over'
            """)) {
      for (Result result : results) {
        for (long person : result.people()) {
          update.setString(1, result.state());
          update.setBoolean(2, result.isInDoubt());
          update.setInt(3, result.isAttempt() ? 1 : 0);
          update.setObject(4, result.code(), Types.INTEGER);
          update.setObject(5, result.status(), Types.VARCHAR);
          update.setObject(6, result.reply(), Types.VARCHAR);
          update.setObject(7, time(result.answeredAt()), Types.TIMESTAMP_WITH_TIMEZONE);
          update.setObject(8, time(result.nextAt()), Types.TIMESTAMP_WITH_TIMEZONE);
          update.setObject(9, wave);
          update.setLong(10, person);
          update.addBatch();
        }
      }
      update.executeBatch();
    }
  }

  /** Claimed copies that are not handed over after all. */
  void free(Collection<Copies.Copy> copies) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update notice_recipient set state = 'planned'
            where wave = ? and person = any (?) and state = 'claimed'
            """)) {
      update.setObject(1, wave);
      update.setArray(2, array(copies.stream().flatMap(copy -> copy.people().stream()).toList()));
      update.executeUpdate();
    }
  }

  /** When the next deferred copy is due; empty when none waits. */
  Optional<Instant> next() throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select min(coalesce(next_at, '-infinity')) from notice_recipient
            where wave = ? and lead is null and state in ('planned', 'deferred')
            """)) {
      find.setObject(1, wave);
      try (ResultSet row = find.executeQuery()) {
        row.next();
        OffsetDateTime time = row.getObject(1, OffsetDateTime.class);
        return time == null
            ? Optional.empty()
            : Optional.of(time.equals(OffsetDateTime.MIN) ? Instant.EPOCH : time.toInstant());
      }
    }
  }

  /**
   * Which of these accounts the notice has told, or is about to; for a delta, any notice of the
   * incident. True for those whose turn is not still to come in this wave.
   */
  Map<Long, Boolean> told(Wave of, Collection<Long> accounts) throws SQLException {
    Map<Long, Boolean> told = new HashMap<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select person, bool_or(wave <> ? or state not in ('planned', 'claimed'))
            from notice_recipient
            where notice in (select id from notice where id = ? or (? and incident = ?))
              and drill = ? and person = any (?) and state in
                ('planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'doubtful',
                 'delegated')
            group by person
            """)) {
      find.setObject(1, wave);
      find.setObject(2, of.notice());
      find.setBoolean(
          3,
          of.terms().choice().whom() == Choice.Whom.FRESH
              || of.terms().choice().whom() == Choice.Whom.UNREACHED);
      find.setObject(4, of.incident());
      find.setBoolean(5, of.terms().drill());
      find.setArray(6, array(accounts));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          told.put(row.getLong(1), row.getBoolean(2));
        }
      }
    }
    return told;
  }

  private java.sql.Array array(Collection<Long> people) throws SQLException {
    return connection.createArrayOf("bigint", people.toArray());
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
