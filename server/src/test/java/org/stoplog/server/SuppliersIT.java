package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.register.Register;

/** The start page of Suppliers and the register, by people with and without the right to edit. */
class SuppliersIT {
  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;

  private House.Person ada;
  private Browser viewer;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    SmallCompany.load(house.ledger(), files);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
    ada = house.administrator();
    viewer = house.invite(ada, "viewer", "vera").browser();
  }

  private static int id(String supplier) {
    return house.ledger().inTransaction(db -> new Register(db).get(supplier).id());
  }

  private static String field(String page, String name) {
    return House.find(page, "name=\"" + name + "\"[^>]* value=\"([^\"]*)\"");
  }

  /** Fills in a form as it is shown, but for these fields. */
  private static HttpResponse<String> save(
      Browser browser, String path, Map<String, String> fields) {
    String form = browser.get(path).body();
    return save(browser, path, form, fields);
  }

  private static HttpResponse<String> save(
      Browser browser, String path, String form, Map<String, String> fields) {
    Map<String, String> all = new java.util.LinkedHashMap<>(fields);
    all.put("form-token", Browser.token(form));
    all.put("stamp", field(form, "stamp"));
    return browser.postPlain(path, all);
  }

  @Test
  void saysOfEachSupplierWhatAnExposureSays() {
    house.server().refreshOutlooks();
    Exposure exposure =
        house
            .ledger()
            .expose(
                house
                    .ledger()
                    .inTransaction(
                        db ->
                            ClaimQuestion.about(
                                db,
                                new Register(db).get("Mapplanet"),
                                new Windows(List.of()),
                                ElementSet.NONE,
                                null,
                                List.of(),
                                List.of())),
                Progress.NONE);

    String page = ada.browser().get("/suppliers?name=mapplanet").body();

    assertThat(exposure.summary().seen()).isEqualTo(13);
    assertThat(page)
        .contains("data-label=\"Seen\">" + exposure.summary().seen())
        .contains("data-label=\"Declared\">" + exposure.summary().declared())
        .contains("data-label=\"Held\">" + exposure.summary().held())
        .contains("FR 10, DE 4")
        .contains("Nothing has changed since.")
        .contains("0 of 1 connections dark; 21 months rest on grants alone")
        .doesNotContain("Helpdesk One");
    assertThat(ada.browser().get("/suppliers?only=unknown").body())
        .contains("Helpdesk One")
        .doesNotContain("Mapplanet</a>");
  }

  @Test
  void showsViewersNoCountUnderTenOnThePageAndInTheFile() {
    house.server().refreshOutlooks();
    String csv = "/suppliers/if-tonight.csv?sort=harm";

    assertThat(viewer.get("/suppliers").body())
        .contains("FR 10, DE under 10")
        .doesNotContain("DE 4");
    assertThat(viewer.get("/suppliers/" + id("Mapplanet")).body())
        .contains("DE under 10")
        .doesNotContain("DE 4");
    assertThat(viewer.get(csv).body()).contains("FR 10;DE under 10").doesNotContain("DE 4");
    assertThat(ada.browser().get(csv).body())
        .startsWith("\"place_by_harm\",\"supplier\",\"seen\",")
        .contains("\n1,\"Mapplanet\",13,0,0,14,")
        .contains("FR 10;DE 4");
  }

  @Test
  void whatWasSeenStandsBesideWhatIsGranted() {
    house.server().refreshOutlooks();
    String declared = "/suppliers/" + id("Mapplanet") + "/declared";
    assertThat(ada.browser().get(declared).body())
        .contains("granted and seen", "contact.email", "seen, and no grant allows it")
        .contains("data-label=\"People\">13");
    assertThat(ada.browser().get("/suppliers/" + id("Helpdesk One") + "/declared").body())
        .contains("Nothing of it was recorded or imported");
    house.change("update engagement set name = '=1+1' where name = 'analytics'");
    String csv = viewer.get("/suppliers/minimisation.csv").body();
    assertThat(csv)
        .startsWith("\"place\",\"supplier\",\"engagement\"")
        .contains("1,\"Mapplanet\",\"'=1+1\"", "no grant allows it\",13")
        .doesNotContain("\"contact.email\"");
    assertThat(viewer.get("/suppliers/minimisation").body()).contains("elements to look at");
    house.change("update engagement set name = 'analytics' where name = '=1+1'");
  }

  @Test
  void tellsThatSomethingChangedAndBringsItUpToDate() {
    house.server().refreshOutlooks();
    assertThat(
            save(ada.browser(), path("Helpdesk One", "end"), Map.of("ended", "2025-03-01"))
                .statusCode())
        .isEqualTo(303);

    assertThat(ada.browser().get("/suppliers").body()).contains("Something has changed since");
    house.server().refreshOutlooks();

    assertThat(ada.browser().get("/suppliers?only=kept").body())
        .contains("Nothing has changed since.")
        .contains("ended 2025-03-01, not proven deleted");
    save(ada.browser(), path("Helpdesk One", "end"), Map.of("ended", ""));
  }

  private static String path(String supplier, String form) {
    return "/suppliers/" + id(supplier) + "/" + form;
  }

  @Test
  void aSecondEditorIsToldAndLosesNothing() {
    Browser other = house.invite(ada, "responder", "ron").browser();
    String path = path("Mapplanet", "contact");
    String first = ada.browser().get(path).body();
    String second = other.get(path).body();
    Map<String, String> hers =
        Map.of("security-contact", "Ann, +49 30 1", "contact-verified", "called");
    Map<String, String> his =
        Map.of("security-contact", "Bob, +49 30 2", "contact-verified", "met");

    assertThat(save(ada.browser(), path, first, hers).statusCode()).isEqualTo(303);
    HttpResponse<String> told = save(other, path, second, his);

    assertThat(told.statusCode()).isEqualTo(409);
    assertThat(told.body())
        .contains("Somebody else changed it")
        .contains("Ann, +49 30 1")
        .contains("value=\"Bob, +49 30 2\"");
    assertThat(other.get("/suppliers/" + id("Mapplanet")).body()).contains("Ann, +49 30 1");
    assertThat(save(other, path, told.body(), his).statusCode()).isEqualTo(303);
    assertThat(other.get("/suppliers/" + id("Mapplanet")).body()).contains("Bob, +49 30 2");
    assertThat(house.acts("supplier.changed")).isEqualTo(2);
  }

  @Test
  void hostileTextComesOutEscapedOrIsRefusedAtItsFieldAndNothingTypedIsLost() {
    String script = "<script>alert(1)</script>\"'";
    HttpResponse<String> added =
        ada.browser().post("/suppliers/new", "/suppliers/new", Map.of("supplier", script));
    assertThat(added.statusCode()).isEqualTo(303);
    String page = added.headers().firstValue("Location").orElseThrow();
    for (String path : List.of(page, "/suppliers/register", page + "/facts")) {
      assertThat(Browser.withoutOurScripts(ada.browser().get(path).body()))
          .doesNotContain("<script")
          .contains("&lt;script&gt;");
    }
    for (String hostile :
        List.of("=1+1", "@x", "-1", "+1", "a\u202Eb", "a\tb", "x".repeat(10_000))) {
      HttpResponse<String> refused =
          ada.browser()
              .post(
                  "/suppliers/new",
                  "/suppliers/new",
                  Map.of("supplier", hostile, "domain", "kept.example"));
      assertThat(refused.statusCode()).as(hostile).isEqualTo(422);
      assertThat(refused.body())
          .contains("<a href=\"#supplier\">")
          .contains("value=\"kept.example\"")
          .contains("value=\"" + hostile + "\"");
    }
    assertThat(
            save(ada.browser(), page + "/contact", Map.of("security-contact", script)).statusCode())
        .isEqualTo(303);
    assertThat(Browser.withoutOurScripts(ada.browser().get(page).body())).doesNotContain("<script");
  }

  @Test
  void offersKnownSuppliersAndTakesOnlyWhatIsChosen() {
    Browser browser = ada.browser();
    HttpResponse<String> offered =
        browser.post("/suppliers/new", "/suppliers/new", Map.of("supplier", "Mixpanel"));
    assertThat(offered.statusCode()).isEqualTo(200);
    assertThat(offered.body()).contains("Is it one of these?").contains("value=\"mixpanel\"");
    assertThat(house.acts("supplier.added")).isZero();

    HttpResponse<String> added =
        browser.post(
            "/suppliers/new",
            "/suppliers/new",
            Map.of("supplier", "Mixpanel", "known", "mixpanel"));

    assertThat(added.statusCode()).isEqualTo(303);
    assertThat(browser.get(added.headers().firstValue("Location").orElseThrow()).body())
        .contains("mixpanel.com")
        .contains("access log");
    assertThat(
            browser
                .post("/suppliers/new", "/suppliers/new", Map.of("supplier", "MIXPANEL "))
                .body())
        .contains("is the name of another one");
  }

  @Test
  void aPopulationIsCheckedAtItsField() {
    Browser browser = ada.browser();
    int supplier = id("Helpdesk One");
    int engagement =
        house.ledger().inTransaction(db -> new Register(db).engagements(supplier).getFirst().id());
    String path = "/suppliers/engagements/" + engagement + "/grant";

    HttpResponse<String> wrong =
        save(browser, path, Map.of("population", "plan = = pro", "elements", "contact.email"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("<a href=\"#population\">")
        .contains("column")
        .contains("plan = = pro</textarea>")
        .contains("value=\"contact.email\" checked");

    assertThat(
            save(
                    browser,
                    path,
                    Map.of("population", "plan = pro", "elements", "contact.email", "place", "EU"))
                .statusCode())
        .isEqualTo(303);
    assertThat(browser.get("/suppliers/" + supplier).body())
        .contains("plan = pro")
        .contains("in EU");
    int grant =
        house.ledger().inTransaction(db -> new Register(db).grants(supplier).getFirst().id());
    String form = browser.get("/suppliers/grants/" + grant).body();
    assertThat(save(browser, "/suppliers/grants/" + grant + "/remove", form, Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(browser.get("/suppliers/grants/" + grant).statusCode()).isEqualTo(404);
  }

  @Test
  void aConnectionAndAnEngagementAreAddedAndChanged() {
    Browser browser = ada.browser();
    browser.post(
        "/suppliers/new", "/suppliers/new", Map.of("supplier", "Cutters", "known", "none"));
    assertThat(
            save(
                    browser,
                    path("Cutters", "engagement"),
                    Map.of("engagement", "cutting", "role", "processor"))
                .statusCode())
        .isEqualTo(303);
    assertThat(
            save(
                    browser,
                    path("Cutters", "connection"),
                    Map.of(
                        "connection",
                        "api",
                        "kind",
                        "server key",
                        "engagement",
                        "cutting",
                        "scopes",
                        "read;write"))
                .statusCode())
        .isEqualTo(303);
    assertThat(save(browser, path("Cutters", "connection"), Map.of("connection", "API")).body())
        .contains("is the name of another one");
    int connection =
        house
            .ledger()
            .inTransaction(db -> new Register(db).connections(id("Cutters")).getFirst().id());
    assertThat(
            save(
                    browser,
                    "/suppliers/connections/" + connection,
                    Map.of("connection", "api 2", "started", "2026-02-30"))
                .body())
        .contains("<a href=\"#started\">")
        .contains("value=\"2026-02-30\"");
    assertThat(
            save(
                    browser,
                    "/suppliers/connections/" + connection,
                    Map.of("connection", "api 2", "started", "2026-02-03"))
                .statusCode())
        .isEqualTo(303);
    assertThat(browser.get("/suppliers/" + id("Cutters")).body())
        .contains("api 2")
        .contains("dark 2026-02 to 2026-11")
        .contains("processor");
    assertThat(browser.get("/suppliers/register?kind=&only=dark&name=cut").body())
        .contains("Cutters");
    assertThat(browser.get("/suppliers/register?only=ended&name=cut").body())
        .contains("No supplier fits.");
    assertThat(browser.get("/suppliers/register?only=no-contact&name=cut").body())
        .contains("Cutters");
  }

  @Test
  void viewersReadAndChangeNothing() {
    String register = viewer.get("/suppliers/register").body();
    assertThat(register).contains("Mapplanet").doesNotContain("New supplier");
    assertThat(viewer.get("/suppliers/" + id("Mapplanet")).body()).doesNotContain("Change the");
    for (String form : List.of("facts", "contact", "end", "deletion", "engagement", "connection")) {
      assertThat(viewer.get(path("Mapplanet", form)).statusCode()).as(form).isEqualTo(403);
    }
    String token = Browser.token(register);
    assertThat(
            viewer
                .postPlain(
                    path("Mapplanet", "deletion"),
                    Map.of("form-token", token, "deleted", "2025-01-01"))
                .statusCode())
        .isEqualTo(403);
    assertThat(house.count("select count(*) from supplier where deleted is not null")).isZero();
  }
}
