package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys: in Debian's Chromium with an authenticator of its own, and from liars by hand. */
class PasskeysIT {
  @TempDir static Path home;
  private static House house;
  private static int keys;

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
  void begin() {
    house.empty();
    ada = house.administrator();
  }

  private static String named() {
    return "http://localhost:" + house.port();
  }

  private static SoftKey key() {
    return new SoftKey(named(), ++keys);
  }

  private static String challenge(Browser browser, String query) {
    return House.find(
        browser.get("/passkeys/challenge?" + query).body(), "\"challenge\":\"([A-Za-z0-9_-]+)\"");
  }

  /** The first page of the two that add one, filled in with password and a fresh code. */
  private static String newPage(House.Person who, String name) {
    house.pass(Duration.ofSeconds(60));
    HttpResponse<String> page =
        who.browser()
            .post(
                "/account/passkeys",
                "/account/passkeys",
                Map.of(
                    "name", name, "password", House.PASSWORD, "code", who.app().code(house.now())));
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page.body();
  }

  private static HttpResponse<String> add(House.Person who, SoftKey key, String name) {
    String page = newPage(who, name).replace("&#34;", "\"").replace("&quot;", "\"");
    String challenge = House.find(page, "\"challenge\":\"([A-Za-z0-9_-]+)\"");
    return finish(who, page, name, key.make(challenge));
  }

  private static HttpResponse<String> finish(
      House.Person who, String page, String name, String made) {
    return who.browser()
        .postPlain(
            "/account/passkeys/new",
            Map.of("form-token", Browser.token(page), "name", name, "passkey", made));
  }

  private static SoftKey added(House.Person who) {
    SoftKey key = key();
    HttpResponse<String> done = add(who, key, "Telephone");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
    UUID id = UUID.fromString(house.id(who.name()));
    key.handle =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return key;
  }

  private static HttpResponse<String> signIn(Browser browser, SoftKey key) {
    String form = browser.get("/sign-in").body();
    return signIn(browser, form, key.use(challenge(browser, "for=sign-in")));
  }

  private static HttpResponse<String> signIn(Browser browser, String form, String answer) {
    return browser.postPlain(
        "/sign-in",
        Map.of("form-token", Browser.token(form), "name", "", "password", "", "passkey", answer));
  }

  @Test
  void aPersonAddsOneSignsInApprovesAndRemovesItByKeysAlone() {
    House.Person cay = house.invite(ada, "approver", "cay");
    String approval = house.askFor(ada, "approver", "dan");
    try (Chromium chromium = new Chromium()) {
      Chromium.Keyboard at = chromium.open();
      CDPSession devices = at.page().context().newCDPSession(at.page());
      devices.send("WebAuthn.enable");
      devices.send("WebAuthn.addVirtualAuthenticator", authenticator());
      house.pass(Duration.ofSeconds(60));
      at.go("http://127.0.0.1:" + house.port() + "/sign-in");
      assertThat(at.page().isVisible("text=Sign in with a passkey")).isFalse();
      at.go(named() + "/sign-in");
      at.look("sign-in-passkey");
      at.type("name", "cay");
      at.type("password", House.PASSWORD);
      at.type("code", cay.app().code(house.now()));
      at.press("Sign in");
      at.go(named() + "/account");
      at.press("Passkeys");
      at.type("name", "Telephone <script>");
      at.type("password", House.PASSWORD);
      house.pass(Duration.ofSeconds(60));
      at.type("code", cay.app().code(house.now()));
      at.press("Add a passkey");
      at.look("passkey-new");
      at.press("Make the passkey");
      assertThat(at.text()).contains("Telephone <script>", "never");
      at.look("passkeys");
      at.page().click("text=Sign out");
      at.press("Sign in with a passkey");
      assertThat(at.page().url()).isEqualTo(named() + "/");
      at.go(named() + approval);
      at.look("approval-passkey");
      at.press("with a passkey");
      assertThat(at.text()).contains("Approved and done by cay");
      at.go(named() + "/account/passkeys");
      assertThat(at.text()).doesNotContain("never");
      at.press("Remove");
      at.look("passkey-remove");
      at.press("with a passkey");
      assertThat(at.text()).contains("You have none yet");
      assertThat(chromium.faults()).isEmpty();
    }
    assertThat(house.acts("passkey.added")).isOne();
    assertThat(house.acts("passkey.removed")).isOne();
    assertThat(house.count("select count(*) from approval where state = 'executed'")).isOne();
    assertThat(
            house.count(
                "select count(*) from audit_entry where act = 'account.signed-in'"
                    + " and detail::text like '%passkey%'"))
        .isOne();
  }

