package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.server.campaigns.CampaignLook;
import org.stoplog.server.mail.FakeMailServer;
import tools.jackson.databind.JsonNode;

/** Suppliers that are asked by links: a sweep from an incident, and what strangers try at them. */
class CampaignsIT {
  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static FakeMailServer mails;
  private static String route;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 3);
    register(
        """
        supplier,domain,connection,kind,subprocessor_of,security_contact,second_contact
        Mapplanet,mapplanet.example,sdk,SDK,,security@mapplanet.example,
        Chartly,chartly.example,js,sdk,,Ann Example <security@chartly.example>,
        Cloudhouse,cloudhouse.example,,,Mapplanet,security@cloudhouse.example,
        Quietly,quietly.example,drop,sftp,,security@quietly.example,
        Nobody Inc,nobody.example,js,sdk,,+49 30 1234,
        Hacked,hacked.example,js,sdk,,security@hacked.example,board@elsewhere.example
        Alone,alone.example,js,sdk,,security@alone.example,
        """
            .replace("+49 30", "030"));
    at.post(
        "/incidents/new",
        "/incidents",
        Map.of("title", "Another breach", "supplier", "Hacked", "signal", "notice"));
    at.post(
        "/incidents/new",
        "/incidents",
        Map.of("title", "A third breach", "supplier", "Alone", "signal", "notice"));
    mails = new FakeMailServer();
    route = at.route(mails, "sends");
  }

  private static void register(String csv) throws IOException {
    Path file = Files.writeString(files.resolve("more.csv"), csv);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(file)));
  }

  @AfterAll
  static void close() throws IOException {
    mails.close();
    house.close();
  }

  private static String page(String path) {
    HttpResponse<String> answer = at.ada.browser().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  private static String day(int days) {
    return house.now().plus(Duration.ofDays(days)).toString().substring(0, 10);
  }

  private static Map<String, String> form(Map<String, String> more) {
    Map<String, String> form = new HashMap<>();
    form.put("title", "Are you affected?");
    form.put("set", "sweep");
    form.put("due", day(2));
    form.put("why", "a test");
    form.put("whom", "all");
    form.put("route", route);
    form.put("days", "14");
    form.put("language", "en");
    form.put("remind", "1");
    form.put("subject", "Are you affected? By {{due}}");
    form.put("body", "To {{supplier}}: {{breached}} was breached.\n{{link}}\nUntil {{expires}}.");
    form.putAll(more);
    return form;
  }

  private static void look() {
    house.server().part(CampaignLook.class).look();
  }

  /** Begins a sweep. @return its path */
  private static String sweep(String way) {
    String sweep = at.post(at.room + "/sweep", at.room + "/sweep", form(Map.of("way", way)));
    at.post(sweep, sweep + "/start", Map.of());
    look();
    return sweep;
  }

  /** Of one supplier alone. @return its path */
  private static String campaign(String supplier, String set) {
    String campaign =
        at.post(
            "/campaigns/new",
            "/campaigns",
            form(Map.of("whom", id(supplier), "set", set, "due", day(20), "days", "30")));
    at.post(campaign, campaign + "/start", Map.of());
    look();
    return campaign;
  }

  private static String id(String supplier) {
    return "" + house.count("select id from supplier where name = '" + supplier + "'");
  }

  private static Street street(int from, String to) {
    return Street.of(house, String.valueOf(NoticeHouse.mails(mails, from).get(to)));
  }

  @Test
  void othersAreAskedAnswerAndAreShown() throws Exception {
    int before = mails.messages().size();
    String draft = at.post(at.room + "/sweep", at.room + "/sweep", form(Map.of("way", "kind")));
    assertThat(page(draft))
        .contains(
            "Chartly",
            "same kind: sdk",
            "cannot be asked: no mail address",
            "with a code to board@elsewhere.example",
            "no second contact for a code")
        .doesNotContain("Quietly</a>", "Cloudhouse</a>");
    at.post(draft, draft + "/suppliers", Map.of("supplier", id("Cloudhouse"), "in", "true"));
    at.post(draft, draft + "/start", Map.of());
    look();
    Map<String, String> got = NoticeHouse.mails(mails, before);
    assertThat(got.keySet())
        .containsExactlyInAnyOrder(
            "security@chartly.example",
            "security@cloudhouse.example",
            "security@hacked.example",
            "board@elsewhere.example");
    assertThat(got.get("security@chartly.example"))
        .contains("To Chartly: Mapplanet was breached.", "/asked#");
    assertThat(page(draft)).contains("<strong>5</strong> suppliers", "<strong>5</strong> unknown");

    Street chartly = street(before, "security@chartly.example");
    assertThat(chartly.arrive().body()).contains("/asked.js\" defer");
    HttpResponse<String> seen = chartly.post("", Map.of());
    assertThat(seen.body())
        .contains("Questions to Chartly", "Affected", "not answered yet")
        .doesNotContain("What, since when", "Cloudhouse", "<script");
    assertThat(chartly.post("", Map.of("language", "de")).body())
        .contains("Fragen an Chartly", "Betroffen", "Schlüssel ersetzt");
    assertThat(chartly.answer(1, 0, "yes", "Since Monday").body()).contains("What, since when");
    assertThat(chartly.answer(2, 0, "", "=HYPERLINK(\"x\") <script>alert(1)</script>").body())
        .contains("Saved. Nothing was sent yet.");
    assertThat(chartly.post("/send", Map.of("name", "Ann")).body())
        .contains("Some questions have no answer yet");
    chartly.answer(3, 0, "unknown", "");
    chartly.answer(4, 0, "partly", "");
    assertThat(chartly.answer(5, 0, "not-applicable", "short").statusCode()).isEqualTo(422);
    chartly.answer(5, 0, "not-applicable", "There are no keys of yours with us");
    assertThat(page(draft + "/suppliers/" + id("Chartly")))
        .contains("has begun to answer")
        .doesNotContain("Since Monday");
    assertThat(chartly.post("/send", Map.of("name", "Ann, CISO")).body())
        .contains("Thank you. We have your answers.", "Ann, CISO");
    assertThat(chartly.answer(1, 1, "no", "").body()).contains("cannot be changed any more");
    look();

    assertThat(page(draft))
        .contains("<strong>1</strong> affected", "says that it is affected", "answered");
    String asked = draft + "/suppliers/" + id("Chartly");
    assertThat(page(asked))
        .contains("Since Monday", "Sent by, in their words", "&lt;script&gt;")
        .doesNotContain("<script>alert");
    String assessment = House.find(page(asked), "href=\"(/assessments/[0-9a-f-]{36})\"");
    assertThat(page(assessment)).doesNotContain("Since Monday");
    at.post(asked, asked + "/take", Map.of());
    assertThat(page(assessment)).contains("Since Monday", "said by the supplier on");
    assertThat(page(at.room)).contains("was told that it is affected by supplier");
    assertThat(page(at.room + "/sweep/panel"))
        .contains("5 suppliers: 3 asked, 1 answered, 1 affected");
    assertThat(at.ada.browser().get(draft + "/campaign.csv").body())
        .contains("\"Chartly\"", "says that it is affected");
    assertThat(at.ada.browser().get(assessment + "/assessment.csv").body())
        .contains("\"'=HYPERLINK");
    assertThat(house.log().toString()).doesNotContain(chartly.key).doesNotContain("/asked");
    codes(before, draft);
  }

  /** A breached supplier's mailbox may be in other hands. */
  private static void codes(int before, String sweep) {
    Map<String, String> got = NoticeHouse.mails(mails, before);
    Street hacked = street(before, "security@hacked.example");
    assertThat(hacked.post("", Map.of()).body())
        .contains("The code that a colleague")
        .doesNotContain("Questions to Hacked");
    for (int i = 0; i < 4; i++) {
      assertThat(hacked.post("", Map.of("code", "00-00-00-00-0" + i)).body())
          .contains("not the code");
    }
    String code =
        House.find(
            String.valueOf(got.get("board@elsewhere.example")), "((?:[0-9A-F]{2}-){4}[0-9A-F]{2})");
    hacked.code = code.toLowerCase(java.util.Locale.ROOT);
    for (int i = 0; i < 8; i++) {
      assertThat(hacked.post("", Map.of()).body()).contains("Questions to Hacked");
    }
    hacked.answer(1, 0, "no", "");
    assertThat(hacked.post("/question", Map.of("question", "1", "code", "")).body())
        .doesNotContain("Affected");
    assertThat(hacked.post("", Map.of("code", "11-11-11-11-11")).body()).contains("not the code");
    assertThat(hacked.post("", Map.of()).body()).as("locked for good").contains("Too many wrong");
    String asked = sweep + "/suppliers/" + id("Hacked");
    at.post(asked, asked + "/renew", Map.of());
    int then = mails.messages().size();
    look();
    Map<String, String> again = NoticeHouse.mails(mails, then);
    assertThat(again.keySet())
        .containsExactlyInAnyOrder("security@hacked.example", "board@elsewhere.example");
    assertThat(hacked.post("", Map.of()).statusCode()).as("the old link").isEqualTo(404);
    Street fresh = street(then, "security@hacked.example");
    fresh.code =
        House.find(
            String.valueOf(again.get("board@elsewhere.example")),
            "((?:[0-9A-F]{2}-){4}[0-9A-F]{2})");
    assertThat(fresh.post("", Map.of()).body())
        .contains("Questions to Hacked", "<strong>no</strong>");
  }

  @Test
  void silenceIsFollowedUpOnce() {
    int before = mails.messages().size();
    String sweep = sweep("chain");
    Street cloudhouse = street(before, "security@cloudhouse.example");
    int then = mails.messages().size();
    look();
    assertThat(mails.messages()).hasSize(then);
    at.post(sweep, sweep + "/remind", Map.of());
    look();
    Map<String, String> again = NoticeHouse.mails(mails, then);
    assertThat(again.keySet()).containsExactly("security@cloudhouse.example");
    assertThat(again.get("security@cloudhouse.example"))
        .contains("Reminder: Are you affected?", cloudhouse.key);
    at.post(sweep, sweep + "/end", Map.of());
    assertThat(cloudhouse.post("", Map.of()).statusCode()).isEqualTo(404);
    assertThat(page(sweep)).contains("Ended: no link works any more", "unknown");
  }

  /** All that the API answered in this test: no key of a link may stand there. */
  private static JsonNode keep(List<String> said, HttpResponse<String> answer, int status) {
    said.add(answer.body());
    return Program.done(answer, status);
  }

  private static String uid(Program program, String supplier) {
    return program.read("/suppliers?name=" + supplier).get("items").get(0).get("id").asString();
  }

  private static void pointed(HttpResponse<String> answer, String pointer, String says) {
    JsonNode fault = Program.refused(answer, "body-invalid").get("errors").get(0);
    assertThat(fault.get("pointer").asString()).as(answer.body()).isEqualTo("#" + pointer);
    assertThat(fault.get("detail").asString()).contains(says);
  }

  @Test
  void programsSweepFollowUpAndTakeOver() {
    Program program = new Program(house, house.token(at.ada, House.ALL));
    List<String> said = new ArrayList<>();
    String sweeps = at.room + "/sweeps";
    JsonNode like = keep(said, program.get(sweeps + "/candidates"), 200).get("items");
    assertThat(like.findValuesAsString("name")).contains("Chartly", "Cloudhouse");
    assertThat(like.findValuesAsString("words")).contains("same kind: sdk");
    pointed(program.post(sweeps, "{\"ways\": [\"chain\", \"colour\"]}"), "/ways/1", "path or all");
    pointed(program.post(sweeps, "{\"route\": \"nowhere\"}"), "/route", "sends" + mails.port());
    pointed(program.post(sweeps, "{\"due\": \"soon\"}"), "/due", "2026-01-31");
    pointed(program.post(sweeps, "{\"days\": 400}"), "/days", "1 to 90");
    pointed(program.post(sweeps, "{\"body\": \"no link\"}"), "/body", "{{link}}");
    pointed(program.post(sweeps, "{\"days\": \"7\"}"), "/days", "another kind");
    JsonNode draft =
        keep(
            said,
            program.post(sweeps, "{\"title\": \"By a program\", \"ways\": [\"chain\"]}"),
            201);
    String sweep = "/campaigns/" + draft.get("campaign").get("id").asString();
    assertThat(draft.get("campaign").get("state").asString()).isEqualTo("draft");
    assertThat(page(sweep)).contains("By a program", "nothing was sent", "Cloudhouse");
    assertThat(program.get(sweeps).body()).contains("By a program");
    String quietlyId = uid(program, "Quietly");
    String added = "{\"supplier\": \"%s\", \"in\": true}";
    pointed(
        program.post(sweep + "/suppliers", added.formatted(new UUID(0, 1))),
        "/supplier",
        "no supplier");
    keep(said, program.post(sweep + "/suppliers", added.formatted(quietlyId)), 200);
    int before = mails.messages().size();
    keep(said, program.post(sweep + "/start", ""), 200);
    Program.refused(program.post(sweep + "/start", ""), "request-invalid");
    look();
    Street cloudhouse = street(before, "security@cloudhouse.example");
    Street quietly = street(before, "security@quietly.example");
    String asked = sweep + "/suppliers/" + uid(program, "Cloudhouse");
    cloudhouse.answer(1, 0, "yes", "Since Sunday");
    assertThat(keep(said, program.get(asked), 200).get("claims").isEmpty())
        .as("a draft is the supplier's own")
        .isTrue();
    send(cloudhouse);
    JsonNode claims = keep(said, program.get(asked), 200).get("claims");
    assertThat(claims.get(0).get("answer").asString()).isEqualTo("yes");
    assertThat(claims.get(0).get("words").asString()).isEqualTo("Since Sunday");
    assertThat(page(sweep + "/suppliers/" + id("Cloudhouse"))).contains("Since Sunday");
    assertThat(keep(said, program.get(sweep), 200).get("affected").asInt()).isOne();
    keep(said, program.post(asked + "/give-back", ""), 200);
    cloudhouse.answer(1, 1, "no", "It was another one");
    assertThat(cloudhouse.post("/send", Map.of("name", "Cleo")).body()).contains("Thank you");
    JsonNode taken = keep(said, program.post(asked + "/take", ""), 200);
    assertThat(taken.get("standing").get("affected").asString()).isEqualTo("not-affected");
    assertThat(taken.get("claims").isEmpty()).isTrue();
    assertThat(page("/assessments/" + taken.get("assessment").asString()))
        .contains("It was another one", "said by the supplier on");
    Program.refused(program.post(sweep + "/take", ""), "request-invalid");
    silent(program, said, sweep, sweep + "/suppliers/" + quietlyId, quietly);
    assertThat(program.get(sweep + "/board.csv").body())
        .contains("\"Cloudhouse\"", "says that it is not affected", "\"Quietly\"");
    keep(said, program.post(sweep + "/end", ""), 200);
    assertThat(page(sweep)).contains("Ended: no link works any more");
    assertThat(said).hasSizeGreaterThan(12);
    assertThat(said.toString() + house.log())
        .doesNotContain(cloudhouse.key)
        .doesNotContain(quietly.key)
        .doesNotContain("/asked#");
  }

  /** All that are not answered yet. */
  private static void send(Street cloudhouse) {
    cloudhouse.answer(2, 0, "", "All of it");
    cloudhouse.answer(3, 0, "no", "");
    cloudhouse.answer(4, 0, "partly", "To June");
    cloudhouse.answer(5, 0, "yes", "");
    assertThat(cloudhouse.post("/send", Map.of("name", "Cleo")).body()).contains("Thank you");
  }

  private static void silent(
      Program program, List<String> said, String sweep, String asked, Street quietly) {
    int before = mails.messages().size();
    keep(said, program.post(sweep + "/remind", ""), 200);
    look();
    assertThat(NoticeHouse.mails(mails, before).keySet())
        .containsExactly("security@quietly.example");
    keep(said, program.post(asked + "/revoke", ""), 200);
    assertThat(quietly.post("", Map.of()).statusCode()).isEqualTo(404);
    before = mails.messages().size();
    JsonNode renewed = keep(said, program.post(asked + "/renew", ""), 200);
    assertThat(renewed.get("contact").asString()).isEqualTo("security@quietly.example");
    look();
    Street again = street(before, "security@quietly.example");
    assertThat(again.key).isNotEqualTo(quietly.key);
    assertThat(again.post("", Map.of()).statusCode()).isEqualTo(200);
    assertThat(said.toString()).doesNotContain(again.key);
  }

  @Test
  void programsPrepareCampaignsAndDecideWhatBecomesOfASupplier() {
    Program program = new Program(house, house.token(at.ada, House.ALL));
    assertThat(program.read("/campaigns/choices").toString())
        .contains("\"mvsp\"", "sends" + mails.port(), "\"link\"");
    String campaign =
        """
        {"title": "Each year", "set": "%s", "why": "Its turn", "whom": "%s"}
        """;
    pointed(program.post("/campaigns", campaign.formatted("none", "all")), "/set", "set of");
    pointed(program.post("/campaigns", campaign.formatted("mvsp", "1")), "/whom", "Choose");
    pointed(program.post("/campaigns", campaign.formatted("mvsp", "tier-9")), "/whom", "Choose");
    pointed(
        program.post("/campaigns", campaign.formatted("mvsp", new UUID(0, 1))),
        "/whom",
        "no supplier");
    JsonNode made =
        Program.done(
            program.post("/campaigns", campaign.formatted("mvsp", uid(program, "Chartly"))), 201);
    assertThat(made.get("lines").findValuesAsString("name")).containsExactly("Chartly");
    String path = "/campaigns/" + made.get("campaign").get("id").asString();
    assertThat(page(path)).contains("Each year", "Chartly");
    Program.done(program.post(path + "/discard", ""), 200);
    assertThat(page(path)).contains("Discarded; nothing was sent");

    String after = at.room + "/aftermath";
    String decision =
        """
        {"kind": "%s", "reasons": "%s", "requirements": ["%s"], "due": "%s"}
        """;
    String why = "They told us after sixteen days.";
    pointed(program.post(after, decision.formatted("burn", why, "Tell", day(9))), "/kind", "keep,");
    pointed(
        program.post(after, decision.formatted("keep", "So", "Tell", day(9))), "/reasons", "10");
    pointed(
        program.post(after, decision.formatted("keep", why, "Tell", day(-9))), "/due", "to come");
    pointed(
        program.post(after, decision.formatted("keep", why, "Tell\\nus", day(9))),
        "/requirements",
        "one line");
    assertThat(program.read(after).get("decisions").isEmpty()).as("nothing half done").isTrue();
    JsonNode decided =
        Program.done(
            program.post(after, decision.formatted("restrict", why, "Tell within a day", day(9))),
            201);
    assertThat(decided.get("decisions").get(0).get("kind").asString()).isEqualTo("restrict");
    assertThat(page(after)).contains(why);
    assertThat(page("/findings")).contains("Tell within a day");
    assertThat(program.get("/findings").body()).contains("Tell within a day");
  }

  /** Not to colleagues outside, and not to a member's token that is for suppliers alone. */
  @Test
  void programsLearnOfASweepWhatTheirIncidentLetsThem() {
    String sweep = at.post(at.room + "/sweep", at.room + "/sweep", form(Map.of("way", "chain")));
    House.Person sam = house.invite(at.ada, "responder", "sam");
    Program stranger =
        new Program(
            house,
            house.token(
                sam, "work,read-suppliers,edit-suppliers,read-incidents,work-on-incidents"));
    Program suppliersAlone =
        new Program(house, house.token(at.ada, "read-suppliers,edit-suppliers"));
    Program reader =
        new Program(house, house.token(at.ada, "read-suppliers,edit-suppliers,read-incidents"));
    String asked = sweep + "/suppliers/" + uid(reader, "Cloudhouse");
    String choice = "{\"supplier\": \"%s\", \"in\": false}".formatted(uid(reader, "Cloudhouse"));
    for (Program outside : List.of(stranger, suppliersAlone)) {
      assertThat(outside.get("/campaigns").body()).doesNotContain(sweep.replaceAll(".*/", ""));
      for (String path : List.of(sweep, sweep + "/board.csv", asked)) {
        Program.refused(outside.get(path), "page-unknown");
      }
      for (String act : List.of("/start", "/discard", "/remind", "/take", "/resume", "/end")) {
        Program.refused(outside.post(sweep + act, ""), "page-unknown");
      }
      for (String act : List.of("/take", "/give-back", "/renew", "/revoke")) {
        Program.refused(outside.post(asked + act, ""), "page-unknown");
      }
      Program.refused(outside.post(sweep + "/suppliers", choice), "page-unknown");
    }
    for (String path : List.of("/sweeps", "/sweeps/candidates", "/aftermath")) {
      assertThat(stranger.get(at.room + path).statusCode()).as(path).isEqualTo(404);
      assertThat(suppliersAlone.get(at.room + path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(stranger.post(at.room + "/sweeps", "{}").statusCode()).isEqualTo(404);
    assertThat(
            stranger
                .post(at.room + "/aftermath", "{\"kind\": \"end\", \"reasons\": \"because of it\"}")
                .statusCode())
        .isEqualTo(404);
    assertThat(reader.get("/campaigns").body()).contains(sweep.replaceAll(".*/", ""));
    assertThat(reader.get(sweep).statusCode()).isEqualTo(200);
    Program.refused(reader.post(sweep + "/start", ""), "access-denied");
    assertThat(page(sweep)).contains("nothing was sent");
  }

  @Test
  void twoOfOneSupplierDoNotOverwriteEachOther() {
    int before = mails.messages().size();
    campaign("Quietly", "sweep");
    Street one = street(before, "security@quietly.example");
    Street other = new Street(house, one.key);
    one.answer(1, 0, "no", "says one");
    HttpResponse<String> late = other.answer(1, 0, "yes", "says the other");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("Somebody else has saved", "says one", "says the other");
    assertThat(other.answer(1, 1, "yes", "both agree").statusCode()).isEqualTo(200);
    assertThat(one.post("", Map.of()).body()).contains("both agree").doesNotContain("says one");
  }

  @Test
  void linksThatDoNotWorkSayNothing() {
    int before = mails.messages().size();
    String campaign = campaign("Quietly", "sweep");
    Street quietly = street(before, "security@quietly.example");
    assertThat(new Street(house, "A".repeat(43)).post("", Map.of()).statusCode()).isEqualTo(404);
    assertThat(new Street(house, "' or 1=1").post("", Map.of()).statusCode()).isEqualTo(404);
    for (String path : List.of("", "/question", "/answer", "/send", "/workbook", "/remove")) {
      HttpResponse<String> guessed =
          new Street(house, "B".repeat(43)).post(path, Map.of("question", "1"));
      assertThat(guessed.statusCode()).as(path).isEqualTo(404);
      assertThat(guessed.body()).contains("no such link").doesNotContain("Quietly");
    }
    at.post(
        campaign + "/suppliers/" + id("Quietly"),
        campaign + "/suppliers/" + id("Quietly") + "/revoke",
        Map.of());
    assertThat(quietly.post("", Map.of()).statusCode()).isEqualTo(404);
    before = mails.messages().size();
    campaign("Quietly", "sweep");
    Street late = street(before, "security@quietly.example");
    assertThat(late.post("", Map.of()).statusCode()).isEqualTo(200);
    at.sql(
        "update campaign_supplier set expires_at = '%s' where revoked_at is null"
            .formatted(house.now()));
    assertThat(late.post("", Map.of()).statusCode()).as("expired").isEqualTo(404);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> one : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(one.getKey()));
        zip.write(one.getValue());
      }
    }
    return out.toByteArray();
  }

  @Test
  void documentsThatLieAreRefusedAndOthersAreKept() throws Exception {
    int before = mails.messages().size();
    String first = campaign("Quietly", "mvsp");
    Street quietly = street(before, "security@quietly.example");
    before = mails.messages().size();
    campaign("Chartly", "mvsp");
    Street chartly = street(before, "security@chartly.example");
    byte[] pdf = "%PDF-1.7\nA certificate\n%%EOF".getBytes(UTF_8);
    byte[] eicar =
        ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(UTF_8);
    Map<String, byte[]> bad = new HashMap<>();
    bad.put("virus.txt", eicar);
    bad.put("lies.pdf", "MZ this is a program".getBytes(UTF_8));
    bad.put("lies.png", pdf);
    bad.put("page.html", "<html>".getBytes(UTF_8));
    bad.put("program.exe", "MZ".getBytes(UTF_8));
    bad.put("script.pdf", "%PDF-1.7 /OpenAction /JavaScript".getBytes(UTF_8));
    bad.put("zip.xlsx", zip(Map.of("a.txt", pdf)));
    Map<String, byte[]> office = Map.of("[Content_Types].xml", pdf, "xl/workbook.xml", pdf);
    bad.put("macro.xlsx", zip(with(office, "xl/vbaProject.bin", pdf)));
    bad.put("inside.xlsx", zip(with(office, "xl/media/1.bin", zip(office))));
    bad.put("virus.xlsx", zip(with(office, "xl/media/1.txt", eicar)));
    bad.put("null.csv", new byte[] {'a', 0, 'b'});
    bad.put("empty.pdf", new byte[0]);
    for (Map.Entry<String, byte[]> one : bad.entrySet()) {
      HttpResponse<String> refused =
          quietly.file("/files/add", one.getKey(), one.getValue(), Map.of("question", "1"));
      assertThat(refused.statusCode()).as(one.getKey() + refused.body()).isEqualTo(422);
    }
    assertThat(
            quietly
                .file("/files/add", "big.pdf", new byte[(10 << 20) + 100_000], Map.of())
                .statusCode())
        .isIn(400, 413, 422);
    assertThat(house.count("select count(*) from supplier_evidence")).isZero();
    HttpResponse<String> kept =
        quietly.file(
            "/files/add",
            "../../SOC 2 \u202ereport.pdf",
            pdf,
            Map.of("question", "1", "until", day(20)));
    assertThat(kept.body()).contains("The document is added", "SOC 2").doesNotContain("..");
    String file = House.find(kept.body(), "name=\"file\" value=\"([0-9a-f-]{36})\"");
    assertThat(chartly.post("/remove", Map.of("file", file)).statusCode()).isEqualTo(422);
    assertThat(quietly.post("", Map.of()).body()).contains("SOC 2");
    assertThat(chartly.post("", Map.of()).body()).doesNotContain("SOC 2");
    assertThat(page("/evidence")).as("not sent yet").doesNotContain("SOC 2");
    documents(first, quietly, pdf);
  }

  private static Map<String, byte[]> with(Map<String, byte[]> all, String name, byte[] content) {
    Map<String, byte[]> more = new HashMap<>(all);
    more.put(name, content);
    return more;
  }

  private static void documents(String campaign, Street quietly, byte[] pdf) throws Exception {
    workbook(quietly);
    assertThat(quietly.post("/send", Map.of("name", "Quinn")).body()).contains("Thank you");
    String list = "/suppliers/" + id("Quietly") + "/evidence";
    assertThat(page(list)).contains("SOC 2", "the supplier", "Nobody has looked at it");
    String one = House.find(page(list), "/evidence/([0-9a-f-]{36})/file");
    HttpResponse<String> file = at.ada.browser().get("/evidence/" + one + "/file");
    assertThat(file.body().getBytes(UTF_8)).isEqualTo(pdf);
    assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment");
    at.post(
        list,
        "/evidence/" + one + "/review",
        Map.of("verdict", "good", "words", "Covers us", "until", day(20)));
    assertThat(page(list)).contains("shows what it should", "Covers us", "Ends on " + day(20));
    assertThat(page("/")).contains("A document of a supplier ends within 30 days");
    at.post(campaign, campaign + "/take", Map.of());
    assertThat(page(campaign)).contains("93 of 100: 24 met, 1 not met");
  }

  /** Out, filled in, and in again; hostile ones take nothing. */
  private static void workbook(Street street) throws Exception {
    byte[] out = street.bytes("/workbook");
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(out))) {
      assertThat(book.getFirstSheet().read()).hasSize(27);
    }
    String id =
        house
            .ledger()
            .inTransaction(
                db -> {
                  try (var row =
                      db.createStatement()
                          .executeQuery(
                              "select assessment from campaign_supplier s join supplier p on p.id ="
                                  + " s.supplier join assessment a on a.id = s.assessment where"
                                  + " p.name = 'Quietly' and a.set_id = 'mvsp'")) {
                    row.next();
                    return row.getString(1);
                  }
                });
    assertThat(take(street, filled(id, sheet -> sheet.formula(2, 4, "1+1"))).body())
        .contains("Nothing was taken", "Row 3: holds a formula");
    assertThat(take(street, filled(id, sheet -> sheet.range(2, 4, 4, 4).merge())).body())
        .contains("Row 3: has merged cells", "Row 4: has merged cells", "Row 5: has merged cells")
        .doesNotContain("Row 6: ");
    assertThat(take(street, filled(UUID.randomUUID().toString(), sheet -> {})).body())
        .contains("not the workbook of this link");
    assertThat(take(street, filled(id, sheet -> sheet.value(3, 4, "maybe"))).body())
        .contains("Row 4: Choose yes");
    assertThat(take(street, filled(id, sheet -> sheet.value(30, 0, 1))).body())
        .contains("25 answers were taken");
    assertThat(take(street, filled(id, sheet -> many(sheet))).body())
        .contains("larger than a person fills in");
    assertThat(take(street, "no workbook".getBytes(UTF_8)).body())
        .contains("cannot be read as XLSX");
    byte[] macros =
        zip(
            Map.of(
                "[Content_Types].xml", new byte[0],
                "xl/vbaProject.bin", new byte[] {1}));
    assertThat(take(street, macros).statusCode()).isEqualTo(422);
    // What was saved before stands in the file that is given out again.
    assertThat(take(street, street.bytes("/workbook")).body()).contains("25 answers were taken");
  }

  private static void many(Worksheet sheet) {
    for (int i = 100; i < 100_000; i++) {
      sheet.value(i, 0, i);
    }
  }

  private static HttpResponse<String> take(Street street, byte[] workbook) {
    return street.file("/files/workbook", "questions.xlsx", workbook, Map.of());
  }

  /** Questions of the set that ask for a number. */
  private static final List<Integer> NUMBERS = List.of(7, 15, 20);

  private interface Fill {
    void in(Worksheet sheet);
  }

  private static byte[] filled(String assessment, Fill fill) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Test", "1.0")) {
      Worksheet sheet = book.newWorksheet("Questions");
      sheet.value(0, 0, "stoplog-questions-1");
      sheet.value(0, 1, assessment);
      for (int i = 1; i <= 25; i++) {
        sheet.value(i + 1, 0, i);
        sheet.value(i + 1, 4, NUMBERS.contains(i) ? "1" : i % 2 == 0 ? "ja" : "Yes");
      }
      fill.in(sheet);
    }
    return out.toByteArray();
  }
}
