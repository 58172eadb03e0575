package org.stoplog.catalog.obligations;

import java.util.List;
import java.util.Set;

/** When a duty falls on somebody: an expression over facts, which may be unknown. */
public sealed interface Condition {
  /** All of them. */
  record All(List<Condition> of) implements Condition {
    public All {
      of = List.copyOf(of);
    }
  }

  /** At least one of them. */
  record Any(List<Condition> of) implements Condition {
    public Any {
      of = List.copyOf(of);
    }
  }

  /** Somebody of the place is in one of these sets of data. */
  record Data(Set<String> sets) implements Condition {
    public Data {
      sets = Set.copyOf(sets);
    }
  }

  /** So many people, of those whose data the condition is about. */
  record Count(Comparison comparison, long number, boolean isOfPlace) implements Condition {}

  /** A number compared. */
  enum Comparison {
    MORE(">"),
    AT_LEAST(">="),
    LESS("<");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    boolean holds(long count, long number) {
      return switch (this) {
        case MORE -> count > number;
        case AT_LEAST -> count >= number;
        case LESS -> count < number;
      };
    }
  }

  /**
   * Harm of this degree at least.
   *
   * @param isPresumed whether it is taken for likely until somebody judged that it is not
   */
  record Degree(Harm least, boolean isPresumed) implements Condition {}

  /** An event, a fact or a question that is answered with yes. */
  record Fact(String key) implements Condition {}
}
