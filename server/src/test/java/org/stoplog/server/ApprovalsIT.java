package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.Verification;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Transactions;

class ApprovalsIT {
  @TempDir static Path home;
  private static House house;
  private House.Person ada;
  private House.Person bob;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void two() {
    house.empty();
    ada = house.administrator();
    bob = house.invite(ada, "approver", "bob");
  }

  private static String state(String path) {
    String id = path.substring(path.lastIndexOf('/') + 1);
    return house
        .ledger()
        .inTransaction(
            connection -> {
              try (var find =
                  connection.prepareStatement("select state from approval where id = ?::uuid")) {
                find.setString(1, id);
                try (var row = find.executeQuery()) {
                  row.next();
                  return row.getString(1);
                }
              }
            });
  }

  private static String right(String path) {
    return path.replace("/approvals/", "/accounts/approved/");
  }

  @Test
  void aThirdWhoDecidesForOthersTakesTwoPeople() {
    String path = house.askFor(ada, "administrator", "cyd of the <b>night</b> shift");
    assertThat(ada.browser().get(path).body())
        .contains("another person decides", "Take it back")
        .doesNotContain("/approve\"");
    assertThat(bob.browser().get("/").body()).contains("Invite a new administrator", path);
    assertThat(bob.browser().get(path).body())
        .contains("cyd of the &lt;b&gt;night&lt;/b&gt; shift", "Asked by", "ada")
        .doesNotContain("<b>night");
    assertThat(ada.browser().get(right(path)).body()).contains("There is no link to make");

    assertThat(house.approve(bob, path).statusCode()).isEqualTo(303);
    assertThat(state(path)).isEqualTo("executed");
    assertThat(bob.browser().get("/").body()).contains("Nothing waits for you");
    assertThat(bob.browser().get(right(path)).body())
        .contains("Only whoever asked")
        .doesNotContain("Make the link</button>");
    assertThat(ada.browser().get("/").body()).contains("Approved: Invite a new administrator");
    HttpResponse<String> link = ada.browser().post(right(path), right(path) + "/link", Map.of());
    String welcome = House.find(link.body(), "(/welcome/[A-Za-z0-9_-]+)");
    assertThat(house.count("select count(*) from passing.link_due")).isZero();
    assertThat(ada.browser().get(right(path)).body()).contains("There is no link to make");
    assertThat(ada.browser().post("/accounts", right(path) + "/link", Map.of()).statusCode())
        .as("once")
        .isEqualTo(404);

    House.Person cyd = house.enter(welcome, "cyd");
    assertThat(cyd.browser().get("/accounts").statusCode()).isEqualTo(200);
    assertThat(house.ledger().verifyAudit(List.of(), Progress.NONE))
        .isInstanceOf(Verification.Intact.class);
  }

  @Test
  void theLogNamesApprovalAskerAndApproverInOneEntry() {
    String path = house.askFor(ada, "approver", "cyd");
    house.approve(bob, path);
    String id = path.substring("/approvals/".length());
    assertThat(house.acts("approval.asked")).isEqualTo(1);
    assertThat(
            house.count(
                """
                select count(*) from audit_entry e
                where act = 'account.invitation-approved' and actor = '%s'
                  and detail like '%%"approval":"%s"%%' and detail like '%%"asker":"%s"%%'
                  and detail like '%%"approver":"%s"%%'
                """
                    .formatted(house.id("bob"), id, house.id("ada"), house.id("bob"))))
        .isEqualTo(1);
    assertThat(house.count("select count(*) from audit_entry where detail like '%cyd%'")).isZero();
  }

  @Test
  void whoeverAskedDoesNotApproveAlsoNotFromAnotherBrowser() {
    String path = house.askFor(ada, "approver", "cyd");
    Browser other = house.browser("other browser of ada");
    assertThat(house.signIn(other, ada).statusCode()).isEqualTo(303);
    house.pass(Duration.ofSeconds(60));
    Map<String, String> fields =
        Map.of(
            "content",
            House.find(other.get(path).body(), "<code class=\"wrap\">([0-9a-f]{64})</code>"),
            "password",
            House.PASSWORD,
            "code",
            ada.app().code(house.now()));
    assertThat(other.post(path, path + "/approve", fields).statusCode()).isEqualTo(403);
    assertThat(other.post(path, path + "/refuse", Map.of("reason", "no")).statusCode())
        .isEqualTo(403);
    assertThat(state(path)).isEqualTo("open");
  }