  /** Keeps passkeys, and knows whose finger it is. */
  private static JsonObject authenticator() {
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject whole = new JsonObject();
    whole.add("options", options);
    return whole;
  }

  @Test
  void aPasskeySignsInOnceForEachChallengeOfThisBrowser() {
    SoftKey key = added(ada);
    Browser browser = house.browser("new");
    String form = browser.get("/sign-in").body();
    String answer = key.use(challenge(browser, "for=sign-in"));
    Browser other = house.browser("other");
    other.get("/sign-in");
    assertThat(signIn(other, other.get("/sign-in").body(), answer).statusCode())
        .as("in another browser")
        .isEqualTo(401);
    Browser copy = browser.copied("new");
    assertThat(signIn(browser, form, answer).statusCode()).isEqualTo(303);
    assertThat(browser.get("/").statusCode()).isEqualTo(200);
    assertThat(signIn(copy, form, answer).statusCode()).as("replayed").isEqualTo(401);
    assertThat(signIn(browser, key).statusCode()).isEqualTo(303);
  }

  @Test
  void liesAreRefusedAndLookAlike() {
    SoftKey key = added(ada);
    refused(key, "origin", bad -> bad.origin = "http://localhost:1");
    refused(key, "site", bad -> bad.site = "evil.example");
    refused(key, "no finger", bad -> bad.isVerified = false);
    refused(key, "making taken for using", bad -> bad.type = "webauthn.create");
    refused(key, "no owner", bad -> bad.handle = new byte[0]);
    refused(key, "another owner", bad -> bad.handle = new byte[16]);
    key.handle = handle("ada");
    SoftKey unknown = key();
    unknown.handle = handle("ada");
    Browser browser = house.browser("thief");
    assertThat(signIn(browser, unknown).body()).contains("The passkey was not taken");
    SoftKey forged = new SoftKey(named(), 0);
    System.arraycopy(key.id, 0, forged.id, 0, key.id.length);
    forged.handle = handle("ada");
    forged.count = 50;
    assertThat(signIn(browser, forged).statusCode()).as("another's signature").isEqualTo(401);
    house.pass(Duration.ofMinutes(61));
    for (String junk : new String[] {"{", "[]", "{\"id\":{}}", "x".repeat(20_000)}) {
      assertThat(signIn(browser, browser.get("/sign-in").body(), junk).statusCode())
          .as(junk.substring(0, 1))
          .isEqualTo(401);
    }
    house.pass(Duration.ofMinutes(61));
    String form = browser.get("/sign-in").body();
    String late = challenge(browser, "for=sign-in");
    house.pass(Duration.ofMinutes(5));
    assertThat(signIn(browser, form, key.use(late)).statusCode()).as("late").isEqualTo(401);
    key.count = 1;
    signIn(house.browser("good"), key);
    assertThat(house.acts("passkey.count-fell")).isOne();
    key.count = 99;
    assertThat(signIn(house.browser("good"), key).statusCode()).isEqualTo(303);
  }

