package org.stoplog.server.notices;

import java.util.List;
import java.util.Map;

/**
 * The form of a notice.
 *
 * @param again the path of this very form, to begin with other languages
 * @param isNew whether it is not kept yet
 * @param revision that is changed
 * @param lines fields of one line
 * @param senders domains, one a line
 * @param errors by field
 * @param fields what a text can have filled in
 * @param blocks what it may leave out on purpose
 * @param groups data elements of which it may say that they were not included
 * @param ready languages with a ready-made text that it does not have
 */
public record NoticeEditPage(
    String room,
    String incident,
    String action,
    String back,
    String again,
    boolean isNew,
    int revision,
    String title,
    String contact,
    List<Line> lines,
    String senders,
    List<Text> texts,
    Map<String, String> errors,
    List<NoticePage.Field> fields,
    List<NoticePage.Choice> blocks,
    List<Group> groups,
    List<NoticePage.Choice> ready) {
  public NoticeEditPage {
    lines = List.copyOf(lines);
    texts = List.copyOf(texts);
    errors = Map.copyOf(errors);
    fields = List.copyOf(fields);
    blocks = List.copyOf(blocks);
    groups = List.copyOf(groups);
    ready = List.copyOf(ready);
  }

  /** A field of one line. */
  public record Line(String name, String label, String value) {}

  /** Data elements of one class. */
  public record Group(String name, List<NoticePage.Choice> elements) {
    public Group {
      elements = List.copyOf(elements);
    }
  }

  /** A text in one language; {@code place} from 0. */
  public record Text(
      int place,
      String language,
      String subject,
      String body,
      String stranger,
      String unknown,
      boolean isChecked) {}

  /** What is wrong with a field; empty when nothing is. */
  public String error(String field) {
    return errors.getOrDefault(field, "");
  }
}