  @Test
  void whoeverWorkedOnItDoesNotApprove() {
    House.Person cyd = house.inviteByTwo(ada, bob, "approver", "cyd");
    Approvals approvals = house.server().part(Approvals.class);
    Transactions transactions = house.server().part(Transactions.class);
    UUID asker = UUID.fromString(house.id("ada"));
    UUID editor = UUID.fromString(house.id("bob"));
    String target = house.id("cyd");
    UUID first =
        transactions.act(act -> approvals.ask(act, request(asker, target, Set.of(editor))));
    assertThat(house.approve(bob, "/approvals/" + first).statusCode()).isEqualTo(403);

    transactions.act(
        act -> {
          assertThat(approvals.edited(act.jdbc(), "account.open-again", target, editor))
              .hasValue(first);
          act.record(editor, "test.edited", Map.of());
          return true;
        });
    assertThat(state("/approvals/" + first)).as("an edit voids it").isEqualTo("void");
    UUID second = transactions.act(act -> approvals.ask(act, request(asker, target, Set.of())));
    assertThat(bob.browser().get("/approvals/" + second).body())
        .as("known from before")
        .contains("You worked on what is to be approved", "<li class=\"in\"><code>+ &lt;i&gt;one");
    assertThat(house.approve(cyd, "/approvals/" + second).statusCode()).isEqualTo(303);
    UUID third = transactions.act(act -> approvals.ask(act, request(asker, target, Set.of())));
    assertThat(house.approve(bob, "/approvals/" + third).statusCode())
        .as("edits of before the last approval count no more")
        .isEqualTo(303);
  }

  private static Approvals.Request request(UUID asker, String target, Set<UUID> editors) {
    return new Approvals.Request(
        asker,
        "account.open-again",
        target,
        "Open an account again",
        List.of(new Approval.Fact("Account", "<script>x</script>", "/accounts")),
        List.of("+ <i>one", "- two"),
        editors);
  }

  @Test
  void askingAnewReplacesWhatWaits() {
    House.Person cyd = house.inviteByTwo(ada, bob, "approver", "cyd");
    String again = "/accounts/" + house.id("cyd") + "/open-again";
    String first = asked(ada.browser().post("/accounts", again, Map.of()));
    String second = asked(ada.browser().post("/accounts", again, Map.of()));
    assertThat(state(first)).isEqualTo("void");
    assertThat(house.approve(bob, first).statusCode()).isEqualTo(409);
    assertThat(house.approve(bob, second).statusCode()).isEqualTo(303);
    assertThat(cyd.browser().get("/").statusCode()).as("nothing ends yet").isEqualTo(200);
    HttpResponse<String> made =
        ada.browser().post(right(second), right(second) + "/link", Map.of());
    String welcome = House.find(made.body(), "(/welcome/[A-Za-z0-9_-]+)");
    Browser fresh = house.browser("fresh");
    assertThat(
            fresh.post(welcome, welcome, Map.of("password", "another good password")).statusCode())
        .isEqualTo(303);
    assertThat(cyd.browser().get("/").statusCode()).isNotEqualTo(200);
    house.enrol(fresh, "cyd");
  }

  private static String asked(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    return House.find(answer.headers().firstValue("Location").orElseThrow(), "(/approvals/.+)");
  }

  @Test
  void aChangeOfTheContentVoidsIt() {
    house.inviteByTwo(ada, bob, "approver", "cyd");
    String again = "/accounts/" + house.id("cyd") + "/open-again";
    String path = asked(ada.browser().post("/accounts", again, Map.of()));
    sql("update account set password = password || 'x' where name = 'cyd'");
    HttpResponse<String> answer = house.approve(bob, path);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("not what was asked for");
    assertThat(state(path)).isEqualTo("void");
    assertThat(house.acts("approval.voided")).isEqualTo(1);
    assertThat(house.acts("account.opening-approved")).isZero();
    assertThat(house.approve(bob, path).statusCode()).as("for good").isEqualTo(409);
  }

  @Test
  void aTargetThatIsGoneVoidsIt() {
    house.inviteByTwo(ada, bob, "approver", "cyd");
    String again = "/accounts/" + house.id("cyd") + "/open-again";
    String path = asked(ada.browser().post("/accounts", again, Map.of()));
    String disable = "/accounts/" + house.id("cyd") + "/disable";
    ada.browser().post(disable, disable, Map.of());
    assertThat(house.approve(bob, path).statusCode()).isEqualTo(409);
    assertThat(state(path)).isEqualTo("void");
  }

  private static void sql(String statement) {
    house
        .ledger()
        .inTransaction(
            connection -> {
              connection.createStatement().execute(statement);
              return true;
            });
  }

