package org.stoplog.catalog;

import java.util.List;
import java.util.Set;

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
 * @param dataClass of ENISA's method, before anybody looked at the context
 * @param identifies {@code direct}, {@code quasi} (with other data), {@code pseudonymous} or {@code
 *     none}: how far it says who somebody is
 * @param channels ways by which a stranger who has it can reach the person: {@code email}, {@code
 *     sms}, {@code voice}, {@code post}, {@code messenger}, {@code push}
 * @param pretext 0 to 3: how much it helps to tell a believable story; our own proposal
 * @param proof 0 to 3: how much it helps to pass a check of who somebody is; our own proposal
 * @param misuse what it is misused for: {@code phishing}, {@code identity_theft} …
 * @param hints names of keys and columns under which it is seen
 */
public record Element(
    int ordinal,
    String id,
    String label,
    String group,
    int sensitivity,
    String special,
    DataClass dataClass,
    String identifies,
    Set<String> channels,
    int pretext,
    int proof,
    Set<String> misuse,
    List<String> hints) {
  public Element {
    channels = Set.copyOf(channels);
    misuse = Set.copyOf(misuse);
    hints = List.copyOf(hints);
  }

  public ElementSet asSet() {
    return ElementSet.of(ordinal);
  }
}
