package org.stoplog.server.messages;

import java.util.Arrays;
import java.util.Optional;

/** What a service brings its messages as. */
public enum MessageKind {
  /** To a telephone number. */
  SMS("sms", "SMS"),

  /** Within the company's own app or site, to the company's own id of somebody. */
  IN_APP("in-app", "message in our app"),

  /** To the company's own team, as to its chat or its pager; never to the people of a notice. */
  TEAM("team", "message to our team");

  private final String word;
  private final String words;

  MessageKind(String word, String words) {
    this.word = word;
    this.words = words;
  }

  /** As it is stored, and as calls name it. */
  public String word() {
    return word;
  }

  public String words() {
    return words;
  }

  public static Optional<MessageKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
