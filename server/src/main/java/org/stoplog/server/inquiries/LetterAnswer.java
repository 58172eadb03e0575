package org.stoplog.server.inquiries;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.notices.SentCopies;
import org.stoplog.server.platform.Times;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a letter is ours, as it is shown.
 *
 * @param sent null when there is no such letter, as all below
 * @param body as it was sent, without the name; null for a letter on paper, whose number anybody
 *     sees in its window
 */
public record LetterAnswer(
    boolean isOurs,
    @Nullable String sent,
    @Nullable String language,
    @Nullable String subject,
    @Nullable String body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static LetterAnswer of(Optional<SentCopies.Sent> found) {
    return found
        .map(
            sent ->
                new LetterAnswer(
                    true, Times.second(sent.sent()), sent.language(), sent.subject(), sent.body()))
        .orElse(new LetterAnswer(false, null, null, null, null));
  }

  /** There is one, and what it says is told by other ways. */
  static LetterAnswer onPaper(SentCopies.Sent sent) {
    return new LetterAnswer(true, Times.second(sent.sent()), sent.language(), null, null);
  }

  String json() {
    return JSON.writeValueAsString(this);
  }

  static LetterAnswer of(String json) {
    return JSON.readValue(json, LetterAnswer.class);
  }

  @Override
  public String toString() {
    return "LetterAnswer[" + isOurs + "]";
  }
}
