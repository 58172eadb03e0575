package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.store.AuditLog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GateIT {
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

  /** An HTTP client would not let us write such requests. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", house.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String withHost(String host) throws IOException {
    return raw("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void answersToItsOwnNamesOnly() throws IOException {
    for (String ours : new String[] {"127.0.0.1", "localhost", "LOCALHOST", "[::1]"}) {
      assertThat(withHost(ours + ":" + house.port())).as(ours).startsWith("HTTP/1.1 200");
    }
    for (String other :
        new String[] {
          "evil.example.org", "evil.example.org:" + house.port(), "127.0.0.1", "127.0.0.1:1"
        }) {
      assertThat(withHost(other)).as(other).startsWith("HTTP/1.1 421").contains("host-unknown");
    }
  }

  @Test
  void aBrokenRequestIsToldNothingOfTheInside() throws IOException {
    for (String broken :
        new String[] {
          "GET /sign-in HTTP/1.1\r\n\r\n",
          "GET /a|b<script> HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%00 HTTP/1.1\r\nHost: localhost:" + house.port() + "\r\nConnection: close\r\n\r\n",
          "GET /..;/x//y HTTP/1.1\r\nHost: localhost:"
              + house.port()
              + "\r\nConnection: close\r\n\r\n",
          "NONSENSE\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"
        }) {
      assertThat(raw(broken))
          .as(broken)
          .startsWith("HTTP/1.1 4")
          .doesNotContainIgnoringCase("tomcat")
          .doesNotContain("java.", "org.", "<script>");
    }
  }

  @Test
  void everyAnswerHasStrictHeaders() {
    House.Person ada = house.administrator();
    for (String path : new String[] {"/", "/sign-in", "/audit", "/no-such-page"}) {
      var headers = ada.browser().get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
          .as(path)
          .contains("default-src 'none'", "script-src 'self';", "connect-src 'self';")
          .contains("frame-ancestors 'none'", "form-action 'self'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(headers.firstValue("Cache-Control").orElseThrow()).contains("no-store");
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void noPageHoldsScriptOrStyleOfItsOwnOrLoadsFromElsewhere() {
    House.Person ada = house.administrator();
    for (String path : new String[] {"/", "/sign-in", "/audit", "/accounts", "/account"}) {
      String page = Browser.withoutOurScripts(ada.browser().get(path).body());
      assertThat(page)
          .as(path)
          .doesNotContain("<script", "<style", " style=", "onclick", "http://", "https://");
      assertThat(page.length()).isLessThan(150_000);
    }
  }

  @Test
  void theStylesheetIsKeptByBrowsersAndItsAddressHoldsItsHash() {
    String page = house.browser("a").get("/sign-in").body();
    String path = House.find(page, "href=\"(/assets/[0-9a-f]{16}/stoplog.css)\"");
    HttpResponse<String> css = house.browser("a").get(path);
    assertThat(css.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    assertThat(css.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
    assertThat(css.body()).doesNotContain("url(", "@import");
    assertThat(house.browser("a").get("/assets/0000000000000000/stoplog.css").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aProgramIsToldProblemsAsJson() {
    Browser program = house.browser("program");
    HttpResponse<String> answer =
        program.send(program.request("/audit").setHeader("Accept", "application/json"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    JsonNode problem = new JsonMapper().readTree(answer.body());
    assertThat(problem.get("type").asString()).isEqualTo("urn:stoplog:problem:sign-in-needed");
    assertThat(problem.get("status").asInt()).isEqualTo(401);
    assertThat(problem.get("title").asString()).isNotEmpty();
    assertThat(problem.get("detail").asString()).isNotEmpty();
  }

  @Test
  void aFaultShowsItsCodeAndNoValue() {
    House.Person ada = house.administrator();
    house
        .ledger()
        .inTransaction(
            connection -> {
              connection.createStatement().execute("alter table account rename to hidden");
              return true;
            });
    try {
      HttpResponse<String> answer =
          house
              .browser("b")
              .post(
                  "/sign-in",
                  "/sign-in",
                  Map.of("name", "canary-value", "password", House.PASSWORD));
      assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(answer.body()).doesNotContain("canary-value", "relation", "SQL", "\tat ");
      assertThat(String.join("\n", house.log())).doesNotContain("canary-value");
    } finally {
      house
          .ledger()
          .inTransaction(
              connection -> {
                connection.createStatement().execute("alter table hidden rename to account");
                return true;
              });
    }
    assertThat(ada.browser().get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void rolesSeeWhatIsTheirs() {
    House.Person ada = house.administrator();
    House.Person bob = house.invite(ada, "approver", "bob");
    House.Person cyd = house.invite(ada, "viewer", "cyd");
    assertThat(bob.browser().get("/audit").statusCode()).isEqualTo(200);
    assertThat(bob.browser().get("/accounts").statusCode()).isEqualTo(403);
    assertThat(cyd.browser().get("/audit").statusCode()).isEqualTo(403);
    assertThat(cyd.browser().get("/").body()).doesNotContain("/audit", "/accounts");
  }

  @Test
  void aThirdWhoDecidesForOthersIsNotForOnePersonToInvite() {
    House.Person ada = house.administrator();
    house.invite(ada, "administrator", "bob");
    for (String role : new String[] {"administrator", "approver"}) {
      HttpResponse<String> asked =
          ada.browser().post("/accounts", "/accounts/invite", Map.of("role", role));
      assertThat(asked.statusCode()).as("for whom?").isEqualTo(422);
      assertThat(asked.body())
          .doesNotContain("/welcome/")
          .contains("value=\"" + role + "\" selected");
    }
    assertThat(ada.browser().post("/accounts", "/accounts/invite", Map.of("role", "king")))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400));
    house.invite(ada, "responder", "cyd");
  }

  @Test
  void aDisabledAccountIsOutAtOnce() {
    House.Person ada = house.administrator();
    House.Person cyd = house.invite(ada, "viewer", "cyd");
    String page = "/accounts/" + house.id("cyd") + "/disable";
    assertThat(ada.browser().get(page).body()).contains("Disable cyd");
    assertThat(ada.browser().post(page, page, Map.of()).statusCode()).isEqualTo(303);
    assertThat(cyd.browser().get("/").statusCode()).isNotEqualTo(200);
    assertThat(house.signIn(cyd.browser(), cyd).statusCode()).isEqualTo(401);
  }

  @Test
  void theLastAdministratorStays() {
    House.Person ada = house.administrator();
    String page = "/accounts/" + house.id("ada") + "/disable";
    assertThat(ada.browser().post(page, page, Map.of()).statusCode()).isEqualTo(403);
    assertThat(ada.browser().get("/accounts").statusCode()).isEqualTo(200);
  }

  @Test
  void aLinkOpensAnAccountAgainWithANewPasswordAndFactor() {
    House.Person ada = house.administrator();
    House.Person cyd = house.invite(ada, "viewer", "cyd");
    String path = "/accounts/" + house.id("cyd") + "/open-again";
    String link = ada.browser().post("/accounts", path, Map.of()).body();
    String welcome = House.find(link, "(/welcome/[A-Za-z0-9_-]+)");
    Browser fresh = house.browser("fresh");
    HttpResponse<String> set =
        fresh.post(welcome, welcome, Map.of("password", "another good password"));
    assertThat(set.statusCode()).isEqualTo(303);
    assertThat(cyd.browser().get("/").statusCode()).as("sessions end").isNotEqualTo(200);
    house.enrol(fresh, "cyd");
    assertThat(house.signIn(house.browser("b"), cyd).statusCode()).isEqualTo(401);
    assertThat(fresh.get(welcome).statusCode()).isEqualTo(410);
  }

  @Test
  void theLogIsPagedFilteredAndChecked() {
    House.Person ada = house.administrator();
    for (int i = 0; i < 120; i++) {
      int number = i;
      house
          .ledger()
          .inTransaction(
              connection -> {
                AuditLog.append(
                    connection,
                    house::now,
                    "test.done",
                    Map.of("number", number, "text", "<script>alert(1)</script>"));
                return true;
              });
    }
    String first = ada.browser().get("/audit").body();
    assertThat(Browser.withoutOurScripts(first))
        .doesNotContain("<script")
        .contains("&lt;script", "\"number\":119");
    String older =
        House.find(first, "href=\"(/audit\\?[^\"]*before=[^\"]*)\"").replace("&amp;", "&");
    assertThat(ada.browser().get(older).body())
        .contains("\"number\":69", "\"number\":20")
        .doesNotContain("\"number\":70,", "\"number\":19,");
    assertThat(ada.browser().get("/audit?actor=" + house.id("ada")).body())
        .contains("account.made")
        .doesNotContain("test.done</td>");
    assertThat(ada.browser().get("/audit?act=account.made").body())
        .doesNotContain("test.done</td>");
    assertThat(ada.browser().get("/audit?from=2999-01-01").body()).contains("No entry fits");
    assertThat(ada.browser().get("/audit?to=2999-01-01&actor=program").body())
        .contains("test.done</td>");
    for (String odd : new String[] {"from=%3Cb%3E", "actor=x", "to=2026-13-45"}) {
      HttpResponse<String> answer = ada.browser().get("/audit?" + odd);
      assertThat(answer.statusCode()).as(odd).isEqualTo(422);
      assertThat(answer.body()).doesNotContain("<b>");
    }
    assertThat(ada.browser().get("/audit?before=x").statusCode()).isEqualTo(400);
    assertThat(ada.browser().post("/audit", "/audit/check", Map.of()).body()).contains("Whole.");
    house
        .ledger()
        .inTransaction(
            connection -> {
              connection
                  .createStatement()
                  .execute("update audit_entry set actor = null where act = 'account.made'");
              return true;
            });
    assertThat(ada.browser().post("/audit", "/audit/check", Map.of()).body())
        .contains("Altered.", "was altered");
  }

  private static Browser street() {
    return new Browser(house.publicBase(), "a stranger");
  }

  private static String rawAtTheStreet(String request) throws IOException {
    int port = Integer.parseInt(House.find(house.publicBase(), ":([0-9]+)$"));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.replace("HOST", "localhost:" + port).getBytes(UTF_8));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void thePublicDoorHasNoScriptNoCookieAndItsOwnNamesOnly() throws IOException {
    Browser street = street();
    street.cookies().putAll(house.administrator().browser().cookies());
    for (String path : new String[] {"/statements", "/no-such-page", "/sign-in", "/audit"}) {
      HttpResponse<String> answer = street.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(path.equals("/statements") ? 200 : 404);
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .hasValue(
              "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                  + " base-uri 'none'; frame-ancestors 'none'");
      assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Server")).isEmpty();
      assertThat(answer.body())
          .doesNotContain("<script", "<style", " style=", "/assets/", "ada")
          .contains("/public-assets/");
    }
    assertThat(street.get("/").headers().firstValue("Location").orElseThrow())
        .endsWith("/statements");
    String css = House.find(street.get("/statements").body(), "href=\"(/public-assets/[^\"]+)\"");
    assertThat(street.get(css).headers().firstValue("Cache-Control").orElseThrow())
        .contains("immutable");
    assertThat(rawAtTheStreet("GET /statements HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(
            rawAtTheStreet(
                "GET /statements HTTP/1.1\r\nHost: HOST\r\nX: " + "x".repeat(8192) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(rawAtTheStreet("DELETE /statements HTTP/1.1\r\nHost: HOST\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void thePublicDoorTakesSmallFormsOfItsOwnPagesAndNotTooMany() {
    Browser street = street();
    var odd = List.of("text/plain", "multipart/form-data; boundary=x", "application/json", "x/y");
    for (String type : odd) {
      assertThat(
              street
                  .send(
                      street
                          .request("/statements")
                          .header("Content-Type", type)
                          .POST(HttpRequest.BodyPublishers.ofString("a=b")))
                  .statusCode())
          .as(type)
          .isEqualTo(400);
    }
    assertThat(street.postPlain("/none", Map.of("a", "x".repeat(9_000))).statusCode())
        .isEqualTo(400);
    assertThat(
            street
                .send(
                    Browser.form(street.request("/none"), Map.of("a", "b"))
                        .header("Origin", "https://evil.example"))
                .statusCode())
        .isEqualTo(403);
    for (int i = 0; i < 10; i++) {
      assertThat(street.postPlain("/none", Map.of("a", "b")).statusCode()).isEqualTo(404);
    }
    assertThat(street.postPlain("/none", Map.of("a", "b")).statusCode()).isEqualTo(429);
    assertThat(street.get("/statements").statusCode()).as("reading goes on").isEqualTo(200);
    house.pass(Duration.ofMinutes(1));
    assertThat(street.postPlain("/none", Map.of("a", "b")).statusCode()).isEqualTo(404);
  }

  /** Every table that there is, also those that later versions add. */
  @Test
  void theRoleOfStrangersReadsWhatIsPublicAndNothingElse() {
    // What questions and calls of providers leave is put into queues, of which no content can be
    // read.
    Map<String, Set<String>> granted =
        Map.of(
            "public.public_statement", Set.of("select"),
            "public.inquiry_page", Set.of("select"),
            "passing.inquiry", Set.of("select", "insert"),
            "public.mail_hook", Set.of("select"),
            "passing.hook_event", Set.of("select", "insert"),
            "passing.hook_call", Set.of("insert"),
            "public.came_back_day", Set.of("select", "insert"));
    List<String> tables =
        house
            .ledger()
            .inTransaction(
                db -> {
                  List<String> found = new ArrayList<>();
                  try (var find = db.createStatement();
                      var row =
                          find.executeQuery(
                              """
                              select n.nspname || '.' || c.relname from pg_class c
                              join pg_namespace n on n.oid = c.relnamespace
                              where c.relkind in ('r', 'v', 'm', 'p', 'f')
                                and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                              """)) {
                    while (row.next()) {
                      found.add(row.getString(1));
                    }
                  }
                  return found;
                });
    assertThat(tables).hasSizeGreaterThan(80).containsAll(granted.keySet());
    for (String table : tables) {
      for (String statement :
          new String[] {
            "select 1 from " + table + " limit 1",
            "delete from " + table + " where false",
            "insert into " + table + " default values",
            "truncate " + table
          }) {
        String verb = statement.substring(0, statement.indexOf(' '));
        boolean isGranted = granted.getOrDefault(table, Set.of()).contains(verb);
        assertThat(asStranger(statement).equals("42501")).as(statement).isEqualTo(!isGranted);
      }
    }
    for (String column :
        new String[] {
          "sealed from passing.inquiry",
          "asker from passing.inquiry",
          "content from inquiry_page",
          "mark from passing.hook_event",
          "name from mail_hook",
          "confirm from mail_hook"
        }) {
      assertThat(asStranger("select " + column)).as(column).isEqualTo("42501");
    }
    for (String escape :
        new String[] {
          "set role stoplog",
          "set session authorization stoplog",
          "create temporary table x (y int)",
          "create table x (y int)",
          "create schema x",
          "copy public_statement to '/x'",
          "select pg_read_file('/etc/hostname')",
          "select * from pg_authid",
          "alter role stoplog_public superuser"
        }) {
      assertThat(asStranger(escape)).as(escape).isEqualTo("42501");
    }
  }

  /** What the database says against a statement of the public role. */
  private static String asStranger(String statement) {
    try {
      return house
          .ledger()
          .inPublicTransaction(
              db -> {
                try (var one = db.createStatement()) {
                  one.execute(statement);
                  return "";
                } catch (SQLException e) {
                  db.rollback();
                  return e.getSQLState();
                }
              });
    } catch (StoplogException e) {
      return e.problem().slug();
    }
  }
}
