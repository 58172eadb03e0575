package org.stoplog.catalog.severity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.DataClass;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.severity.Severity.Availability;
import org.stoplog.catalog.severity.Severity.Band;
import org.stoplog.catalog.severity.Severity.Circumstances;
import org.stoplog.catalog.severity.Severity.Confidentiality;
import org.stoplog.catalog.severity.Severity.Context;
import org.stoplog.catalog.severity.Severity.Identification;
import org.stoplog.catalog.severity.Severity.Integrity;

/** Both scores, worked out by hand. */
class SeverityScoresTest {
  private static final long SEED = System.nanoTime();

  /** What the supplier of November 2025 had. */
  private static final ElementSet NOVEMBER =
      Elements.catalogue()
          .setOf(
              List.of(
                  "person.full_name",
                  "contact.email",
                  "location.coarse",
                  "device.user_agent",
                  "behaviour.referrer",
                  "id.organisation_id",
                  "id.account_user_id"));

  private static final Circumstances STOLEN =
      new Circumstances(
          Confidentiality.UNKNOWN_RECIPIENTS, Integrity.NOT_USED, Availability.THERE, true);

  private static Severity severity(int points, Identification identification, Circumstances what) {
    return new Severity(
        List.of(new Context(DataClass.SIMPLE, points, "for a test")), identification, what);
  }

  /**
   * Name and e-mail address: identification is at its maximum, 1. Taken by an attacker to nobody
   * knows whom: 0.5, and on purpose: 0.5. With simple data that is 1 x 1 + 1 = 2, medium; with
   * behavioural data, as coarse places and pages are, 2 x 1 + 1 = 3, high. Both are the first score
   * of their band.
   */
  @Test
  void theCaseOfNovemberHangsOnOneChoice() {
    Severity simple = severity(1, Identification.MAXIMUM, STOLEN);
    assertThat(simple.score()).isEqualByComparingTo("2.00");
    assertThat(simple.band()).isEqualTo(Band.MEDIUM);
    assertThat(simple.toEdge()).isZero();
    assertThat(simple.isAtEdge()).isTrue();
    Severity start = new Severity(Severity.start(NOVEMBER), Identification.MAXIMUM, STOLEN);
    assertThat(start.contexts())
        .extracting(Context::dataClass)
        .containsExactly(DataClass.SIMPLE, DataClass.BEHAVIOURAL);
    assertThat(start.context().dataClass()).isEqualTo(DataClass.BEHAVIOURAL);
    assertThat(start.score()).isEqualByComparingTo("3.00");
    assertThat(start.band()).isEqualTo(Band.HIGH);
    assertThat(start.isAtEdge()).isTrue();
    // 2 x 0.75 + 0.75 is a quarter above medium's beginning, 2 x 0.75 + 1 two quarters.
    Circumstances known =
        new Circumstances(
            Confidentiality.KNOWN_RECIPIENTS, Integrity.NOT_USED, Availability.THERE, true);
    assertThat(severity(2, Identification.SIGNIFICANT, known).isAtEdge()).isTrue();
    assertThat(severity(2, Identification.SIGNIFICANT, STOLEN).isAtEdge()).isFalse();
  }

  /** A lost list of addresses that nobody saw: 1 x 0.25 + 0. A result of a test: 4 x 1 + 2. */
  @Test
  void theLeastAndTheMost() {
    Circumstances nothing =
        new Circumstances(Confidentiality.NOT_SEEN, Integrity.NOT_USED, Availability.THERE, false);
    Severity least = severity(1, Identification.NEGLIGIBLE, nothing);
    assertThat(least.score()).isEqualByComparingTo("0.25");
    assertThat(least.band()).isEqualTo(Band.LOW);
    assertThat(least.toEdge()).isEqualByComparingTo("1.75");
    assertThat(least.isAtEdge()).isFalse();
    Circumstances all =
        new Circumstances(
            Confidentiality.UNKNOWN_RECIPIENTS, Integrity.NOT_RECOVERABLE, Availability.LOST, true);
    Severity most = severity(4, Identification.MAXIMUM, all);
    assertThat(most.score()).isEqualByComparingTo("6.00");
    assertThat(most.band()).isEqualTo(Band.VERY_HIGH);
    assertThat(most.toEdge()).isEqualByComparingTo("2.00");
  }

