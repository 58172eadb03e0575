package org.stoplog.server.severance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether connections are silent since they were cut, day by day (UTC). A day counts as quiet only
 * when it was seen to be: every gateway called all day, and all that it recorded is in the tables.
 *
 * @param isWatched false when nothing of it goes through a gateway: nobody sees it then
 * @param isPartial whether some connection has still to be cut: then it is not silent as a whole
 * @param since the cut, or the last traffic after it
 * @param quiet days known to be quiet, after {@code since} and before today
 * @param unknown days after {@code since} and before today of which nobody knows
 * @param needed quiet days after which it counts as silent
 * @param alarms traffic that should not have been, oldest first
 */
record Silence(
    boolean isWatched,
    boolean isPartial,
    Instant since,
    boolean isTrafficSince,
    int quiet,
    int unknown,
    int needed,
    List<Alarm> alarms) {
  /** Gateways obey within a second of hearing of a cut; what was under way may end. */
  static final Duration GRACE = Duration.ofMinutes(2);

  /** How long a gateway may not have called on a day that counts as seen. */
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** How long after a day its last requests may still lie in an open segment. */
  static final Duration LATE = Duration.ofHours(1);

  Silence {
    alarms = List.copyOf(alarms);
  }

  boolean isSilent() {
    return isWatched && !isPartial && quiet >= needed;
  }

  /** What an alarm is about; stored by its lower case. */
  enum Kind {
    PASSED,
    AGAIN
  }

  /**
   * @param requests of that day; null for the day of the cut, of which only some came after it
   */
  record Alarm(int connection, LocalDate day, Kind kind, @Nullable Long requests) {}

  /**
   * What a connection carried on a day at one gateway.
   *
   * @param attempts requests that were stopped, or never left
   * @param passed requests and streams that reached the supplier or may have, recorded or not
   * @param lastAttempt null when there is none, or nobody says when
   */
  record Traffic(
      int connection,
      UUID gateway,
      LocalDate day,
      long attempts,
      long passed,
      @Nullable Instant firstAttempt,
      @Nullable Instant lastAttempt,
      @Nullable Instant lastPassed) {
    /** The last of it after a time; null when nothing is known to be after it. */
    @Nullable Instant lastAfter(Instant time) {
      Instant last = later(lastAttempt, lastPassed);
      if (last != null && last.isAfter(time)) {
        return last;
      }
      // What never left has no time: on later days than the cut's it was after the cut.
      boolean isLater = day.isAfter(LocalDate.ofInstant(time, ZoneOffset.UTC));
      return isLater && attempts + passed > 0 ? start(day) : null;
    }
  }

  /**
   * A gateway, and the days on which it called.
   *
   * @param until null while it may call
   * @param longest seconds by day that it did not call, up to its last call of the day
   * @param last its last call of each day
   * @param clearAt when it last said that no closed segment waits there; null when never
   * @param holes times of which segments are not in the tables, or never came
   */
  record Watcher(
      UUID id,
      Instant from,
      @Nullable Instant until,
      Map<LocalDate, Long> longest,
      Map<LocalDate, Instant> last,
      @Nullable Instant clearAt,
      List<Hole> holes) {
    boolean isThere(LocalDate day) {
      return from.isBefore(end(day)) && (until == null || until.isAfter(start(day)));
    }

    boolean knows(LocalDate day) {
      Long pause = longest.get(day);
      Instant lastCall = last.get(day);
      Instant end = end(day);
      return pause != null
          && lastCall != null
          && pause <= LONGEST_PAUSE.toSeconds()
          && !lastCall.plus(LONGEST_PAUSE).isBefore(end)
          && clearAt != null
          && !clearAt.isBefore(end.plus(LATE))
          && holes.stream().noneMatch(hole -> hole.touches(start(day), end));
    }
  }

  /** From and to included. */
  record Hole(Instant from, Instant to) {
    boolean touches(Instant start, Instant end) {
      return from.isBefore(end) && !to.isBefore(start);
    }
  }

  /**
   * @param cutAt of each connection that gateways see; empty when they see none
   */
  static Silence of(
      Map<Integer, Instant> cutAt,
      Instant severedAt,
      Instant now,
      int needed,
      List<Traffic> traffic,
      List<Watcher> watchers) {
    Map<LocalDate, List<Traffic>> byDay = new TreeMap<>();
    Instant since = severedAt;
    for (Instant one : cutAt.values()) {
      since = one.isAfter(since) ? one : since;
    }
    Instant lastSeen = null;
    for (Traffic one : traffic) {
      Instant cut = cutAt.get(one.connection());
      Instant last = cut == null ? null : one.lastAfter(cut);
      if (last != null) {
        byDay.computeIfAbsent(one.day(), day -> new ArrayList<>()).add(one);
        lastSeen = later(lastSeen, last);
      }
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate first = LocalDate.ofInstant(severedAt, ZoneOffset.UTC);
    List<Alarm> alarms = new ArrayList<>();
    int quiet = 0;
    int unknown = 0;
    for (LocalDate day = first; !day.isAfter(today); day = day.plusDays(1)) {
      List<Traffic> seen = byDay.getOrDefault(day, List.of());
      if (!seen.isEmpty()) {
        alarms.addAll(alarms(day, seen, cutAt, quiet >= needed));
        quiet = 0;
        unknown = 0;
      } else if (day.isAfter(LocalDate.ofInstant(since, ZoneOffset.UTC)) && day.isBefore(today)) {
        if (isKnown(day, watchers)) {
          quiet++;
        } else {
          unknown++;
        }
      }
    }
    boolean isTraffic = lastSeen != null && lastSeen.isAfter(since);
    return new Silence(
        !cutAt.isEmpty(),
        false,
        lastSeen != null && isTraffic ? lastSeen : since,
        isTraffic,
        quiet,
        unknown,
        needed,
        alarms);
  }

  private static boolean isKnown(LocalDate day, List<Watcher> watchers) {
    List<Watcher> there = watchers.stream().filter(one -> one.isThere(day)).toList();
    return !there.isEmpty() && there.stream().allMatch(one -> one.knows(day));
  }

  private static List<Alarm> alarms(
      LocalDate day, List<Traffic> seen, Map<Integer, Instant> cutAt, boolean wasSilent) {
    List<Alarm> alarms = new ArrayList<>();
    for (int connection : new TreeSet<>(seen.stream().map(Traffic::connection).toList())) {
      Instant cut = cutAt.getOrDefault(connection, Instant.MAX);
      List<Traffic> own = seen.stream().filter(one -> one.connection() == connection).toList();
      boolean isDayOfCut = day.equals(LocalDate.ofInstant(cut, ZoneOffset.UTC));
      boolean hasPassed =
          own.stream()
              .map(Traffic::lastPassed)
              .anyMatch(last -> last != null && last.isAfter(cut.plus(GRACE)));
      if (hasPassed) {
        long passed = own.stream().mapToLong(Traffic::passed).sum();
        alarms.add(new Alarm(connection, day, Kind.PASSED, isDayOfCut ? null : passed));
      }
      if (wasSilent) {
        long all = own.stream().mapToLong(one -> one.attempts() + one.passed()).sum();
        alarms.add(new Alarm(connection, day, Kind.AGAIN, all));
      }
    }
    return alarms;
  }

  /** The same, where some connection has still to be cut. */
  Silence inPart() {
    return new Silence(isWatched, true, since, isTrafficSince, quiet, unknown, needed, alarms);
  }

  static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  static Instant end(LocalDate day) {
    return start(day.plusDays(1));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null ? other : other == null || one.isAfter(other) ? one : other;
  }
}
