package org.stoplog.ledger.reader;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/** Finds elements by the names of keys, from the catalogue's hints. Immutable. */
final class KeyHints {
  /** Words that say too little when they stand alone. */
  private static final Set<String> TOO_GENERAL = Set.of("to", "s");

  private final Map<String, ElementSet> byName = new HashMap<>();

  KeyHints() {
    for (Element element : Elements.catalogue().all()) {
      for (String hint : element.hints()) {
        String name = nameIn(hint);
        if (!name.isEmpty() && !TOO_GENERAL.contains(name)) {
          byName.merge(name, element.asSet(), ElementSet::plus);
        }
      }
    }
  }

  /**
   * The elements that a key of this name holds; camel case, underscores and $ make no difference.
   */
  ElementSet of(String key) {
    return byName.getOrDefault(plain(key), ElementSet.NONE);
  }

  /** Empty for a hint that is more than the name of a key: a path, a prefix of a value, a sum. */
  private static String nameIn(String hint) {
    String name = hint.replaceFirst(" \\(.*", "").replaceFirst("\\[\\]$", "");
    return name.matches("[$_]?[A-Za-z][A-Za-z0-9_]*") ? plain(name) : "";
  }

  private static String plain(String key) {
    StringBuilder plain = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        plain.append((char) (c + 32));
      } else if (c != '_' && c != '-' && c != ' ' && c != '$') {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
