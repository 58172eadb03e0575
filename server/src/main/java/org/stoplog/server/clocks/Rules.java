package org.stoplog.server.clocks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Condition;
import org.stoplog.catalog.obligations.Duty;
import org.stoplog.catalog.obligations.Obligations;

/**
 * The duties that hold here: ours, and those of the company's own folder, of which one with an id
 * of ours takes its place.
 */
final class Rules {
  private final @Nullable Obligations withOwn;

  /**
   * Reads the company's folder at once, so that a fault in it stops the start and is not found in
   * an incident; ours are read when somebody first asks.
   *
   * @throws org.stoplog.catalog.problem.StoplogException OBLIGATIONS_INVALID that names each fault
   *     with file and line
   */
  Rules(@Nullable Path own) {
    withOwn = own == null ? null : Obligations.with(own);
  }

  Obligations all() {
    return withOwn == null ? Obligations.catalogue() : withOwn;
  }

  /** Whether a duty asks for it, so that an answer could change anything. */
  boolean isAsked(String question) {
    return question.equals(Duty.HARM)
        || all().all().stream()
            .anyMatch(one -> one.unless().contains(question) || asks(one.when(), question));
  }

  private static boolean asks(Condition condition, String question) {
    return switch (condition) {
      case Condition.All all -> all.of().stream().anyMatch(part -> asks(part, question));
      case Condition.Any any -> any.of().stream().anyMatch(part -> asks(part, question));
      case Condition.Fact fact -> fact.key().equals(question);
      default -> false;
    };
  }

  /** Words for whose rule it is; null for one of ours. */
  @Nullable String whose(String id) {
    if (!all().isOwn(id)) {
      return null;
    }
    return Obligations.catalogue().find(id).isPresent()
        ? "your own; it takes the place of the one that we ship"
        : "your own";
  }
}
