package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.mail.FakeMailServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists that are worked out go out as CSV, XLSX and JSON, with the same cells. */
class ListsIT {
  private static final List<String> NAMES =
      List.of("Comma, \"Quote\" =1+1", "東京データ", "Zoë 🦔 & <Sons>");

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static Program program;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 3);
    program = new Program(house, house.token(at.ada, House.ALL));
    Path register =
        Files.writeString(
            files.resolve("odd.csv"),
            """
            supplier,domain,connection,kind,subprocessor_of,security_contact
            "Comma, ""Quote"" =1+1",quote.example,js,sdk,Mapplanet,a@quote.example
            東京データ,data.example,js,sdk,"Comma, ""Quote"" =1+1",a@data.example
            Zoë 🦔 & <Sons>,sons.example,js,sdk,東京データ,a@sons.example
            """);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /**
   * @param path without an ending
   * @param query with its question mark; empty for none
   */
  private static WrittenList list(String path, String query) throws IOException {
    WrittenList csv = WrittenList.ofCsv(content(path, RegisterFormat.CSV, query));
    assertThat(csv.rows()).as(path).isNotEmpty();
    assertThat(WrittenList.ofWorkbook(content(path, RegisterFormat.XLSX, query)))
        .as(path)
        .isEqualTo(csv);
    assertThat(WrittenList.ofJson(content(path, RegisterFormat.JSON, query)))
        .as(path)
        .isEqualTo(csv);
    return csv;
  }

  private static byte[] content(String path, RegisterFormat format, String query) {
    HttpResponse<byte[]> answer = at.ada.browser().bytes(path + "." + format.ending() + query);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(format.mediaType());
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"")
        .endsWith("." + format.ending() + "\"");
    return answer.body();
  }

  private static List<String> column(WrittenList list, String name) {
    int column = list.columns().indexOf(name);
    return list.rows().stream().map(row -> row.get(column)).distinct().toList();
  }

  /** A page leads to all three. */
  private static void leads(String page, String path, String query) {
    String body = at.ada.browser().get(page).body();
    for (RegisterFormat format : RegisterFormat.values()) {
      assertThat(body)
          .contains(
              "href=\"%s.%s%s\"".formatted(path, format.ending(), query.replace("&", "&amp;")));
    }
  }

  @Test
  void risk() throws IOException {
    WrittenList list = list("/suppliers/risk", "");
    assertThat(list.columns()).startsWith("supplier", "tier", "inherent", "residual");
    assertThat(column(list, "supplier")).containsAll(NAMES);
    JsonNode json = new JsonMapper().readTree(content("/suppliers/risk", RegisterFormat.JSON, ""));
    assertThat(json.get(0).get("tier").isInt()).isTrue();
    leads("/suppliers/risk", "/suppliers/risk", "");
  }

  @Test
  void whoStandsBehind() throws IOException {
    house.server().refreshOutlooks();
    WrittenList list = list("/suppliers/concentration", "");
    assertThat(column(list, "supplier")).containsAll(NAMES);
    assertThat(column(list, "people")).contains("3");
    leads("/suppliers/concentration", "/suppliers/concentration", "");
  }

  @Test
  void ifTonightAndWhatCouldBeLeftOut() throws IOException {
    house.server().refreshOutlooks();
    String query = "?name=&only=all&sort=harm";
    WrittenList tonight = list("/suppliers/if-tonight", query);
    assertThat(column(tonight, "supplier")).containsAll(NAMES).contains("Mapplanet");
    assertThat(column(tonight, "seen")).contains("3");
    leads("/suppliers", "/suppliers/if-tonight", query);
    assertThat(column(list("/suppliers/if-tonight", "?name=quote"), "supplier"))
        .containsExactly(NAMES.getFirst());
    WrittenList least = list("/suppliers/minimisation", "");
    assertThat(column(least, "supplier")).contains("Mapplanet");
    assertThat(column(least, "people")).contains("3");
    leads("/suppliers/minimisation", "/suppliers/minimisation", "");
  }

  @Test
  void whatSuppliersPromisedAnsweredAndOwe() throws IOException {
    String name = NAMES.getLast();
    String page =
        "/suppliers/" + house.count("select id from supplier where name = '" + name + "'");
    String odd = "=1+1 \"or\" 東京";
    String agreements = page + "/agreements";
    at.post(agreements, agreements, Map.of("name", odd, "signed", "2025-02-01", "ends", ""));
    assertThat(column(list("/suppliers/agreements", ""), "agreement")).containsExactly(odd);
    leads(agreements, "/suppliers/agreements", "");

    String of = "/suppliers/" + uid(name);
    String assessment =
        """
        {"set": "breaches", "title": null, "due": "%s", "why": "Its turn", "closed": false,
         "questions": null, "answers": [{"question": "contact", "answer": "not-applicable",
         "words": "=1+1\\nand \\"more\\""}]}
        """
            .formatted(LocalDate.ofInstant(house.now(), ZoneOffset.UTC).plusDays(30));
    JsonNode all = Program.done(program.post(of + "/assessments", assessment), 201);
    // A campaign may have asked it, too.
    String asked = "/assessments/" + SuppliersAgainIT.breaches(all).get("id").asString();
    WrittenList answers = list(asked + "/assessment", "");
    assertThat(column(answers, "words")).contains("=1+1\nand \"more\"");
    assertThat(answers.rows()).hasSizeGreaterThan(20);
    leads(asked, asked + "/assessment", "");

    String finding =
        "{\"title\": \"@SUM(1) 🦔\", \"weight\": \"high\", \"due\": \"2027-12-24\","
            + " \"events\": []}";
    Program.done(program.post(of + "/findings", finding), 201);
    assertThat(column(list("/findings/findings", ""), "finding")).containsExactly("@SUM(1) 🦔");
    leads("/findings", "/findings/findings", "");

    byte[] pdf = "%PDF-1.7\nA report\n%%EOF".getBytes(UTF_8);
    Program.done(program.upload(of + "/evidence", "report.pdf", pdf, Map.of()), 201);
    WrittenList documents = list("/evidence", "");
    assertThat(column(documents, "supplier")).containsExactly(name);
    assertThat(column(documents, "bytes")).containsExactly(String.valueOf(pdf.length));
    leads("/evidence", "/evidence", "");
  }

  private static String uid(String supplier) {
    for (JsonNode one : Program.done(program.get("/suppliers"), 200).get("items")) {
      if (one.get("name").asString().equals(supplier)) {
        return one.get("id").asString();
      }
    }
    throw new AssertionError("no " + supplier);
  }

  /** There are three formats, by their names as they are. */
  @Test
  void noOtherFormat() {
    for (String ending : List.of("xml", "CSV", "csv.json", "")) {
      assertThat(at.ada.browser().get("/suppliers/risk." + ending).statusCode())
          .as(ending)
          .isIn(400, 404);
    }
  }

  @Test
  void sightings() throws IOException {
    String lookout =
        Program.done(program.post("/lookouts", "{\"kind\": \"breaches\"}"), 201)
            .get("id")
            .asString();
    String entry =
        """
        {"Name":"%s","Title":"=1+1 %s","Domain":"%s","BreachDate":"2026-11-09",
         "AddedDate":"2026-11-20T08:00:00Z","Description":"Both \\"quoted\\" 東京 🦔"}
        """;
    String catalogue =
        "["
            + entry.formatted("A", "A", "data.example")
            + ","
            + entry.formatted("B", "B", "sons.example")
            + "]";
    Program.done(
        program.upload(
            "/lookouts/" + lookout + "/import", "c.json", catalogue.getBytes(UTF_8), Map.of()),
        200);
    String first =
        Program.done(program.get("/sightings?limit=1"), 200)
            .get("items")
            .get(0)
            .get("id")
            .asString();
    Program.done(
        program.post(
            "/sightings/" + first + "/state",
            "{\"state\": \"looked-at\", \"words\": \"=1+1\\nand \\\"more\\\"\"}"),
        200);
    WrittenList all = list("/suppliers/sightings", "");
    assertThat(column(all, "supplier")).containsAll(NAMES.subList(1, 3));
    assertThat(column(all, "words")).contains("=1+1\nand \"more\"");
    assertThat(all.rows().toString()).contains("Both \"quoted\" 東京 🦔");
    String query = "?kind=breaches&state=looked-at";
    assertThat(list("/suppliers/sightings", query).rows()).hasSize(1);
    leads("/suppliers/sightings" + query, "/suppliers/sightings", query);
  }

  @Test
  void theBoardOfACampaign() throws IOException {
    try (FakeMailServer mails = new FakeMailServer()) {
      at.route(mails, "sends");
      String campaign =
          "/campaigns/"
              + Program.done(
                      program.post(
                          "/campaigns",
                          "{\"set\": \"mvsp\", \"title\": \"All\", \"why\": \"a test\","
                              + " \"whom\": \"all\"}"),
                      201)
                  .get("campaign")
                  .get("id")
                  .asString();
      Program.done(program.post(campaign + "/start", ""), 200);
      // The state of each mail is a cell; the three files are the same once none changes anymore.
      NoticeHouse.until(
          () ->
              house.count("select count(*) from campaign_mail where state = 'accepted'")
                  == NAMES.size());
      assertThat(column(list(campaign + "/campaign", ""), "supplier")).containsAll(NAMES);
      leads(campaign, campaign + "/campaign", "");
      for (RegisterFormat format : List.of(RegisterFormat.CSV, RegisterFormat.JSON)) {
        assertThat(program.get(campaign + "/board." + format.ending()).body())
            .isEqualTo(new String(content(campaign + "/campaign", format, ""), UTF_8));
      }
      assertThat(program.get(campaign + "/board.xlsx").headers().firstValue("Content-Type"))
          .hasValue(RegisterFormat.XLSX.mediaType());
    }
  }
}
