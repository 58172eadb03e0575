package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports to an authority, from what the record says to the register of breaches. */
class FilingsIT {
  private static final String W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static String filing;
  private static String duty;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 12);
    filing = at.room + "/filings/eu-gdpr-authority";
    duty = at.room + "/clocks/of/eu-gdpr-authority";
    at.post(
        "/duties/company",
        "/duties/company",
        Map.of("establishments", "ie", "zone", "Europe/Dublin", "role", "controller"));
    at.post(
        at.room + "/times/aware",
        at.room + "/times/aware",
        Map.of("said", "2025-11-18 18:00 UTC", "source", "us", "reason", "Counsel read the mail."));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String page(String path) {
    HttpResponse<String> answer = at.ada.browser().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  /** The lines of the form, as they stand on a page. */
  private static String fields(String page) {
    StringBuilder fields = new StringBuilder();
    var line =
        java.util.regex.Pattern.compile(
                "name=\"asked\" value=\"([^\"]*)\">\\s*<textarea[^>]*>([^<]*)</textarea>",
                java.util.regex.Pattern.DOTALL)
            .matcher(page);
    while (line.find()) {
      field(fields, "asked", line.group(1));
      field(fields, "text", line.group(2));
    }
    return fields.toString();
  }

  private static void field(StringBuilder fields, String name, String value) {
    fields
        .append(name)
        .append('=')
        .append(
            java.net.URLEncoder.encode(
                value.replace("&#39;", "'").replace("&#34;", "\"").replace("&amp;", "&"),
                java.nio.charset.StandardCharsets.UTF_8))
        .append('&');
  }

  private static HttpResponse<String> keep(String fields, Map<String, String> more) {
    StringBuilder body = new StringBuilder(fields);
    Map<String, String> all = new HashMap<>(more);
    all.put("form-token", Browser.token(at.ada.browser().get(at.room).body()));
    all.forEach((name, value) -> field(body, name, value));
    return at.ada
        .browser()
        .send(
            at.ada
                .browser()
                .request(filing)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private static byte[] bytes(String path) {
    HttpResponse<byte[]> answer = at.ada.browser().bytes(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static List<String> paragraphs(byte[] docx)
      throws IOException, ParserConfigurationException, SAXException {
    Map<String, byte[]> parts = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(docx))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), zip.readAllBytes());
      }
    }
    assertThat(parts).containsKeys("[Content_Types].xml", "_rels/.rels", "word/styles.xml");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    Document document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(parts.get("word/document.xml")));
    List<String> paragraphs = new ArrayList<>();
    NodeList found = document.getElementsByTagNameNS(W, "p");
    for (int i = 0; i < found.getLength(); i++) {
      paragraphs.add(found.item(i).getTextContent());
    }
    return paragraphs;
  }

  @Test
  void aReportIsProposedKeptFiledAndFollowedUp()
      throws IOException, ParserConfigurationException, SAXException {
    assertThat(page(duty)).contains("/filings/eu-gdpr-authority\">Write the report");
    String proposed = at.ada.browser().get(filing).body();
    assertThat(proposed)
        .contains("is not begun", "What the record says")
        .contains("12 people: DE 4, FR 8", "email address", "a supplier of ours")
        .contains("We became aware: 2025-11-18 18:00 UTC (us)")
        .contains("contact<span class=\"note\">missing</span>")
        .contains("count records<span class=\"note\">missing</span>");

    // Nothing is filed without a receipt and a time, and nothing typed is lost.
    String first = fields(proposed).replace("text=&", "text=Not+known+yet&");
    HttpResponse<String> bare = keep(first, Map.of("report", "1", "file", "yes", "filed", ""));
    assertThat(bare.statusCode()).isEqualTo(422);
    assertThat(bare.body()).contains("Not kept.", "Not known yet");
    HttpResponse<String> ahead =
        keep(first, Map.of("report", "1", "file", "yes", "filed", "2099-01-01", "receipt", "7"));
    assertThat(ahead.body()).contains("This time is still to come");
    assertThat(keep(fields(proposed), Map.of("report", "2")).statusCode())
        .as("there is no first one yet")
        .isEqualTo(400);

    assertThat(keep(fields(proposed), Map.of("report", "1")).statusCode()).isEqualTo(303);
    String draft = page(filing);
    assertThat(draft).contains("Report 1 is a draft", "are missing", "report.docx");
    assertThat(page(duty)).doesNotContain("met in time");

    HttpResponse<String> filed =
        keep(
            fields(proposed),
            Map.of(
                "report",
                "1",
                "file",
                "yes",
                "filed",
                "2025-11-20 09:30 UTC",
                "receipt",
                "DPC 2025/4711"));
    assertThat(filed.statusCode()).as(filed.body()).isEqualTo(303);
    assertThat(page(filing + "?report=1"))
        .contains("was filed 20 Nov 2025, 09:30:00 UTC", "Receipt: DPC 2025/4711")
        .doesNotContain("<textarea");
    assertThat(page(duty)).contains("met in time, 20 Nov 2025, 09:30", "receipt: DPC 2025/4711");
    assertThat(keep(fields(proposed), Map.of("report", "1")).statusCode())
        .as("what was filed is changed no more")
        .isEqualTo(400);
    // What follows begins with what the first one said.
    String second = page(filing);
    assertThat(second).contains("Report 2 is not begun", "proposed from the report before");
    assertThat(
            keep(fields(at.ada.browser().get(filing).body()), Map.of("report", "2")).statusCode())
        .isEqualTo(303);

    JsonNode json = JSON.readTree(bytes(filing + "/1/report.json"));
    assertThat(json.get("receipt").asString()).isEqualTo("DPC 2025/4711");
    assertThat(json.get("lines").size()).isEqualTo(9);
    assertThat(json.get("missing").toString()).contains("contact", "delay reason if late");
    List<String> paragraphs = paragraphs(bytes(filing + "/1/report.docx"));
    for (JsonNode line : json.get("lines")) {
      String asked = line.get("asked").asString();
      int heading = paragraphs.indexOf(Character.toUpperCase(asked.charAt(0)) + asked.substring(1));
      assertThat(heading).as(asked).isPositive();
      String text = line.get("text").asString();
      assertThat(paragraphs.get(heading + 1))
          .isEqualTo(text.isEmpty() ? "To follow." : text.replace("\n", ""));
    }
    byte[] pdf = bytes(filing + "/1/report.pdf");
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("Report to competent", "DPC 2025/4711", "Still missing, to follow: ");
    }
    Files.createDirectories(Path.of("target/pictures"));
    Files.write(Path.of("target/pictures/report.pdf"), pdf);
    Files.write(Path.of("target/pictures/report.docx"), bytes(filing + "/1/report.docx"));
    assertThat(at.ada.browser().get(filing + "/1/report.exe").statusCode()).isEqualTo(404);
    assertThat(at.ada.browser().get(filing + "/7/report.pdf").statusCode()).isEqualTo(404);
    assertThat(house.acts("filing.filed")).isOne();
    assertThat(house.acts("filing.kept")).isEqualTo(2);
    theRegisterHoldsIt();
  }

  /** Facts, effects and what was done of each breach; and nothing to whoever is no member. */
  private static void theRegisterHoldsIt() {
    String individuals = at.room + "/clocks/of/eu-gdpr-individuals";
    at.post(
        individuals,
        individuals,
        Map.of("kind", "not", "words", "Names and addresses alone, no high risk."));
    assertThat(page("/breaches"))
        .contains("INC-1", "18 Nov 2025, 18:00:00 UTC", "competent / lead supervisory authority")
        .contains(
            "told 20 Nov 2025, 09:30:00 UTC", "since Names and addresses alone, no high risk");
    String csv = at.ada.browser().get("/breaches/breaches.csv").body();
    assertThat(csv.lines()).hasSize(2);
    assertThat(csv).contains("\"INC-1\"", "Names and addresses alone");
    JsonNode json = JSON.readTree(bytes("/breaches/breaches.json"));
    assertThat(json.size()).isOne();
    assertThat(json.get(0).get("people").asString()).isEqualTo("12");
    boolean isDecided = false;
    for (JsonNode one : json.get(0).get("duties")) {
      isDecided |=
          one.get("duty").asString().equals("eu-gdpr-individuals")
              && one.get("reason").asString().contains("no high risk");
    }
    assertThat(isDecided).isTrue();
    House.Person other = house.invite(at.ada, "responder", "dan");
    assertThat(other.browser().get("/breaches").body())
        .contains("You are a member of no incident")
        .doesNotContain("INC-1");
    assertThat(other.browser().get("/breaches/breaches.json").body().strip()).isEqualTo("[ ]");
  }
}
