package org.stoplog.server.risk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Numbers;

/**
 * How a supplier is rated. Points compare suppliers with each other; they are no probability and no
 * sum of money. Explained in docs/reference/risk.md; a change of it is another {@link #VERSION}.
 *
 * @param inherent of 100, by what it has and may do
 * @param residual of 100, with what is known of how it protects that
 * @param tier 1 to 4, by the inherent risk; 1 is looked at most often
 * @param reasons each with its points
 */
record Rating(int inherent, int residual, int tier, List<Reason> reasons) {
  static final int VERSION = 1;

  private static final int TIER_1 = 65;
  private static final int TIER_2 = 45;
  private static final int TIER_3 = 25;

  Rating {
    reasons = List.copyOf(reasons);
  }

  /**
   * One of them.
   *
   * @param points that it adds, or takes off
   */
  record Reason(Part part, int points, String words) {}

  /** What a reason is about. */
  enum Part {
    DATA("Data"),
    PEOPLE("People"),
    ACCESS("Access"),
    REPLACING("Replacing it"),
    ASSESSMENT("Assessment"),
    DOCUMENTS("Documents"),
    FINDINGS("Findings");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Rating of(RiskFacts facts) {
    List<Reason> reasons = new ArrayList<>();
    if (facts.deleted() != null) {
      return new Rating(
          0,
          0,
          4,
          List.of(
              new Reason(
                  Part.DATA, 0, "proven to have deleted all it had before " + facts.deleted())));
    }
    reasons.add(data(facts));
    reasons.add(people(facts.people()));
    reasons.add(access(facts));
    reasons.add(replacing(facts));
    int inherent = reasons.stream().mapToInt(Reason::points).sum();
    reasons.add(assessment(facts, inherent));
    reasons.add(documents(facts, inherent));
    reasons.add(findings(facts));
    int residual = Math.clamp(reasons.stream().mapToInt(Reason::points).sum(), 0, 100);
    int tier = inherent >= TIER_1 ? 1 : inherent >= TIER_2 ? 2 : inherent >= TIER_3 ? 3 : 4;
    return new Rating(inherent, residual, tier, reasons);
  }

  private static Reason data(RiskFacts facts) {
    Optional<Element> worst =
        facts.elements().stream()
            .map(id -> Elements.catalogue().find(id))
            .flatMap(Optional::stream)
            .max(Comparator.comparingInt(Rating::points).thenComparing(Element::id));
    return worst
        .map(
            one ->
                new Reason(
                    Part.DATA,
                    points(one),
                    facts.elements().size()
                        + (facts.elements().size() == 1 ? " element" : " elements")
                        + ", the worst is "
                        + one.label()))
        .orElseGet(
            () ->
                new Reason(Part.DATA, 20, "nobody knows which data it has: counts as the middle"));
  }

  /** Up to 40: special data and credentials most, then by sensitivity. */
  private static int points(Element one) {
    boolean isSpecial = one.special().equals("yes") || one.special().equals("art10");
    boolean isKey = one.group().equals("credential") && one.sensitivity() >= 4;
    return isSpecial || isKey ? 40 : 7 * one.sensitivity();
  }

  private static Reason people(@Nullable Long people) {
    if (people == null) {
      return new Reason(Part.PEOPLE, 12, "nobody knows how many people: counts as the middle");
    }
    int points =
        people == 0
            ? 0
            : people < 1_000
                ? 5
                : people < 10_000 ? 10 : people < 100_000 ? 15 : people < 1_000_000 ? 20 : 25;
    // No exact number: whoever reads suppliers may be one who is shown no small ones.
    String words =
        people == 0
            ? "nobody that we know of"
            : people < 1_000
                ? "fewer than 1 000 people"
                : "from "
                    + Numbers.grouped(Math.round(Math.pow(10, (int) Math.log10(people))))
                    + " people on";
    return new Reason(Part.PEOPLE, points, words);
  }

  private static Reason access(RiskFacts facts) {
    if (facts.connections() == 0) {
      return new Reason(
          Part.ACCESS, 12, "no connection is written down: counts as more than the middle");
    }
    return facts.reaching() > 0
        ? new Reason(
            Part.ACCESS,
            20,
            facts.reaching()
                + " of "
                + facts.connections()
                + " connections have a scope or a key: they may fetch by themselves")
        : new Reason(
            Part.ACCESS,
            8,
            facts.connections()
                + (facts.connections() == 1 ? " connection" : " connections")
                + " without a scope or key that we know of");
  }

  private static Reason replacing(RiskFacts facts) {
    String replaceable = facts.replaceable();
    return switch (String.valueOf(replaceable)) {
      case "no" -> new Reason(Part.REPLACING, 15, "an engagement has no replacement");
      case "months" -> new Reason(Part.REPLACING, 11, "could be replaced within months");
      case "weeks" -> new Reason(Part.REPLACING, 6, "could be replaced within weeks");
      case "days" -> new Reason(Part.REPLACING, 2, "could be replaced within days");
      default ->
          new Reason(Part.REPLACING, 8, "nobody said how soon it could be replaced: the middle");
    };
  }

  /** A full score takes off half of the inherent risk; without one nothing is taken off. */
  private static Reason assessment(RiskFacts facts, int inherent) {
    Integer score = facts.score();
    return score == null
        ? new Reason(Part.ASSESSMENT, 0, "none within 18 months: nothing is taken off")
        : new Reason(
            Part.ASSESSMENT, -inherent * score / 200, score + " of 100: " + facts.scored());
  }

  private static Reason documents(RiskFacts facts, int inherent) {
    return facts.documents() == 0
        ? new Reason(Part.DOCUMENTS, 0, "none that was found good and still holds")
        : new Reason(
            Part.DOCUMENTS,
            -inherent / 10,
            facts.documents() + " found good and not over: takes off a tenth");
  }

  private static Reason findings(RiskFacts facts) {
    int points = 0;
    for (String weight : facts.findings()) {
      points += weight.equals("high") ? 8 : weight.equals("medium") ? 4 : 1;
    }
    return new Reason(
        Part.FINDINGS,
        points,
        facts.findings().isEmpty()
            ? "none open"
            : facts.findings().size()
                + " open: 8 for each high, 4 for each medium, 1 for each low");
  }
}