  @Test
  void aReplayedFormDoesNothing() {
    String path = house.askFor(ada, "approver", "cyd");
    house.pass(Duration.ofSeconds(60));
    String form = bob.browser().get(path).body();
    Map<String, String> fields = House.approval(form, House.PASSWORD, bob.app().code(house.now()));
    assertThat(bob.browser().postPlain(path + "/approve", fields).statusCode()).isEqualTo(303);
    assertThat(bob.browser().postPlain(path + "/approve", fields).statusCode()).isEqualTo(409);
    String next = house.askFor(ada, "approver", "dan");
    assertThat(bob.browser().postPlain(next + "/approve", fields).statusCode())
        .as("the form of another approval")
        .isEqualTo(400);
    assertThat(house.acts("account.invitation-approved")).isEqualTo(1);
  }

  @Test
  void oneCodeApprovesOneThing() {
    String one = house.askFor(ada, "approver", "cyd");
    String two = house.askFor(ada, "approver", "dan");
    house.pass(Duration.ofSeconds(60));
    String code = bob.app().code(house.now());
    assertThat(house.approve(bob, one, House.PASSWORD, code).statusCode()).isEqualTo(303);
    assertThat(house.approve(bob, two, House.PASSWORD, code).statusCode()).isEqualTo(401);
    assertThat(state(two)).isEqualTo("open");
  }

  @Test
  void wrongPasswordsAndCodesAreCountedAsAtSigningIn() {
    String path = house.askFor(ada, "approver", "cyd");
    house.pass(Duration.ofSeconds(60));
    String right = bob.app().code(house.now());
    String old = bob.app().code(house.now().minusSeconds(120));
    assertThat(house.approve(bob, path, "a wrong password", right).statusCode()).isEqualTo(401);
    assertThat(house.approve(bob, path, House.PASSWORD, "").statusCode()).isEqualTo(401);
    assertThat(house.approve(bob, path, House.PASSWORD, old).statusCode()).isEqualTo(401);
    assertThat(
            house.approve(bob, path, House.PASSWORD, bob.recoveryCodes().getFirst()).statusCode())
        .as("a recovery code signs in, and approves nothing")
        .isEqualTo(401);
    assertThat(bob.browser().get("/account").body()).contains("<dd>10</dd>");
    assertThat(house.approve(bob, path, "a wrong password", right).statusCode()).isEqualTo(401);
    HttpResponse<String> locked = house.approve(bob, path, House.PASSWORD, right);
    assertThat(locked.statusCode()).isEqualTo(429);
    assertThat(locked.body()).contains("Try again after").doesNotContain(House.PASSWORD);
    assertThat(state(path)).isEqualTo("open");
    assertThat(house.acts("sign-in.locked")).isEqualTo(1);
    assertThat(house.approve(bob, path).statusCode()).as("a minute later").isEqualTo(303);
  }

  @Test
  void itExpires() {
    String path = house.askFor(ada, "approver", "cyd");
    String late = house.askFor(ada, "approver", "dan");
    house.pass(Duration.ofHours(72).minusMinutes(2));
    assertThat(house.signIn(bob.browser(), bob).statusCode()).isEqualTo(303);
    house.pass(Duration.ofSeconds(59));
    assertThat(house.approve(bob, path, House.PASSWORD, bob.app().code(house.now())).statusCode())
        .as("a second before")
        .isEqualTo(303);
    Map<String, String> form =
        House.approval(bob.browser().get(late).body(), House.PASSWORD, "000000");
    house.pass(Duration.ofSeconds(1));
    assertThat(bob.browser().postPlain(late + "/approve", form).statusCode()).isEqualTo(409);
    assertThat(state(late)).isEqualTo("expired");
    assertThat(house.acts("approvals.expired")).isEqualTo(1);
    house.pass(Duration.ofMinutes(-1));
    assertThat(bob.browser().postPlain(late + "/approve", form).statusCode())
        .as("a clock set back opens nothing")
        .isEqualTo(409);
  }

  @Test
  void theRightToMakeTheLinkEndsAfterADay() {
    String path = house.askFor(ada, "approver", "cyd");
    house.approve(bob, path);
    house.pass(Duration.ofHours(24));
    house.signIn(ada.browser(), ada);
    assertThat(ada.browser().post("/accounts", right(path) + "/link", Map.of()).statusCode())
        .isEqualTo(404);
    assertThat(house.count("select count(*) from passing.link")).isZero();
  }

