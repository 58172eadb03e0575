package org.stoplog.ledger.traffic;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who was refused at which host, by connection and day (UTC). A host that was taken over may name
 * any number of hosts and applications: beyond some of each connection, they are told together.
 */
final class Attempts {
  /** Pairs of host and application of a connection that are told apart. */
  static final int MOST = 1_000;

  /** What the others are called. */
  static final String OTHERS = "(others)";

  /** No database takes a NUL, and no page needs the rest of them. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** A host and an application; each empty when unknown. */
  record Pair(String host, String app) {
    static final Pair THE_OTHERS = new Pair(OTHERS, OTHERS);
  }

  /** Whose, and when. */
  record Key(int connection, LocalDate day, Pair pair) {}

  /** How many. */
  record Refused(long count, Instant first, Instant last) {
    Refused plus(Refused other) {
      return new Refused(
          count + other.count,
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }
  }

  private final Map<Key, Refused> all = new LinkedHashMap<>();
  private final Map<Integer, Set<Pair>> pairs = new HashMap<>();

  /**
   * @param connection 0 for a host that no rule names
   */
  void refused(int connection, Instant at, @Nullable String host, @Nullable String app) {
    add(
        new Key(
            connection, LocalDate.ofInstant(at, ZoneOffset.UTC), new Pair(text(host), text(app))),
        new Refused(1, at, at));
  }

  /** Those of another segment. */
  void add(Attempts others) {
    others.all.forEach(this::add);
  }

  private void add(Key key, Refused refused) {
    Set<Pair> its = pairs.computeIfAbsent(key.connection, connection -> new HashSet<>());
    boolean isTold = its.contains(key.pair) || key.pair.equals(Pair.THE_OTHERS);
    if (!isTold && its.size() < MOST) {
      isTold = its.add(key.pair);
    }
    all.merge(
        isTold ? key : new Key(key.connection, key.day, Pair.THE_OTHERS), refused, Refused::plus);
  }

  /** In the order in which they came. */
  Map<Key, Refused> all() {
    return all;
  }

  static String text(@Nullable String text) {
    return text == null ? "" : CONTROL.matcher(text).replaceAll("?");
  }
}
