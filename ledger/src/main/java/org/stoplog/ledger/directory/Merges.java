package org.stoplog.ledger.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which accounts are one person today, as the imports that were not taken back say. */
public final class Merges {
  /** What is last said of each account; the same as {@link Contacts} goes by. */
  private static final String LAST_WORD =
      """
      with recursive last_word as (
        select distinct on (m.person) m.person, m.into_person
        from person_merge m join batch b on b.id = m.batch
        where b.status = 'live'
        order by m.person, b.as_of desc, b.id desc)
      """;

  private static final String ALL =
      LAST_WORD
          + """
          , walk (person, root, depth) as (
            select person, into_person, 1 from last_word
            union all
            select w.person, l.into_person, w.depth + 1
            from walk w join last_word l on l.person = w.root where w.depth < 50)
          select distinct on (person) person, root from walk order by person, depth desc
          """;

  private static final String ROOTS =
      LAST_WORD
          + """
          , walk (person, root, depth) as (
            select id, id, 0 from unnest(?::bigint[]) as asked (id)
            union all
            select w.person, l.into_person, w.depth + 1
            from walk w join last_word l on l.person = w.root where w.depth < 50)
          select distinct on (person) person, root from walk order by person, depth desc
          """;

  private static final String ACCOUNTS =
      LAST_WORD
          + """
          , walk (root, person, depth) as (
            select id, id, 0 from unnest(?::bigint[]) as asked (id)
            union all
            select w.root, l.person, w.depth + 1
            from walk w join last_word l on l.into_person = w.person where w.depth < 50)
          select distinct root, person from walk
          """;

  private Merges() {}

  /** An account and the one that it ended in. */
  public interface Pair {
    void of(long person, long root) throws SQLException;
  }

  /** All accounts that were merged into another one. */
  public static void each(Connection connection, Pair pair) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(ALL)) {
      find.setFetchSize(10_000);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          pair.of(row.getLong(1), row.getLong(2));
        }
      }
    }
  }

  /** The account that each one ended in; itself when it was not merged. */
  public static Map<Long, Long> roots(Connection connection, Collection<Long> people)
      throws SQLException {
    Map<Long, Long> roots = new HashMap<>();
    pairs(connection, ROOTS, people, roots::put);
    return roots;
  }

  /** All accounts that ended in each of these, themselves included. */
  public static Map<Long, Set<Long>> accounts(Connection connection, Collection<Long> roots)
      throws SQLException {
    Map<Long, Set<Long>> accounts = new HashMap<>();
    pairs(
        connection,
        ACCOUNTS,
        roots,
        (root, person) -> accounts.computeIfAbsent(root, _ -> new TreeSet<>()).add(person));
    return accounts;
  }

  private static void pairs(Connection connection, String sql, Collection<Long> people, Pair pair)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          pair.of(row.getLong(1), row.getLong(2));
        }
      }
    }
  }

  /** Those of them who were erased. */
  public static Set<Long> erased(Connection connection, Collection<Long> people)
      throws SQLException {
    Set<Long> erased = new HashSet<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            "select id from person where id = any (?) and erased_at is not null")) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          erased.add(row.getLong(1));
        }
      }
    }
    return erased;
  }
}
