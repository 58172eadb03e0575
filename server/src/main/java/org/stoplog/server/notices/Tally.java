package org.stoplog.server.notices;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many people of a wave are in each state. The database keeps it beside the rows, by what each
 * statement changed (V60__audience_counts.sql): nobody counts millions to look at a page.
 *
 * @param states people by state
 * @param copies that were or will be handed over: those who share a mailbox get one
 * @param inDoubt people of whose copy there may be a second one
 */
record Tally(Map<String, Long> states, long copies, long inDoubt) {
  /** Whom no copy reached: somebody has to find another way. */
  static final Set<String> RESIDUAL =
      Set.of(
          "refused",
          "given-up",
          "no-address",
          "bad-address",
          "guardian-erased",
          "guardian-loop",
          "guardian-no-address",
          "guardian-changed",
          "doubtful",
          "bounced",
          "dropped");

  /** Nobody can be written to for these rows. */
  static final Set<String> NOWHERE =
      Set.of(
          "no-address",
          "bad-address",
          "guardian-erased",
          "guardian-loop",
          "guardian-no-address",
          "guardian-changed");

  /** Nothing follows for these rows by themselves. */
  static final Set<String> FINAL =
      Set.of(
          "accepted",
          "delegated",
          "doubtful",
          "bounced",
          "refused",
          "given-up",
          "no-address",
          "bad-address",
          "guardian-erased",
          "guardian-loop",
          "guardian-no-address",
          "guardian-changed",
          "erased",
          "merged",
          "dropped");

  Tally {
    states = Map.copyOf(states);
  }

  static Tally of(JdbcClient jdbc, UUID wave) {
    Map<String, Long> states = new TreeMap<>();
    long[] more = new long[2];
    jdbc.sql(
            """
            select state, sum(people), coalesce(sum(people) filter (where not follows), 0),
              coalesce(sum(people) filter (where in_doubt), 0)
            from notice_tally where wave = :wave group by state having sum(people) <> 0
            """)
        .param("wave", wave)
        .query(
            row -> {
              states.put(row.getString(1), row.getLong(2));
              boolean isCopy =
                  !NOWHERE.contains(row.getString(1))
                      && !Set.of("erased", "merged", "dropped", "delegated")
                          .contains(row.getString(1));
              more[0] += isCopy ? row.getLong(3) : 0;
              more[1] += row.getLong(4);
            });
    return new Tally(states, more[0], more[1]);
  }

  /** Makes one row of each state of the many that statements added; the sums stay. */
  static void gather(Connection connection, UUID wave) throws SQLException {
    try (PreparedStatement gather =
        connection.prepareStatement(
            """
            with added as (delete from notice_tally where wave = ? returning *)
            insert into notice_tally
            select wave, state, follows, in_doubt, sum(people) from added
            group by wave, state, follows, in_doubt having sum(people) <> 0
            """)) {
      gather.setObject(1, wave);
      gather.execute();
    }
  }

  /** All numbers that a page shows of it, and those that are the difference of two of them. */
  LongStream shown() {
    return LongStream.concat(
        states.values().stream().mapToLong(Long::longValue),
        LongStream.of(inDoubt, residual(), told() - copies, people() - told()));
  }

  long count(String state) {
    return states.getOrDefault(state, 0L);
  }

  long people() {
    return states.values().stream().mapToLong(Long::longValue).sum();
  }

  /** People with an address: told, or to be told. */
  long told() {
    return people() - NOWHERE.stream().mapToLong(this::count).sum();
  }

  long residual() {
    return RESIDUAL.stream().mapToLong(this::count).sum();
  }

  long ended() {
    return FINAL.stream().mapToLong(this::count).sum();
  }

  boolean isOver() {
    return ended() == people();
  }

  /** In the order of a copy's life. */
  Map<String, Long> ordered() {
    Map<String, Long> ordered = new LinkedHashMap<>();
    for (String state :
        new String[] {
          "planned",
          "claimed",
          "handed-over",
          "accepted",
          "delegated",
          "deferred",
          "doubtful",
          "bounced",
          "refused",
          "given-up",
          "no-address",
          "bad-address",
          "guardian-no-address",
          "guardian-erased",
          "guardian-loop",
          "guardian-changed",
          "erased",
          "merged",
          "dropped"
        }) {
      if (count(state) > 0) {
        ordered.put(state, count(state));
      }
    }
    return ordered;
  }
}
