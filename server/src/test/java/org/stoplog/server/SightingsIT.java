package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.sightings.FakeNames;
import org.stoplog.server.sightings.LookoutLook;
import org.stoplog.server.sightings.TlsShow;
import org.stoplog.testing.LocalHttps;
import tools.jackson.databind.JsonNode;

/** Suppliers that are watched, by a stranger's server that answers well, changes, and attacks. */
class SightingsIT {
  private static final String LOOKOUTS = "/suppliers/lookouts";
  private static final String SIGHTINGS = "/suppliers/sightings";

  @TempDir static Path home;
  @TempDir static Path files;
  private static SSLContext before;
  private static LocalHttps web;
  private static House house;
  private static House.Person ada;
  private static House.Person rob;
  private static Program program;

  @BeforeAll
  static void open() throws Exception {
    before = SSLContext.getDefault();
    SSLContext context = LocalHttps.context(files, "front");
    SSLContext.setDefault(context);
    web = new LocalHttps(context);
    house = new House(home);
    Path register =
        Files.writeString(
            files.resolve("suppliers.csv"),
            """
            supplier,domain,domains
            Acme,example.com,acme.example
            Beta,notexample.com,
            Gamma,gamma.example,
            Quiet,quiet.example,
            """);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
    ada = house.administrator();
    rob = house.invite(ada, "responder", "rob");
    ada.browser().post("/account/mail", "/account/mail", Map.of("address", "ada@example.org"));
    program = new Program(house, house.token(ada, House.ALL));
  }

  @AfterAll
  static void close() {
    SSLContext.setDefault(before);
    house.close();
    web.close();
  }

  private static HttpResponse<String> make(House.Person by, Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(Map.of("every", "7", "inside", "true"));
    all.putAll(fields);
    return by.browser().post(LOOKOUTS + "/new", LOOKOUTS, all);
  }

  /**
   * @return path of it
   */
  private static String lookout(String kind, String supplier, String target) {
    return location(make(ada, Map.of("kind", kind, "supplier", supplier, "target", target)));
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow().replaceAll("https?://[^/]+", "");
  }

  private static String post(
      House.Person by, String from, String path, Map<String, String> fields) {
    return location(by.browser().post(from, path, fields));
  }

  /** Looks a second later: what is looked at twice has two times. */
  private static void look(String lookout) {
    house.pass(Duration.ofSeconds(1));
    post(ada, lookout, lookout + "/look", Map.of());
    look();
  }

  private static void look() {
    house.server().part(LookoutLook.class).look();
  }

  /** Whoever was signed in has to do it again. */
  private static void pass(Duration time) {
    house.pass(time);
    house.signIn(ada.browser(), ada);
    house.signIn(rob.browser(), rob);
  }

