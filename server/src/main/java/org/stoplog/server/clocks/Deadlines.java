package org.stoplog.server.clocks;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.catalog.obligations.Obligations;

/**
 * By when obligations must be met. Hours run without a stop, also over weekends and the change of
 * the clocks. Days, working days and months begin with the day after their start and end with their
 * last day, in the company's zone.
 */
public final class Deadlines {
  private final Obligations obligations;
  private final Times times;

  /**
   * @param obligations that clocks may hang on
   */
  public Deadlines(Obligations obligations, Times times) {
    this.obligations = obligations;
    this.times = times;
  }

  /**
   * What is known of the times.
   *
   * @param starts when what happened; what is missing did not, or nobody knows
   * @param acts when obligations were met, by their ids
   * @param zone of the company, in which days end
   */
  public record Times(Map<Clock.Start, Instant> starts, Map<String, Instant> acts, ZoneId zone) {
    public Times {
      starts = Map.copyOf(starts);
      acts = Map.copyOf(acts);
    }
  }

  /**
   * By when.
   *
   * @param by the first moment that is too late; null when no number is named, or its start is open
   * @param isProvisional whether it is counted from the earliest start that may be, or from the
   *     last moment of an act before it
   * @param why in words
   */
  public record Due(@Nullable Instant by, boolean isProvisional, String why) {}

  /** From when a clock runs. */
  private record Start(Instant at, boolean isProvisional, String why) {}

  public Due of(Obligation one) {
    Clock clock = one.clock();
    Clock.Order order = clock.order();
    if (order != null && order != Clock.Order.AFTER) {
      return beside(clock, order);
    }
    Start start = start(clock);
    if (start == null) {
      return new Due(null, false, "waits for " + words(clock.from()));
    }
    Clock.Term term = clock.within();
    if (term == null) {
      return new Due(
          null,
          start.isProvisional(),
          "no number is named: " + clock.says() + "; counted " + start.why());
    }
    WorkingDays days = new WorkingDays(one.jurisdiction());
    boolean isGuess = term.unit() == Clock.Unit.BUSINESS_DAYS && !days.areHolidaysKnown();
    return new Due(
        end(term, start.at(), days),
        start.isProvisional() || isGuess,
        term.words()
            + " "
            + start.why()
            + (isGuess ? "; holidays of " + one.jurisdiction() + " are not known" : ""));
  }

  /** Before another act, with it, or not later: it is due when that one is, or was. */
  private Due beside(Clock clock, Clock.Order order) {
    Obligation other = obligations.find(String.valueOf(clock.of())).orElseThrow();
    Instant act = times.acts().get(other.id());
    String words =
        order.word().replace('-', ' ') + (order == Clock.Order.NOT_LATER ? " than " : " ");
    if (act != null) {
      return new Due(act, false, words + other.id() + ", which was met");
    }
    Due due = of(other);
    return new Due(due.by(), true, words + other.id() + ": " + due.why());
  }

  private @Nullable Start start(Clock clock) {
    return switch (clock.from()) {
      case NOTICE, STAGE -> after(clock);
      case DISCOVERY -> known(Clock.Start.DISCOVERY, Clock.Start.AWARENESS);
      case DETERMINATION -> known(Clock.Start.DETERMINATION, Clock.Start.AWARENESS);
      case YEAR_END -> yearEnd();
      default -> known(clock.from(), clock.from());
    };
  }

  /**
   * @param earliest what it cannot come before, while it is not known itself
   */
  private @Nullable Start known(Clock.Start wanted, Clock.Start earliest) {
    Instant at = times.starts().get(wanted);
    if (at != null) {
      return new Start(at, false, "from " + words(wanted));
    }
    Instant first = times.starts().get(earliest);
    return first == null
        ? null
        : new Start(
            first,
            true,
            "from " + words(earliest) + ", since " + words(wanted) + " is not known yet");
  }

  /** The act that starts it, or the last moment at which that may be done. */
  private @Nullable Start after(Clock clock) {
    Obligation other = obligations.find(String.valueOf(clock.of())).orElseThrow();
    Instant act = times.acts().get(other.id());
    if (act != null) {
      return new Start(act, false, "from " + other.id());
    }
    Instant last = of(other).by();
    return last == null
        ? null
        : new Start(last, true, "from the last moment of " + other.id() + ", which is not met yet");
  }

  private @Nullable Start yearEnd() {
    Start found = known(Clock.Start.DISCOVERY, Clock.Start.AWARENESS);
    if (found == null) {
      return null;
    }
    int year = LocalDate.ofInstant(found.at(), times.zone()).getYear();
    Instant last = LocalDate.of(year, Month.DECEMBER, 31).atStartOfDay(times.zone()).toInstant();
    return new Start(last, found.isProvisional(), "from the end of " + year);
  }

  private Instant end(Clock.Term term, Instant start, WorkingDays days) {
    LocalDate day = LocalDate.ofInstant(start, times.zone());
    return switch (term.unit()) {
      case HOURS -> start.plus(Duration.ofHours(term.number()));
      case DAYS -> endOf(day.plusDays(term.number()));
      case MONTHS -> endOf(day.plusMonths(term.number()));
      case BUSINESS_DAYS -> endOf(days.after(day, term.number()));
    };
  }

  /** Where the clocks change at midnight a day begins later. */
  private Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(times.zone()).toInstant();
  }

  private static String words(Clock.Start start) {
    return start.word().replace('-', ' ');
  }
}
