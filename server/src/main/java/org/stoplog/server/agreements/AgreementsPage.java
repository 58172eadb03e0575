package org.stoplog.server.agreements;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier promised.
 *
 * @param missing promises that no clause in force makes, in words
 * @param typed what was typed in a form that could not be taken, by the names of its fields
 */
public record AgreementsPage(
    int supplier,
    String name,
    String state,
    List<Line> agreements,
    List<String> missing,
    List<Choice> kinds,
    List<Choice> events,
    boolean canEdit,
    @Nullable String error,
    Map<String, String> typed) {
  public AgreementsPage {
    agreements = List.copyOf(agreements);
    missing = List.copyOf(missing);
    kinds = List.copyOf(kinds);
    events = List.copyOf(events);
    typed = Map.copyOf(typed);
  }

  /** What was typed in a field; empty for nothing. */
  public String typed(String field) {
    return typed.getOrDefault(field, "");
  }

  /** An agreement. @param period when it was signed, and when it ends, in words */
  public record Line(
      int id, String name, String period, String place, boolean isOpen, List<Promise> clauses) {
    public Line {
      clauses = List.copyOf(clauses);
    }
  }

  /** A clause. @param period since when and until when it holds, in words */
  public record Promise(int id, String says, String period, boolean holds) {}

  /** A choice of a form. */
  public record Choice(String word, String words) {}
}
