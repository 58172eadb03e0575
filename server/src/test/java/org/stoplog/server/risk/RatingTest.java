package org.stoplog.server.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;

/** How suppliers are rated; the cases stand in docs/reference/risk.md, too. */
class RatingTest {
  private static RiskFacts facts(Set<String> elements, Long people, int reaching, String replace) {
    return new RiskFacts(
        1, "Acme", elements, people, 1, reaching, replace, null, "", 0, List.of(), null, null);
  }

  private static RiskFacts known(RiskFacts of, Integer score, int documents, String... findings) {
    return new RiskFacts(
        of.supplier(),
        of.name(),
        of.elements(),
        of.people(),
        of.connections(),
        of.reaching(),
        of.replaceable(),
        score,
        "a set, begun 2026-01-01",
        documents,
        List.of(findings),
        null,
        null);
  }

  @Test
  void casesOfTheReference() {
    Rating mails = Rating.of(facts(Set.of("contact.email"), 800L, 0, "days"));
    int email = 7 * Elements.catalogue().get("contact.email").sensitivity();
    assertThat(mails.inherent()).isEqualTo(email + 5 + 8 + 2);
    Rating health = Rating.of(facts(Set.of("contact.email", special()), 2_000_000L, 1, "no"));
    assertThat(health.inherent()).isEqualTo(100);
    assertThat(health.tier()).isEqualTo(1);
    Rating assessed =
        Rating.of(known(facts(Set.of(special()), 2_000_000L, 1, "no"), 80, 1, "high"));
    assertThat(assessed.residual()).isEqualTo(100 - 40 - 10 + 8);
  }

  private static String special() {
    return Elements.catalogue().all().stream()
        .filter(one -> one.special().equals("yes"))
        .map(Element::id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsNotKnownIsNeverTheBest() {
    int unknown = Rating.of(facts(Set.of(), null, 0, null)).inherent();
    int least = Rating.of(facts(Set.of("contact.email"), 1L, 0, "days")).inherent();
    assertThat(unknown).isGreaterThan(least);
    RiskFacts noConnection =
        new RiskFacts(1, "Acme", Set.of(), 0L, 0, 0, "days", null, "", 0, List.of(), null, null);
    assertThat(Rating.of(noConnection).inherent())
        .isGreaterThan(Rating.of(facts(Set.of(), 0L, 0, "days")).inherent());
    assertThat(Rating.of(facts(Set.of(), 0L, 0, "days")).residual())
        .isEqualTo(Rating.of(facts(Set.of(), 0L, 0, "days")).inherent());
  }

  @Test
  void moreNeverMakesItBetter() {
    for (Element element : Elements.catalogue().all()) {
      int before = Rating.of(facts(Set.of("contact.email"), 10L, 0, "days")).inherent();
      Set<String> more = new HashSet<>(Set.of("contact.email"));
      more.add(element.id());
      int after = Rating.of(facts(more, 10L, 0, "days")).inherent();
      assertThat(after).as(element.id()).isGreaterThanOrEqualTo(before);
    }
    int last = -1;
    for (long people : new long[] {0, 1, 999, 1_000, 9_999, 10_000, 99_999, 999_999, 1_000_000}) {
      int now = Rating.of(facts(Set.of(), people, 0, "days")).inherent();
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    for (int score = 0; score < 100; score++) {
      RiskFacts of = facts(Set.of(special()), 5L, 1, "no");
      assertThat(Rating.of(known(of, score + 1, 0)).residual())
          .isLessThanOrEqualTo(Rating.of(known(of, score, 0)).residual());
    }
  }

  @Test
  void theReasonsAddUpAndStayWithinBounds() {
    for (Integer score : new Integer[] {null, 0, 50, 100}) {
      for (int documents = 0; documents < 2; documents++) {
        for (int high = 0; high < 20; high++) {
          Rating rating =
              Rating.of(
                  known(
                      facts(Set.of("contact.email"), 5_000L, 1, "months"),
                      score,
                      documents,
                      java.util.Collections.nCopies(high, "high").toArray(String[]::new)));
          int sum = rating.reasons().stream().mapToInt(Rating.Reason::points).sum();
          assertThat(rating.residual()).isEqualTo(Math.clamp(sum, 0, 100));
          assertThat(rating.inherent()).isBetween(0, 100);
        }
      }
    }
  }

  @Test
  void whoIsProvenToHaveDeletedAllHasNothing() {
    RiskFacts of = facts(Set.of(special()), 5L, 1, "no");
    RiskFacts deleted =
        new RiskFacts(
            1,
            "Acme",
            of.elements(),
            5L,
            1,
            1,
            "no",
            null,
            "",
            0,
            List.of("high"),
            LocalDate.of(2026, 1, 1),
            LocalDate.of(2026, 2, 1));
    assertThat(Rating.of(deleted).residual()).isZero();
    assertThat(Rating.of(deleted).tier()).isEqualTo(4);
  }
}
