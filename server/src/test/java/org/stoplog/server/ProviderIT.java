package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.ProviderSettings;

/** People who come by a provider of OpenID Connect, and providers that lie. */
class ProviderIT {
  @TempDir static Path home;
  private static House house;
  private static TestProvider provider;

  private House.Person ada;

  @BeforeAll
  static void open() throws Exception {
    house = new House(home);
    provider = new TestProvider(house::now);
    house.startWith(settings(""));
  }

  @AfterAll
  static void close() {
    house.close();
    provider.close();
  }

  @BeforeEach
  void begin() {
    house.empty();
    ada = house.administrator();
  }

  @AfterEach
  void behave() {
    provider.honest();
  }

  private static ProviderSettings settings(String more) throws Exception {
    Path secret = home.resolve("secret");
    Files.writeString(secret, TestProvider.SECRET + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path file = home.resolve("provider");
    Files.writeString(
        file,
        """
        issuer=%s
        client-id=stoplog
        client-secret-file=secret
        scope=openid groups
        claim=groups
        break-glass=ada
        role.viewer=staff
        role.responder=security
        role.approver=privacy
        %s
        """
            .formatted(provider.issuer(), more));
    return ProviderSettings.read(file);
  }

  private static String go(Browser browser, String path) {
    HttpResponse<String> sent = browser.get(path);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
    return sent.headers().firstValue("Location").orElseThrow();
  }

  private static HttpResponse<String> signIn(Browser browser, String subject, String... groups) {
    return browser.get(provider.back(go(browser, "/sign-in/provider"), subject, groups));
  }

  private static String role(String name) {
    return house
        .ledger()
        .inTransaction(
            connection -> {
              try (var find =
                  connection.prepareStatement("select role from account where name = ?")) {
                find.setString(1, name);
                try (var row = find.executeQuery()) {
                  return row.next() ? row.getString(1) : "none";
                }
              }
            });
  }

  @Test
  void aPersonSignsInWithTheRoleOfTheirClaimAndLosesItWithTheClaim() {
    Browser browser = house.browser("bob");
    HttpResponse<String> back = signIn(browser, "bob", "others", "security");
    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    assertThat(back.headers().firstValue("Refresh"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/"));
    assertThat(browser.get("/").statusCode()).isEqualTo(200);
    assertThat(role("bob")).isEqualTo("responder");
    assertThat(signIn(house.browser("b2"), "bob", "staff").statusCode()).isEqualTo(200);
    assertThat(role("bob")).as("lowered").isEqualTo("viewer");
    assertThat(house.count("select count(*) from account")).isEqualTo(2);
    HttpResponse<String> none = signIn(house.browser("b3"), "bob", "others");
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.body()).contains("gives you no role here");
    assertThat(browser.get("/").statusCode()).as("its sessions ended").isEqualTo(302);
    assertThat(house.acts("account.role-taken")).isOne();
    assertThat(signIn(house.browser("x"), "stranger", "others").statusCode()).isEqualTo(401);
    assertThat(role("stranger")).isEqualTo("none");
  }

  /** Its pages lie at another site, and a browser sends fewer cookies on the way back. */
  @Test
  void aRealBrowserGoesThereAndComesBackSignedIn() {
    try (Chromium chromium = new Chromium()) {
      Chromium.Keyboard at = chromium.open();
      String base = "http://127.0.0.1:" + house.port();
      at.go(base + "/sign-in");
      at.look("sign-in-by-provider");
      at.press("Sign in with your organisation");
      assertThat(at.page().url()).startsWith("http://" + TestProvider.HOST + ":");
      at.press("Go on as bob");
      at.page().waitForURL(base + "/");
      assertThat(at.text()).contains("What needs your decision");
      at.go(base + "/account");
      at.look("account-by-provider");
      assertThat(at.text()).contains("bob", "responder", "by the provider of your organisation");
      at.go(base + "/incidents/new");
      at.type("title", "Sent by a form after that way back");
      at.press("Open the incident");
      assertThat(at.page().url()).contains("/incidents/");
      assertThat(chromium.faults()).isEmpty();
    }
  }

  @Test
  void anAnswerIsTakenOnceInTheBrowserThatAsked() {
    Browser victim = house.browser("victim");
    Browser thief = house.browser("thief");
    String answer = provider.back(go(thief, "/sign-in/provider"), "eve", "staff");
    go(victim, "/sign-in/provider");
    assertThat(victim.get(answer).statusCode()).as("another's answer").isEqualTo(401);
    Browser copy = thief.copied("thief");
    assertThat(thief.get(answer).statusCode()).isEqualTo(200);
    assertThat(copy.get(answer).statusCode()).as("replayed").isEqualTo(401);
    Browser mixed = house.browser("mixed");
    String first = provider.back(go(mixed, "/sign-in/provider"), "eve", "staff");
    String second = provider.back(go(mixed, "/sign-in/provider"), "eve", "staff");
    String code = first.substring(first.indexOf("&code="));
    assertThat(mixed.get(second.replaceAll("&code=.*", code)).statusCode())
        .as("a code of another flow")
        .isEqualTo(503);
    Browser elsewhere = house.browser("mix-up");
    String other = provider.back(go(elsewhere, "/sign-in/provider"), "eve", "staff");
    assertThat(elsewhere.get(other + "&iss=https://evil.example").statusCode())
        .as("of another provider")
        .isEqualTo(503);
    Browser slow = house.browser("slow");
    String late = provider.back(go(slow, "/sign-in/provider"), "eve", "staff");
    house.pass(Duration.ofMinutes(5));
    assertThat(slow.get(late).statusCode()).as("late").isEqualTo(401);
    assertThat(house.browser("none").get("/sign-in/provider/back?state=x&code=y").statusCode())
        .isEqualTo(401);
  }

  @Test
  void tokensThatAreNotAsTheyMustBeAreRefused() throws Exception {
    signIn(house.browser("a"), "bob", "staff");
    refused("issuer", () -> provider.lie = c -> c.issuer("https://evil.example"));
    refused("audience", () -> provider.lie = c -> c.audience("another"));
    refused("two without azp", () -> provider.lie = c -> c.audience(List.of("stoplog", "b")));
    refused("azp", () -> provider.lie = c -> c.claim("azp", "another"));
    refused("nonce", () -> provider.lie = c -> c.claim("nonce", "another"));
    refused("no nonce", () -> provider.lie = c -> c.claim("nonce", null));
    refused("nobody", () -> provider.lie = c -> c.subject(""));
    refused(
        "expired",
        () -> provider.lie = c -> c.expirationTime(Date.from(house.now().minusSeconds(90))));
    refused("no end", () -> provider.lie = c -> c.expirationTime(null));
    refused("old", () -> provider.lie = c -> c.issueTime(Date.from(house.now().minusSeconds(900))));
    refused(
        "of tomorrow",
        () -> provider.lie = c -> c.issueTime(Date.from(house.now().plusSeconds(900))));
    refused("alg none", () -> provider.sign = provider::unsigned);
    refused("HS256 with the public key", () -> provider.sign = provider::confused);
    refused("no token", () -> provider.sign = claims -> "x.y");
    refused("huge", () -> provider.padding = 300_000);
    refused("down", () -> provider.isDown = true);
    int before = provider.keysAsked;
    provider.turn();
    house.pass(Duration.ofMinutes(1));
    assertThat(signIn(house.browser("b"), "bob", "staff").statusCode())
        .as("new key")
        .isEqualTo(200);
    provider.turn();
    assertThat(signIn(house.browser("c"), "bob", "staff").statusCode()).isEqualTo(503);
    assertThat(signIn(house.browser("c"), "bob", "staff").statusCode()).isEqualTo(503);
    assertThat(provider.keysAsked).as("asked once a minute").isEqualTo(before + 1);
    house.pass(Duration.ofMinutes(1));
    assertThat(signIn(house.browser("c"), "bob", "staff").statusCode()).isEqualTo(200);
    assertThat(house.count("select count(*) from account where name = 'bob'")).isOne();
  }

  private static void refused(String what, Runnable lie) {
    Browser browser = house.browser("of bob");
    String address = go(browser, "/sign-in/provider");
    lie.run();
    HttpResponse<String> answer = browser.get(provider.back(address, "bob", "staff"));
    provider.honest();
    assertThat(answer.statusCode()).as(what).isEqualTo(503);
    assertThat(answer.body()).as(what).contains("sign-in is of no use now", "In an emergency");
    assertThat(browser.get("/").statusCode()).as(what).isEqualTo(302);
    assertThat(signIn(browser, "bob", "staff").statusCode()).as("after " + what).isEqualTo(200);
  }

  @Test
  void powerByClaimTakesAnotherPersonFromTheSecondOn() {
    Browser bob = house.browser("bob");
    signIn(bob, "bob", "privacy");
    assertThat(role("bob")).as("the first one who decides").isEqualTo("approver");
    Browser cay = house.browser("cay");
    signIn(cay, "cay", "privacy");
    assertThat(role("cay")).isEqualTo("responder");
    signIn(house.browser("cay2"), "cay", "privacy");
    assertThat(house.count("select count(*) from approval where state = 'open'")).isOne();
    String path = House.find(bob.get("/").body(), "(/approvals/[0-9a-f-]{36})");
    assertThat(cay.get(path).body()).contains("You asked for this");
    String form = bob.get(path).body();
    assertThat(form).contains("let your organisation ask you anew").doesNotContain("Your password");
    Map<String, String> fields = House.approval(form, "", "");
    assertThat(bob.postPlain(path + "/approve", fields).statusCode())
        .as("without a fresh proof")
        .isEqualTo(401);
    String prove = House.find(form, "(/account/prove[^\"]+)").replace("&amp;", "&");
    String asked = go(bob, prove);
    assertThat(asked).contains("prompt=login", "max_age=0");
    assertThat(bob.get(provider.back(asked, "cay", "privacy")).statusCode())
        .as("somebody else")
        .isEqualTo(401);
    provider.lie = c -> c.claim("auth_time", house.now().minusSeconds(600).getEpochSecond());
    assertThat(bob.get(provider.back(go(bob, prove), "bob", "privacy")).statusCode())
        .as("not asked anew")
        .isEqualTo(503);
    provider.honest();
    assertThat(bob.get(provider.back(go(bob, prove), "bob", "privacy")).statusCode())
        .isEqualTo(200);
    Browser copy = bob.copied("agent of thief");
    assertThat(copy.postPlain(path + "/approve", fields).statusCode()).isNotEqualTo(303);
    signIn(bob, "bob", "privacy");
    String again = bob.get(path).body();
    bob.get(provider.back(go(bob, prove), "bob", "privacy"));
    HttpResponse<String> done = bob.postPlain(path + "/approve", House.approval(again, "", ""));
    assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
    assertThat(role("cay")).isEqualTo("approver");
  }

  @Test
  void theAccountForEmergenciesCutsAndDecidesOnNothing() {
    Browser bob = house.browser("bob");
    signIn(bob, "bob", "privacy");
    Browser browser = house.browser("emergency");
    HttpResponse<String> in = house.signIn(browser, ada);
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(house.acts("break-glass.signed-in")).isOne();
    assertThat(browser.get("/").body()).contains("The account for emergencies was used");
    assertThat(browser.get("/accounts").body())
        .contains(provider.issuer(), "privacy")
        .doesNotContain(TestProvider.SECRET, "/accounts/invite");
    assertThat(browser.get("/people").statusCode()).isEqualTo(403);
    assertThat(browser.get("/mail").statusCode()).isEqualTo(403);
    assertThat(browser.post("/accounts", "/accounts/invite", Map.of("role", "viewer")).statusCode())
        .isEqualTo(403);
    signIn(house.browser("cay"), "cay", "privacy");
    String approval = "/approvals/" + House.find(bob.get("/").body(), "/approvals/([0-9a-f-]{36})");
    assertThat(browser.get(approval).statusCode()).isEqualTo(404);
    String id = house.id("bob");
    String cut = "/accounts/" + id + "/disable";
    assertThat(browser.post(cut, cut, Map.of()).statusCode()).isEqualTo(303);
    assertThat(signIn(house.browser("b2"), "bob", "privacy").statusCode()).isEqualTo(401);
  }

  @Test
  void passwordsOfOthersAndSessionsOfAnotherWayEnd() throws Exception {
    Browser bob = house.browser("bob");
    signIn(bob, "bob", "staff");
    house.startWith(null);
    assertThat(bob.get("/").statusCode()).as("no provider any more").isEqualTo(302);
    assertThat(house.browser("x").get("/sign-in/provider").statusCode()).isEqualTo(404);
    House.Person cay = house.invite(ada, "viewer", "cay");
    String token = house.token(cay);
    assertThat(cay.browser().get("/").statusCode()).isEqualTo(200);
    house.startWith(settings(""));
    assertThat(cay.browser().get("/").statusCode()).isEqualTo(302);
    assertThat(house.signIn(house.browser("c"), cay).statusCode()).isEqualTo(401);
    assertThat(new Program(house, token).get("/me").statusCode()).isEqualTo(401);
  }

  @Test
  void settingsSayWhatIsWrongAndNeverTheSecret() throws Exception {
    assertThat(settings("").toString()).doesNotContain(TestProvider.SECRET);
    assertThat(message("role.king=x")).contains("there is no setting role.king");
    assertThat(message("issuer=http://login.example.org")).contains("https://NAME");
    settings("");
    Files.setPosixFilePermissions(
        home.resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));
    try {
      ProviderSettings.read(home.resolve("provider"));
      throw new AssertionError("read");
    } catch (StoplogException e) {
      assertThat(String.valueOf(e.getMessage())).contains("chmod 600");
    }
  }

  private static String message(String more) throws Exception {
    try {
      settings(more);
      throw new AssertionError("read");
    } catch (StoplogException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
