package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static Program reader;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 3);
    program = new Program(house, house.token(at.ada, House.ALL));
    reader = new Program(house, house.token(at.ada, "work,read-suppliers"));
    take(
        """
        supplier,domain,domains,engagement,purpose,role,owner,connection,kind,started,subprocessor_of,elements,population,since,legal_basis,retention,place,scopes,security_contact,contact_verified,contact_tested,second_contact,our_contact,legal_name,lei,parent_company,status_page,replaceable,merged_into
        Quill,quill.example,quill.test;quill.invalid,notes,"to ""write"" them",processor,Ann,sync,oauth,2025-01-01,,contact.email;person.full_name,plan = pro,2025-01-01,contract,1 year,EU,files.read;files.write,security@quill.example,called back,2025-06-01,board@quill-holding.example,privacy@example.org,Quill Ltd,5493001KJTIIGC8Y1R12,Ink Holding,https://status.quill.example/,weeks,
        Inkwell,inkwell.example,,,,,,,,,Quill,,,,,,,,security@inkwell.example,,,,,,,,,,
        Feather,,,,,,,,,,,,,,,,,,,,,,,,,,,,Quill
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
    assertThat(csv).contains("\"Behind\",3,\"Mapplanet, Quill, Deep\",3,", "\"Deep\",3,");
    assertThat(at.ada.browser().get("/suppliers/concentration").body())
        .contains("Behind", "3 people", "<path d=");
    take("supplier,subprocessor_of\nBehind,\nDeep,\nMapplanet,\n");
  }

  /** Three people were sent to Mapplanet, which the incident is about. */
  @Test
  void aSupplierThatWasMergedIsOneCompanyWithTheOther() throws IOException {
    take("supplier,security_contact\nHeir,security@heir.example\n");
    String heir = "/suppliers/" + house.count("select id from supplier where name = 'Heir'");
    String old = "/suppliers/" + house.count("select id from supplier where name = 'Mapplanet'");
    String form = at.ada.browser().get(old + "/facts").body();
    Map<String, String> facts = new HashMap<>();
    facts.put("supplier", "Mapplanet");
    facts.put("stamp", House.find(form, "name=\"stamp\" value=\"([^\"]+)\""));
    for (String wrong : List.of("Nobody", "Mapplanet", "=Heir")) {
      facts.put("merged-into", wrong);
      HttpResponse<String> answer = at.ada.browser().post(old + "/facts", old + "/facts", facts);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(422);
      assertThat(answer.body()).contains("href=\"#merged-into\"");
    }
    facts.put("merged-into", "heir");
    at.post(old + "/facts", old + "/facts", facts);
    assertThat(at.ada.browser().get(old).body())
        .contains("Merged into Heir: a breach there reaches what it was sent");
    assertThat(at.ada.browser().get("/suppliers/register").body()).contains("merged into Heir");
    assertThat(Program.done(program.get("/suppliers/" + uid("Mapplanet")), 200).get("mergedInto"))
        .hasToString("\"Heir\"");
    String circle = "supplier,merged_into\nHeir,Mapplanet\n";
    assertThatThrownBy(() -> take(circle)).hasMessageContaining("leads in a circle");

    // What Mapplanet was sent, Heir has; and to cut the one says that the other is open.
    house.server().refreshOutlooks();
    assertThat(at.ada.browser().get(heir).body())
        .contains("<dt>Seen</dt><dd>3 people", "Heir &gt; Mapplanet (merged into Heir)");
    assertThat(at.ada.browser().get(heir + "/severance").body())
        .contains("Mapplanet is the same company since a merger", "href=\"" + old + "/severance\"");
    assertThat(at.ada.browser().get(heir + "/severance/cut").body())
        .contains("Mapplanet is the same company since a merger, and is not cut by this");

    // A sweep asks others, and not by the company's own mail server.
    assertThat(at.ada.browser().get(at.room + "/sweep").body()).doesNotContain("Heir");
    String route = at.route(2526, "sends");
    house
        .ledger()
        .inTransaction(
            db ->
                db.createStatement()
                    .executeUpdate(
                        "update mail_route set supplier = (select id from supplier where name = 'Heir')"
                            + " where id = "
                            + route));
    Map<String, String> sweep = new HashMap<>();
    sweep.put("title", "By their server");
    sweep.put("set", "sweep");
    sweep.put("due", house.now().plus(java.time.Duration.ofDays(2)).toString().substring(0, 10));
    sweep.put("route", route);
    sweep.put("days", "14");
    sweep.put("language", "en");
    sweep.put("remind", "0");
    sweep.put("subject", "Are you affected?");
    sweep.put("body", "{{link}}");
    sweep.put("way", "all");
    HttpResponse<String> refused =
        at.ada.browser().post(at.room + "/sweep", at.room + "/sweep", sweep);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("belongs to the breached supplier");

    take("supplier,merged_into\nMapplanet,\n");
    house.server().refreshOutlooks();
    assertThat(at.ada.browser().get(heir).body()).doesNotContain("<dt>Seen</dt><dd>3 people");
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
        QuestionBook.of(
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
                    QuestionBook.of(
                        sheet -> {
                          for (int i = 1; i <= 12; i++) {
                            sheet.value(i, 2, "so so");
                          }
                        }),
                "cannot be read as a workbook",
                    "not one".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "more than 5000 rows",
                    QuestionBook.of(
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

  /** The one that asks what regulators found missing. */
  static JsonNode breaches(JsonNode page) {
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

  /** Bad bodies, and a token that may only read: each is refused, and nothing is there after. */
  private static void refused(String method, String path, String bad, String pointer, String good) {
    JsonNode fault =
        Program.refused(program.send(method, path, bad, "If-Match", "\"none\""), "body-invalid")
            .get("errors")
            .get(0);
    assertThat(fault.get("pointer").asString()).as(bad).isEqualTo("#" + pointer);
    Program.refused(reader.send(method, path, good, "If-Match", "\"none\""), "access-denied");
  }

  @Test
  void documentsAreAddedAndTakenBackByPrograms() {
    String of = "/suppliers/" + uid("Inkwell") + "/evidence";
    String shown =
        "/suppliers/" + house.count("select id from supplier where name = 'Inkwell'") + "/evidence";
    byte[] pdf = "%PDF-1.7\nA report\n%%EOF".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    JsonNode added =
        Program.done(program.upload(of, "report.pdf", pdf, Map.of("until", "2027-01-31")), 201);
    assertThat(added.get("type").asString()).isEqualTo("pdf");
    assertThat(added.get("bySupplier").asBoolean()).isFalse();
    assertThat(added.get("review").isNull()).isTrue();
    assertThat(at.ada.browser().get(shown).body()).contains("report.pdf", "2027-01-31");
    assertThat(
            Program.done(program.upload(of, "again.pdf", pdf, Map.of()), 200).get("id").asString())
        .as("the same file is there once")
        .isEqualTo(added.get("id").asString());
    byte[] csv = "a,b\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    JsonNode endless = Program.done(program.upload(of, "rows.csv", csv, Map.of()), 201);
    JsonNode first = program.read("/evidence?limit=1");
    assertThat(first.get("items").get(0).get("id")).isEqualTo(added.get("id"));
    JsonNode second = program.read("/evidence?limit=1&after=" + first.get("next").asString());
    assertThat(second.get("items").get(0).get("id")).isEqualTo(endless.get("id"));
    assertThat(second.get("next").isNull()).isTrue();
    String one = "/evidence/" + added.get("id").asString();
    HttpResponse<String> file = reader.get(one + "/file");
    assertThat(file.body()).isEqualTo("%PDF-1.7\nA report\n%%EOF");
    assertThat(file.headers().firstValue("Content-Type").orElseThrow())
        .isEqualTo("application/octet-stream");
    for (Map.Entry<String, Map<String, String>> bad :
        Map.of("lies.png", Map.<String, String>of(), "late.pdf", Map.of("until", "soon"))
            .entrySet()) {
      JsonNode fault =
          Program.refused(program.upload(of, bad.getKey(), pdf, bad.getValue()), "body-invalid")
              .get("errors")
              .get(0);
      assertThat(fault.get("pointer").asString())
          .isEqualTo(bad.getValue().isEmpty() ? "#/file" : "#/until");
    }
    Program.refused(reader.upload(of, "report.pdf", pdf, Map.of()), "access-denied");
    Program.refused(reader.post(one + "/remove", ""), "access-denied");
    assertThat(program.read(of).get("items").size()).isEqualTo(2);
    Program.done(program.post(one + "/remove", ""), 200);
    Program.refused(program.get(one), "page-unknown");
    assertThat(program.read("/evidence?limit=1&after=" + added.get("id").asString()).toString())
        .as("goes on beyond one that was taken back meanwhile")
        .contains("rows.csv");
    assertThat(at.ada.browser().get(shown).body())
        .contains("rows.csv")
        .doesNotContain("report.pdf");
    Program.done(program.post("/evidence/" + endless.get("id").asString() + "/remove", ""), 200);
  }

  @Test
  void riskIsTakenAndTheWorldIsToldByPrograms() {
    String of = "/suppliers/" + uid("Inkwell");
    String page = "/suppliers/" + house.count("select id from supplier where name = 'Inkwell'");
    String taking = "{\"words\": \"%s\", \"until\": \"%s\"}";
    String good = taking.formatted("They hold little, and leave soon.", "2027-03-01");
    refused("POST", of + "/risk", taking.formatted("Yes", "2027-03-01"), "/words", good);
    refused("POST", of + "/risk", taking.formatted("Long enough.", "2037-03-01"), "/until", good);
    assertThat(Program.done(program.get(of + "/risk"), 200).get("accepted").isEmpty()).isTrue();
    JsonNode taken = Program.done(program.post(of + "/risk", good), 201);
    assertThat(taken.get("accepted").get(0).get("until").asString()).isEqualTo("2027-03-01");
    assertThat(at.ada.browser().get(page + "/risk").body())
        .contains("They hold little, and leave soon.");
    Set<String> seen = new HashSet<>();
    int last = 100;
    JsonNode part = reader.read("/risk?limit=1");
    while (true) {
      JsonNode line = part.get("items").get(0);
      assertThat(seen.add(line.get("supplier").asString())).isTrue();
      assertThat(line.get("residual").asInt()).isLessThanOrEqualTo(last);
      last = line.get("residual").asInt();
      if (line.get("name").asString().equals("Inkwell")) {
        assertThat(line.get("acceptedAt")).isEqualTo(taken.get("residual"));
      }
      if (part.get("next").isNull()) {
        break;
      }
      part = reader.read("/risk?limit=1&after=" + part.get("next").asString());
    }
    assertThat(seen).contains(uid("Inkwell")).hasSizeGreaterThan(2);

    String listed = of + "/sub-processor";
    String told =
        """
        {"name": "Inkwell Ltd", "purpose": "Printing", "data": "Names", "place": "%s",
         "since": "%s"}
        """;
    refused("PUT", listed, told.formatted(" ", "2025-01-01"), "/place", told.formatted("EU", "x"));
    refused("PUT", listed, told.formatted("EU", "soon"), "/since", told.formatted("EU", "x"));
    Program.refused(
        program.send("PUT", listed, told.formatted("EU", "2025-01-01")), "request-invalid");
    assertThat(program.read(listed).get("listed").isNull()).isTrue();
    HttpResponse<String> put =
        program.send("PUT", listed, told.formatted("EU", "2025-01-01"), "If-Match", "\"none\"");
    assertThat(Program.done(put, 200).get("listed").get("place").asString()).isEqualTo("EU");
    Browser street = new Browser(house.publicBase(), "anybody");
    assertThat(street.get("/sub-processors").body()).contains("Inkwell Ltd");
    assertThat(reader.get("/sub-processors").body()).contains("Inkwell Ltd", uid("Inkwell"));
    Program.refused(
        program.send("PUT", listed, told.formatted("US", "2025-01-01"), "If-Match", "\"none\""),
        "changed-meanwhile");
    house.pass(java.time.Duration.ofMinutes(1));
    Program.done(
        program.send(
            "PUT", listed, told.formatted("CH", "2025-01-01"), "If-Match", Program.tag(put)),
        200);
    assertThat(street.get("/sub-processors.json").body())
        .contains("\"CH\"")
        .doesNotContain("\"US\"");
    Program.refused(reader.post(listed + "/remove", ""), "access-denied");
    house.pass(java.time.Duration.ofMinutes(1));
    Program.done(program.post(listed + "/remove", ""), 200);
    assertThat(street.get("/sub-processors").body()).contains("There is none");
  }

  @Test
  void anAssessmentIsAnsweredAndFindingsAreSeenToByPrograms() {
    Program.done(program.post("/suppliers", "{\"name\": \"Looked at\"}"), 201);
    HttpResponse<String> begun =
        program.post(
            "/suppliers/" + uid("Looked at") + "/assessments",
            """
            {"set": "breaches", "due": "2026-12-24", "why": "New", "closed": false, "answers": []}
            """);
    Program.done(begun, 201);
    String path =
        begun.headers().firstValue("Location").orElseThrow().replaceFirst(".*/api/v1", "");
    String answers =
        """
        {"answers": [{"question": "%s", "answer": "48", "words": "By mail"}]}
        """;
    String good = answers.formatted("notice-hours");
    refused("POST", path + "/answers", answers.formatted("none"), "/answers/0/question", good);
    Program.done(program.post(path + "/answers", good), 200);
    assertThat(at.ada.browser().get(path).body()).contains("By mail");
    String gap =
        """
        {"question": "notice-hours", "title": "Two days are long", "weight": "%s", "due": "%s"}
        """;
    String opens = gap.formatted("high", "2026-12-24");
    refused("POST", path + "/findings", gap.formatted("huge", "2026-12-24"), "/weight", opens);
    refused("POST", path + "/findings", gap.formatted("low", "soon"), "/due", opens);
    JsonNode made = Program.done(program.post(path + "/findings", opens), 201);
    assertThat(made.get("ownerName").asString()).isEqualTo("ada");
    assertThat(made.get("question").asInt()).isPositive();
    String finding = "/findings/" + made.get("finding").get("id").asString();
    String event =
        """
        {"kind": "%s", "words": "They say that it is done.", "until": %s}
        """;
    String mended = event.formatted("remedied", "null");
    refused("POST", finding + "/events", event.formatted("mended", "null"), "/kind", mended);
    refused(
        "POST",
        finding + "/events",
        event.formatted("accepted", "\"2020-01-01\""),
        "/until",
        mended);
    Program.done(program.post(finding + "/events", mended), 200);
    assertThat(at.ada.browser().get(finding).body()).contains("They say that it is done.");
    assertThat(reader.read(finding).get("finding").get("state").asString())
        .isEqualTo("to be tested again");
    assertThat(reader.get("/findings?only=open").body()).contains("Two days are long");
    assertThat(reader.get("/findings?only=late").body()).doesNotContain("Two days are long");
    Program.refused(reader.post(path + "/close", ""), "access-denied");
    Program.done(program.post(path + "/close", ""), 200);
    assertThat(at.ada.browser().get(path).body()).contains("Closed.");
    Program.refused(program.post(path + "/answers", good), "request-invalid");
  }

  /** As many as a large company has; page and API read a part, in a few queries. */
  @Test
  void manyAssessmentsAreShownInParts() {
    Program.done(program.post("/suppliers", "{\"name\": \"Assessed often\"}"), 201);
    Program.done(
        program.post(
            "/suppliers/" + uid("Assessed often") + "/assessments",
            """
            {"set": "sweep", "due": "2026-12-24", "why": "The one that is copied", "closed": false,
             "answers": [{"question": "affected", "answer": "no"}]}
            """),
        201);
    String many =
        "/suppliers/"
            + house.count("select id from supplier where name = 'Assessed often'")
            + "/assessments";
    house.change(
        """
        insert into assessment select gen_random_uuid(), supplier, set_id, set_version, title, due,
          'copy', made_by, made_at - n * interval '1 second' from assessment,
          generate_series(1, 230) n where why = 'The one that is copied'
        """);
    house.change(
        """
        insert into assessment_question select c.id, q.number, q.key, q.kind, q.bound, q.unit,
          q.weight, q.proof, q.only_if, q.title, q.question, q.why, q.source
        from assessment_question q join assessment o on o.id = q.assessment
        join assessment c on c.why = 'copy' where o.why = 'The one that is copied'
        """);
    String shown = at.ada.browser().get(many).body();
    assertThat(shown)
        .contains(
            "231 open, 0 closed", " of 100: 1 met", "0 of 100", "href=\"" + many + "?page=1\"")
        .doesNotContain(">Previous<");
    assertThat(shown.split("data-label=\"Score\"")).hasSize(101);
    assertThat(at.ada.browser().get(many + "?page=2").body().split("data-label=\"Score\""))
        .hasSize(32);
    assertThat(at.ada.browser().get(many + "?page=99").body())
        .contains(">Previous<")
        .doesNotContain(">Next<");
    Set<String> seen = new HashSet<>();
    JsonNode part = program.read("/assessments?only=open&limit=100");
    while (true) {
      part.get("items").forEach(one -> assertThat(seen.add(one.get("id").asString())).isTrue());
      if (part.get("next").isNull()) {
        break;
      }
      part = program.read("/assessments?only=open&limit=100&before=" + part.get("next").asString());
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(231);
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
    for (String path :
        List.of("", "/campaign.csv", "/campaign.json", "/campaign.xlsx", "/suppliers/" + id)) {
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
