package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokensIT {
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

  private static HttpResponse<String> me(String authorization) {
    Browser program = house.browser("program");
    return program.send(program.request("/api/v1/me").header("Authorization", authorization).GET());
  }

  private static int status(String token) {
    return me("Bearer " + token).statusCode();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body());
  }

  @Test
  void aTokenSaysWhoItIsAndWhatItMay() {
    String token = house.token(ada);
    HttpResponse<String> answer = me("bearer " + token);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode me = json(answer);
    assertThat(me.get("name").asString()).isEqualTo("ada");
    assertThat(me.get("permissions").toString()).isEqualTo("[\"work\"]");
    assertThat(me.get("token").get("purpose").asString()).isEqualTo("a test");
    assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    JsonNode inSession = json(ada.browser().get("/api/v1/me"));
    assertThat(inSession.get("token")).isNull();
    assertThat(inSession.get("permissions").toString()).contains("manage-accounts");
  }

  @Test
  void onlyItsHashIsKeptAndItIsShownOnce() {
    String token = house.token(ada);
    assertThat(
            house.count(
                "select count(*) from passing.token t where t::text like '%"
                    + token.substring(8, 20)
                    + "%'"))
        .isZero();
    assertThat(ada.browser().get("/account/tokens").body())
        .contains("a test")
        .doesNotContain(token.substring(0, 12));
    assertThat(house.count("select count(*) from audit_entry where detail like '%a test%'"))
        .isZero();
    assertThat(house.acts("token.made")).isEqualTo(1);
  }

  @Test
  void lastUseIsShown() {
    String token = house.token(ada);
    assertThat(ada.browser().get("/account/tokens").body()).contains(">never<");
    status(token);
    assertThat(ada.browser().get("/account/tokens").body())
        .doesNotContain(">never<")
        .contains("25 Nov 2026, 09:01:00 UTC</td><td>good");
  }

  @Test
  void aWrongTokenIsAProblemForPrograms() {
    Browser browser = house.browser("asks for a page");
    for (String odd : new String[] {"stoplog_", "", "x", "stoplog_" + "a".repeat(43), "é"}) {
      HttpResponse<String> answer =
          browser.send(browser.request("/api/v1/me").header("Authorization", "Bearer " + odd));
      assertThat(answer.statusCode()).as(odd).isEqualTo(401);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/problem+json");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(json(answer).get("type").asString())
          .isEqualTo("urn:stoplog:problem:token-invalid");
    }
    HttpResponse<String> nothing = browser.get("/api/v1/me");
    assertThat(nothing.statusCode()).isEqualTo(401);
    assertThat(json(nothing).get("type").asString()).endsWith("sign-in-needed");
    assertThat(browser.get("/api/v1/no-such").statusCode()).isEqualTo(404);
  }

  @Test
  void aWrongTokenBesideAGoodSessionIsNobody() {
    HttpResponse<String> answer =
        ada.browser()
            .send(ada.browser().request("/audit").header("Authorization", "Bearer nonsense"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(ada.browser().get("/audit").statusCode()).isEqualTo(200);
    assertThat(
            ada.browser()
                .send(ada.browser().request("/audit").header("Authorization", "Basic eDp5"))
                .statusCode())
        .as("another scheme is a proxy's affair")
        .isEqualTo(200);
  }

  @Test
  void wrongTokensCountAgainstTheAddressAndAGoodOneWorksAllTheSame() {
    String token = house.token(ada);
    int looked = 0;
    for (int i = 0; i < 40; i++) {
      looked += status("stoplog_guess" + i) == 401 ? 1 : 0;
    }
    assertThat(looked).isEqualTo(30);
    HttpResponse<String> locked = me("Bearer one more");
    assertThat(locked.statusCode()).isEqualTo(429);
    assertThat(json(locked).get("type").asString()).endsWith("too-many-attempts");
    assertThat(house.signIn(house.browser("new"), "ada", House.PASSWORD, "000000").statusCode())
        .as("as signing in does")
        .isEqualTo(429);
    assertThat(status(token)).isEqualTo(200);
    assertThat(house.acts("sign-in.locked")).isEqualTo(1);
  }

  @Test
  void aProgramThatWasForgottenLocksNobodyOut() {
    String token = house.token(ada);
    house.pass(Duration.ofDays(90));
    for (int i = 0; i < 40; i++) {
      assertThat(status(token)).isEqualTo(401);
    }
    assertThat(house.signIn(house.browser("new"), ada).statusCode()).isEqualTo(303);
  }

  @Test
  void itExpiresAndAClockSetBackDoesNotPrecedeIt() {
    String token = house.token(ada);
    house.pass(Duration.ofDays(90).minusSeconds(1));
    assertThat(status(token)).isEqualTo(200);
    house.pass(Duration.ofSeconds(1));
    assertThat(status(token)).isEqualTo(401);
    house.pass(Duration.ofDays(-91));
    assertThat(status(token)).isEqualTo(401);
  }

  @Test
  void endingItEndsItAtOnceAndOnlyItsMakerDoes() {
    House.Person bob = house.invite(ada, "administrator", "bob");
    String token = house.token(ada);
    String path =
        House.find(
            ada.browser().get("/account/tokens").body(),
            "action=\"(/account/tokens/[0-9a-f-]+/end)\"");
    assertThat(bob.browser().post("/account/tokens", path, Map.of()).statusCode()).isEqualTo(404);
    assertThat(status(token)).isEqualTo(200);
    assertThat(ada.browser().post("/account/tokens", path, Map.of()).statusCode()).isEqualTo(303);
    assertThat(status(token)).isEqualTo(401);
    assertThat(ada.browser().post("/account/tokens", path, Map.of()).statusCode()).isEqualTo(404);
    assertThat(house.acts("token.ended")).isEqualTo(1);
  }

  @Test
  void aDisabledAccountsTokensEnd() {
    House.Person cyd = house.invite(ada, "responder", "cyd");
    String token = house.token(cyd);
    String disable = "/accounts/" + house.id("cyd") + "/disable";
    ada.browser().post(disable, disable, Map.of());
    assertThat(status(token)).isEqualTo(401);
    assertThat(
            house.count(
                "select count(*) from audit_entry where act = 'account.disabled'"
                    + " and detail like '%\"tokens-ended\":1%'"))
        .isEqualTo(1);
  }

  @Test
  void anAccountThatIsOpenedAgainHasNoTokensOfBefore() {
    House.Person cyd = house.invite(ada, "responder", "cyd");
    String token = house.token(cyd);
    String again = "/accounts/" + house.id("cyd") + "/open-again";
    String welcome =
        House.find(
            ada.browser().post("/accounts", again, Map.of()).body(), "(/welcome/[A-Za-z0-9_-]+)");
    house.browser("fresh").post(welcome, welcome, Map.of("password", "another good password"));
    assertThat(status(token)).isEqualTo(401);
  }

  @Test
  void aTokenApprovesNothing() {
    House.Person bob = house.invite(ada, "approver", "bob");
    String token = house.token(bob);
    String path = house.askFor(ada, "approver", "cyd");
    house.pass(Duration.ofSeconds(60));
    Map<String, String> fields =
        House.approval(bob.browser().get(path).body(), House.PASSWORD, bob.app().code(house.now()));
    for (Browser browser : new Browser[] {house.browser("program"), bob.browser()}) {
      HttpRequest.Builder request =
          browser.request(path + "/approve").header("Authorization", "Bearer " + token);
      assertThat(browser.send(Browser.form(request, fields)).statusCode()).isEqualTo(403);
    }
    assertThat(house.count("select count(*) from approval where state = 'open'")).isEqualTo(1);
  }

  @Test
  void theFormRefusesWhatItShouldAndKeepsWhatWasTyped() {
    Map<String, String> good =
        Map.of("purpose", "<b>nightly", "days", "30", "may", "work", "password", House.PASSWORD);
    assertRefused(good, "purpose", " ", 422);
    assertRefused(good, "purpose", "x".repeat(101), 422);
    for (String days : new String[] {"0", "366", "-1", "1e2", "", "99999999999", "<b>"}) {
      assertRefused(good, "days", days, 422);
    }
    for (String may :
        new String[] {
          "approve", "manage-accounts", "forget-people", "keep-record", "own-account", ""
        }) {
      assertRefused(good, "may", may, 422);
    }
    assertRefused(good, "may", "king", 400);
    assertRefused(good, "password", "a wrong password", 401);
    assertThat(house.count("select count(*) from passing.token")).isZero();
  }

  private void assertRefused(Map<String, String> good, String field, String value, int status) {
    Map<String, String> fields = new HashMap<>(good);
    fields.put("code", "000000");
    fields.put(field, value);
    HttpResponse<String> answer = ada.browser().post("/account/tokens", "/account/tokens", fields);
    assertThat(answer.statusCode()).as(field + " " + value).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("<b>", "stoplog_");
    if (status == 422 && !field.equals("purpose")) {
      assertThat(answer.body()).contains("&lt;b>nightly");
    }
  }

  @Test
  void noMoreThanTwentyAtOnce() {
    for (int i = 0; i < 20; i++) {
      assertThat(house.makeToken(ada, "number " + i, "1").statusCode()).isEqualTo(200);
    }
    assertThat(house.makeToken(ada, "one more", "1").statusCode()).isEqualTo(422);
  }
}