  private static byte[] handle(String name) {
    UUID id = UUID.fromString(house.id(name));
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static void refused(SoftKey key, String what, Consumer<SoftKey> lie) {
    String origin = key.origin;
    String site = key.site;
    byte[] handle = key.handle;
    lie.accept(key);
    HttpResponse<String> answer = signIn(house.browser("thief"), key);
    assertThat(answer.statusCode()).as(what).isEqualTo(401);
    assertThat(answer.body()).as(what).contains("The passkey was not taken");
    key.origin = origin;
    key.site = site;
    key.type = "";
    key.isVerified = true;
    key.handle = handle;
    house.pass(Duration.ofSeconds(1));
    assertThat(signIn(house.browser("owner"), key).statusCode()).as("after " + what).isEqualTo(303);
  }

  @Test
  void guessesAreCountedAsThoseOfPasswords() {
    SoftKey key = added(ada);
    key.isVerified = false;
    Browser thief = house.browser("thief");
    for (int i = 0; i < 5; i++) {
      assertThat(signIn(thief, key).statusCode()).isEqualTo(401);
    }
    key.isVerified = true;
    assertThat(signIn(thief, key).statusCode()).as("the door is locked").isEqualTo(429);
    house.pass(Duration.ofMinutes(2));
    assertThat(signIn(thief, key).statusCode()).isEqualTo(303);
  }

  @Test
  void onesOwnPasskeyApprovesWhatItSignedAndNothingElse() {
    House.Person cay = house.invite(ada, "approver", "cay");
    SoftKey adas = added(ada);
    SoftKey cays = added(cay);
    String path = house.askFor(ada, "approver", "dan");
    String form = cay.browser().get(path).body();
    String content = House.find(form, "<code class=\"wrap\">([0-9a-f]{64})</code>");
    String about = path.replace("/approvals/", "approval ") + " " + content;
    String query = "for=prove&about=" + about.replace(" ", "%20");
    assertThat(form).contains("data-use=\"/passkeys/challenge?for=prove");
    assertThat(approve(cay, path, form, content, adas.use(challenge(cay.browser(), query))))
        .as("another's passkey")
        .isEqualTo(401);
    String other = query.replace(content, "0".repeat(64));
    assertThat(approve(cay, path, form, content, cays.use(challenge(cay.browser(), other))))
        .as("signed something else")
        .isEqualTo(401);
    Browser outside = house.browser("outside");
    outside.get("/sign-in");
    String toSignIn = challenge(outside, "for=sign-in");
    assertThat(approve(cay, path, form, content, cays.use(toSignIn)))
        .as("signed to sign in")
        .isEqualTo(401);
    assertThat(house.count("select count(*) from approval where state = 'open'")).isOne();
    assertThat(approve(cay, path, form, content, cays.use(challenge(cay.browser(), query))))
        .isEqualTo(303);
    assertThat(house.count("select count(*) from approval where state = 'executed'")).isOne();
  }

  private static int approve(
      House.Person who, String path, String form, String content, String answer) {
    return who.browser()
        .postPlain(
            path + "/approve",
            Map.of("form-token", Browser.token(form), "content", content, "passkey", answer))
        .statusCode();
  }

  @Test
  void addingTakesAFreshProofAndAnAnswerOfThisPage() {
    String page = ada.browser().get("/account/passkeys").body();
    assertThat(page).contains("Open <a href=\"" + named() + "/account/passkeys\">");
    HttpResponse<String> wrong =
        ada.browser()
            .post(
                "/account",
                "/account/passkeys",
                Map.of("name", "x", "password", "wrong", "code", "000000"));
    assertThat(wrong.statusCode()).isEqualTo(401);
    SoftKey key = key();
    String proving = challenge(ada.browser(), "for=prove&about=a%20new%20passkey");
    String token = ada.browser().get("/account").body();
    assertThat(finish(ada, token, "x", key.make(proving)).statusCode())
        .as("a challenge that no proof was given for")
        .isEqualTo(422);
    key.isVerified = false;
    assertThat(add(ada, key, "no finger").statusCode()).isEqualTo(422);
    key.isVerified = true;
    key.origin = "https://evil.example";
    assertThat(add(ada, key, "elsewhere").statusCode()).isEqualTo(422);
    key.origin = named();
    assertThat(add(ada, key, "good").statusCode()).isEqualTo(303);
    assertThat(add(ada, key, "twice").statusCode()).as("known already").isEqualTo(422);
    assertThat(house.acts("passkey.added")).isOne();
    assertThat(house.browser("x").get("/passkeys/challenge?for=prove").statusCode()).isEqualTo(400);
  }

  @Test
  void anAccountThatIsOpenedAgainOrShutHasNoPasskeys() {
    House.Person cay = house.invite(ada, "viewer", "cay");
    SoftKey key = added(cay);
    String id = house.id("cay");
    String link =
        ada.browser().post("/accounts", "/accounts/" + id + "/open-again", Map.of()).body();
    Browser fresh = house.browser("fresh");
    String path = House.find(link, "(/welcome/[A-Za-z0-9_-]+)");
    assertThat(fresh.post(path, path, Map.of("password", "several other words")).statusCode())
        .isEqualTo(303);
    assertThat(signIn(house.browser("thief"), key).statusCode()).isEqualTo(401);
    assertThat(house.count("select count(*) from passing.passkey")).isZero();
  }
}