  private static String page(String path) {
    HttpResponse<String> answer = ada.browser().get(path);
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static long sightings(String lookout) {
    return house.count("select count(*) from sighting where lookout = '" + id(lookout) + "'");
  }

  private static long messages(String lookout) {
    return house.count(
        "select count(*) from team_message m join lookout_observation o"
            + " on m.topic = 'lookout ' || o.id where o.lookout = '"
            + id(lookout)
            + "'");
  }

  /** The newest of a lookout. */
  private static String sighting(String lookout) {
    return House.find(page(lookout), "href=\"(" + SIGHTINGS + "/[0-9a-f-]{36})\"");
  }

  private static String entry(String name, String domain, String changed) {
    return """
        {"Name":"%s","Title":"%s","Domain":"%s","BreachDate":"2026-11-09",
         "AddedDate":"2026-11-20T08:00:00Z","ModifiedDate":"%s","PwnCount":1234567,
         "DataClasses":["Email addresses","Names"],"IsVerified":true,
         "Description":"<b>In 2026</b> <script>alert(1)</script>somebody got in."}
        """
        .formatted(name, name, domain, changed);
  }

  @Test
  void aCatalogueIsHeldAgainstTheDomainsOfAll() {
    String first = "2026-11-20T08:00:00Z";
    web.set(
        "/breaches",
        "application/json",
        "["
            + entry("Example", "example.com", first)
            + ","
            + entry("Elsewhere", "thirdexample.com", first)
            + "]");
    String lookout = lookout("breaches", "", web.at("/breaches"));
    look();
    assertThat(sightings(lookout)).isEqualTo(1);
    assertThat(messages(lookout)).isEqualTo(1);
    String one = sighting(lookout);
    assertThat(page(one))
        .contains(
            "Acme is in a catalogue of breaches: Example, 2026-11-09",
            "Look at it first.",
            "Email addresses, Names",
            "Description: In 2026 somebody got in.",
            "https://" + web.host() + "/breaches")
        .doesNotContain("Beta", "<script>alert");
    look(lookout);
    assertThat(sightings(lookout)).as("the same is sighted once").isEqualTo(1);
    assertThat(messages(lookout)).isEqualTo(1);
    web.set(
        "/breaches",
        "application/json",
        "["
            + entry("Example", "example.com", "2026-11-24T08:00:00Z")
            + ","
            + entry("Other", "login.notexample.com", first)
            + "]");
    look(lookout);
    assertThat(sightings(lookout)).isEqualTo(3);
    assertThat(page(lookout)).contains("sighted before, and changed", "Beta is in a catalogue");
    house.stop();
    house.start();
    look(lookout);
    assertThat(sightings(lookout)).as("also not after a restart").isEqualTo(3);
    assertThat(
            house.count(
                "select count(*) from lookout_observation where lookout = '" + id(lookout) + "'"))
        .as("what was seen is added")
        .isEqualTo(4);
    assertThat(web.asked()).noneMatch(asked -> asked.contains("ada") || asked.contains("Acme"));
    long acme = house.count("select id from supplier where name = 'Acme'");
    assertThat(
            house.count(
                "select count(*) from sighting where kind = 'breaches' and supplier = " + acme))
        .isEqualTo(2);
    assertThat(page("/suppliers/" + acme))
        .contains("wait for a look", SIGHTINGS + "?supplier=" + acme);
    assertThat(page(SIGHTINGS + "?supplier=" + acme)).doesNotContain("Beta is in a catalogue");
    long quiet = house.count("select id from supplier where name = 'Quiet'");
    assertThat(page("/suppliers/" + quiet)).contains("none waits for a look");
  }

  @Test
  void aListComesAsAFileToo() {
    String made =
        location(
            make(ada, Map.of("kind", "exploited", "supplier", "Gamma", "products", "Acme Gate")));
    assertThat(page(made)).contains("waits for a file").doesNotContain("Look now");
    String list =
        """
        {"title":"KEV","vulnerabilities":[
         {"cveID":"CVE-2026-0001","vendorProject":"Acme","product":"Gate",
          "knownRansomwareCampaignUse":"Known"},
         {"cveID":"CVE-2026-0002","vendorProject":"Acme","product":"Gatekeeper"}]}
        """;
    for (int times = 0; times < 2; times++) {
      assertThat(send(made, "kev.json", list).statusCode()).isEqualTo(303);
      assertThat(sightings(made)).isEqualTo(1);
    }
    assertThat(page(made)).contains("kev.json", "Gamma: Acme Gate is attacked, CVE-2026-0001");
    HttpResponse<String> cut = send(made, "cut.json", list.substring(0, list.length() - 20));
    assertThat(cut.statusCode()).isEqualTo(422);
    assertThat(cut.body()).contains("it breaks at line 4");
    HttpResponse<String> bomb = send(made, "bomb.json", "{\"a\":".repeat(100_000));
    assertThat(bomb.statusCode()).isEqualTo(422);
    assertThat(bomb.body()).contains("nested at most 8 deep");
    assertThat(
            house.count(
                "select count(*) from lookout_observation where lookout = '" + id(made) + "'"))
        .as("what was refused is not kept")
        .isEqualTo(2);
    // A program sends the same.
    JsonNode taken =
        Program.done(
            program.upload(
                "/lookouts/" + id(made) + "/import", "k.json", list.getBytes(UTF_8), Map.of()),
            200);
    assertThat(taken.get("sightings").asInt()).isZero();
    assertThat(taken.get("words").asString()).contains("2 vulnerabilities");
  }

  private static HttpResponse<String> send(String lookout, String name, String text) {
    return RecordPagesIT.send(
        ada.browser(),
        lookout + "/import",
        Browser.token(page(lookout)),
        name,
        text.getBytes(UTF_8),
        Map.of());
  }

  @Test
  void aPageOfSubProcessorsIsComparedAndShownAsText() {
    String html =
        "<h1>Our sub-processors</h1><ul><li>Alpha Hosting, EU</li><li>Beta Mail, EU</li></ul>";
    web.set("/sub", "text/html; charset=UTF-8", html);
    String lookout = lookout("sub-processors", "Acme", web.at("/sub"));
    look();
    assertThat(sightings(lookout)).isZero();
    web.set(
        "/sub",
        "text/html; charset=UTF-8",
        html.replace("Beta Mail, EU", "&lt;script&gt;alert(1)&lt;/script&gt; Ltd, US"));
    look(lookout);
    look(lookout);
    assertThat(sightings(lookout)).isEqualTo(1);
    assertThat(page(sighting(lookout)))
        .contains(
            "1 line came, 1 line went",
            "Beta Mail, EU",
            "&lt;script&gt;alert(1)&lt;/script&gt; Ltd, US")
        .doesNotContain("<script>alert");
    assertThat(page(lookout)).doesNotContain("<script>alert");
  }

  @Test
  void aCertificateOfAnotherIssuerIsSighted() throws Exception {
    SSLContext first = LocalHttps.context(files, "first", "2026/11/01 12:00:00", "300");
    Path again = Files.createDirectory(files.resolve("again"));
    SSLContext ending = LocalHttps.context(again, "first", "2026/11/02 12:00:00", "30");
    try (TlsShow shown = new TlsShow(first)) {
      String lookout = lookout("certificate", "Beta", shown.host());
      look();
      look(lookout);
      assertThat(sightings(lookout)).isZero();
      assertThat(page(lookout))
          .contains("CN=first", "not trusted here", "Names: 127.0.0.1, localhost");
      shown.show(LocalHttps.context(files, "second", "2026/11/01 12:00:00", "300"));
      look(lookout);
      look(lookout);
      assertThat(sightings(lookout)).isEqualTo(1);
      assertThat(page(sighting(lookout)))
          .contains("another key, by an issuer that was never seen there", "Issuer: CN=second");
      shown.show(ending);
      look(lookout);
      look(lookout);
      assertThat(page(lookout)).contains("ends on 2026-12-02", "has another issuer");
      assertThat(sightings(lookout)).as("it ends, and has the issuer of before").isEqualTo(3);
    }
  }

  @Test
  void namesOfADomainAreCompared() {
    // Nobody asks the DNS of this machine for what is paused.
    String lookout = lookout("names", "Gamma", "gamma.invalid");
    look();
    post(ada, lookout, lookout + "/pause", Map.of());
    house.pass(Duration.ofSeconds(1));
    Map<String, String> fields =
        Map.of("supplier", "Gamma", "target", "gamma.example", "every", "7");
    post(ada, lookout + "/change", lookout + "/change", fields);
    Map<String, List<String>> dns = new HashMap<>();
    dns.put("gamma.example MX", List.of("10 mail.gamma.example."));
    dns.put("gamma.example TXT", List.of("v=spf1 -all"));
    names(dns);
    dns.put("gamma.example MX", List.of("10 mail.elsewhere.example."));
    names(dns);
    names(dns);
    assertThat(sightings(lookout)).isEqualTo(1);
    assertThat(page(sighting(lookout)))
        .contains("10 mail.elsewhere.example.", "10 mail.gamma.example.", "Look at it first.");
    post(ada, lookout, lookout + "/remove", Map.of());
    assertThat(ada.browser().get(lookout).statusCode()).isEqualTo(404);
  }

  private static void names(Map<String, List<String>> dns) {
    house.pass(Duration.ofSeconds(1));
    FakeNames.look(
        house.ledger(),
        house.server().part(Transactions.class),
        house.server().part(ServerClock.class),
        dns);
  }

  @Test
  void whatAttacksIsALookThatSawNothing() {
    web.set("/list", "text/html", "<p>Alpha Hosting, Beta Mail and Gamma Storage</p>");
    String lookout = lookout("sub-processors", "Beta", web.at("/list"));
    look();
    web.lead("/list", "https://169.254.169.254/latest/meta-data/");
    look(lookout);
    assertThat(page(lookout)).contains("leads to an address at which no server is asked");
    web.set(
        "/list",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            for (int i = 0; i < 50; i++) {
              exchange.getResponseBody().write(new byte[1 << 20]);
            }
          } catch (IOException e) {
            // Nobody reads on.
          }
        });
    look(lookout);
    assertThat(page(lookout)).contains("It is larger than 4 MB.");
    assertThat(sightings(lookout)).isZero();
    web.set("/list", "application/json", "{\"sub_processors\":" + "[".repeat(100_000));
    pass(Duration.ofDays(1));
    look();
    assertThat(sightings(lookout)).as("that it sees nothing is sighted once").isEqualTo(1);
    assertThat(page(lookout)).contains("could not be looked at since", "3 times in a row");
    look(lookout);
    assertThat(sightings(lookout)).isEqualTo(1);
    web.set("/list", "text/html", "<p>Alpha Hosting, Beta Mail and Gamma Storage</p>");
    look(lookout);
    assertThat(page(lookout)).contains("looks again at");
    assertThat(sightings(lookout)).as("compared with what was seen before all that").isEqualTo(1);
  }

  @Test
  void onlyAnAdministratorLetsALookoutAskInside() {
    web.set("/inside", "text/html", "<p>Alpha Hosting, Beta Mail and Gamma Storage</p>");
    Map<String, String> fields =
        Map.of("kind", "sub-processors", "supplier", "Acme", "target", web.at("/inside"));
    assertThat(make(rob, fields).statusCode()).isEqualTo(403);
    Map<String, String> outside = new HashMap<>(fields);
    outside.put("inside", "false");
    String lookout = location(make(rob, outside));
    look();
    assertThat(page(lookout)).contains("leads to an address of a private network");
    assertThat(web.asked()).noneMatch(asked -> asked.startsWith("/inside"));
    outside.put("target", "http://localhost/");
    HttpResponse<String> plain = make(rob, outside);
    assertThat(plain.statusCode()).isEqualTo(422);
    assertThat(plain.body()).contains("https://NAME/PATH", "http://localhost/");
    outside.put("supplier", "");
    assertThat(make(rob, outside).body()).contains("Name the supplier.");
    // Nor does a program.
    HttpResponse<String> made =
        program.post("/lookouts", "{\"kind\":\"breaches\",\"target\":\"https://localhost/\"}");
    JsonNode one = Program.done(made, 201);
    assertThat(one.get("inside").asBoolean()).isFalse();
    Program.done(
        program.post("/lookouts/" + one.get("id").asString() + "/state", "{\"state\":\"removed\"}"),
        200);
  }

  @Test
  void aSightingLeadsToAnIncidentThatItsMembersAloneSee() {
    String lookout =
        location(make(ada, Map.of("kind", "exploited", "supplier", "Beta", "products", "Door")));
    send(
        lookout,
        "kev.json",
        """
        {"vulnerabilities":[{"cveID":"CVE-2026-0100","vendorProject":"Acme","product":"Door"},
         {"cveID":"CVE-2026-0101","vendorProject":"Acme","product":"Door"}]}
        """);
    List<JsonNode> found = new java.util.ArrayList<>();
    for (JsonNode one : program.read("/sightings?kind=exploited&state=new").get("items")) {
      if (one.get("lookout").asString().equals(id(lookout))) {
        found.add(one);
      }
    }
    assertThat(found).hasSize(2);
    String first = SIGHTINGS + "/" + found.getFirst().get("id").asString();
    String second = SIGHTINGS + "/" + found.getLast().get("id").asString();
    // Of the second one somebody says that it is not ours; that needs words.
    HttpResponse<String> silent = rob.browser().post(second, second + "/not-ours", Map.of());
    assertThat(silent.statusCode()).isEqualTo(422);
    assertThat(silent.body()).contains("Say why it is not yours.");
    post(rob, second, second + "/not-ours", Map.of("words", "They use <b>another</b> door."));
    assertThat(page(second)).contains("not ours", "They use &lt;b&gt;another&lt;/b&gt; door.");
    String form = page(first);
    String source = House.find(form, "(?s)<textarea id=\"source\"[^>]*>([^<]*)</textarea>");
    assertThat(source).contains("kev.json", "CVE-2026-0", "Acme Door");
    String room =
        post(ada, first, first + "/incident", Map.of("title", "Door at Beta", "source", source));
    assertThat(page(room)).contains("Door at Beta", "kev.json");
    assertThat(page(first))
        .contains("led to an incident", room)
        .doesNotContain("Open the incident");
    assertThat(
            ada.browser()
                .post(first, first + "/incident", Map.of("title", "x", "source", "y"))
                .body())
        .contains("It has led to an incident already.");
    // Who is no member sees that somebody looked at it, and no more.
    HttpResponse<String> others = rob.browser().get(first);
    assertThat(others.body()).contains("looked at").doesNotContain("led to an incident", room);
    assertThat(rob.browser().get(SIGHTINGS + "?state=incident").body()).doesNotContain(first);
    assertThat(page(SIGHTINGS + "?state=incident")).contains(first);
    assertThat(rob.browser().get(SIGHTINGS + "?state=looked-at").body()).contains(first);
    assertThat(rob.browser().get(SIGHTINGS + ".csv").body()).doesNotContain("\"incident\"");
    assertThat(page(SIGHTINGS + ".csv?kind=exploited"))
        .contains("\"incident\"", "\"not-ours\"", "CVE-2026-0100")
        .doesNotContain("\"breaches\"");
    // A program opens one too, and says what the other one is.
    JsonNode said =
        Program.done(
            program.post(
                "/sightings/" + id(second) + "/state", "{\"state\":\"looked-at\",\"words\":\"w\"}"),
            200);
    assertThat(said.get("state").asString()).isEqualTo("looked-at");
    JsonNode opened =
        Program.done(program.post("/sightings/" + id(second) + "/incident", "{}"), 201);
    assertThat(program.read("/incidents/" + opened.get("incident").asString()).toString())
        .contains("Beta: Acme Door is attacked");
    Program.refused(
        program.post("/sightings/" + id(second) + "/state", "{\"state\":\"incident\"}"),
        "body-invalid");
    assertThat(house.acts("sighting.not-ours")).isEqualTo(1);
    assertThat(house.acts("sighting.looked-at")).isEqualTo(1);
  }

  @Test
  void aSecurityTxtIsReadWhenSomebodyAsks() {
    String supplier = "/suppliers/" + house.count("select id from supplier where name = 'Gamma'");
    String path = supplier + "/security-txt";
    assertThat(page(path)).contains("It was never read.", "value=\"gamma.example\"");
    web.set(
        "/.well-known/security.txt",
        "text/plain; charset=utf-8",
        "# <script>alert(1)</script>\nContact: mailto:security@gamma.example\n"
            + "Contact: javascript:alert(1)\nExpires: 2026-11-01T00:00:00Z\n");
    assertThat(
            rob.browser()
                .post(path, path, Map.of("host", web.host(), "inside", "true"))
                .statusCode())
        .isEqualTo(403);
    post(ada, path, path, Map.of("host", web.host(), "inside", "true"));
    assertThat(page(path))
        .contains(
            "mailto:security@gamma.example",
            "It expired at 1 Nov 2026, 00:00:00 UTC",
            "A Contact is no https, mailto or tel address.")
        .doesNotContain("href=\"javascript", "<script>alert");
    assertThat(page(supplier)).contains("mailto:security@gamma.example; expired on 1 Nov 2026");
    web.set("/.well-known/security.txt", "text/html", "<p>Not found</p>");
    post(ada, path, path, Map.of("host", web.host(), "inside", "true"));
    assertThat(page(path)).contains("no plain text", "mailto:security@gamma.example");
    String uid = "";
    for (JsonNode one : program.read("/suppliers").get("items")) {
      uid = one.get("name").asString().equals("Gamma") ? one.get("id").asString() : uid;
    }
    JsonNode all =
        Program.done(
            program.post("/suppliers/" + uid + "/security-txt", "{\"host\":\"localhost\"}"), 200);
    assertThat(all.get("items").size()).isEqualTo(3);
    assertThat(all.get("items").get(0).get("failure").asString()).contains("private network");
    assertThat(all.get("items").get(2).get("contacts").get(0).asString())
        .isEqualTo("mailto:security@gamma.example");
    assertThat(house.acts("security-txt.read")).isEqualTo(3);
  }

  @Test
  void aLookoutIsChangedPausedAndGoesOn() {
    web.set("/one", "text/html", "<p>Alpha Hosting, Beta Mail and Gamma Storage</p>");
    web.set("/two", "text/html", "<p>Delta Hosting, Epsilon Mail and Zeta Storage</p>");
    String lookout = lookout("sub-processors", "Gamma", web.at("/one"));
    look();
    house.pass(Duration.ofSeconds(1));
    Map<String, String> other =
        Map.of(
            "supplier",
            "Gamma",
            "target",
            web.at("/two"),
            "every",
            "1",
            "inside",
            "true",
            "title",
            "Their list");
    post(ada, lookout + "/change", lookout + "/change", other);
    look();
    assertThat(sightings(lookout)).as("another page is compared with nothing").isZero();
    assertThat(page(lookout)).contains("Their list", "Delta Hosting");
    assertThat(rob.browser().post(lookout + "/change", lookout + "/change", other).statusCode())
        .as("what may ask inside is an administrator's")
        .isEqualTo(403);
    post(ada, lookout, lookout + "/pause", Map.of());
    web.set("/two", "text/html", "<p>Delta Hosting, Epsilon Mail and Theta Storage</p>");
    pass(Duration.ofDays(2));
    look();
    assertThat(sightings(lookout)).isZero();
    assertThat(ada.browser().post(lookout, lookout + "/look", Map.of()).body())
        .contains("It is paused.");
    post(ada, lookout, lookout + "/resume", Map.of());
    look();
    assertThat(sightings(lookout)).isEqualTo(1);
    assertThat(page(LOOKOUTS)).contains("Their list");
    assertThat(page("/")).contains("for a look");
  }
}