  /** Each band begins with its own number: 2, 3 and 4 are medium, high and very high. */
  @Test
  void bandsBeginWhereTheySay() {
    Map<String, Band> expected =
        Map.of(
            "1.75",
            Band.LOW,
            "2.00",
            Band.MEDIUM,
            "2.75",
            Band.MEDIUM,
            "3.00",
            Band.HIGH,
            "3.50",
            Band.HIGH,
            "4.00",
            Band.VERY_HIGH);
    Map<String, Band> found = new HashMap<>();
    for (int points = 1; points <= 4; points++) {
      for (Identification identification : Identification.values()) {
        for (Confidentiality confidentiality : Confidentiality.values()) {
          Severity one =
              severity(
                  points,
                  identification,
                  new Circumstances(
                      confidentiality, Integrity.NOT_USED, Availability.THERE, false));
          found.put(one.score().toString(), one.band());
        }
      }
    }
    assertThat(found).containsAllEntriesOf(expected);
  }

  @Test
  void pointsAreNotMovedWithoutAReason() {
    assertThat(new Context(DataClass.FINANCIAL, 3, "").points()).isEqualTo(3);
    assertThatThrownBy(() -> new Context(DataClass.FINANCIAL, 1, " "))
        .hasMessageContaining("reason");
    assertThatThrownBy(() -> new Context(DataClass.SIMPLE, 5, "worse than worst"))
        .hasMessageContaining("1 to 4");
    assertThatThrownBy(() -> new Severity(List.of(), Identification.LIMITED, STOLEN))
        .hasMessageContaining("class");
  }

  /**
   * Reached by mail (2), named (1), known as our customer by an id (2), a story from ids, device
   * and place (3), a check passed by the address (1), taken on purpose (1): 10 of 16, high. For an
   * administrator 11.
   */
  @Test
  void theCaseOfNovemberLetsSomebodyDeceive() {
    Enablement one = Enablement.of(NOVEMBER, true, 0, Enablement.Threat.THEFT);
    assertThat(one.points())
        .containsEntry(Enablement.Part.REACH, 2)
        .containsEntry(Enablement.Part.NAME, 1)
        .containsEntry(Enablement.Part.RELATION, 2)
        .containsEntry(Enablement.Part.PRETEXT, 3)
        .containsEntry(Enablement.Part.CHECKS, 1)
        .containsEntry(Enablement.Part.THREAT, 1);
    assertThat(one.sum()).isEqualTo(10);
    assertThat(one.band()).isEqualTo(Enablement.Band.HIGH);
    assertThat(Enablement.of(NOVEMBER, true, 1, Enablement.Threat.THEFT).sum()).isEqualTo(11);
  }

  /** Whoever cannot be reached cannot be deceived, whatever else is known of them. */
  @Test
  void withoutAWayToThemItIsLow() {
    ElementSet unreached = NOVEMBER.minus(Elements.catalogue().setOf(List.of("contact.email")));
    Enablement one = Enablement.of(unreached, true, 2, Enablement.Threat.USED);
    assertThat(one.points()).containsEntry(Enablement.Part.REACH, 0);
    assertThat(one.sum()).isEqualTo(4);
    assertThat(one.band()).isEqualTo(Enablement.Band.LOW);
  }

  /** More data, a worse thief, a likelier target: it never becomes less; nor is it out of range. */
  @Test
  void moreNeverMeansLess() {
    Random random = new Random(SEED);
    List<Element> all = Elements.catalogue().all();
    for (int i = 0; i < 2_000; i++) {
      ElementSet few = ElementSet.NONE;
      for (int k = random.nextInt(12); k > 0; k--) {
        few = few.plus(all.get(random.nextInt(all.size())).asSet());
      }
      ElementSet more = few.plus(all.get(random.nextInt(all.size())).asSet());
      boolean isKnown = random.nextBoolean();
      Enablement.Threat threat = Enablement.Threat.values()[random.nextInt(3)];
      int target = random.nextInt(3);
      int least = Enablement.of(few, isKnown, target, threat).sum();
      assertThat(Enablement.of(more, true, 2, Enablement.Threat.USED).sum())
          .as("seed " + SEED)
          .isBetween(least, 16);
      assertThat(Enablement.of(more, isKnown, target, threat).sum())
          .as("seed " + SEED)
          .isGreaterThanOrEqualTo(least);
    }
  }

