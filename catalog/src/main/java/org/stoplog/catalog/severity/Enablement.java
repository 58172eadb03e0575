package org.stoplog.catalog.severity;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/**
 * How far data lets somebody deceive a person: whether they can be reached, and how believable the
 * story is. It stands beside ENISA's method, which has no term for either. It is our own judgement,
 * validated by nobody, and decides no legal duty: it chooses words of a notice, and who is told
 * first.
 *
 * @param points of each part, of which each can be explained
 * @param isReached whether a thief has a way to them at all
 * @param version of the rules
 * @param weights number of the weights that a company set; 0 for those that we ship
 */
public record Enablement(Map<Part, Integer> points, boolean isReached, int version, int weights) {
  /** Of the rules below; a changed rule is a new one. */
  public static final int RULES = 1;

  /** The highest sum. */
  public static final int MOST = 16;

  private static final int MOST_UNREACHED = 4;
  private static final int BELIEVABLE = 2;
  private static final int MOST_PRETEXTS = 3;

  /** What shows to somebody that the caller knows their relation to us. */
  private static final Set<String> RELATION =
      Set.of(
          "id.account_user_id",
          "id.organisation_id",
          "purchase.subscription_plan",
          "auth.login_history",
          "content.support_ticket");

  private static final Set<String> INDIRECT = Set.of("post", "messenger");

  public Enablement {
    points = Map.copyOf(points);
  }

  /** What adds to it. */
  public enum Part {
    REACH,
    NAME,
    RELATION,
    PRETEXT,
    CHECKS,
    TARGET,
    THREAT
  }

  /**
   * How much each part counts: its points are taken so many times. A part that is not named counts
   * once.
   *
   * @param number of the change by which a company set them; 0 for those that we ship
   * @param times 0 to 3 each
   */
  public record Weights(int number, Map<Part, Integer> times) {
    public static final int MOST_TIMES = 3;

    /** As we ship them. */
    public static final Weights USUAL = new Weights(0, Map.of());

    /**
     * @throws IllegalArgumentException for a weight that there is not
     */
    public Weights {
      times = Map.copyOf(times);
      if (times.values().stream().anyMatch(one -> one < 0 || one > MOST_TIMES)) {
        throw new IllegalArgumentException("a part counts 0 to 3 times");
      }
    }

    public int of(Part part) {
      return times.getOrDefault(part, 1);
    }
  }

  /** What is known of the thief. */
  public enum Threat {
    UNKNOWN,
    /** Taken on purpose. */
    THEFT,
    /** Published, or used in attacks. */
    USED
  }

  /** What the sum says. */
  public enum Band {
    LOW(0),
    MODERATE(5),
    HIGH(9),
    SEVERE(13);

    private final int from;

    Band(int from) {
      this.from = from;
    }
  }

  /**
   * @param elements of one person
   * @param isRelationKnown whether the thief knows whose customers they are
   * @param target 0 to 2: an administrator, somebody who pays, a minor or the like
   */
  public static Enablement of(
      ElementSet elements, boolean isRelationKnown, int target, Threat threat) {
    return of(elements, isRelationKnown, target, threat, Weights.USUAL);
  }

  /** The same by weights of a company's own. */
  public static Enablement of(
      ElementSet elements, boolean isRelationKnown, int target, Threat threat, Weights weights) {
    Set<String> channels = new HashSet<>();
    Set<String> pretexts = new HashSet<>();
    int proof = 0;
    boolean isNamed = false;
    boolean isRelated = false;
    for (int ordinal : elements.ordinals()) {
      Element element = Elements.catalogue().at(ordinal);
      channels.addAll(element.channels());
      proof = Math.max(proof, element.proof());
      isNamed |=
          element.id().equals("person.full_name") || element.id().equals("person.first_name");
      isRelated |= RELATION.contains(element.id());
      boolean isOwnStory =
          !element.group().equals("contact") && !element.group().equals("identity");
      if (element.pretext() >= BELIEVABLE && isOwnStory) {
        pretexts.add(element.group());
      }
    }
    Map<Part, Integer> points = new EnumMap<>(Part.class);
    points.put(Part.REACH, reach(channels));
    points.put(Part.NAME, isNamed ? 1 : 0);
    points.put(Part.RELATION, !isRelationKnown ? 0 : isRelated ? 2 : 1);
    points.put(Part.PRETEXT, Math.min(MOST_PRETEXTS, pretexts.size()));
    points.put(Part.CHECKS, proof);
    points.put(Part.TARGET, Math.clamp(target, 0, 2));
    points.put(Part.THREAT, threat.ordinal());
    points.replaceAll((part, one) -> one * weights.of(part));
    return new Enablement(points, !channels.isEmpty(), RULES, weights.number());
  }

  /**
   * 0 without a way to them, 1 by post, messenger or push, 2 by mail or telephone, 3 by two ways.
   */
  private static int reach(Set<String> channels) {
    boolean isMail = channels.contains("email");
    boolean isPhone = channels.contains("sms") || channels.contains("voice");
    boolean isIndirect = channels.stream().anyMatch(INDIRECT::contains);
    int ways = (isMail ? 1 : 0) + (isPhone ? 1 : 0) + (isIndirect ? 1 : 0);
    if (ways > 1) {
      return 3;
    }
    return isMail || isPhone ? 2 : channels.isEmpty() ? 0 : 1;
  }

  /** 0 to 16; whoever cannot be reached is at most low. */
  public int sum() {
    int sum = Math.min(MOST, points.values().stream().mapToInt(Integer::intValue).sum());
    return isReached ? sum : Math.min(MOST_UNREACHED, sum);
  }

  public Band band() {
    Band band = Band.LOW;
    for (Band one : Band.values()) {
      if (sum() >= one.from) {
        band = one;
      }
    }
    return band;
  }

  /** People in each band: a mean of people would say nothing of anybody. */
  public static Map<Band, Long> distribution(
      Map<ElementSet, Long> people, boolean isRelationKnown, Threat threat, Weights weights) {
    Map<Band, Long> distribution = new EnumMap<>(Band.class);
    people.forEach(
        (elements, count) ->
            distribution.merge(
                of(elements, isRelationKnown, 0, threat, weights).band(), count, Long::sum));
    return distribution;
  }
}
