package org.stoplog.server.accounts;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * Limits on guessing, kept in rows so that they survive a restart. An attempt is counted before the
 * password is looked at, so that many at once do not slip through.
 *
 * <p>A browser in which somebody signed in before is counted by itself. So a stranger who guesses
 * can shut out browsers that are new, at their own address, and nobody else.
 */
final class Attempts {
  static final int PER_NAME_AND_ADDRESS = 5;
  static final int PER_ADDRESS = 30;
  static final int PER_DEVICE = 10;

  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 4;

  private final Transactions transactions;

  Attempts(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What is counted together, and how many failures it may have. */
  record Source(String kind, byte[] hash, int limit) {
    static List<Source> of(String name, String address, @Nullable String knownDevice) {
      if (knownDevice != null) {
        return List.of(new Source("device", hash("device", knownDevice), PER_DEVICE));
      }
      String network = network(address);
      return List.of(
          new Source("name-and-address", hash("name", name + "\n" + network), PER_NAME_AND_ADDRESS),
          new Source("address", hash("address", network), PER_ADDRESS));
    }

    /** Of what comes with no name. */
    static List<Source> ofAddress(String address) {
      return List.of(new Source("address", hash("address", network(address)), PER_ADDRESS));
    }

    private static byte[] hash(String kind, String value) {
      return Tokens.sha256(kind + "\n" + value);
    }

    /** One subscriber has a whole /64 of IPv6. */
    private static String network(String address) {
      try {
        InetAddress parsed = InetAddress.getByName(address);
        if (parsed instanceof Inet6Address) {
          return HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), Long.BYTES));
        }
        return address;
      } catch (UnknownHostException e) {
        return address;
      }
    }
  }

  /**
   * Counts an attempt. The last one that is looked at locks the door behind it, so that many at
   * once do not slip through.
   *
   * @return until when none is looked at, empty when this one is
   */
  Optional<Instant> count(List<Source> sources, Instant now) {
    // Looked at before anything is counted: else a locked address could leave a row for every name
    // that it makes up.
    Optional<Instant> closed = transactions.run(jdbc -> locked(jdbc, sources, now));
    if (closed.isPresent()) {
      return closed;
    }
    for (Source source : sources) {
      Optional<Instant> locked = transactions.actIf(act -> count(act, source, now));
      if (locked.isPresent()) {
        return locked;
      }
    }
    return Optional.empty();
  }

  /** The latest end of the locks that there are. */
  private static Optional<Instant> locked(JdbcClient jdbc, List<Source> sources, Instant now) {
    return sources.stream()
        .flatMap(
            source ->
                jdbc
                    .sql(
                        """
                        select locked_until from passing.attempt
                        where source = :source and locked_until > :now
                        """)
                    .param("source", source.hash())
                    .param("now", Accounts.at(now))
                    .query(OffsetDateTime.class)
                    .optional()
                    .stream())
        .map(OffsetDateTime::toInstant)
        .max(Comparator.naturalOrder());
  }

  private record Row(int failures, Instant lastAt, @Nullable Instant lockedUntil) {}

  private static Optional<Instant> count(Act act, Source source, Instant now) {
    Row row = row(act.jdbc(), source, now);
    Instant until = row.lockedUntil;
    if (until != null && now.isBefore(until)) {
      return Optional.of(until);
    }
    boolean isForgotten = row.lastAt.isBefore(now.minus(FORGOTTEN_AFTER));
    int failures = isForgotten ? 1 : row.failures + 1;
    Instant lock = failures < source.limit() ? null : lock(failures - source.limit(), now);
    act.jdbc()
        .sql(
            """
            update passing.attempt set failures = :failures, last_at = :now, locked_until = :lock
            where source = :source
            """)
        .param("failures", failures)
        .param("now", Accounts.at(now))
        .param("lock", lock == null ? null : Accounts.at(lock), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("source", source.hash())
        .update();
    if (lock != null) {
      // One entry for each lock, however many guesses follow.
      act.record(null, "sign-in.locked", Map.of("by", source.kind()));
      act.jdbc()
          .sql("delete from passing.attempt where last_at < :forgotten")
          .param("forgotten", Accounts.at(now.minus(FORGOTTEN_AFTER)))
          .update();
    }
    return Optional.empty();
  }

  private static Row row(JdbcClient jdbc, Source source, Instant now) {
    jdbc.sql(
            """
            insert into passing.attempt (source, failures, last_at) values (:source, 0, :now)
            on conflict (source) do nothing
            """)
        .param("source", source.hash())
        .param("now", Accounts.at(now))
        .update();
    return jdbc.sql(
            """
            select failures, last_at, locked_until from passing.attempt
            where source = :source for update
            """)
        .param("source", source.hash())
        .query(
            (row, number) ->
                new Row(
                    row.getInt("failures"),
                    row.getObject("last_at", OffsetDateTime.class).toInstant(),
                    Accounts.instant(row, "locked_until")))
        .single();
  }

  private static Instant lock(int over, Instant now) {
    Duration life = Duration.ofMinutes(1L << Math.min(MOST_DOUBLINGS, over));
    return now.plus(life.compareTo(LONGEST) < 0 ? life : LONGEST);
  }

  /** Takes the attempt back, where there is no transaction of the act to do it in. */
  void forgive(List<Source> sources) {
    transactions.run(
        jdbc -> {
          forgive(jdbc, sources);
          return true;
        });
  }

  /** Takes the attempt back: it was the right password. */
  static void forgive(JdbcClient jdbc, List<Source> sources) {
    for (Source source : sources) {
      String sql =
          source.kind().equals("address")
              ? "update passing.attempt set failures = greatest(failures - 1, 0) where source = :source"
              : "delete from passing.attempt where source = :source";
      jdbc.sql(sql).param("source", source.hash()).update();
    }
  }
}