  @Test
  void peopleAreCountedByBand() {
    Map<ElementSet, Long> people =
        Map.of(NOVEMBER, 180L, Elements.catalogue().setOf(List.of("person.full_name")), 900L);
    assertThat(
            Enablement.distribution(
                people, true, Enablement.Threat.THEFT, Enablement.Weights.USUAL))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Enablement.Band.LOW, 900L, Enablement.Band.HIGH, 180L));
    assertThat(new ArrayList<>(Severity.start(ElementSet.NONE))).isEmpty();
  }

  private static Identification found(String... ids) {
    return Identification.of(Elements.catalogue().setOf(List.of(ids)));
  }

  /** By the rows of the method's table of identifiers. */
  @Test
  void whoIsFoundByWhatFollowsTheTable() {
    assertThat(Identification.of(NOVEMBER)).isEqualTo(Identification.MAXIMUM);
    assertThat(found("person.full_name")).isEqualTo(Identification.LIMITED);
    assertThat(found("person.full_name", "person.date_of_birth")).isEqualTo(Identification.MAXIMUM);
    assertThat(found("contact.email")).isEqualTo(Identification.SIGNIFICANT);
    assertThat(found("contact.phone")).isEqualTo(Identification.LIMITED);
    assertThat(found("gov.national_id_ssn")).isEqualTo(Identification.LIMITED);
    assertThat(found("gov.national_id_ssn", "person.date_of_birth"))
        .isEqualTo(Identification.SIGNIFICANT);
    assertThat(found("gov.national_id_ssn", "contact.email")).isEqualTo(Identification.MAXIMUM);
    assertThat(found("id.account_user_id")).isEqualTo(Identification.NEGLIGIBLE);
    assertThat(found("id.account_user_id", "device.user_agent"))
        .isEqualTo(Identification.NEGLIGIBLE);
    assertThat(found("id.account_user_id", "device.ip_address")).isEqualTo(Identification.LIMITED);
    assertThat(Identification.of(ElementSet.NONE)).isEqualTo(Identification.NEGLIGIBLE);
  }

  /** More data never makes it harder to find somebody. */
  @Test
  void moreDataNeverIdentifiesLess() {
    Random random = new Random(SEED);
    int all = Elements.catalogue().all().size();
    for (int i = 0; i < 5_000; i++) {
      ElementSet some = ElementSet.NONE;
      for (int n = random.nextInt(6); n > 0; n--) {
        some = some.plus(ElementSet.of(random.nextInt(all)));
      }
      ElementSet more = some.plus(ElementSet.of(random.nextInt(all)));
      assertThat(Identification.of(more))
          .as("%s and %s, seed %d", some, more, SEED)
          .isGreaterThanOrEqualTo(Identification.of(some));
    }
  }

  /** A company's weights change the sum, never whether somebody can be reached at all. */
  @Test
  void weightsOfACompanyChangeTheSumAlone() {
    Enablement.Weights twice =
        new Enablement.Weights(1, Map.of(Enablement.Part.PRETEXT, 3, Enablement.Part.REACH, 0));
    Enablement usual = Enablement.of(NOVEMBER, true, 0, Enablement.Threat.THEFT);
    Enablement ours = Enablement.of(NOVEMBER, true, 0, Enablement.Threat.THEFT, twice);
    // 2 for reach fall away, 3 for pretexts become 9.
    assertThat(ours.sum()).isEqualTo(usual.sum() - 2 + 6);
    assertThat(ours.weights()).isOne();
    assertThat(ours.isReached()).isTrue();
    assertThatThrownBy(() -> new Enablement.Weights(1, Map.of(Enablement.Part.NAME, 4)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
