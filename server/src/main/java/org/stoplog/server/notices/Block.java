package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a letter is expected to say. A heading of the text tells which: {@code ## What happened
 * {#happened}}; one heading may tell several.
 */
enum Block {
  HAPPENED("happened", "what happened", true),
  LEARNED("learned", "when we knew, and from whom", false),
  DATA("data", "which of their data", true),
  NOT_INCLUDED("not-included", "what was not included", false),
  DONE("done", "what we did", true),
  YOU("you", "what they can do", true),
  PASSWORDS("passwords", "whether to change the password, and why", false),
  PHISHING("phishing", "how false messages are recognised", true),
  CONTACT("contact", "how to reach us", true),
  NEXT("next", "when the next news comes", false);

  private static final Pattern MARK = Pattern.compile("\\s*\\{(#[a-z-]+(?:\\s+#[a-z-]+)*)}\\s*$");

  private final String word;
  private final String meaning;
  private final boolean isNeeded;

  Block(String word, String meaning, boolean isNeeded) {
    this.word = word;
    this.meaning = meaning;
    this.isNeeded = isNeeded;
  }

  /** As it stands in a mark. */
  String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }

  /** Whether GDPR art. 34 (2) asks for it; a text without it says so on purpose. */
  boolean isNeeded() {
    return isNeeded;
  }

  static Optional<Block> of(String word) {
    for (Block block : values()) {
      if (block.word.equals(word)) {
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  /**
   * A heading, taken apart.
   *
   * @param unknown words in the mark that name no block
   */
  record Marked(String title, Set<Block> blocks, List<String> unknown) {}

  static Marked marked(String heading) {
    Matcher mark = MARK.matcher(heading);
    if (!mark.find()) {
      return new Marked(heading, Set.of(), List.of());
    }
    Set<Block> blocks = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String word : mark.group(1).replace("#", "").split("\\s+")) {
      of(word).ifPresentOrElse(blocks::add, () -> unknown.add(word));
    }
    return new Marked(heading.substring(0, mark.start()), blocks, unknown);
  }
}
