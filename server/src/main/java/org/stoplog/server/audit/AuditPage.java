package org.stoplog.server.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the log, newest first.
 *
 * @param older the address of the next page; null on the last
 * @param error what of the filter was not understood
 */
public record AuditPage(
    Filter filter,
    List<String> acts,
    List<Actor> actors,
    List<Line> entries,
    boolean isFirst,
    @Nullable String older,
    @Nullable String error,
    @Nullable Check check) {
  public AuditPage {
    acts = List.copyOf(acts);
    actors = List.copyOf(actors);
    entries = List.copyOf(entries);
  }

  /** What was asked for, as it was typed. */
  public record Filter(String act, String actor, String from, String to) {}

  /** Somebody to filter by. */
  public record Actor(String id, String name) {}

  /** An entry. */
  public record Line(long seq, String at, String act, String actor, String detail) {}

  /** What a check of the whole log found. */
  public record Check(boolean isWhole, String text) {}
}
