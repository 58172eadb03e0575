package org.stoplog.ledger.directory;

import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is written to for people who have a guardian, as the imports that were not taken back say. Of
 * a person's last file the period that holds on the day counts, else the one that ends last. Where
 * accounts were merged, one of them having a guardian is enough.
 */
public final class Guardians {
  /** Guardians of guardians that are followed; a longer chain is a mistake in the file. */
  public static final int LONGEST = 8;

  /** Accounts that are asked for at once. */
  private static final int PORTION = 10_000;

  private static final long ERASED = -1;

  private static final String FIND =
      """
      with named as (
        select distinct person from person_period where (guardian is not null or guardian_erased) %s),
      newest as (
        select distinct on (q.person) q.person, q.batch
        from named n join person_period q on q.person = n.person join batch b on b.id = q.batch
        where b.status = 'live' order by q.person, b.as_of desc, b.id desc)
      select distinct on (p.person) p.person, p.guardian, p.guardian_erased
      from newest n join person_period p on p.person = n.person and p.batch = n.batch
      order by p.person,
        (coalesce(p.since, '-infinity') <= ? and coalesce(p.until, 'infinity') > ?) desc,
        coalesce(p.until, 'infinity') desc, (p.guardian is not null or p.guardian_erased) desc,
        p.guardian
      """;

  /** People by today's id, ascending, and beside each their guardian, or ERASED. */
  private final long[] wards;

  private final long[] guardians;

  private Guardians(Map<Long, Long> known) {
    wards = new long[known.size()];
    guardians = new long[wards.length];
    int at = 0;
    for (Map.Entry<Long, Long> one : known.entrySet()) {
      wards[at] = one.getKey();
      guardians[at++] = one.getValue();
    }
  }

  /** Who is written to for a ward. */
  public sealed interface Answer {}

  /**
   * At the end of the chain: has no guardian of their own.
   *
   * @param person by today's id
   */
  public record Told(long person) implements Answer {}

  /** Why nobody is. */
  public enum Nobody implements Answer {
    /** A guardian of the chain was erased. */
    ERASED,
    /** The chain leads back to somebody in it, or is too long to be true. */
    LOOP
  }

  /** All wards of the directory. */
  public static Guardians all(Connection connection, LocalDate day) throws SQLException {
    return new Guardians(read(connection, day, null));
  }

  /**
   * Of some people, and of their guardians up to the end of each chain.
   *
   * @param people by any of their ids
   */
  public static Guardians of(Connection connection, Collection<Long> people, LocalDate day)
      throws SQLException {
    Map<Long, Long> known = new TreeMap<>();
    if (!isAny(connection)) {
      return new Guardians(known);
    }
    Set<Long> seen = new HashSet<>();
    Set<Long> next = new HashSet<>(Merges.roots(connection, people).values());
    for (int i = 0; i <= LONGEST && !next.isEmpty(); i++) {
      seen.addAll(next);
      Set<Long> accounts = new HashSet<>();
      Merges.accounts(connection, next).values().forEach(accounts::addAll);
      Map<Long, Long> more = read(connection, day, accounts);
      known.putAll(more);
      next = new HashSet<>(more.values());
      next.removeAll(seen);
      next.remove(ERASED);
    }
    return new Guardians(known);
  }

  /** Most directories have none, and copies are made many at a time. */
  private static boolean isAny(Connection connection) throws SQLException {
    try (PreparedStatement find =
            connection.prepareStatement(
                """
                select exists (select from person_period where guardian is not null or guardian_erased)
                """);
        ResultSet row = find.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** By today's ids. */
  private static Map<Long, Long> read(
      Connection connection, LocalDate day, @Nullable Collection<Long> accounts)
      throws SQLException {
    Map<Long, Long> found = new TreeMap<>();
    String some = accounts == null ? "" : "and person = any (?)";
    try (PreparedStatement find = connection.prepareStatement(FIND.formatted(some))) {
      find.setFetchSize(PORTION);
      int at = 1;
      if (accounts != null) {
        Array ids = connection.createArrayOf("bigint", accounts.toArray());
        find.setArray(at++, ids);
      }
      find.setDate(at++, Date.valueOf(day));
      find.setDate(at, Date.valueOf(day));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          long guardian = row.getLong(2);
          if (!row.wasNull()) {
            found.put(row.getLong(1), guardian);
          } else if (row.getBoolean(3)) {
            found.put(row.getLong(1), ERASED);
          }
        }
      }
    }
    return ofToday(connection, found);
  }

  /** The account that stayed speaks first, else the one with the lowest id. */
  private static Map<Long, Long> ofToday(Connection connection, Map<Long, Long> byAccount)
      throws SQLException {
    Map<Long, Long> known = new TreeMap<>();
    List<Long> accounts = new ArrayList<>(byAccount.keySet());
    for (int i = 0; i < accounts.size(); i += PORTION) {
      List<Long> portion = accounts.subList(i, Math.min(accounts.size(), i + PORTION));
      Set<Long> asked = new HashSet<>(portion);
      portion.forEach(account -> asked.add(byAccount.getOrDefault(account, ERASED)));
      asked.remove(ERASED);
      Map<Long, Long> roots = Merges.roots(connection, asked);
      Set<Long> erased = Merges.erased(connection, roots.values());
      for (long account : portion) {
        long ward = roots.getOrDefault(account, account);
        long named = byAccount.getOrDefault(account, ERASED);
        long guardian = roots.getOrDefault(named, named);
        long told = erased.contains(guardian) ? ERASED : guardian;
        if (account == ward) {
          known.put(ward, told);
        } else {
          known.putIfAbsent(ward, told);
        }
      }
    }
    return Collections.unmodifiableMap(known);
  }

  public boolean isEmpty() {
    return wards.length == 0;
  }

  /**
   * Who is written to for somebody.
   *
   * @param person by today's id
   * @return empty for whoever has no guardian
   */
  public Optional<Answer> of(long person) {
    int at = Arrays.binarySearch(wards, person);
    if (at < 0) {
      return Optional.empty();
    }
    for (int i = 0; i < LONGEST; i++) {
      long guardian = guardians[at];
      if (guardian == ERASED) {
        return Optional.of(Nobody.ERASED);
      }
      at = Arrays.binarySearch(wards, guardian);
      if (at < 0) {
        return Optional.of(new Told(guardian));
      }
    }
    return Optional.of(Nobody.LOOP);
  }
}
