package org.stoplog.catalog.obligations;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By when a duty must be met.
 *
 * @param within null when the law names no number
 * @param from what starts it
 * @param of the obligation whose act starts it, or which it is ordered with; null for none
 * @param order how it is ordered with that act; null for none
 * @param says what else the law says of the time, in our words; null for nothing
 * @param guidance what the authority expects where the law names no number; null for none
 */
public record Clock(
    @Nullable Term within,
    Start from,
    @Nullable String of,
    @Nullable Order order,
    @Nullable String says,
    @Nullable Term guidance) {

  /** A length of time. */
  public record Term(int number, Unit unit) {
    /** For people. */
    public String words() {
      String word = unit.word().replace('-', ' ');
      return number + " " + (number == 1 ? word.substring(0, word.length() - 1) : word);
    }
  }

  /**
   * By when, for people: {@code 72 hours from awareness}; what the law says where it has no number.
   */
  public String words() {
    return within == null
        ? String.valueOf(says)
        : within.words() + " from " + (of == null ? from.word().replace('-', ' ') : of);
  }

  /** In what it is counted. */
  public enum Unit {
    HOURS,
    DAYS,
    BUSINESS_DAYS,
    MONTHS;

    public String word() {
      return Clock.word(this);
    }
  }

  /** What starts it. */
  public enum Start {
    /** We know of it; for somebody hit through a supplier mostly by the supplier's notice. */
    AWARENESS,
    /** It was found, or should have been. */
    DISCOVERY,
    /** Somebody determined that the duty applies. */
    DETERMINATION,
    /** People were told: the notice of another obligation. */
    NOTICE,
    /** The step before was made. */
    STAGE,
    /** A ransom was paid. */
    PAYMENT,
    /** The calendar year in which it was found ended. */
    YEAR_END,
    /** It was made public elsewhere. */
    DISCLOSURE_ELSEWHERE,
    /** An authority ordered it. */
    ORDER,
    /** A correction is there. */
    FIX_AVAILABLE,
    /** The incident is over. */
    INCIDENT_HANDLED,
    /** The operator told us. */
    OPERATOR_NOTICE;

    public String word() {
      return Clock.word(this);
    }
  }

  /** How two acts are ordered. */
  public enum Order {
    BEFORE,
    WITH,
    NOT_LATER,
    AFTER;

    public String word() {
      return Clock.word(this);
    }
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> Optional<E> of(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants()).filter(one -> word(one).equals(word)).findFirst();
  }
}
