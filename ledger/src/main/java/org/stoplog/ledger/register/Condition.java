package org.stoplog.ledger.register;

import java.util.List;

/** What has to hold of a person's attributes. Names and values compare without regard to case. */
public sealed interface Condition {
  /** Written {@code *}. */
  record Everybody() implements Condition {}

  record And(List<Condition> all) implements Condition {
    public And {
      all = List.copyOf(all);
    }
  }

  record Or(List<Condition> any) implements Condition {
    public Or {
      any = List.copyOf(any);
    }
  }

  /** Holds for a person whose attribute is unknown too: doubt includes. */
  record Not(Condition negated) implements Condition {}

  record Equals(String attribute, String value) implements Condition {}

  record In(String attribute, List<String> values) implements Condition {
    public In {
      values = List.copyOf(values);
    }
  }

  /**
   * Compares numbers or ISO dates. A date of the person is first cut to the precision of {@code
   * value}, so that {@code signup <= 2022-03} holds for all of March.
   */
  record Compare(String attribute, Operator operator, String value) implements Condition {}

  /** How a {@link Compare} compares. */
  enum Operator {
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    boolean holds(int comparison) {
      return switch (this) {
        case LESS -> comparison < 0;
        case AT_MOST -> comparison <= 0;
        case MORE -> comparison > 0;
        case AT_LEAST -> comparison >= 0;
      };
    }
  }
}
