package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionIT {
  @TempDir static Path home;
  private static House house;
  private House.Person ada;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void signedIn() {
    house.empty();
    ada = house.administrator();
  }

  private static boolean isIn(Browser browser) {
    return browser.get("/").statusCode() == 200;
  }

  private static long ended(String reason) {
    return house.count(
        "select count(*) from audit_entry where act = 'session.ended' and detail like '%"
            + reason
            + "%'");
  }

  @Test
  void aCookieReplayedFromAnotherClientEndsTheSession() {
    Browser thief = ada.browser().copied("thief");
    assertThat(isIn(thief)).isFalse();
    assertThat(isIn(ada.browser())).as("the owner notices").isFalse();
    assertThat(ended("other-client")).isEqualTo(1);
  }

  @Test
  void aReplacedSecretEndsTheSessionForBoth() {
    Browser thief = ada.browser().copied("agent of ada");
    house.pass(Duration.ofMinutes(10));
    assertThat(isIn(ada.browser())).isTrue(); // gets a new secret
    house.pass(Duration.ofSeconds(31));
    assertThat(isIn(thief)).isFalse();
    assertThat(isIn(ada.browser())).isFalse();
    assertThat(ended("replayed")).isEqualTo(1);
  }

  @Test
  void requestsUnderWayWhileTheSecretChangesAreAnswered() {
    Browser sameBrowser = ada.browser().copied("agent of ada");
    house.pass(Duration.ofMinutes(10));
    assertThat(isIn(ada.browser())).isTrue();
    assertThat(isIn(sameBrowser)).isTrue();
    assertThat(isIn(ada.browser())).isTrue();
    assertThat(house.acts("session.ended")).isZero();
  }

  @Test
  void aSessionEndsWhenItIsNotUsed() {
    house.pass(Duration.ofMinutes(29));
    assertThat(isIn(ada.browser())).isTrue();
    house.pass(Duration.ofMinutes(30));
    assertThat(isIn(ada.browser())).isFalse();
    assertThat(ended("expired")).isEqualTo(1);
  }

  @Test
  void aSessionEndsAfterTwelveHoursOfUse() {
    for (int i = 0; i < 35; i++) {
      house.pass(Duration.ofMinutes(20));
      assertThat(isIn(ada.browser())).as("%d minutes", 20 * i).isTrue();
    }
    house.pass(Duration.ofMinutes(20));
    assertThat(isIn(ada.browser())).isFalse();
  }

  @Test
  void aClockSetBackEndsTheSessionAndACorrectionDoesNot() {
    house.pass(Duration.ofMinutes(5));
    assertThat(isIn(ada.browser())).isTrue();
    house.pass(Duration.ofSeconds(-90));
    assertThat(isIn(ada.browser())).isTrue();
    house.pass(Duration.ofHours(-2));
    assertThat(isIn(ada.browser())).isFalse();
    assertThat(ended("clock-set-back")).isEqualTo(1);
  }

  @Test
  void signingInGivesANewSessionAndEndsTheOneBefore() {
    Browser before = ada.browser().copied("agent of ada");
    String old = ada.browser().cookies().get("stoplog-session");
    assertThat(house.signIn(ada.browser(), ada.name(), House.PASSWORD, "").statusCode())
        .isEqualTo(401);
    assertThat(ada.browser().cookies()).containsEntry("stoplog-session", old);
    assertThat(house.signIn(ada.browser(), ada).statusCode()).isEqualTo(303);
    assertThat(ada.browser().cookies().get("stoplog-session")).isNotEqualTo(old);
    assertThat(isIn(before)).isFalse();
    assertThat(isIn(ada.browser())).isTrue();
  }

  @Test
  void onlyHashesOfSessionsAreKept() {
    String cookie = ada.browser().cookies().get("stoplog-session");
    String secret = cookie.substring(cookie.indexOf('.') + 1);
    assertThat(
            house.count(
                "select count(*) from passing.session where encode(secret_hash, 'base64') like '%"
                    + secret.substring(0, 20)
                    + "%'"))
        .isZero();
    assertThat(house.count("select count(*) from passing.session")).isEqualTo(1);
  }

  @Test
  void cookiesAreOutOfReachOfScriptsAndOtherSites() {
    Browser fresh = house.browser("fresh");
    HttpResponse<String> form = fresh.get("/sign-in");
    HttpResponse<String> in = house.signIn(ada.browser(), ada);
    for (HttpResponse<String> response : java.util.List.of(form, in)) {
      assertThat(response.headers().allValues("Set-Cookie"))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).contains("HttpOnly", "SameSite=Strict", "Path=/"));
    }
  }

  @Test
  void oddCookiesAreNobody() {
    for (String odd :
        new String[] {"", "x", ".", "a".repeat(22) + "." + "b".repeat(43), "é", "'"}) {
      Browser browser = house.browser("odd");
      browser.cookies().put("stoplog-session", odd);
      assertThat(isIn(browser)).as(odd).isFalse();
    }
    assertThat(house.log()).isEmpty();
  }

  @Test
  void aFormWithoutItsTokenDoesNothing() {
    HttpResponse<String> none =
        ada.browser().postPlain("/accounts/invite", Map.of("role", "viewer"));
    HttpResponse<String> wrong =
        ada.browser().postPlain("/accounts/invite", Map.of("role", "viewer", "form-token", "AAAA"));
    assertThat(none.statusCode()).isEqualTo(403);
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(none.body()).contains("form-expired");
    assertThat(house.acts("account.invited")).isZero();
  }

  @Test
  void aTokenOfAnotherSessionDoesNothing() {
    House.Person bob = house.invite(ada, "administrator", "bob");
    String token = Browser.token(bob.browser().get("/accounts").body());
    assertThat(
            ada.browser()
                .postPlain("/accounts/invite", Map.of("role", "viewer", "form-token", token))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aRequestOfAnotherSiteDoesNothing() {
    String token = Browser.token(ada.browser().get("/accounts").body());
    Map<String, String> fields = Map.of("role", "viewer", "form-token", token);
    for (Map.Entry<String, String> header :
        Map.of("Origin", "http://evil.example.org", "Sec-Fetch-Site", "same-site").entrySet()) {
      HttpResponse<String> refused =
          ada.browser()
              .send(
                  Browser.form(
                      ada.browser()
                          .request("/accounts/invite")
                          .header(header.getKey(), header.getValue()),
                      fields));
      assertThat(refused.statusCode()).as(header.toString()).isEqualTo(403);
    }
    assertThat(house.acts("account.invited")).isZero();
    HttpResponse<String> ours =
        ada.browser()
            .send(
                Browser.form(
                    ada.browser()
                        .request("/accounts/invite")
                        .header("Origin", "http://localhost:" + house.port()),
                    fields));
    assertThat(ours.statusCode()).isEqualTo(200);
  }
}
