package org.stoplog.server.statements;

import java.util.List;
import java.util.Map;

/**
 * The form of a revision.
 *
 * @param edits that the form is made of
 * @param errors by field
 */
public record StatementEditPage(
    String room,
    String incident,
    String action,
    String back,
    int edits,
    boolean isFirst,
    String publisher,
    String nextUpdate,
    boolean isLast,
    boolean withdraws,
    List<Choice> exposures,
    List<Text> texts,
    Map<String, String> errors,
    List<Choice> fields) {
  public StatementEditPage {
    exposures = List.copyOf(exposures);
    texts = List.copyOf(texts);
    errors = Map.copyOf(errors);
    fields = List.copyOf(fields);
  }

  /** Something to choose, or a field with its words. */
  public record Choice(String value, String text, boolean isChosen) {}

  /** A block of one language; {@code place} from 0. */
  public record Text(int place, String language, String title, String body, String note) {}

  /** What is wrong with a field; empty when nothing is. */
  public String error(String field) {
    return errors.getOrDefault(field, "");
  }
}
