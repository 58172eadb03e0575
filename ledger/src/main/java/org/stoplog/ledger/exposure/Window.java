package org.stoplog.ledger.exposure;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A period that a supplier named, as wide as what was said can mean.
 *
 * @param kind what happened in the period
 * @param possible all that the words can mean
 * @param certain the part that every reading of the words includes, null when there is none
 * @param said the words and how they were read
 */
public record Window(Kind kind, Span possible, @Nullable Span certain, Said said) {

  /** Which of the two clocks of a breach the period is on. */
  public enum Kind {
    /** The data that was sent in the period was taken. */
    DATA,
    /** The attacker had access in the period: all that was at the supplier then was taken. */
    ACCESS;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param from first instant, null for no beginning
   * @param to first instant after it, null for no end
   */
  public record Span(@Nullable Instant from, @Nullable Instant to) {
    public Span {
      if (from != null && to != null && !from.isBefore(to)) {
        throw new IllegalArgumentException("the span ends before it starts");
      }
    }
  }

  /**
   * @param text as the supplier wrote it
   * @param zone where times without a zone were read
   * @param precision as declared beside the text, null when the text alone tells it
   * @param reading how we understood it, for people
   */
  public record Said(String text, ZoneId zone, @Nullable Precision precision, String reading) {}

  /** A window between two known instants, widened to whole seconds; {@code to} is outside. */
  public static Window of(Kind kind, @Nullable Instant from, @Nullable Instant to) {
    String start = from == null ? "" : from.truncatedTo(ChronoUnit.SECONDS).toString();
    String end = to == null ? "" : to.minusNanos(1).truncatedTo(ChronoUnit.SECONDS).toString();
    return WindowText.parse(kind, start + ".." + end, ZoneOffset.UTC, null);
  }

  /** First instant that the words can mean, null for no beginning. */
  public @Nullable Instant from() {
    return possible.from;
  }

  /** First instant after all that the words can mean, null for no end. */
  public @Nullable Instant to() {
    return possible.to;
  }

  /** The reading, for people to check: the days with their weekday, zone and precision. */
  public String describe() {
    return kind.slug().toUpperCase(Locale.ROOT) + ": " + said.reading;
  }

  /**
   * How data that was sent between two instants lies to this window.
   *
   * @param first when the first of it was sent, null when unknown
   * @param last when the last of it was sent, null when unknown
   * @param deleted day on which the supplier is proven to have deleted all it had, null when never
   */
  public Relation relate(
      @Nullable Instant first, @Nullable Instant last, @Nullable LocalDate deleted) {
    if (first == null || last == null) {
      return Relation.POSSIBLE;
    }
    return switch (kind) {
      case DATA -> data(first, last);
      case ACCESS -> access(first, last, goneBefore(deleted));
    };
  }

  private Relation data(Instant first, Instant last) {
    if (certain != null && notBefore(first, certain.from) && before(last, certain.to)) {
      return Relation.INSIDE;
    }
    return notBefore(last, possible.from) && before(first, possible.to)
        ? Relation.POSSIBLE
        : Relation.OUTSIDE;
  }

  private Relation access(Instant first, Instant last, @Nullable Instant goneBefore) {
    if (!before(first, possible.to) || (goneBefore != null && last.isBefore(goneBefore))) {
      return Relation.OUTSIDE;
    }
    boolean someGone = goneBefore != null && first.isBefore(goneBefore);
    Instant sureBefore = sureBefore();
    boolean sure =
        (certain != null && certain.to == null)
            || (sureBefore != null && last.isBefore(sureBefore));
    return sure && !someGone ? Relation.INSIDE : Relation.POSSIBLE;
  }

  /**
   * For access: what was sent before this instant was there in every reading of the words. Null
   * when the end is open (then all was) or when nothing is certain.
   */
  @Nullable Instant sureBefore() {
    return certain == null ? possible.from : certain.to;
  }

  /**
   * For access: what was sent before this instant was proven deleted before the attacker came; null
   * when nothing was. A deletion on a day is proven from the day's end, and only for what was sent
   * before the day.
   */
  @Nullable Instant goneBefore(@Nullable LocalDate deleted) {
    if (deleted == null || possible.from == null) {
      return null;
    }
    Instant day = deleted.atStartOfDay(ZoneOffset.UTC).toInstant();
    return day.plus(Duration.ofDays(1)).isAfter(possible.from) ? null : day;
  }

  private static boolean notBefore(Instant instant, @Nullable Instant from) {
    return from == null || !instant.isBefore(from);
  }

  private static boolean before(Instant instant, @Nullable Instant to) {
    return to == null || instant.isBefore(to);
  }
}
