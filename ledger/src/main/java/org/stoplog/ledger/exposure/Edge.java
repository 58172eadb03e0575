package org.stoplog.ledger.exposure;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;

/**
 * One end of a window: a time on a zone's clock, and the unit it stands for.
 *
 * @param start the first moment of the unit on the clock
 * @param unit how exact it is; never ABOUT
 * @param about whether it was only said approximately
 */
record Edge(LocalDateTime start, ZoneId zone, Precision unit, boolean about) {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm", Locale.UK);
  private static final DateTimeFormatter SHOWN_TO_SECONDS =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss", Locale.UK);

  Instant earliestStart() {
    return resolve(about ? start.minus(1, length()) : start, true);
  }

  Instant latestStart() {
    return resolve(start, false);
  }

  Instant earliestEnd() {
    return resolve(start.plus(1, length()), true);
  }

  Instant latestEnd() {
    return resolve(start.plus(about ? 2 : 1, length()), false);
  }

  /** Whether this starts only when the other is over, in every reading. */
  boolean isAfter(Edge other) {
    Instant otherEnd = other.resolve(other.start.plus(1, other.length()), false);
    return !resolve(start, true).isBefore(otherEnd);
  }

  /** For example {@code Sat 8 Nov 2025, 00:00 UTC, precision: day}. */
  String describe() {
    String zoneName = zone.getId().equals("Z") ? "UTC" : zone.getId();
    String time = (unit == Precision.SECOND ? SHOWN_TO_SECONDS : SHOWN).format(start);
    return time + " " + zoneName + ", precision: " + (about ? "about a " : "") + unit.slug();
  }

  private ChronoUnit length() {
    return switch (unit) {
      case SECOND -> ChronoUnit.SECONDS;
      case MINUTE -> ChronoUnit.MINUTES;
      case HOUR -> ChronoUnit.HOURS;
      case DAY -> ChronoUnit.DAYS;
      case MONTH -> ChronoUnit.MONTHS;
      case YEAR -> ChronoUnit.YEARS;
      case ABOUT -> throw new IllegalStateException("ABOUT is no unit");
    };
  }

  /** A day starts when it starts; a time that the clock skips or repeats has two readings. */
  private Instant resolve(LocalDateTime local, boolean earliest) {
    if (unit.compareTo(Precision.DAY) >= 0) {
      return local.toLocalDate().atStartOfDay(zone).toInstant();
    }
    ZoneOffsetTransition transition = zone.getRules().getTransition(local);
    if (transition == null) {
      return ZonedDateTime.of(local, zone).toInstant();
    }
    Instant before = local.toInstant(transition.getOffsetBefore());
    Instant after = local.toInstant(transition.getOffsetAfter());
    return earliest == before.isBefore(after) ? before : after;
  }
}
