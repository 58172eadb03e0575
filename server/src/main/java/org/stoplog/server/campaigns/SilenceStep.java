package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is done about a supplier that is silent after answers were due, in this order. */
enum SilenceStep {
  SECOND(3),
  OWNER(7),
  FINDING(14);

  private final int days;

  /**
   * @param days after answers were due
   */
  SilenceStep(int days) {
    this.days = days;
  }

  int days() {
    return days;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SilenceStep of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** What came of a step. */
  enum Came {
    DONE,
    /** There is nobody to write to. */
    NOBODY,
    /** The second contact gets the code, so it does not get the link. */
    CODE,
    /** The link works no more. */
    NO_LINK,
    /** A drill: nobody was asked in truth. */
    DRILL;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Came of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** A step that was taken. */
  record Taken(LocalDate day, Came came) {}

  /**
   * The step whose day has come. After a time in which nobody looked, each step still leaves the
   * one before it the days that it should have.
   *
   * @param due day until which answers were asked for
   * @param taken steps that were taken already
   */
  static Optional<SilenceStep> next(LocalDate due, Map<SilenceStep, Taken> taken, LocalDate today) {
    LocalDate apart = LocalDate.MIN;
    for (SilenceStep one : values()) {
      Taken done = taken.get(one);
      if (done == null) {
        LocalDate day = due.plusDays(one.days);
        boolean isDue = !today.isBefore(day) && !today.isBefore(apart);
        return isDue ? Optional.of(one) : Optional.empty();
      }
      apart = done.day().plusDays(one.until());
    }
    return Optional.empty();
  }

  /** Days until the next step. */
  private int until() {
    return ordinal() + 1 < values().length ? values()[ordinal() + 1].days - days : 0;
  }

  /** How many steps may have been taken by a day. */
  static int most(LocalDate due, LocalDate today) {
    return (int)
        Arrays.stream(values()).filter(one -> !today.isBefore(due.plusDays(one.days))).count();
  }

  /** What was done, in words. */
  String words(Taken taken) {
    String done =
        switch (taken.came()) {
          case DONE ->
              switch (this) {
                case SECOND -> "second contact written";
                case OWNER -> "a colleague told, to call there";
                case FINDING -> "a finding was made";
              };
          case NOBODY ->
              this == SECOND ? "no second contact to write to" : "nobody here to be told";
          case CODE -> "second contact not written: it has the code";
          case NO_LINK -> "second contact not written: the link works no more";
          case DRILL -> "no finding: a drill";
        };
    return taken.day() + " " + done;
  }
}
