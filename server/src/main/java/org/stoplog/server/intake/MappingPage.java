package org.stoplog.server.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an uploaded file would be read, to be looked at and changed.
 *
 * @param isRunning whether its import was asked for already
 * @param again what happens when the file was imported before; null when it was not
 * @param offersContacts whether the file may say how to write to people
 * @param contacts whether that is to be kept
 * @param failure why the last import came to nothing, null when none did
 */
public record MappingPage(
    String path,
    String file,
    String size,
    String about,
    String format,
    boolean isRunning,
    @Nullable String again,
    @Nullable String failure,
    List<Row> rows,
    List<Choice> choices,
    List<String> elements,
    String dateOrder,
    String region,
    boolean offersContacts,
    boolean contacts,
    List<String> errors,
    String goes) {
  public MappingPage {
    rows = List.copyOf(rows);
    choices = List.copyOf(choices);
    elements = List.copyOf(elements);
    errors = List.copyOf(errors);
  }

  /**
   * A column.
   *
   * @param name of an attribute, else empty
   * @param element id, empty for none
   */
  public record Row(
      int number, String column, String as, String name, String element, @Nullable String error) {}

  /** What a column can be. */
  public record Choice(String value, String words) {}
}
