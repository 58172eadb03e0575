package org.stoplog.server.notices;

import java.util.List;
import java.util.Map;

/**
 * The form of a notice.
 *
 * @param isNew whether it is not kept yet
 * @param revision that is changed
 * @param errors by field
 */
public record NoticeEditPage(
    String room,
    String incident,
    String action,
    String back,
    boolean isNew,
    int revision,
    String title,
    String contact,
    String learned,
    String happened,
    List<Text> texts,
    Map<String, String> errors,
    List<NoticePage.Field> fields) {
  public NoticeEditPage {
    texts = List.copyOf(texts);
    errors = Map.copyOf(errors);
    fields = List.copyOf(fields);
  }

  /** A block of one language; {@code place} from 0. */
  public record Text(
      int place, String language, String subject, String body, String stranger, String unknown) {}

  /** What is wrong with a field; empty when nothing is. */
  public String error(String field) {
    return errors.getOrDefault(field, "");
  }
}
