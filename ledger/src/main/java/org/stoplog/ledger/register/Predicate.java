package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.Condition.And;
import org.stoplog.ledger.register.Condition.Compare;
import org.stoplog.ledger.register.Condition.Equals;
import org.stoplog.ledger.register.Condition.Everybody;
import org.stoplog.ledger.register.Condition.In;
import org.stoplog.ledger.register.Condition.Not;
import org.stoplog.ledger.register.Condition.Or;

/**
 * A choice of people by their attributes: the population of a grant or the cohort of a claim. The
 * grammar is in docs/reference/populations.md.
 *
 * @param text as written, trimmed
 * @param condition what must hold
 * @param since first day of the period in which the condition must have held at some time, null for
 *     no beginning
 * @param until first day after that period, null for no end
 */
public record Predicate(
    String text, Condition condition, @Nullable LocalDate since, @Nullable LocalDate until) {
  public static final Predicate EVERYBODY = new Predicate("*", new Everybody(), null, null);

  public Predicate {
    if (since != null && until != null && !since.isBefore(until)) {
      throw new StoplogException(
          Problem.PREDICATE_INVALID, "the period ends before it starts: until is not after since");
    }
  }

  /**
   * @throws StoplogException {@link Problem#PREDICATE_INVALID} with the column (from 1) of the
   *     fault
   */
  public static Predicate parse(String text) {
    return new PredicateParser(text).parse();
  }

  /** Whether the condition holds of these attributes; names without regard to case. */
  public boolean test(Map<String, String> attributes) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(attributes);
    return holds(condition, byName);
  }

  /**
   * Whether attributes that held from {@code heldSince} (null: always) to before {@code heldUntil}
   * (null: still) held at some time of the period.
   */
  public boolean inPeriod(@Nullable LocalDate heldSince, @Nullable LocalDate heldUntil) {
    return (until == null || heldSince == null || heldSince.isBefore(until))
        && (since == null || heldUntil == null || heldUntil.isAfter(since));
  }

  /** Names of the attributes that the condition asks for, as written, in alphabetical order. */
  public Set<String> attributes() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    collect(condition, names);
    return Collections.unmodifiableSet(names);
  }

  private static boolean holds(Condition condition, Map<String, String> attributes) {
    return switch (condition) {
      case Everybody() -> true;
      case And(var all) -> all.stream().allMatch(part -> holds(part, attributes));
      case Or(var any) -> any.stream().anyMatch(part -> holds(part, attributes));
      case Not(var negated) -> !holds(negated, attributes);
      case Equals(var name, var value) -> value.equalsIgnoreCase(attributes.get(name));
      case In(var name, var values) -> {
        String actual = attributes.get(name);
        yield actual != null && values.stream().anyMatch(actual::equalsIgnoreCase);
      }
      case Compare(var name, var operator, var value) -> {
        String actual = attributes.get(name);
        Integer comparison = actual == null ? null : Ordered.compare(actual, value);
        yield comparison != null && operator.holds(comparison);
      }
    };
  }

  private static void collect(Condition condition, Set<String> names) {
    switch (condition) {
      case Everybody() -> {}
      case And(var all) -> all.forEach(part -> collect(part, names));
      case Or(var any) -> any.forEach(part -> collect(part, names));
      case Not(var negated) -> collect(negated, names);
      case Equals(var name, var _) -> names.add(name);
      case In(var name, var _) -> names.add(name);
      case Compare(var name, var _, var _) -> names.add(name);
    }
  }
}
