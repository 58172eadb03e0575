package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.server.contacts.ContactLook;
import org.stoplog.server.mail.FakeMailServer;

/** Whom no mail reached gets a letter on paper, at an address that is joined for it alone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PaperIT {
  private static final int PEOPLE = 8;

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static FakeMailServer server;
  private static String notice;
  private static String paper;
  private static String route;

  @BeforeAll
  static void people() throws IOException {
    house = new House(home);
    server = new FakeMailServer();
    // Of the last ones no address is known, so no mail reaches them.
    Map<Integer, String> others = new HashMap<>();
    for (int i = 3; i < PEOPLE; i++) {
      others.put(i, "p%d,,DE,,de".formatted(i));
    }
    at = new NoticeHouse(house, files, others, PEOPLE);
    notice = at.write("On paper");
    route = at.route(server, "sends");
    String mails = at.send(notice, route, false);
    assertThat(at.states(mails)).containsEntry("accepted", 3L).containsEntry("no-address", 5L);
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
    house.close();
  }

  private static HttpResponse<String> join(String csv, String days) {
    return join(at, csv, days);
  }

  static void join(NoticeHouse at, String csv) {
    assertThat(join(at, csv, "5").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> join(NoticeHouse at, String csv, String days) {
    String path = at.room + "/contacts";
    String token = Browser.token(at.ada.browser().get(path).body());
    String body =
        """
        --xx\r
        Content-Disposition: form-data; name="form-token"\r
        \r
        %s\r
        --xx\r
        Content-Disposition: form-data; name="days"\r
        \r
        %s\r
        --xx\r
        Content-Disposition: form-data; name="file"; filename="a.csv"\r
        Content-Type: text/csv\r
        \r
        %s\r
        --xx--\r
        """
            .formatted(token, days, csv);
    return at.ada
        .browser()
        .send(
            at.ada
                .browser()
                .request(path)
                .header("Content-Type", "multipart/form-data; boundary=xx")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static long joined() {
    return house.count("select count(*) from passing.joined_contact");
  }

  @Test
  @Order(1)
  void aFileWithFaultsKeepsNothingAndSaysWhere() {
    assertThat(at.ada.browser().get(at.room + "/contacts").body()).contains("None yet");
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("name,address_1\nx,y\n", "has no column id");
    wrong.put("id,shoe\np3,1\n", "Column 2 has a name that is none of");
    wrong.put("id,phone\np3,0171 2345678\n", "Line 2 has a phone without its country");
    wrong.put("id,address_1\n", "no line below its head");
    wrong.put("id,address_1\np3,a\n,b\n", "Line 3 has no id");
    wrong.put("id,email\np3,not one\n", "Line 2 has an email");
    wrong.put("id,address_1\np3,a\np4,b\np3,c\n", "Line 4 has the id of an earlier line");
    wrong.put("id,address_1\np3," + "x".repeat(201) + "\n", "Line 2 has more than 200");
    wrong.put("id,id,name\n1,2,3\n", "there twice");
    wrong.forEach(
        (csv, says) -> {
          HttpResponse<String> answer = join(csv, "30");
          assertThat(answer.statusCode()).as(csv).isEqualTo(422);
          assertThat(answer.body()).contains(says).doesNotContain("not one");
          assertThat(joined()).isZero();
        });
    assertThat(join("id,name\np3,A\n", "0").statusCode()).isEqualTo(422);
  }

  @Test
  @Order(2)
  void addressesAreJoinedForTheIncidentAlone() {
    HttpResponse<String> answer =
        join(
            """
            id,name,address_1,address_2,country
            p0,Told Already,Weg 1,80331 München,
            p3,Zoë Straße,Hauptstraße 3,89073 Ulm,
            p4,Łukasz O'Neil,12 Rue de l’Église,75011 Paris,FRANCE
            p5,Zoë Straße,Hauptstraße 3,89073 Ulm,
            p6,=cmd|'/c calc'!A0,"Line with, comma",10115 Berlin,
            nobody,Who,Nowhere 1,0000,
            """,
            "5");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("Joined with 5 people", "the id of one line: 7.");
    assertThat(joined()).isEqualTo(5);
  }

  private static Map<String, byte[]> take(String parcels) throws IOException {
    HttpResponse<byte[]> answer =
        at.ada.browser().postForBytes(parcels, parcels + "/1/take", Map.of());
    assertThat(answer.statusCode()).isEqualTo(200);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry one = zip.getNextEntry(); one != null; one = zip.getNextEntry()) {
        entries.put(one.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private static String text(byte[] pdf, int first, int last) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setStartPage(first);
      stripper.setEndPage(last);
      return stripper.getText(document);
    }
  }

  @Test
  @Order(3)
  void lettersAreForThoseWhomNoMailReached() throws IOException {
    paper =
        at.prepare(notice, "paper", "unreached", "per-minute=60&error-limit=20&price=0.95%20EUR");
    assertThat(at.states(paper)).containsEntry("planned", 4L).containsEntry("no-address", 1L);
    assertThat(at.ada.browser().get(paper + "/parcels").body()).contains("must be approved first");
    String approval = at.ask(paper);
    assertThat(at.cay.browser().get(approval).body())
        .contains("0.95 EUR each, 2.85 EUR for 3 copies", "letters on paper");
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    String parcels = paper + "/parcels";
    assertThat(at.ada.browser().get(paper).body()).contains("Its letters on paper");
    assertThat(at.ada.browser().get(parcels).body()).contains("1 parcel: 1 to take");
    assertThat(
            at.ada
                .browser()
                .post(parcels, parcels + "/1/posted", Map.of("on", "2026-01-01", "carrier", "Post"))
                .body())
        .contains("Take its letters as a file first");

    Map<String, byte[]> file = take(parcels);
    assertThat(file).containsOnlyKeys("letters.pdf", "letters.csv");
    Files.createDirectories(Path.of("target/pictures"));
    Files.write(Path.of("target/pictures/letters.pdf"), file.get("letters.pdf"));
    String all = text(file.get("letters.pdf"), 1, 5);
    // Two accounts with one name and address are one letter.
    assertThat(all)
        .containsOnlyOnce("Zoë Straße\nHauptstraße 3\n89073 Ulm")
        .contains("Łukasz O'Neil\n12 Rue de l’Église\n75011 Paris\nFRANCE", "About your data")
        .contains("\nLine with, comma\n10115 Berlin\n")
        .doesNotContain("cmd|", "Told Already");
    assertThat(text(file.get("letters.pdf"), 2, 2)).as("a front side begins each").isBlank();
    String csv = new String(file.get("letters.csv"), StandardCharsets.UTF_8);
    assertThat(csv.lines()).hasSize(4);
    assertThat(csv).contains("\"Hauptstraße 3\",\"89073 Ulm\"").doesNotContain("\"=cmd");
    assertThat(at.states(paper)).containsEntry("handed-over", 4L);
    picture(file.get("letters.pdf"));
  }

  /** To be looked at: a letter as it is printed. */
  private static void picture(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      javax.imageio.ImageIO.write(
          new PDFRenderer(document).renderImageWithDPI(0, 70),
          "png",
          Path.of("target/pictures/letter-on-paper.png").toFile());
    }
  }

  @Test
  @Order(4)
  void whoeverIsErasedMeanwhileHasNoLetterAndSecondCopiesAreNamed() throws IOException {
    String parcels = paper + "/parcels";
    house.ledger().forget(Scheme.USER_ID, "p6", Progress.NONE);
    assertThat(joined()).as("erased with the person").isEqualTo(4);
    byte[] pdf = take(parcels).get("letters.pdf");
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(new PDFTextStripper().getText(document)).doesNotContain("Line with");
    }
    assertThat(at.states(paper)).containsEntry("handed-over", 3L).containsEntry("erased", 1L);
    assertThat(
            house.count(
                "select count(*) from notice_recipient where in_doubt and state = 'handed-over'"))
        .isEqualTo(3);
    HttpResponse<String> posted =
        at.ada
            .browser()
            .post(
                parcels,
                parcels + "/1/posted",
                Map.of(
                    "on",
                    java.time.LocalDate.ofInstant(house.now(), java.time.ZoneOffset.UTC).toString(),
                    "carrier",
                    "Printer Ltd, receipt 17"));
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(303);
    assertThat(at.ada.browser().get(parcels).body())
        .contains("Printer Ltd, receipt 17")
        .doesNotContain("Take them again");
    assertThat(at.ada.browser().get(paper).body()).contains("Ended", "posted");
    assertThat(at.states(paper)).containsEntry("accepted", 3L);
    assertThat(
            at.ada
                .browser()
                .post(at.room + "/contacts", parcels + "/1/take", Map.of())
                .statusCode())
        .as("never again")
        .isEqualTo(400);
    assertThat(server.messages()).hasSize(3);
    whatComesBackMayBeToldAgain(parcels, pdf);
  }

  private static void whatComesBackMayBeToldAgain(String parcels, byte[] pdf) throws IOException {
    String code = House.find(text(pdf, 1, 9), "([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}) ·");
    // Its window shows the number to anybody, so what it says is not shown; that it is ours is.
    Browser street = new Browser(house.publicBase(), "stranger");
    assertThat(at.askLetter(street, code, "whoever@example.org"))
        .contains("We sent a letter on paper with this number")
        .doesNotContain("About your data", "no such letter");
    assertThat(at.askLetter(street, "0000-0000-0000", "whoever@example.org"))
        .contains("We sent no such letter");
    String path = parcels + "/came-back";
    assertThat(
            at.ada
                .browser()
                .post(parcels, path, Map.of("numbers", code + "\n0000-0000-0000"))
                .body())
        .contains("The number in line 2 is of no letter of this wave");
    assertThat(at.states(paper)).doesNotContainKey("bounced");
    at.post(parcels, path, Map.of("numbers", code.toLowerCase(java.util.Locale.ROOT)));
    long came = at.states(paper).get("bounced");
    assertThat(came).isBetween(1L, 2L);
    assertThat(at.ada.browser().get(paper).body()).contains("posted, and came back later");
    String again = at.prepare(notice, "paper", "unreached", "per-minute=60&error-limit=20");
    assertThat(at.states(again)).containsEntry("planned", came);
    at.post(again, again + "/discard", Map.of());
  }

  @Test
  @Order(5)
  void addressesAreShreddedWhenTheirTimeHasCome() {
    house.server().part(ContactLook.class).look();
    assertThat(joined()).as("five days are not over").isEqualTo(4);
    at.sql("update contact_file set added_at = added_at - interval '6 days'");
    at.sql("update notice_wave set ended_at = ended_at - interval '6 days'");
    house.server().part(ContactLook.class).look();
    assertThat(joined()).isZero();
    assertThat(at.ada.browser().get(at.room + "/contacts").body())
        .contains("wrap\">shredded ")
        .doesNotContain("Shred it now");
    assertThat(house.count("select count(*) from audit_entry where act = 'contacts.shredded'"))
        .isOne();
  }

  /** The approver has the page open, with password and code typed, while the author edits. */
  @Test
  @Order(6)
  void oneEditVoidsTheApprovalBeforeTheEyesOfWhoeverApproves() {
    String base = "http://127.0.0.1:" + house.port();
    int taken = server.messages().size();
    String other = at.write("Edited");
    String wave = at.prepare(other, route, "all");
    try (Chromium chromium = new Chromium()) {
      Chromium.Keyboard author = chromium.open();
      RoomStoryIT.signIn(house, author, at.ada);
      author.go(base + at.room + "/contacts");
      author.look("incident-contacts");
      author.go(base + paper + "/parcels");
      author.look("parcels");
      author.go(base + wave);
      author.press("Ask to send to 3 people");
      String approval = author.page().url();

      Chromium.Keyboard approver = chromium.open();
      RoomStoryIT.signIn(house, approver, at.cay);
      approver.go(approval);
      house.pass(java.time.Duration.ofSeconds(60));
      approver.type("password", House.PASSWORD);
      approver.type("code", at.cay.app().code(house.now()));
      approver.look("approval-of-a-wave");

      author.go(base + other + "/edit");
      author.type("subject", "About your data at {{supplier}}, once more");
      author.press("Keep the change");
      approver.press("Approve");
      approver.look("approval-void");
      approver.go(approval);
      assertThat(approver.text()).contains("Void since").doesNotContain("Password");
      author.go(base + wave);
      assertThat(author.text()).contains("Ready").contains("Ask to send to 3 people");
      assertThat(server.messages()).hasSize(taken);
    }
  }
}
