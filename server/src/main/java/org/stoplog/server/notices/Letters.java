package org.stoplog.server.notices;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A notice's texts, read once for all copies of a wave. For use by several threads. */
final class Letters {
  private final Content content;
  private final Map<String, PreparedText> texts = new HashMap<>();

  private Letters(Content content, String supplier, @Nullable String sender) {
    this.content = content;
    content
        .texts()
        .forEach(
            text -> texts.put(text.language(), PreparedText.of(content, text, supplier, sender)));
  }

  /**
   * @param supplier as the register calls it, when the notice does not say
   * @param sender domain of the address that copies come from; null when it is not known yet
   */
  static Letters of(Content content, String supplier, @Nullable String sender) {
    return new Letters(content, supplier, sender);
  }

  static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  /** One person's copy, in their language or the first. */
  Letter letter(Letter.Reader reader) {
    PreparedText text = texts.get(content.textFor(reader.language()).language());
    return java.util.Objects.requireNonNull(text).letter(reader);
  }
}
