package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The incident room, by those who work in it and those who may not. */
class IncidentsIT {
  private static final String SCRIPT = "<script>alert('x')</script>";
  private static final int LOOKS = 3_000;

  @TempDir static Path home;
  private static House house;
  private House.Person ada;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    SmallCompany.load(house.ledger(), home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
    ada = house.administrator();
  }

  static String openIncident(House.Person who, String title) {
    HttpResponse<String> opened =
        who.browser()
            .post(
                "/incidents/new",
                "/incidents",
                Map.of("title", title, "supplier", "Mapplanet", "signal", "notice"));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(303);
    return opened.headers().firstValue("Location").orElseThrow();
  }

  static HttpResponse<String> claim(House.Person who, String room, Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("supplier", "Mapplanet");
    all.put("source", "mail");
    all.put("verified", "called-back");
    all.put("certainty", "confirmed");
    all.put("polarity", "in");
    all.putAll(fields);
    return who.browser().post(room + "/claims/new", room + "/claims", all);
  }

  static HttpResponse<String> decide(House.Person who, String room, int version, String... claims) {
    String page = who.browser().get(room + "/scope").body();
    StringBuilder body = new StringBuilder("form-token=" + encoded(Browser.token(page)));
    body.append("&version=").append(version).append("&reason=because");
    for (String claim : claims) {
      body.append("&claim=").append(claim);
    }
    return who.browser()
        .send(
            who.browser()
                .request(room + "/scope")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Computes, and looks until it is done. */
  static void compute(House.Person who, String room) {
    HttpResponse<String> started =
        who.browser().post(room + "/scope", room + "/exposure", Map.of());
    assertThat(started.statusCode()).as(started.body()).isEqualTo(303);
    String work = started.headers().firstValue("Location").orElseThrow();
    String page = "";
    for (int i = 0; i < LOOKS && !page.contains("See what came of it"); i++) {
      page = who.browser().get(work).body();
      assertThat(page).doesNotContain("Failed");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(page).contains("See what came of it");
  }

  static String number(String page) {
    return House.find(page, "<p class=\"big\">([^<]*)</p>");
  }

  @Test
  void fromTheFirstClaimToANumberAndADelta() {
    String room = openIncident(ada, "Analytics breach");
    String page = ada.browser().get(room).body();
    assertThat(number(page)).isEqualTo("unknown");
    assertThat(page).contains("Record the first claim");
    assertThat(claim(ada, room, Map.of("id", "C1", "windows", "2025-10")).statusCode())
        .isEqualTo(303);
    assertThat(ada.browser().get(room).body()).contains("Decide the working scope");
    assertThat(decide(ada, room, 0, "C1").statusCode()).isEqualTo(303);
    compute(ada, room);
    assertThat(number(ada.browser().get(room).body())).isEqualTo("3 to 14");
    assertThat(ada.browser().get(room).body()).contains("seen</th><td class=\"number\">3</td>");

    assertThat(claim(ada, room, Map.of("id", "C2", "windows", "2025-11")).statusCode())
        .isEqualTo(303);
    assertThat(decide(ada, room, 1, "C1", "C2").statusCode()).isEqualTo(303);
    assertThat(ada.browser().get(room).body()).contains("the scope has changed since");
    compute(ada, room);
    page = ada.browser().get(room).body();
    assertThat(page).contains("seen</th><td class=\"number\">13</td>").contains("newly in");
    String exposure = House.find(page, "(" + room + "/exposures/[0-9]+)");
    assertThat(ada.browser().get(exposure).body())
        .contains("contact.email")
        .contains("DE</th><td class=\"number\">4</td>")
        .contains("FR</th><td class=\"number\">10</td>");
    assertThat(house.acts("incident.exposure.frozen")).isEqualTo(2);
  }

  @Test
  void narrowingTakesTwoMembers() {
    House.Person cay = house.invite(ada, "approver", "cay");
    String room = openIncident(ada, "Analytics breach");
    claim(ada, room, Map.of("id", "C1"));
    claim(ada, room, Map.of("id", "C2", "windows", "2025-10", "supersedes", "C1"));
    assertThat(decide(ada, room, 0, "C1").statusCode()).isEqualTo(303);
    for (String[] narrower : new String[][] {{"C1", "C2"}, {"C2"}}) {
      assertThat(decide(ada, room, 1, narrower).statusCode()).isEqualTo(303);
      assertThat(house.count("select max(version) from incident_scope")).isOne();
    }
    String approval =
        House.find(ada.browser().get(room + "/scope").body(), "(/approvals/[0-9a-f-]{36})");
    // Who asked cannot approve, and who is no member does not see it.
    assertThat(ada.browser().get(approval).body()).contains("so another person decides");
    assertThat(cay.browser().get(approval).statusCode()).isEqualTo(404);
    assertThat(cay.browser().get("/approvals").body()).doesNotContain(approval);
    add(ada, room, cay, true);
    assertThat(cay.browser().get(approval).body()).contains("- claim C1").contains("+ claim C2");
    assertThat(house.count("select max(version) from incident_scope")).isOne();
    assertThat(house.approve(cay, approval).statusCode()).isEqualTo(303);
    assertThat(house.count("select max(version) from incident_scope")).isEqualTo(2);
    assertThat(house.acts("incident.scope.narrowed")).isOne();
    assertThat(ada.browser().get(room).body()).contains("approved a narrower scope, version 2");
  }

  @Test
  void whatWasWidenedMeanwhileIsNotNarrowedByAnOldApproval() {
    House.Person cay = house.invite(ada, "approver", "cay");
    String room = openIncident(ada, "Analytics breach");
    add(ada, room, cay, true);
    claim(ada, room, Map.of("id", "C1", "windows", "2025-10"));
    claim(ada, room, Map.of("id", "C2", "windows", "2025-11"));
    claim(ada, room, Map.of("id", "C3"));
    decide(ada, room, 0, "C1", "C2");
    decide(ada, room, 1, "C1");
    String approval =
        House.find(ada.browser().get(room + "/scope").body(), "(/approvals/[0-9a-f-]{36})");
    assertThat(decide(ada, room, 1, "C1", "C2", "C3").statusCode()).isEqualTo(303);
    house.approve(cay, approval);
    assertThat(house.count("select count(*) from incident_scope where narrows")).isZero();
    assertThat(house.count("select max(version) from incident_scope")).isEqualTo(2);
  }

  @Test
  void aNegativeClaimTakesNobodyOutAndIsCounted() {
    String room = openIncident(ada, "Analytics breach");
    claim(ada, room, Map.of("id", "C1"));
    claim(
        ada,
        room,
        Map.of("id", "no", "polarity", "out", "certainty", "denied", "windows", "2025-10"));
    decide(ada, room, 0, "C1");
    compute(ada, room);
    String page = ada.browser().get(room).body();
    assertThat(number(page)).isEqualTo("13 to 14");
    assertThat(page).contains("Denied");
    String exposure = House.find(page, "(" + room + "/exposures/[0-9]+)");
    assertThat(ada.browser().get(exposure).body()).contains("Known, changes nothing by itself");
  }

  @Test
  void whoIsNoMemberLearnsNothing() {
    String room = openIncident(ada, "Analytics breach");
    House.Person bob = house.invite(ada, "responder", "bob");
    HttpResponse<String> real = bob.browser().get(room);
    HttpResponse<String> unknown =
        bob.browser().get("/incidents/00000000-0000-0000-0000-000000000000");
    assertThat(real.statusCode()).isEqualTo(404);
    assertThat(withoutToken(real.body())).isEqualTo(withoutToken(unknown.body()));
    assertThat(bob.browser().get("/incidents").body()).doesNotContain("Analytics breach");
    for (String path :
        new String[] {
          "/scope", "/members", "/questions", "/claims.json", "/times/aware", "/news?since=0"
        }) {
      assertThat(bob.browser().get(room + path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(
            bob.browser()
                .post("/incidents/new", room + "/notes", Map.of("text", "hello"))
                .statusCode())
        .isEqualTo(404);
  }

  /** Each page has its token masked anew. */
  static String withoutToken(String page) {
    return page.replace(Browser.token(page), "");
  }

  static void add(House.Person by, String room, House.Person who, boolean works) {
    String page = by.browser().get(room + "/members").body();
    String id = House.find(page, "value=\"([0-9a-f-]{36})\">" + who.name() + "<");
    HttpResponse<String> added =
        by.browser()
            .post(
                room + "/members",
                room + "/members",
                works ? Map.of("account", id, "works", "true") : Map.of("account", id));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(303);
  }

  static void remove(House.Person by, String room, House.Person who) {
    String list = by.browser().get(room + "/members").body();
    String id =
        House.find(
            list, "(?s)members/([0-9a-f-]{36})/remove\">(?:(?!Remove).)*Remove " + who.name());
    HttpResponse<String> removed =
        by.browser().post(room + "/members", room + "/members/" + id + "/remove", Map.of());
    assertThat(removed.statusCode()).as(removed.body()).isEqualTo(303);
  }

  @Test
  void aRemovedMemberIsShutOutAtTheNextAct() {
    String room = openIncident(ada, "Analytics breach");
    House.Person bob = house.invite(ada, "responder", "bob");
    add(ada, room, bob, true);
    String form = bob.browser().get(room).body();
    remove(ada, room, bob);
    assertThat(
            bob.browser()
                .postPlain(
                    room + "/notes",
                    Map.of("form-token", Browser.token(form), "text", "still here"))
                .statusCode())
        .isEqualTo(404);
    assertThat(house.count("select count(*) from incident_event where kind = 'note.written'"))
        .isZero();
  }

  @Test
  void theLastWhoCanWorkStays() {
    String room = openIncident(ada, "Analytics breach");
    String list = ada.browser().get(room + "/members").body();
    String id = House.find(list, "members/([0-9a-f-]{36})/remove");
    assertThat(
            ada.browser()
                .post(room + "/members", room + "/members/" + id + "/remove", Map.of())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void privilegedNotesAreSeenByThoseWhoMayAlone() {
    String room = openIncident(ada, "Analytics breach");
    House.Person bob = house.invite(ada, "responder", "bob");
    add(ada, room, bob, true);
    ada.browser()
        .post(room, room + "/notes", Map.of("text", "counsel says wait", "privileged", "true"));
    ada.browser().post(room, room + "/notes", Map.of("text", "called the supplier"));
    assertThat(ada.browser().get(room).body()).contains("counsel says wait");
    assertThat(bob.browser().get(room).body())
        .contains("called the supplier")
        .doesNotContain("counsel says wait");
    HttpResponse<String> tried =
        bob.browser().post(room, room + "/notes", Map.of("text", "secret", "privileged", "true"));
    assertThat(tried.statusCode()).isEqualTo(403);
    assertThat(ada.browser().get(room + "/claims.json").body()).doesNotContain("counsel");
  }

  @Test
  void aReaderChangesNothingAndSeesNoSmallNumber() {
    String room = openIncident(ada, "Analytics breach");
    House.Person eve = house.invite(ada, "viewer", "eve");
    add(ada, room, eve, true);
    claim(ada, room, Map.of("id", "C1", "windows", "2025-10"));
    decide(ada, room, 0, "C1");
    compute(ada, room);
    String page = eve.browser().get(room).body();
    assertThat(page).contains("seen</th><td class=\"number\">under 10</td>");
    String exposure = House.find(page, "(" + room + "/exposures/[0-9]+)");
    assertThat(eve.browser().get(exposure).body())
        .contains("DE</th><td class=\"number\">under 10</td>")
        .doesNotContain("<td class=\"number\">4</td>")
        .doesNotContain("<td class=\"number\">3</td>");
    assertThat(
            eve.browser()
                .postPlain(room + "/notes", Map.of("form-token", Browser.token(page), "text", "x"))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void scriptComesOutAsText() {
    String room = openIncident(ada, SCRIPT);
    claim(
        ada, room, Map.of("id", "C1", "note", SCRIPT, "scenario", SCRIPT, "cohort", "plan = pro"));
    ada.browser().post(room, room + "/notes", Map.of("text", SCRIPT));
    ada.browser().post(room, room + "/tasks", Map.of("title", SCRIPT, "owner", "", "due", ""));
    ada.browser()
        .post(
            room + "/times/aware",
            room + "/times/aware",
            Map.of("said", "2025-11-09", "source", "us", "reason", SCRIPT));
    ada.browser().post(room + "/questions", room + "/questions", Map.of());
    ada.browser()
        .post(
            room + "/questions", room + "/questions/fields", Map.of("answer", SCRIPT, "claim", ""));
    for (String path :
        new String[] {"", "/claims/C1", "/times/aware", "/questions", "/scope", "/members"}) {
      assertThat(ada.browser().get(room + path).body()).as(path).doesNotContain("<script>alert");
    }
    assertThat(ada.browser().get("/incidents").body()).doesNotContain("<script>alert");
  }

  @Test
  void ofTwoWhoDecideTheSecondIsTold() {
    String room = openIncident(ada, "Analytics breach");
    claim(ada, room, Map.of("id", "C1", "windows", "2025-10"));
    claim(ada, room, Map.of("id", "C2", "windows", "2025-11"));
    assertThat(decide(ada, room, 0, "C1").statusCode()).isEqualTo(303);
    HttpResponse<String> second = decide(ada, room, 0, "C2");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("Somebody decided version 1 meanwhile").contains("because");
  }

  @Test
  void aClaimIsReadAsAClaimsFileReadsIt() {
    String room = openIncident(ada, "Analytics breach");
    HttpResponse<String> wrong =
        claim(ada, room, Map.of("id", "C1", "windows", "01/02/2025", "note", "kept"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("the order of day and month is not sure")
        .contains("01/02/2025")
        .contains("kept");
    assertThat(claim(ada, room, Map.of("id", "C1", "received", "yesterday")).statusCode())
        .isEqualTo(422);
    assertThat(claim(ada, room, Map.of("id", "C1")).statusCode()).isEqualTo(303);
    HttpResponse<String> twice = claim(ada, room, Map.of("id", "C1"));
    assertThat(twice.statusCode()).isEqualTo(422);
    assertThat(twice.body()).contains("claims are never changed");
    assertThat(claim(ada, room, Map.of("id", "C2", "supersedes", "C9")).statusCode())
        .isEqualTo(422);
    assertThat(house.acts("incident.claim.recorded")).isOne();
  }

  @Test
  void conflictingTimesStandSideBySide() {
    String room = openIncident(ada, "Analytics breach");
    for (String[] one :
        new String[][] {
          {"intrusion", "2025-11-08", "supplier"},
          {"intrusion", "about 2025-10", "press"},
          {"contained", "", "supplier"}
        }) {
      assertThat(
              ada.browser()
                  .post(
                      room + "/times/" + one[0],
                      room + "/times/" + one[0],
                      Map.of("said", one[1], "source", one[2], "reason", ""))
                  .statusCode())
          .isEqualTo(303);
    }
    String page = ada.browser().get(room).body();
    assertThat(page).contains("2025-11-08").contains("about 2025-10");
    HttpResponse<String> noReason =
        ada.browser()
            .post(
                room + "/times/aware",
                room + "/times/aware",
                Map.of("said", "2025-11-09", "source", "us", "reason", ""));
    assertThat(noReason.statusCode()).isEqualTo(422);
    assertThat(noReason.body()).contains("This is a decision").contains("2025-11-09");
  }

  @Test
  void whatPeopleWriteLiesSealedAndIsInNoLog() {
    String room = openIncident(ada, "Analytics breach");
    String canary = "canary@example.com";
    claim(ada, room, Map.of("id", "C1", "note", canary));
    ada.browser().post(room, room + "/notes", Map.of("text", canary));
    ada.browser().post(room, room + "/tasks", Map.of("title", canary, "owner", "", "due", ""));
    assertThat(house.count("select count(*) from audit_entry where detail like '%canary%'"))
        .isZero();
    for (String column :
        new String[] {
          "incident_event e where position('canary' in encode(text, 'escape')) > 0",
          "incident_claim c where position('canary' in encode(document, 'escape')) > 0",
          "incident_task t where position('canary' in encode(title, 'escape')) > 0"
        }) {
      assertThat(house.count("select count(*) from " + column)).isZero();
    }
    assertThat(house.log()).noneMatch(line -> line.contains("canary"));
  }
}