  @Test
  void nobodyElseMakesTheLink() {
    String first = house.askFor(ada, "administrator", "cyd");
    House.Person cyd = house.inviteByTwo(ada, bob, "administrator", "cyd2");
    house.approve(cyd, first);
    assertThat(cyd.browser().post("/accounts", right(first) + "/link", Map.of()).statusCode())
        .isEqualTo(404);
    assertThat(bob.browser().post(first, right(first) + "/link", Map.of()).statusCode())
        .isEqualTo(403);
    assertThat(ada.browser().post("/accounts", right(first) + "/link", Map.of()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoeverIsShutOutAskedForNothing() {
    House.Person cyd = house.inviteByTwo(ada, bob, "administrator", "cyd");
    String open = house.askFor(cyd, "approver", "dan");
    String approved = house.askFor(cyd, "approver", "eve");
    house.approve(bob, approved);
    String disable = "/accounts/" + house.id("cyd") + "/disable";
    assertThat(ada.browser().post(disable, disable, Map.of()).statusCode()).isEqualTo(303);
    assertThat(state(open)).isEqualTo("void");
    assertThat(house.approve(bob, open).statusCode()).isEqualTo(409);
    assertThat(house.count("select count(*) from passing.link_due")).isZero();
  }

  @Test
  void refusedAndTakenBackAreForGoodAndSayWhy() {
    String refused = house.askFor(ada, "approver", "cyd");
    HttpResponse<String> without =
        bob.browser().post(refused, refused + "/refuse", Map.of("reason", " "));
    assertThat(without.statusCode()).isEqualTo(422);
    String long1 = "x".repeat(501);
    assertThat(bob.browser().post(refused, refused + "/refuse", Map.of("reason", long1)).body())
        .as("what was typed is not lost")
        .contains(long1);
    assertThat(
            bob.browser()
                .post(refused, refused + "/refuse", Map.of("reason", "<script>why</script>"))
                .statusCode())
        .isEqualTo(303);
    assertThat(ada.browser().get(refused).body())
        .contains("Refused by bob", "&lt;script&gt;why")
        .doesNotContain("<script>");
    String taken = house.askFor(ada, "approver", "dan");
    assertThat(bob.browser().post(taken, taken + "/withdraw", Map.of("reason", "x")).statusCode())
        .as("only whoever asked")
        .isEqualTo(403);
    assertThat(ada.browser().post(taken, taken + "/withdraw", Map.of("reason", "x")).statusCode())
        .isEqualTo(303);
    for (String path : new String[] {refused, taken}) {
      Map<String, String> fields =
          Map.of(
              "content",
              House.find(ada.browser().get(path).body(), "<code class=\"wrap\">([0-9a-f]{64})<"),
              "password",
              House.PASSWORD,
              "code",
              "000000");
      assertThat(bob.browser().post("/approvals", path + "/approve", fields).statusCode())
          .isIn(403, 409);
    }
    assertThat(house.acts("approval.refused")).isEqualTo(1);
    assertThat(house.acts("approval.withdrawn")).isEqualTo(1);
    assertThat(house.count("select count(*) from audit_entry where detail like '%why%'")).isZero();
    assertThat(bob.browser().get("/approvals?state=refused").body())
        .contains(refused)
        .doesNotContain(taken);
    assertThat(bob.browser().get("/approvals?state=king").statusCode()).isEqualTo(400);
  }

  @Test
  void othersDoNotLearnThatThereIsOne() {
    House.Person vic = house.invite(ada, "viewer", "vic");
    String path = house.askFor(ada, "approver", "cyd");
    assertThat(vic.browser().get(path).statusCode()).isEqualTo(404);
    assertThat(vic.browser().get("/approvals").body()).doesNotContain("Invite a new approver");
    assertThat(vic.browser().post("/approvals", path + "/withdraw", Map.of("reason", "x")))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(404));
    assertThat(house.browser("nobody").get(path).statusCode()).isNotEqualTo(200);
  }

  @Test
  void aLinkOfBeforeDoesNotMakeAThirdAlone() {
    house.empty();
    ada = house.administrator();
    String one = welcome(ada, "approver");
    String two = welcome(ada, "approver");
    house.enter(one, "bob");
    Browser eve = house.browser("eve");
    assertThat(eve.post(two, two, Map.of("name", "eve", "password", House.PASSWORD)).statusCode())
        .isEqualTo(403);
  }

  private static String welcome(House.Person by, String role) {
    HttpResponse<String> made =
        by.browser().post("/accounts", "/accounts/invite", Map.of("role", role));
    return House.find(made.body(), "(/welcome/[A-Za-z0-9_-]+)");
  }

  @Test
  void pastOnesArePaged() {
    for (int i = 0; i < 51; i++) {
      String path = house.askFor(ada, "approver", "number " + i);
      ada.browser().post(path, path + "/withdraw", Map.of("reason", "x"));
    }
    String first = bob.browser().get("/approvals").body();
    String older = House.find(first, "href=\"(/approvals\\?[^\"]*)\"").replace("&amp;", "&");
    assertThat(first.split("<tr><td", -1)).hasSize(51);
    assertThat(bob.browser().get(older).body().split("<tr><td", -1)).hasSize(2);
  }
}
