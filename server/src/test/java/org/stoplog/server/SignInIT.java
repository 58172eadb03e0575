package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.Verification;

class SignInIT {
  @TempDir static Path home;
  private static House house;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
  }

  @Test
  void theFirstStartMakesAnAdministratorAndTheSecondOffersNoLink() {
    House.Person ada = house.administrator();
    assertThat(ada.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
    assertThat(ada.browser().get("/").body()).contains("What needs your decision");
    assertThat(house.server().firstLink()).isEmpty();
    house.stop();
    house.start();
    assertThat(house.server().firstLink()).isEmpty();
    assertThat(ada.browser().get("/").statusCode()).as("sessions outlive a restart").isEqualTo(200);
    assertThat(house.ledger().verifyAudit(List.of(), Progress.NONE))
        .isInstanceOf(Verification.Intact.class);
  }

  @Test
  void aOneTimeLinkWorksOnce() {
    String path = house.firstPath();
    house.enter(path, "ada");
    Browser second = house.browser("second");
    assertThat(second.get(path).statusCode()).isEqualTo(410);
    HttpResponse<String> again =
        second.post("/sign-in", path, Map.of("name", "eve", "password", House.PASSWORD));
    assertThat(again.statusCode()).isEqualTo(410);
    assertThat(house.count("select count(*) from account")).isEqualTo(1);
  }

  @Test
  void aOneTimeLinkIsVoidAfterAQuarterOfAnHour() {
    String path = house.firstPath();
    house.pass(Duration.ofMinutes(15).minusSeconds(1));
    assertThat(house.browser("in time").get(path).statusCode()).isEqualTo(200);
    house.pass(Duration.ofSeconds(1));
    assertThat(house.browser("late").get(path).statusCode()).isEqualTo(410);
  }

  @Test
  void aLinkIsVoidWhileTheClockIsBeforeItsMaking() {
    String path = house.firstPath();
    house.pass(Duration.ofHours(-1));
    assertThat(house.browser("early").get(path).statusCode()).isEqualTo(410);
  }

  @Test
  void aNewFirstLinkVoidsTheOneBefore() {
    String before = house.firstPath();
    String after = house.firstPath();
    assertThat(house.browser("a").get(before).statusCode()).isEqualTo(410);
    assertThat(house.browser("a").get(after).statusCode()).isEqualTo(200);
  }

  @Test
  void theFirstLinkIsRefusedWhenItComesThroughAProxy() {
    Browser far = house.browser("far");
    String path = house.firstPath();
    assertThat(far.send(far.request(path).header("X-Forwarded-For", "192.0.2.7")).statusCode())
        .isEqualTo(410);
  }

  @Test
  void nothingOpensBeforeTheSecondFactorIsSetUp() {
    String path = house.firstPath();
    Browser browser = house.browser("new");
    browser.post(path, path, Map.of("name", "ada", "password", House.PASSWORD));
    for (String page : new String[] {"/", "/audit", "/accounts", "/account"}) {
      HttpResponse<String> answer = browser.get(page);
      assertThat(answer.statusCode()).as(page).isIn(302, 303);
      assertThat(answer.headers().firstValue("Location").orElseThrow())
          .endsWith("/account/second-factor");
    }
  }

  @Test
  void nameAndPasswordAloneDoNotSignIn() {
    House.Person ada = house.administrator();
    Browser other = house.browser("other");
    assertThat(house.signIn(other, "ada", House.PASSWORD, "").statusCode()).isEqualTo(401);
    assertThat(house.signIn(other, ada).statusCode()).isEqualTo(303);
    assertThat(other.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void aCodeIsTakenOnce() {
    House.Person ada = house.administrator();
    house.pass(Duration.ofSeconds(60));
    String code = ada.app().code(house.now());
    assertThat(house.signIn(house.browser("a"), "ada", House.PASSWORD, code).statusCode())
        .isEqualTo(303);
    assertThat(house.signIn(house.browser("b"), "ada", House.PASSWORD, code).statusCode())
        .isEqualTo(401);
    house.pass(Duration.ofSeconds(-30));
    String older = ada.app().code(house.now());
    assertThat(house.signIn(house.browser("b"), "ada", House.PASSWORD, older).statusCode())
        .as("also not when the clock is set back")
        .isEqualTo(401);
  }

  @Test
  void theCodeOfTheSetUpIsUsedUp() {
    House.Person ada = house.administrator();
    String code = ada.app().code(house.now());
    assertThat(house.signIn(house.browser("a"), "ada", House.PASSWORD, code).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aRecoveryCodeIsTakenOnce() {
    House.Person ada = house.administrator();
    String code = ada.recoveryCodes().getFirst().toLowerCase(java.util.Locale.ROOT);
    assertThat(house.signIn(house.browser("a"), "ada", House.PASSWORD, code).statusCode())
        .isEqualTo(303);
    assertThat(house.signIn(house.browser("b"), "ada", House.PASSWORD, code).statusCode())
        .isEqualTo(401);
    assertThat(ada.browser().get("/account").body()).contains("<dd>9</dd>");
  }

  @Test
  void weakPasswordsAndOddNamesAreRefusedAndKeepWhatWasTyped() {
    String path = house.firstPath();
    Browser browser = house.browser("new");
    for (String password : new String[] {"short", "aaaaaaaaaaaaaaaa", "x".repeat(129)}) {
      HttpResponse<String> refused =
          browser.post(path, path, Map.of("name", "ada", "password", password));
      assertThat(refused.statusCode()).as(password).isEqualTo(422);
      assertThat(refused.body()).contains("value=\"ada\"").doesNotContain(password);
    }
    HttpResponse<String> refused =
        browser.post(
            path, path, Map.of("name", "<script>alert(1)</script>", "password", House.PASSWORD));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("&lt;script>").doesNotContain("<script>");
    HttpResponse<String> long1 =
        browser.post(path, path, Map.of("name", "ada", "password", "Grüße aus Köln und Łódź"));
    assertThat(long1.statusCode()).isEqualTo(303);
  }

  @Test
  void anUnknownNameAnswersLikeAWrongPassword() {
    house.administrator();
    Browser browser = house.browser("b");
    HttpResponse<String> wrong = house.signIn(browser, "ada", "wrong wrong wrong", "123456");
    HttpResponse<String> unknown = house.signIn(browser, "eve", "wrong wrong wrong", "123456");
    HttpResponse<String> odd = house.signIn(browser, "<b>'\"", "wrong wrong wrong", "123456");
    assertThat(unknown.statusCode()).isEqualTo(wrong.statusCode()).isEqualTo(401);
    assertThat(plain(unknown.body())).isEqualTo(plain(wrong.body()));
    assertThat(odd.statusCode()).isEqualTo(401);
    assertThat(odd.body()).doesNotContain("<b>'");
  }

  private static String plain(String html) {
    return html.replaceAll("value=\"[^\"]*\"", "");
  }

  @Test
  void signingOutEndsTheSessionOnTheServer() {
    House.Person ada = house.administrator();
    Browser kept = ada.browser().copied("agent of ada");
    assertThat(ada.browser().post("/", "/sign-out", Map.of()).statusCode()).isEqualTo(303);
    assertThat(kept.get("/").headers().firstValue("Location").orElseThrow()).endsWith("/sign-in");
    assertThat(house.acts("account.signed-out")).isEqualTo(1);
  }

  @Test
  void everyActHasOneEntryByItsActor() {
    House.Person ada = house.administrator();
    house.signIn(ada.browser(), ada);
    assertThat(house.acts("account.made")).isEqualTo(1);
    assertThat(house.acts("account.second-factor-set")).isEqualTo(1);
    assertThat(house.acts("account.signed-in")).isEqualTo(1);
    assertThat(
            house.count(
                "select count(*) from audit_entry e join account a on a.id = e.actor"
                    + " where a.name = 'ada'"))
        .isEqualTo(3);
    assertThat(house.count("select count(*) from audit_entry where detail like '%ada%'")).isZero();
  }
}
