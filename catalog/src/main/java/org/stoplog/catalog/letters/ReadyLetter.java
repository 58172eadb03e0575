package org.stoplog.catalog.letters;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.ElementSet;

/**
 * A ready-made letter in one language, and the words that fill its fields.
 *
 * @param language tag in lower case: {@code de}
 * @param name of the language in English
 * @param ownName of the language in itself
 * @param isRightToLeft how it is written
 * @param listMiddle joins what stands in the middle of a list: {@code {0}, {1}}
 * @param listLast joins what stands at its end: {@code {0} and {1}}
 * @param stranger stands for the name of whoever has none
 * @param unknown stands for the elements when nobody knows which they are
 * @param body Markdown with fields
 * @param passwords what is said of passwords: {@code safe}, {@code exposed}, {@code unknown}
 * @param never sentences on what we never ask
 * @param lures sentences on how somebody might deceive, by the ids of {@link Lures}
 * @param claims beginnings of words by which a text names a kind of data, by the ids of {@link
 *     Claims}
 * @param elements name of each data element within a sentence, by ordinal
 */
public record ReadyLetter(
    String language,
    String name,
    String ownName,
    boolean isRightToLeft,
    String listMiddle,
    String listLast,
    String subject,
    String stranger,
    String unknown,
    String body,
    Map<String, String> passwords,
    List<String> never,
    Map<String, String> lures,
    Map<String, List<String>> claims,
    List<String> elements) {
  public ReadyLetter {
    passwords = Map.copyOf(passwords);
    never = List.copyOf(never);
    lures = Collections.unmodifiableMap(new LinkedHashMap<>(lures));
    claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    elements = List.copyOf(elements);
  }

  /** The names of some elements, in the order of the catalogue. */
  public List<String> elements(ElementSet set) {
    return set.ordinals().stream().map(elements::get).toList();
  }
}
