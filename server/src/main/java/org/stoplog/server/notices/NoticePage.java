package org.stoplog.server.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notice: what it says, and its waves.
 *
 * @param findings of the look over the text, with the newest exposure
 * @param error why a wave was not prepared; null when nothing is wrong
 * @param open path of the wave that is not ended; null when another can be prepared
 */
public record NoticePage(
    String room,
    String incident,
    String list,
    String path,
    String name,
    String title,
    boolean canWork,
    List<Field> fields,
    List<Finding> findings,
    List<Text> texts,
    List<NoticesPage.WaveLine> waves,
    @Nullable String open,
    @Nullable String error,
    AudienceForm form,
    List<Choice> exposures,
    List<Choice> routes,
    List<Choice> whom) {
  public NoticePage {
    fields = List.copyOf(fields);
    findings = List.copyOf(findings);
    texts = List.copyOf(texts);
    waves = List.copyOf(waves);
    exposures = List.copyOf(exposures);
    routes = List.copyOf(routes);
    whom = List.copyOf(whom);
  }

  /** Something with its name. */
  public record Field(String name, String value) {}

  /** What is sent in one language. */
  public record Text(String language, String subject, String body, boolean isChecked) {}

  /** Something to choose. */
  public record Choice(String value, String text, boolean isChosen) {}
}
