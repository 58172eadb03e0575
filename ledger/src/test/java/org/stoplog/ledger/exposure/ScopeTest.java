package org.stoplog.ledger.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.exposure.Claim.Certainty;
import org.stoplog.ledger.exposure.Claim.Origin;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;

class ScopeTest {
  @Test
  void dropsWhatALaterClaimSuperseded() {
    Scope scope =
        only(
            claim("a", Polarity.IN, null, null),
            claim("b", Polarity.IN, null, "a"),
            claim("c", Polarity.IN, null, "b"),
            claim("d", Polarity.IN, null, null));

    assertThat(ids(scope.working())).containsExactly("c", "d");
    assertThat(ids(scope.superseded())).containsExactly("a", "b");
  }

  @Test
  void aNegativeClaimNeverNarrows() {
    Scope scope = only(claim("a", Polarity.IN, null, null), claim("no", Polarity.OUT, null, null));

    assertThat(ids(scope.working())).containsExactly("a");
    assertThat(scope.notApplied())
        .extracting(Scope.NotApplied::reason)
        .containsExactly("a negative claim narrows only by the decision of two people");
  }

  @Test
  void aNegativeOrOpenClaimDoesNotSupersedeAPositiveOne() {
    Scope scope =
        only(
            claim("a", Polarity.IN, null, null),
            claim("no", Polarity.OUT, null, "a"),
            claim("b", Polarity.IN, null, null),
            claim("perhaps", Polarity.UNKNOWN, null, "b"));

    assertThat(ids(scope.working())).containsExactly("a", "b");
    assertThat(scope.superseded()).isEmpty();
    assertThat(scope.notApplied()).hasSize(2);
  }

  @Test
  void aPositiveClaimReplacesAlongAChainAndANegativeOneReplacesNegativeOnes() {
    Scope chain =
        only(
            claim("a", Polarity.IN, null, null),
            claim("no", Polarity.OUT, null, "a"),
            claim("b", Polarity.IN, null, "no"));
    Scope negative =
        only(claim("no", Polarity.OUT, null, null), claim("no2", Polarity.OUT, null, "no"));

    assertThat(ids(chain.working())).containsExactly("b");
    assertThat(ids(chain.superseded())).containsExactly("a", "no");
    assertThat(ids(negative.superseded())).containsExactly("no");
  }

  @Test
  void givesEachScenarioTheBaseAndItsOwn() {
    List<Scope> scopes =
        Scope.of(
            new Claims(
                "x",
                List.of(
                    claim("base", Polarity.IN, null, null),
                    claim("s", Polarity.IN, "supplier", "base"),
                    claim("p", Polarity.IN, "press", null))));

    assertThat(scopes).extracting(Scope::scenario).containsExactly(null, "supplier", "press");
    assertThat(scopes.stream().map(scope -> ids(scope.working())))
        .containsExactly(List.of("base"), List.of("s"), List.of("base", "p"));
  }

  @Test
  void aScenariosClaimIsNotSeenByTheOthers() {
    List<Scope> scopes =
        Scope.of(
            new Claims(
                "x",
                List.of(
                    claim("a", Polarity.IN, "one", null),
                    claim("b", Polarity.IN, "two", "a"),
                    claim("c", Polarity.IN, null, "b"))));

    assertThat(scopes.stream().map(scope -> ids(scope.working())))
        .containsExactly(List.of("c"), List.of("a", "c"), List.of("c"));
  }

  @Test
  void namesOthersClaimsThatNobodyVerified() {
    Claim mail =
        new Claim(
            "m",
            "Mapplanet",
            new Origin(Source.MAIL, Verified.NONE, null, null),
            Polarity.IN,
            Certainty.CLAIMED,
            Taken.EVERYTHING,
            null,
            null,
            null);
    Scope scope = only(mail, Claim.own("o", "Mapplanet", Taken.EVERYTHING));

    assertThat(ids(scope.unverified())).containsExactly("m");
    assertThat(ids(scope.working())).containsExactly("m", "o");
  }

  private static Scope only(Claim... claims) {
    List<Scope> scopes = Scope.of(new Claims("x", List.of(claims)));
    assertThat(scopes).hasSize(1);
    return scopes.getFirst();
  }

  private static Claim claim(
      String id, Polarity polarity, @Nullable String scenario, @Nullable String supersedes) {
    return new Claim(
        id,
        "Mapplanet",
        Origin.OWN,
        polarity,
        Certainty.CLAIMED,
        Taken.EVERYTHING,
        scenario,
        supersedes,
        null);
  }

  private static List<String> ids(List<Claim> claims) {
    return claims.stream().map(Claim::id).toList();
  }
}
