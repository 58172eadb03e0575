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
 * @param version of the rules and weights
 */
public record Enablement(Map<Part, Integer> points, int version) {
  /** Of the rules below; a changed rule is a new one. */
  public static final int RULES = 1;

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
    return new Enablement(points, RULES);
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
    int sum = points.values().stream().mapToInt(Integer::intValue).sum();
    return points.getOrDefault(Part.REACH, 0) == 0 ? Math.min(MOST_UNREACHED, sum) : sum;
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
      Map<ElementSet, Long> people, boolean isRelationKnown, Threat threat) {
    Map<Band, Long> distribution = new EnumMap<>(Band.class);
    people.forEach(
        (elements, count) ->
            distribution.merge(of(elements, isRelationKnown, 0, threat).band(), count, Long::sum));
    return distribution;
  }
}
