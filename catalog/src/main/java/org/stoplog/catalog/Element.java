package org.stoplog.catalog;

import java.util.List;

/**
 * A kind of personal data.
 *
 * @param ordinal position in the catalogue; append-only, since stored sets of elements refer to it
 * @param id stable dotted name, for example {@code contact.email}
 * @param label English name for people
 * @param group the class of the catalogue, for example {@code contact}
 * @param sensitivity 1 (low) to 5 (high); our own proposal
 * @param special {@code yes} (GDPR art. 9), {@code art10}, {@code context} (can become art. 9 by
 *     inference) or {@code no}
 * @param hints names of keys and columns under which it is seen
 */
public record Element(
    int ordinal,
    String id,
    String label,
    String group,
    int sensitivity,
    String special,
    List<String> hints) {
  public Element {
    hints = List.copyOf(hints);
  }

  public ElementSet asSet() {
    return ElementSet.of(ordinal);
  }
}
