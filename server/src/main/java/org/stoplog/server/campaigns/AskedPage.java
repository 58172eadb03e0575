package org.stoplog.server.campaigns;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a link. Its key and code stand in each form: the pages keep nothing in the browser.
 *
 * @param key of the link
 * @param code that was typed; empty for none
 * @param question number of the one that is shown; 0 for the overview
 * @param typed of the question that is shown: answer, words, version, other
 * @param canSend whether all questions are answered
 */
public record AskedPage(
    Words words,
    String language,
    List<Choice> languages,
    String key,
    String code,
    String title,
    String name,
    String due,
    String expires,
    boolean canWrite,
    @Nullable String sent,
    String sentBy,
    List<Line> lines,
    int question,
    Map<String, String> typed,
    List<Paper> papers,
    boolean canSend,
    @Nullable String good,
    @Nullable String error) {
  public AskedPage {
    languages = List.copyOf(languages);
    lines = List.copyOf(lines);
    typed = Map.copyOf(typed);
    papers = List.copyOf(papers);
  }

  /** The page's words in its language. */
  public interface Words {
    String say(String key);

    String say(String key, Object value);
  }

  /** A language. */
  public record Choice(String value, String text, boolean isChosen) {}

  /**
   * A question.
   *
   * @param form yes-no, no-yes, number or text
   * @param wanted of a number: its unit
   * @param answer as it is saved, for people; empty while there is none
   * @param before what was said last time; null for nothing
   */
  public record Line(
      int number,
      String title,
      String question,
      String why,
      String form,
      String wanted,
      boolean isProved,
      String answer,
      String words,
      @Nullable String before) {}

  /** A document. */
  public record Paper(String id, String name, String about) {}

  public String typed(String field) {
    return typed.getOrDefault(field, "");
  }

  /** The question that is shown. */
  public Line shown() {
    return lines.stream().filter(one -> one.number() == question).findFirst().orElseThrow();
  }

  /** Number of the one after the shown one; 0 after the last. */
  public int after() {
    return lines.stream()
        .mapToInt(Line::number)
        .filter(number -> number > question)
        .findFirst()
        .orElse(0);
  }
}
