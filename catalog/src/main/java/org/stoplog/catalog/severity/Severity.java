package org.stoplog.catalog.severity;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.DataClass;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/**
 * The severity of a breach for a group of people by ENISA's method: data processing context times
 * ease of identification, plus circumstances. It says how bad it is for people; what a law makes of
 * it is another question. Its tables are from secondary sources: not verified against the paper.
 *
 * @param contexts of each class of data in it; the highest counts
 * @param circumstances what happened to the data
 */
public record Severity(
    List<Context> contexts, Identification identification, Circumstances circumstances) {
  /** All parts of it are quarters, so that nothing is rounded. */
  private static final int QUARTERS = 4;

  /**
   * @throws IllegalArgumentException without a context
   */
  public Severity {
    contexts = List.copyOf(contexts);
    if (contexts.isEmpty()) {
      throw new IllegalArgumentException("the data of a breach is of some class");
    }
  }

  /**
   * A class of data, and what it is worth in this breach.
   *
   * @param points 1 to 4: the class's own, raised or lowered for what surrounds it
   * @param reason why, in words; needed where they are not the class's own
   */
  public record Context(DataClass dataClass, int points, String reason) {
    private static final int MOST = 4;

    /**
     * @throws IllegalArgumentException for points that there are not, or moved without a reason
     */
    public Context {
      if (points < 1 || points > MOST) {
        throw new IllegalArgumentException("a context has 1 to 4 points");
      }
      if (points != dataClass.base() && reason.isBlank()) {
        throw new IllegalArgumentException("moved points need a reason");
      }
    }
  }

  /** How easily somebody is found by the data. */
  public enum Identification {
    NEGLIGIBLE(1),
    LIMITED(2),
    SIGNIFICANT(3),
    MAXIMUM(4);

    private static final Set<String> FOUND_BY_SEARCH =
        Set.of(
            "contact.email",
            "contact.social_profile",
            "contact.im_handle",
            "auth.username",
            "person.photo");

    private final int quarters;

    Identification(int quarters) {
      this.quarters = quarters;
    }

    /**
     * How easily somebody with these data is found, by our reading of the method's table of
     * identifiers: two that each name somebody find them for certain, and so do a full name and a
     * birth date; one that a search finds (an e-mail address, a profile) significantly, another one
     * less; and what only tells people apart hardly. A suggestion: what surrounds the data decides.
     */
    public static Identification of(ElementSet elements) {
      List<Element> all = elements.ordinals().stream().map(Elements.catalogue()::at).toList();
      List<Element> direct = all.stream().filter(one -> one.identifies().equals("direct")).toList();
      boolean isBorn = all.stream().anyMatch(one -> one.id().equals("person.date_of_birth"));
      if (direct.size() > 1) {
        return MAXIMUM;
      }
      if (direct.isEmpty()) {
        return all.stream().filter(one -> !one.identifies().equals("none")).count() > 1
            ? LIMITED
            : NEGLIGIBLE;
      }
      Element only = direct.getFirst();
      boolean isFound = FOUND_BY_SEARCH.contains(only.id()) || only.group().equals("content");
      if (isBorn) {
        return isFound || only.id().equals("person.full_name") ? MAXIMUM : SIGNIFICANT;
      }
      return isFound ? SIGNIFICANT : LIMITED;
    }
  }

  /** Who may have got it. */
  public enum Confidentiality {
    /** Exposed, without a sign that anybody worked with it: a lost laptop. */
    NOT_SEEN(0),
    KNOWN_RECIPIENTS(1),
    /** Published, or taken away. */
    UNKNOWN_RECIPIENTS(2);

    private final int quarters;

    Confidentiality(int quarters) {
      this.quarters = quarters;
    }
  }

  /** Whether it was altered. */
  public enum Integrity {
    /** Not altered, or altered without a sign that it was used wrongly. */
    NOT_USED(0),
    RECOVERABLE(1),
    NOT_RECOVERABLE(2);

    private final int quarters;

    Integrity(int quarters) {
      this.quarters = quarters;
    }
  }

  /** Whether it is still there. */
  public enum Availability {
    /** There, or brought back without difficulty. */
    THERE(0),
    TEMPORARILY_LOST(1),
    LOST(2);

    private final int quarters;

    Availability(int quarters) {
      this.quarters = quarters;
    }
  }

  /**
   * What happened.
   *
   * @param isMalicious theft, hacking, sale or harm that was meant; not an error, a loss or a bug
   */
  public record Circumstances(
      Confidentiality confidentiality,
      Integrity integrity,
      Availability availability,
      boolean isMalicious) {
    private int quarters() {
      return confidentiality.quarters
          + integrity.quarters
          + availability.quarters
          + (isMalicious ? 2 : 0);
    }
  }

  /** What the score says. */
  public enum Band {
    LOW(0),
    MEDIUM(2),
    HIGH(3),
    VERY_HIGH(4);

    private final int from;

    Band(int from) {
      this.from = from;
    }
  }

  /** The context that counts: of several that are worth the same, the first. */
  public Context context() {
    return contexts.stream()
        .max(Comparator.comparingInt(Context::points).thenComparing(one -> -contexts.indexOf(one)))
        .orElseThrow();
  }

  private int quarters() {
    return context().points() * identification.quarters + circumstances.quarters();
  }

  /** From 0.25 to 6, in quarters. */
  public BigDecimal score() {
    return quarter(quarters());
  }

  private static BigDecimal quarter(int quarters) {
    return BigDecimal.valueOf(25L * quarters, 2);
  }

  public Band band() {
    Band band = Band.LOW;
    for (Band one : Band.values()) {
      if (quarters() >= QUARTERS * one.from) {
        band = one;
      }
    }
    return band;
  }

  /** How far it is to the nearest number at which a band begins, up or down. */
  public BigDecimal toEdge() {
    int nearest = Integer.MAX_VALUE;
    for (Band one : Band.values()) {
      if (one.from > 0) {
        nearest = Math.min(nearest, Math.abs(quarters() - QUARTERS * one.from));
      }
    }
    return quarter(nearest);
  }

  /** Whether a band begins within a quarter of it: one choice of whoever scores decides it. */
  public boolean isAtEdge() {
    return toEdge().compareTo(quarter(1)) <= 0;
  }

  /**
   * What the method begins with for some elements: each class that they have, with its own points.
   * Somebody has to look at what surrounds it before it is a score.
   */
  public static List<Context> start(ElementSet elements) {
    Map<DataClass, Context> contexts = new EnumMap<>(DataClass.class);
    for (int ordinal : elements.ordinals()) {
      Element element = Elements.catalogue().at(ordinal);
      contexts.computeIfAbsent(
          element.dataClass(), dataClass -> new Context(dataClass, dataClass.base(), ""));
    }
    return List.copyOf(contexts.values());
  }
}
