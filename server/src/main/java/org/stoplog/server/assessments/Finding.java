package org.stoplog.server.assessments;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something of a supplier that is not as it is expected.
 *
 * @param assessment in which it was found; null for elsewhere
 * @param owner account that sees to it
 * @param events what became of it, in their order; all stay
 */
record Finding(
    UUID id,
    int supplier,
    @Nullable UUID assessment,
    @Nullable Integer question,
    String title,
    Weight weight,
    UUID owner,
    LocalDate due,
    UUID madeBy,
    Instant madeAt,
    List<Event> events) {
  Finding {
    events = List.copyOf(events);
  }

  /** How much it matters. */
  enum Weight {
    LOW,
    MEDIUM,
    HIGH;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Weight> of(String word) {
      return java.util.Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  /** What happens to it. */
  enum Kind {
    NOTE("a note", false),
    REMEDIED("the supplier says that it was mended", false),
    GOOD("tested again: it is good", false),
    BAD("tested again: it is not good", false),
    ACCEPTED("we accept it for a while", true),
    DROPPED("it was no finding after all", false);

    private final String words;
    private final boolean needsDay;

    /**
     * @param needsDay whether it holds until a day alone
     */
    Kind(String words, boolean needsDay) {
      this.words = words;
      this.needsDay = needsDay;
    }

    String words() {
      return words;
    }

    boolean needsDay() {
      return needsDay;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(String word) {
      return java.util.Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  /**
   * Something that happened to it.
   *
   * @param until first day on which an acceptance holds no more; null for the others
   */
  record Event(Kind kind, String words, @Nullable LocalDate until, UUID by, Instant at) {
    @Override
    public String toString() {
      return "Event[" + kind + "]";
    }
  }

  /** Where it stands. */
  enum State {
    OPEN("open"),
    TO_TEST("to be tested again"),
    ACCEPTED("accepted"),
    CLOSED("closed");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** By the last event that says so; an acceptance whose day has come holds no more. */
  State state(LocalDate today) {
    State state = State.OPEN;
    for (Event one : events) {
      state =
          switch (one.kind()) {
            case NOTE -> state;
            case REMEDIED -> State.TO_TEST;
            case GOOD, DROPPED -> State.CLOSED;
            case BAD -> State.OPEN;
            case ACCEPTED ->
                one.until() != null && today.isBefore(one.until()) ? State.ACCEPTED : State.OPEN;
          };
    }
    return state;
  }

  /** Whether somebody still has to do something about it. */
  boolean isOpen(LocalDate today) {
    State state = state(today);
    return state == State.OPEN || state == State.TO_TEST;
  }

  boolean isLate(LocalDate today) {
    return isOpen(today) && today.isAfter(due);
  }

  String path() {
    return "/findings/" + id;
  }
}
