package org.stoplog.server.platform;

import java.util.Map;

/**
 * A page at the public listener that statements lead to, offered by its capability as a bean.
 *
 * @param order places among the others, smaller ones first
 * @param path of the page: {@code /affected}
 * @param words what the link says, by language; {@code en} at least
 */
public record PublicLink(int order, String path, Map<String, String> words) {
  public PublicLink {
    words = Map.copyOf(words);
    if (!words.containsKey("en")) {
      throw new IllegalArgumentException("a link has words in English");
    }
  }

  /** In the language, else in English. */
  public String in(String language) {
    return words.getOrDefault(language, String.valueOf(words.get("en")));
  }
}
