package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import tools.jackson.databind.JsonNode;

/** What goes out about suppliers comes in again the same. */
class SuppliersAgainIT {
  @TempDir static Path home;
  @TempDir static Path files;
  @TempDir static Path elsewhere;
  private static House house;
  private static NoticeHouse at;
  private static Program program;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 3);
    program = new Program(house, house.token(at.ada, House.ALL));
    take(
        """
        supplier,domain,domains,engagement,purpose,role,owner,connection,kind,started,subprocessor_of,elements,population,since,legal_basis,retention,place,scopes,security_contact,contact_verified,contact_tested,second_contact,our_contact,legal_name,lei,parent_company,status_page,replaceable
        Quill,quill.example,quill.test;quill.invalid,notes,"to ""write"" them",processor,Ann,sync,oauth,2025-01-01,,contact.email;person.full_name,plan = pro,2025-01-01,contract,1 year,EU,files.read;files.write,security@quill.example,called back,2025-06-01,board@quill-holding.example,privacy@example.org,Quill Ltd,5493001KJTIIGC8Y1R12,Ink Holding,https://status.quill.example/,weeks
        Inkwell,inkwell.example,,,,,,,,,Quill,,,,,,,,security@inkwell.example,,,,,,,,,
        """);
  }

  private static void take(String csv) throws IOException {
    Path file = Files.writeString(files.resolve("in.csv"), csv);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(file)));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String uid(String supplier) {
    for (JsonNode one : Program.done(program.get("/suppliers"), 200).get("items")) {
      if (one.get("name").asString().equals(supplier)) {
        return one.get("id").asString();
      }
    }
    throw new AssertionError("no " + supplier);
  }

  @Test
  void theRegisterAsCsv() throws IOException {
    String out = at.ada.browser().get("/suppliers/register.csv").body();
    assertThat(out).contains("5493001KJTIIGC8Y1R12", "board@quill-holding.example", "weeks");
    try (House other = new House(elsewhere)) {
      Path file = Files.writeString(files.resolve("out.csv"), out);
      other.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(file)));
      assertThat(other.administrator().browser().get("/suppliers/register.csv").body())
          .isEqualTo(out);
    }
    take(out);
    assertThat(at.ada.browser().get("/suppliers/register.csv").body()).isEqualTo(out);
  }

  /**
   * Inkwell works for Quill and for Mapplanet, to which three people were sent; and in a circle.
   */
  @Test
  void whoeverWorksForSeveralHasThePeopleOfAllOnce() throws IOException {
    take(
        """
        supplier,subprocessor_of
        Behind,Mapplanet;Quill
        Deep,Behind
        Mapplanet,Deep
        """);
    house.server().refreshOutlooks();
    String csv = at.ada.browser().get("/suppliers/concentration.csv").body();
    // Quill may have all three by its grant; Mapplanet was sent them: three people, not six.
    assertThat(csv).contains("\"Behind\",3,\"Mapplanet, Quill, Deep\",\"3\"", "\"Deep\",3,");
    assertThat(at.ada.browser().get("/suppliers/concentration").body())
        .contains("Behind", "3 people", "<path d=");
    take("supplier,subprocessor_of\nBehind,\nDeep,\nMapplanet,\n");
  }

  @Test
  void theWorldReadsTheListOfSubProcessors() {
    String one =
        "/suppliers/"
            + house.count("select id from supplier where name = 'Quill'")
            + "/sub-processor";
    Browser street = new Browser(house.publicBase(), "anybody");
    assertThat(street.get("/sub-processors").body()).contains("There is none");
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Quill & <Sons>");
    fields.put("purpose", "Notes");
    fields.put("data", "Contact");
    fields.put("place", "EU");
    fields.put("since", "2025-01-01");
    assertThat(at.ada.browser().post(one, one, Map.of("name", "x")).statusCode()).isEqualTo(422);
    at.post(one, one, fields);
    house.pass(java.time.Duration.ofMinutes(1));
    fields.put("purpose", "Notes and letters");
    at.post(one, one, fields);
    HttpResponse<String> json = street.get("/sub-processors.json");
    assertThat(json.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(json.body())
        .contains("\"name\":\"Quill & <Sons>\"", "Notes and letters", "\"version\":1");
    assertThat(street.get("/sub-processors").body())
        .contains("Quill &amp; &lt;Sons&gt;", "quill.example");
    String feed = street.get("/sub-processors.atom").body();
    assertThat(feed).contains("Quill &#38; &#60;Sons&#62;: removed", ": added");
    house.pass(java.time.Duration.ofMinutes(1));
    at.post(one, one + "/remove", Map.of());
    assertThat(street.get("/sub-processors").body()).contains("There is none", ": removed");
    String later = street.get("/sub-processors.atom").body();
    for (String id : ids(feed)) {
      assertThat(later).as("what readers have seen stays").contains(id);
    }
  }

  private static List<String> ids(String feed) {
    return java.util.regex.Pattern.compile("urn:uuid:[0-9a-f-]{36}")
        .matcher(feed)
        .results()
        .map(java.util.regex.MatchResult::group)
        .toList();
  }

  /** As a browser sends a list, with where it came from. */
  private static HttpResponse<String> list(String path, String content, String source) {
    Browser browser = at.ada.browser();
    return RecordPagesIT.send(
        browser,
        path,
        Browser.token(browser.get(path).body()),
        "list",
        content.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        Map.of("source", source));
  }

  private static String parents(String supplier) {
    return house
        .ledger()
        .inTransaction(
            db -> {
              try (var row =
                  db.createStatement()
                      .executeQuery(
                          "select string_agg(p.name, ', ' order by p.name) from supplier_chain c"
                              + " join supplier p on p.id = c.parent join supplier s on s.id ="
                              + " c.supplier where s.name = '"
                              + supplier
                              + "'")) {
                row.next();
                return String.valueOf(row.getString(1));
              }
            });
  }

  /** Its own list as we publish ours, then a later one as CSV. */
  @Test
  void aSuppliersOwnListOfSubProcessorsIsTakenOver() throws IOException {
    take("supplier,domain,domains\nLister,lister.example,\nHostbox,hostbox.example,hostbox.test\n");
    String path =
        "/suppliers/"
            + house.count("select id from supplier where name = 'Lister'")
            + "/sub-processors";
    String first =
        """
        {"version":1,"updated":"2026-01-01T00:00:00Z","changes":[{"at":"x","what":"added","name":"y"}],
        "sub_processors":[
        {"name":"Hostbox GmbH","domain":"HOSTBOX.test","purpose":"hosting","data":"all","place":"EU","since":"2024-01-01"},
        {"name":"Päckchen & <Sons>","domain":null,"purpose":"letters","data":"addresses","place":"東京","since":"2025-02-03"}]}
        """;
    String shown = list(path, first, "https://lister.example/sub-processors.json").body();
    assertThat(shown)
        .contains("2 new, 0 gone, 0 changed, 0 as before; 1 supplier more in the register")
        .contains("Hostbox GmbH, Hostbox in the register · hosting · all · EU")
        .contains("Päckchen &amp; &lt;Sons&gt;, new in the register");
    assertThat(house.count("select count(*) from supplier where name like 'Päckchen%'")).isZero();
    assertThat(parents("Hostbox")).isEqualTo("null");
    String form = House.find(shown, "action=\"(" + path + "/[0-9a-f-]{36})\"");
    Map<String, String> source = Map.of("source", "https://lister.example/sub-processors.json");
    at.post(path, form, source);
    assertThat(parents("Hostbox")).isEqualTo("Lister");
    assertThat(parents("Päckchen & <Sons>")).isEqualTo("Lister");
    String page = at.ada.browser().get(path).body();
    assertThat(page)
        .contains("Hostbox GmbH (Hostbox)", "2024-01-01", "line 3 of the file ")
        .contains("https://lister.example/sub-processors.json, line 4");
    assertThat(house.acts("sub-processors.listed")).isEqualTo(1);
    assertThat(at.ada.browser().post(path, form, source).body()).contains("no longer here");
    assertThat(list(path, first, "again").body())
        .contains("0 new, 0 gone, 0 changed, 2 as before", "All of it is there already.");

    String later =
        "name;purpose;data;place;since;domain\n"
            + "Hostbox GmbH;hosting;all;US;2024-01-01;hostbox.test\n"
            + "\"Mail \"\"er\"\"\";mail;;;;mailer.example\n";
    shown = list(path, later, "annex 3, 2026").body();
    assertThat(shown)
        .contains("1 new, 1 gone, 1 changed, 0 as before")
        .contains("Hostbox GmbH: place was \"EU\", is \"US\"", "Take it over");
    form = House.find(shown, "action=\"(" + path + "/[0-9a-f-]{36})\"");
    at.post(path, form, Map.of("source", "annex 3, 2026", "cut", "yes"));
    assertThat(parents("Päckchen & <Sons>")).as("its link was cut").isEqualTo("null");
    assertThat(names()).as("it stays itself").contains("Päckchen & <Sons>", "Mail \"er\"");
    assertThat(at.ada.browser().get(path).body())
        .contains("annex 3, 2026, line 2 of the file", "What it listed before", "letters, from ");
    assertThat(house.count("select count(*) from listed_sub_processor where gone_at is null"))
        .isEqualTo(2);
  }

  private static List<String> names() {
    return house
        .ledger()
        .inTransaction(db -> new Register(db).all().stream().map(one -> one.name()).toList());
  }

  @Test
  void aListThatIsWrongIsRefusedByItsLinesAndChangesNothing() throws IOException {
    take("supplier,domain\nWrongly,wrongly.example\n");
    String path =
        "/suppliers/"
            + house.count("select id from supplier where name = 'Wrongly'")
            + "/sub-processors";
    long suppliers = house.count("select count(*) from supplier");
    String begin = "{\"version\":1,\"sub_processors\":[\n";
    Map<String, String> bad = new HashMap<>();
    bad.put("name,since\nA,yesterday\n", "Line 2: since is no day");
    bad.put("name,domain\nA,not a domain\n", "Line 2: domain not a domain such as example.com");
    bad.put("name\nFresh One\n=1+1\n", "Line 3: name starts with =");
    bad.put("name\nFresh One\nfresh  one\n", "Line 3: is the same one as line 2");
    bad.put("name\nWrongly\n", "Line 2: it is the supplier itself");
    bad.put("name,domian\nA,\n", "Line 1: unknown column \"domian\"");
    bad.put("name,data\nA\n", "Line 2: 1 cells under 2 headers");
    bad.put("data\nA\n", "Line 1: there is one column name");
    bad.put("name,data\n,x\n", "Line 2: the name is missing");
    bad.put("name\n" + "x".repeat(301) + "\n", "Line 2: name is longer than 300");
    bad.put("name\n" + "Some One\n".repeat(2_001), "Line 2002: more than 2000");
    bad.put("{\"version\":2}", "the version is not 1");
    bad.put("{\"version\":1}", "no sub_processors");
    bad.put(begin + "{\"name\":7}]}", "Line 2: name is no text");
    bad.put(begin + "{\"name\":\"A\",\"names\":\"B\"}]}", "Line 2: the field \"names\"");
    bad.put(begin + "[[[[[[[[[[[", "Line 2: sub_processors is a list of objects");
    bad.put(begin + "{\"name\":\"A\"}", "Line ");
    for (Map.Entry<String, String> one : bad.entrySet()) {
      HttpResponse<String> refused = list(path, one.getKey(), "a list");
      assertThat(refused.statusCode()).as(one.getValue()).isEqualTo(422);
      assertThat(refused.body().replace("&#34;", "\"").replace("&quot;", "\""))
          .contains("Nothing was changed", one.getValue());
    }
    assertThat(list(path, "name\nA\n", " ").body()).contains("where the list came from");
    assertThat(list(path, "name\nA\n".repeat(400_000), "x").body()).contains("larger than 2 MB");
    assertThat(list(path, "name\nA\n".repeat(2_000_000), "x").statusCode()).isEqualTo(413);
    assertThat(house.count("select count(*) from supplier")).isEqualTo(suppliers);
    String api = "/suppliers/" + uid("Wrongly") + "/sub-processors";
    byte[] own = "name\nWrongly\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(program.upload(api, "x", own, Map.of("source", "x")).body())
        .contains("/file", "Line 2: it is the supplier itself");
    byte[] good =
        "name,since\nApi Sub,2025-01-01\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(program.upload(api, "x", good, Map.of()).body()).contains("where the list came");
    assertThat(
            Program.done(program.upload(api, "x", good, Map.of("source", "x", "mode", "look")), 200)
                .get("added")
                .asInt())
        .isEqualTo(1);
    assertThat(Program.done(program.get(api), 200).get("items")).isEmpty();
    assertThat(house.count("select count(*) from supplier")).isEqualTo(suppliers);
    assertThat(
            Program.done(program.upload(api, "x", good, Map.of("source", "annex 3")), 200)
                .get("fresh")
                .get(0)
                .asString())
        .isEqualTo("Api Sub, new in the register");
    JsonNode listed = Program.done(program.get(api), 200).get("items").get(0);
    assertThat(listed.get("source").asString()).isEqualTo("annex 3");
    assertThat(listed.get("line").asInt()).isEqualTo(2);
    assertThat(listed.get("supplier").asString()).isEqualTo(uid("Api Sub"));
    assertThat(at.ada.browser().get("/suppliers/99999/sub-processors").statusCode()).isEqualTo(404);
  }

  private interface Fill {
    void in(Worksheet sheet);
  }

  private static byte[] workbook(Fill fill) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Test", "1.0")) {
      book.newWorksheet("Read me").value(0, 0, "How to fill this in");
      Worksheet sheet = book.newWorksheet("Questions");
      sheet.value(0, 0, "ID");
      sheet.value(0, 1, "Question");
      sheet.value(0, 2, "Answer");
      sheet.value(0, 3, "Notes");
      for (int i = 1; i <= 12; i++) {
        sheet.value(i, 0, "Q." + i);
        sheet.value(i, 1, "Is the thing with the number " + i + " done as it should be done?");
        sheet.value(i, 2, i % 4 == 0 ? "No" : "Yes");
        sheet.value(i, 3, i % 4 == 0 ? "Planned" : "");
      }
      fill.in(sheet);
    }
    return out.toByteArray();
  }

  /** Sends it as a browser does. */
  private static HttpResponse<String> look(String path, byte[] content) {
    Browser browser = at.ada.browser();
    return RecordPagesIT.send(
        browser, path, Browser.token(browser.get(path).body()), "filled.xlsx", content, Map.of());
  }

  @Test
  void aWorkbookThatASupplierFilledInBecomesAnAssessment() throws IOException {
    String path =
        "/suppliers/"
            + house.count("select id from supplier where name = 'Quill'")
            + "/assessments/workbook";
    byte[] filled =
        workbook(
            sheet -> {
              sheet.value(5, 2, "N/A");
              sheet.value(6, 2, "ask us");
              sheet.formula(7, 2, "\"Yes\"");
            });
    String shown = look(path, filled).body();
    assertThat(shown)
        .contains("questions in column B, answers in C, words in D", "12 questions, 10 answered")
        .contains("Not understood: row 7, row 8.");
    String take = House.find(shown, "action=\"(" + path + "/[0-9a-f-]{36})\"");
    String assessment = at.post(path, take, Map.of("title", "A questionnaire 4.1"));
    assertThat(at.ada.browser().get(assessment).body())
        .contains("A questionnaire 4.1", "done as it should be", "n/a in row 6 of the workbook")
        .contains("54 of 100: 6 met, 3 not met, 2 not answered, 1 does not apply")
        .doesNotContain("Not verified");
    assertThat(at.ada.browser().post(path, take, Map.of("title", "Again")).body())
        .contains("no longer here");
    // It goes to another supplier, by a program, as it was read.
    String to = "/suppliers/" + uid("Mapplanet") + "/assessments";
    JsonNode read =
        Program.done(program.get("/suppliers/" + uid("Quill") + "/assessments"), 200)
            .get("items")
            .get(0);
    JsonNode copied =
        Program.done(program.post(to, read.get("content").toString()), 201).get("items").get(0);
    assertThat(copied.get("content")).isEqualTo(read.get("content"));
    assertThat(copied.get("score")).isEqualTo(read.get("score"));
    for (Map.Entry<String, byte[]> bad :
        Map.of(
                "no sheet has",
                    workbook(
                        sheet -> {
                          for (int i = 1; i <= 12; i++) {
                            sheet.value(i, 2, "so so");
                          }
                        }),
                "cannot be read as a workbook",
                    "not one".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "more than 5000 rows",
                    workbook(
                        sheet -> {
                          for (int i = 20; i < 100_000; i++) {
                            sheet.value(i, 0, i);
                          }
                        }))
            .entrySet()) {
      HttpResponse<String> refused = look(path, bad.getValue());
      assertThat(refused.statusCode()).as(bad.getKey()).isEqualTo(422);
      assertThat(refused.body()).containsIgnoringCase(bad.getKey());
    }
  }

  @Test
  void whatIsWrongOfIdentityIsSaid() throws IOException {
    for (String wrong :
        List.of("5493001KJTIIGC8Y1R13", "5493001KJTIIGC8Y1R1", "5493001kjtiigc8y1r12")) {
      HttpResponse<String> refused =
          program.post("/suppliers", "{\"name\": \"New\", \"lei\": \"" + wrong + "\"}");
      assertThat(refused.statusCode()).as(wrong).isEqualTo(422);
      assertThat(refused.body()).contains("/lei", "checksum");
    }
    assertThat(
            program
                .post("/suppliers", "{\"name\": \"New\", \"statusPage\": \"javascript:alert(1)\"}")
                .statusCode())
        .isEqualTo(422);
  }

  private static JsonNode breaches(JsonNode page) {
    for (JsonNode one : page.get("items")) {
      if (one.get("content").get("set").asString().equals("breaches")) {
        return one;
      }
    }
    throw new AssertionError("none of breaches");
  }

  @Test
  void assessmentsAndFindingsAsJson() {
    String from = "/suppliers/" + uid("Quill");
    String to = "/suppliers/" + uid("Inkwell");
    String assessment =
        """
        {"set": "breaches", "title": null, "due": "2026-12-24", "why": "Its turn", "closed": true,
         "questions": null, "answers": [
          {"question": "notice-hours", "answer": "48", "words": "By mail"},
          {"question": "contact", "answer": "not-applicable", "words": "There is a line instead"},
          {"question": "notice-hours", "answer": "24", "words": null}]}
        """;
    JsonNode first = breaches(Program.done(program.post(from + "/assessments", assessment), 201));
    assertThat(first.get("score").asInt()).isPositive();
    JsonNode again =
        breaches(
            Program.done(program.post(to + "/assessments", first.get("content").toString()), 201));
    assertThat(again.get("content")).isEqualTo(first.get("content"));
    assertThat(again.get("score")).isEqualTo(first.get("score"));
    String finding =
        """
        {"title": "No second factor", "weight": "high", "due": "2026-12-24", "events": [
          {"kind": "remedied", "words": "They say so", "until": null},
          {"kind": "accepted", "words": "For now", "until": "2027-01-31"}]}
        """;
    JsonNode found =
        Program.done(program.post(from + "/findings", finding), 201).get("items").get(0);
    assertThat(found.get("state").asString()).isEqualTo("accepted");
    JsonNode copied =
        Program.done(program.post(to + "/findings", found.get("content").toString()), 201)
            .get("items")
            .get(0);
    assertThat(copied.get("content")).isEqualTo(found.get("content"));
    JsonNode risk = Program.done(program.get(from + "/risk"), 200);
    int sum = 0;
    for (JsonNode reason : risk.get("reasons")) {
      sum += reason.get("points").asInt();
    }
    assertThat(risk.get("residual").asInt()).isEqualTo(sum);
    assertThat(program.post(from + "/findings", finding.replace("remedied", "mended")).body())
        .contains("/events/0/kind");
    assertThat(program.post(from + "/assessments", assessment.replace("\"48\"", "\"many\"")).body())
        .contains("/answers/0");
  }

  @Test
  void aSweepIsForMembersOfItsIncidentAlone() {
    Map<String, String> form = new HashMap<>();
    form.put("title", "Secret sweep");
    form.put("set", "sweep");
    form.put("due", house.now().plus(java.time.Duration.ofDays(2)).toString().substring(0, 10));
    form.put("route", at.route(2525, "sends"));
    form.put("days", "14");
    form.put("language", "en");
    form.put("remind", "0");
    form.put("subject", "Are you affected?");
    form.put("body", "{{link}}");
    form.put("way", "all");
    String sweep = at.post(at.room + "/sweep", at.room + "/sweep", form);
    House.Person sam = house.invite(at.ada, "responder", "sam");
    Program stranger = new Program(house, house.token(sam, "work,read-suppliers"));
    assertThat(program.get(sweep).body()).contains("Secret sweep", "\"unknown\"");
    assertThat(program.get("/campaigns").body()).contains("Secret sweep");
    assertThat(stranger.get("/campaigns").body()).doesNotContain("Secret sweep");
    assertThat(stranger.get(sweep).statusCode()).isEqualTo(404);
    assertThat(sam.browser().get("/campaigns").body()).doesNotContain("Secret sweep");
    String id =
        House.find(at.ada.browser().get(sweep).body(), "name=\"supplier\" value=\"([0-9]+)\"");
    for (String path : List.of("", "/campaign.csv", "/suppliers/" + id)) {
      assertThat(sam.browser().get(sweep + path).statusCode()).as(path).isEqualTo(404);
    }
    for (String path :
        List.of("/start", "/discard", "/end", "/resume", "/remind", "/take", "/suppliers")) {
      assertThat(sam.browser().post("/campaigns/new", sweep + path, Map.of()).statusCode())
          .as(path)
          .isEqualTo(404);
    }
    for (String path : List.of("/renew", "/revoke", "/take", "/give-back")) {
      assertThat(
              sam.browser()
                  .post("/campaigns/new", sweep + "/suppliers/" + id + path, Map.of())
                  .statusCode())
          .as(path)
          .isEqualTo(404);
    }
  }
}
