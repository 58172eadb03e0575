package org.stoplog.ledger.exposure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.register.Condition;
import org.stoplog.ledger.register.Predicate;

/**
 * A population as a condition over {@code periods}. The tables hold codes alone, so each comparison
 * is answered for the values of the dictionary first and becomes a list of codes.
 */
final class PredicateSql {
  private final Map<Integer, Codes.Value> values;

  PredicateSql(Map<Integer, Codes.Value> values) {
    this.values = values;
  }

  /** SQL over the columns {@code codes}, {@code since} and {@code until}. */
  String of(Predicate predicate) {
    List<String> parts = new ArrayList<>();
    parts.add(condition(predicate.condition()));
    if (predicate.since() != null) {
      parts.add("until > DATE '" + predicate.since() + "'");
    }
    if (predicate.until() != null) {
      parts.add("since < DATE '" + predicate.until() + "'");
    }
    return String.join(" AND ", parts);
  }

  private String condition(Condition condition) {
    return switch (condition) {
      case Condition.Everybody() -> "true";
      case Condition.And(var all) -> join(all, " AND ");
      case Condition.Or(var any) -> join(any, " OR ");
      case Condition.Not(var negated) -> "NOT (" + condition(negated) + ")";
      case Condition.Equals equals -> codes(equals);
      case Condition.In in -> codes(in);
      case Condition.Compare compare -> codes(compare);
    };
  }

  private String join(List<Condition> parts, String word) {
    return parts.stream().map(this::condition).collect(Collectors.joining(word, "(", ")"));
  }

  /** The values for which a comparison holds. */
  private String codes(Condition comparison) {
    Predicate alone = new Predicate("", comparison, null, null);
    String codes =
        values.entrySet().stream()
            .filter(
                entry -> alone.test(Map.of(entry.getValue().attribute(), entry.getValue().value())))
            .map(entry -> String.valueOf(entry.getKey()))
            .collect(Collectors.joining(", "));
    return codes.isEmpty() ? "false" : "list_has_any(codes, [" + codes + "])";
  }
}
