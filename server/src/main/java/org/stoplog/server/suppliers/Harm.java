package org.stoplog.server.suppliers;

import java.util.Comparator;
import java.util.List;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.exposure.Outlook;

/**
 * Puts the suppliers in order: whose breach would do most harm. Points say nothing by themselves
 * and are no estimate of damage. docs/reference/if-tonight.md gives the formula and the reasons; it
 * changes only together with {@link #VERSION}.
 *
 * <p>A person counts by their worst element. What was seen or is held counts twice as much as what
 * a grant merely allows. Dark months count nothing: a guess would hide that nobody knows.
 */
final class Harm {
  static final int VERSION = 1;

  /** By sensitivity 1 to 5: each step matters a good deal more than the one before. */
  private static final List<Integer> STEPS = List.of(1, 2, 5, 10, 25);

  private static final int SPECIAL = 4;
  private static final int BY_INFERENCE = 2;

  private Harm() {}

  static long points(Outlook outlook) {
    long points = 0;
    for (Outlook.Group group : outlook.groups()) {
      int sure = 2 * worst(group.sure());
      points += group.count() * Math.max(sure, worst(group.declared()));
    }
    return points;
  }

  private static int worst(ElementSet set) {
    return set.ordinals().stream()
        .mapToInt(ordinal -> weight(Elements.catalogue().at(ordinal)))
        .max()
        .orElse(0);
  }

  static int weight(Element element) {
    int step = STEPS.get(element.sensitivity() - 1);
    return switch (element.special()) {
      case "yes", "art10" -> step * SPECIAL;
      case "context" -> step * BY_INFERENCE;
      default -> isKey(element) ? step * SPECIAL : step;
    };
  }

  /** Credentials open something at once; other data has to be misused first. */
  private static boolean isKey(Element element) {
    return element.group().equals("credential") && element.sensitivity() >= 4;
  }

  /** Whether it is special (GDPR art. 9 and 10) or a credential. */
  static boolean isGrave(Element element) {
    return isKey(element) || element.special().equals("yes") || element.special().equals("art10");
  }

  /** The worst first, then as in the catalogue. */
  static Comparator<Element> worstFirst() {
    return Comparator.comparingInt(Harm::weight).reversed().thenComparingInt(Element::ordinal);
  }
}
