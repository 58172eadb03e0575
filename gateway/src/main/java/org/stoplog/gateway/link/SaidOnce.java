package org.stoplog.gateway.link;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says a trouble when it begins or becomes another one, and when it is over. For one thread. */
final class SaidOnce {
  private final Consumer<String> say;
  private @Nullable String trouble;

  SaidOnce(Consumer<String> say) {
    this.say = say;
  }

  void trouble(String words) {
    if (!words.equals(trouble)) {
      trouble = words;
      say.accept(words);
    }
  }

  /**
   * @return whether there was a trouble
   */
  boolean over(String words) {
    boolean was = trouble != null;
    if (was) {
      trouble = null;
      say.accept(words);
    }
    return was;
  }
}
