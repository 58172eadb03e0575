package org.stoplog.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.lingala.zip4j.io.outputstream.ZipOutputStream;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Evidence;

/** The supplier's file in the incident, as real senders spoil it, and by those who may not. */
class IncidentFilesIT {
  private static final int LOOKS = 3_000;
  private static final String CANARY = "canary.qvx@example.net";

  /** Four known people, one of them twice, a stranger, and two rows that name nobody. */
  private static final String ROWS =
      """
      email;name;last seen
      PERSON0@Example.COM;Jörg Müller;2025-11-01
      person1@example.com;Ana;2025-11-02
      person1@example.com;Ana;2025-11-02
      Person13@example.com;Zoë;2025-11-03
      person2@example.com ;Łukasz;2025-11-03
      %s;Nobody;2025-11-04
      not an address;Nobody;2025-11-04
      null;Nobody;2025-11-04
      """
          .formatted(CANARY);

  @TempDir static Path home;
  private static House house;
  private House.Person ada;
  private String room;

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
    room = IncidentsIT.openIncident(ada, "Analytics breach");
  }

  private HttpResponse<String> upload(
      House.Person who, String name, byte[] content, Map<String, String> more) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("source", "portal");
    fields.put("verified", "called-back");
    fields.putAll(more);
    String token = Browser.token(ada.browser().get("/incidents/new").body());
    if (who != ada) {
      token = Browser.token(who.browser().get("/account").body());
    }
    return RecordPagesIT.send(who.browser(), room + "/files", token, name, content, fields);
  }

  /**
   * @return the page of the file
   */
  private String kept(String name, byte[] content, Map<String, String> more) {
    HttpResponse<String> kept = upload(ada, name, content, more);
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(303);
    return kept.headers().firstValue("Location").orElseThrow();
  }

  private String read(String file, Map<String, String> more) {
    Map<String, String> fields =
        new LinkedHashMap<>(RecordPagesIT.fieldsOf(ada.browser().get(file).body()));
    fields.putAll(more);
    HttpResponse<String> started = ada.browser().post(file, file + "/readings", fields);
    assertThat(started.statusCode()).as(started.body()).isEqualTo(303);
    return ended(started.headers().firstValue("Location").orElseThrow());
  }

  /** Looks until the work has ended. @return its page */
  private String ended(String work) {
    String page = "";
    for (int i = 0; i < LOOKS && !page.matches("(?s).*(Done\\.|Failed|Stopped\\.).*"); i++) {
      page = ada.browser().get(work).body();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return page;
  }

  /** Makes a claim by the form that the file's page leads to. */
  private HttpResponse<String> claim(String file, String id, Map<String, String> more) {
    String page = ada.browser().get(file).body();
    String choice = House.find(page, "claims/new\\?file=([0-9a-f]{64}/[0-9a-f]{64})");
    String form = ada.browser().get(room + "/claims/new?file=" + choice).body();
    assertThat(form).contains("value=\"" + choice + "\" selected");
    Map<String, String> fields = new LinkedHashMap<>(Map.of("id", id, "file", choice));
    fields.put("received", House.find(form, "name=\"received\" type=\"text\" value=\"([^\"]*)\""));
    fields.putAll(more);
    return IncidentsIT.claim(ada, room, fields);
  }

  private String exposure() {
    String page = ada.browser().get(room).body();
    return ada.browser().get(House.find(page, "(" + room + "/exposures/[0-9]+)")).body();
  }

  @Test
  void theFileOfDay16SaysWhoIsInItBesideTheNumberOfDay0() {
    IncidentsIT.claim(ada, room, Map.of("id", "C1", "windows", "2025-10"));
    IncidentsIT.decide(ada, room, 0, "C1");
    IncidentsIT.compute(ada, room);
    String file =
        kept(
            "Export März.csv",
            ("\uFEFF" + ROWS).getBytes(UTF_8),
            Map.of("received", "2025-11-24 09:00"));
    assertThat(ada.browser().get(file).body())
        .contains("Export März.csv")
        .contains("from the supplier's portal")
        .contains("received 24 Nov 2025, 09:00:00 UTC")
        .contains("A file alone changes no number");
    assertThat(read(file, Map.of())).contains("Done.");
    String page = ada.browser().get(file).body();
    assertThat(page)
        .contains("6 usable rows, 2 left out")
        .contains("is no e-mail address")
        .contains("names nobody")
        .contains("<th scope=\"row\" class=\"number\">8</th>")
        .contains("<th scope=\"row\" class=\"number\">9</th>")
        .doesNotContain("canary")
        .doesNotContain("not an address");
    String mapping = House.find(page, "href=\"([^\"]+/readings/[0-9a-f]{64})\"");
    assertThat(ada.browser().get(mapping).body())
        .contains("column: email")
        .doesNotContain("example.com");
    assertThat(ada.browser().get(room).body()).contains("no claim uses it");

    assertThat(claim(file, "F1", Map.of()).statusCode()).isEqualTo(303);
    assertThat(ada.browser().get(room + "/claims/F1").body())
        .contains("Export März.csv, SHA-256")
        .contains("24 Nov 2025, 09:00:00 UTC");
    assertThat(ada.browser().get(room + "/files").body()).contains(">F1</a>");
    IncidentsIT.decide(ada, room, 1, "C1", "F1");
    IncidentsIT.compute(ada, room);
    assertThat(ada.browser().get(room).body())
        .contains("in the supplier's files</th><td class=\"number\">4</td>");
    assertThat(exposure())
        .contains("Rows of Export März.csv, claim F1")
        .contains("name exactly one person</th><td class=\"number\">5</td>")
        .contains("name nobody in the directory</th><td class=\"number\">1</td>")
        .contains("second rows for the same person</th><td class=\"number\">1</td>")
        .contains("rows that could not be used</th><td class=\"number\">2</td>")
        .contains("Since the exposure before")
        .doesNotContain("canary");
    IncidentsIT.claim(ada, room, Map.of("id", "C2", "windows", "2025-11"));
    IncidentsIT.decide(ada, room, 2, "C1", "C2", "F1");
    IncidentsIT.compute(ada, room);
    assertThat(exposure()).contains("Since the first exposure");
    assertThat(house.acts("incident.file.added")).isOne();
    assertThat(house.acts("incident.file.read")).isOne();
  }

  @Test
  void whatRealSendersSpoilIsReadAlike() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    String hashes =
        "email_sha256\n"
            + String.join(
                "\n",
                IntStream.of(0, 1, 2, 13)
                    .mapToObj(
                        i ->
                            HexFormat.of()
                                .formatHex(
                                    sha256.digest(("person" + i + "@example.com").getBytes(UTF_8))))
                    .toList())
            + "\n";
    String latin = ROWS.replace("Łukasz", "Lukas");
    Map<String, byte[]> spoiled = new LinkedHashMap<>();
    spoiled.put("latin.csv", latin.getBytes(ISO_8859_1));
    spoiled.put("hashes.csv", hashes.getBytes(UTF_8));
    spoiled.put("dos.txt", ROWS.replace("\n", "\r\n").replace(';', '\t').getBytes(UTF_8));
    spoiled.put(
        "utf16.csv", ("\uFEFF" + ROWS).getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
    String[] claims = new String[spoiled.size()];
    int number = 0;
    for (Map.Entry<String, byte[]> one : spoiled.entrySet()) {
      String file = kept(one.getKey(), one.getValue(), Map.of());
      assertThat(read(file, Map.of())).as(one.getKey()).contains("Done.");
      claims[number] = "F" + number;
      assertThat(claim(file, claims[number], Map.of()).statusCode()).isEqualTo(303);
      number++;
    }
    IncidentsIT.decide(ada, room, 0, claims);
    IncidentsIT.compute(ada, room);
    String page = exposure();
    for (String claim : claims) {
      assertThat(page)
          .as("each alone finds the same four")
          .contains(claim + "</th><td class=\"number\">4</td>");
    }
  }

  @Test
  void aLockedZipAsksForItsPasswordAndKeepsItSealed() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    ZipParameters parameters = new ZipParameters();
    parameters.setFileNameInZip("rows.csv");
    parameters.setEncryptFiles(true);
    parameters.setEncryptionMethod(EncryptionMethod.AES);
    try (ZipOutputStream zip = new ZipOutputStream(zipped, "horse battery".toCharArray())) {
      zip.putNextEntry(parameters);
      zip.write(ROWS.getBytes(UTF_8));
      zip.closeEntry();
    }
    String file = kept("rows.zip", zipped.toByteArray(), Map.of());
    assertThat(ada.browser().get(file).body()).contains("It needs a password");
    HttpResponse<String> wrong =
        ada.browser().post(file, file + "/password", Map.of("password", "not this"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("This password does not open it");
    assertThat(house.count("select count(*) from incident_file where password is not null"))
        .isZero();
    HttpResponse<String> right =
        ada.browser().post(file, file + "/password", Map.of("password", "horse battery"));
    assertThat(right.statusCode()).as(right.body()).isEqualTo(303);
    assertThat(read(file, Map.of())).contains("Done.");
    assertThat(claim(file, "F1", Map.of()).statusCode()).isEqualTo(303);
    IncidentsIT.decide(ada, room, 0, "F1");
    IncidentsIT.compute(ada, room);
    assertThat(exposure()).contains("name exactly one person</th><td class=\"number\">5</td>");
    assertThat(
            house.count(
                "select count(*) from incident_file where position('horse' in"
                    + " encode(password, 'escape')) > 0"))
        .isZero();
    assertThat(plainHolds(home, "horse battery")).isFalse();
  }

  /**
   * Whether any file of the data folder holds a text in the plain. The database runs meanwhile, and
   * takes files away that hold nothing but its own caches: one that is gone holds nothing.
   */
  static boolean plainHolds(Path home, String text) throws IOException {
    boolean[] isFound = new boolean[1];
    Files.walkFileTree(
        home.resolve("data"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              isFound[0] |=
                  attributes.isRegularFile()
                      && !file.toString().contains("postmaster")
                      && new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
            } catch (NoSuchFileException e) {
              return FileVisitResult.CONTINUE;
            }
            return isFound[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return isFound[0];
  }

  @Test
  void nothingOfAFileLiesInThePlain() throws IOException {
    String hidden = "h1dden-" + CANARY;
    String content = ROWS.replace(CANARY, hidden);
    String file = kept(hidden + ".csv", content.getBytes(UTF_8), Map.of());
    read(file, Map.of());
    claim(file, "F1", Map.of());
    IncidentsIT.decide(ada, room, 0, "F1");
    IncidentsIT.compute(ada, room);
    assertThat(plainHolds(home, "h1dden")).isFalse();
    assertThat(house.log()).noneMatch(line -> line.contains("h1dden"));
    assertThat(house.count("select count(*) from audit_entry where detail like '%h1dden%'"))
        .isZero();
    try (Stream<Path> left = Files.list(home.resolve("data/temp"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("incident")))
          .isEmpty();
    }
  }

  @Test
  void theSameFileAgainSaysSo() {
    String file = kept("rows.csv", ROWS.getBytes(UTF_8), Map.of());
    String again = kept("other name.csv", ROWS.getBytes(UTF_8), Map.of());
    assertThat(again).startsWith(file);
    assertThat(ada.browser().get(again).body()).contains("This file is here already");
    assertThat(house.acts("incident.file.added")).isOne();
    assertThat(house.count("select count(*) from passing.evidence_draft")).isZero();
  }

  @Test
  void aFileThatIsNoListIsKeptAndSaysWhatToDo() {
    String letter =
        kept("letter.pdf", "%PDF-1.7\n\u0000\u0001binary".getBytes(ISO_8859_1), Map.of());
    assertThat(ada.browser().get(letter).body())
        .contains("Kept, but no rows can be read from it")
        .doesNotContain(home.toString());
    String nobody = kept("colours.csv", "colour;size\nred;3\nblue;4\n".getBytes(UTF_8), Map.of());
    HttpResponse<String> refused =
        ada.browser()
            .post(
                nobody,
                nobody + "/readings",
                RecordPagesIT.fieldsOf(ada.browser().get(nobody).body()));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("At least one column must be an identifier");
    assertThat(read(nobody, Map.of("as-0", "identifier:email"))).contains("Done.");
    assertThat(ada.browser().get(nobody).body())
        .contains("No row can be used")
        .doesNotContain("Make a claim from this file");
    HttpResponse<String> empty = upload(ada, "none.csv", new byte[0], Map.of());
    assertThat(empty.statusCode()).isEqualTo(422);
    assertThat(empty.body()).contains("Choose a file that is not empty");
    HttpResponse<String> when =
        upload(ada, "rows.csv", ROWS.getBytes(UTF_8), Map.of("received", "01/02/2025"));
    assertThat(when.statusCode()).isEqualTo(422);
    assertThat(when.body()).contains("the order of day and month").contains("01/02/2025");
  }

  @Test
  void aClaimKeepsTheWayInWhichItsFileWasRead() {
    String file = kept("rows.csv", ROWS.getBytes(UTF_8), Map.of());
    read(file, Map.of());
    claim(file, "F1", Map.of());
    read(file, Map.of("as-0", "ignore", "as-1", "identifier:user-id"));
    assertThat(house.count("select count(*) from incident_reading")).isEqualTo(2);
    IncidentsIT.decide(ada, room, 0, "F1");
    IncidentsIT.compute(ada, room);
    assertThat(exposure()).contains("name exactly one person</th><td class=\"number\">5</td>");
    HttpResponse<String> madeUp =
        IncidentsIT.claim(ada, room, Map.of("id", "F2", "file", "../../../etc/passwd"));
    assertThat(madeUp.statusCode()).isEqualTo(422);
    assertThat(madeUp.body()).contains("The incident has no such file");
  }

  @Test
  void scriptAndPathsInNamesComeOutAsText() {
    String script = "<script>alert(1)</script>";
    String content =
        "email," + script + "\nperson1@example.com," + script + "\nnobody," + script + "\n";
    String file = kept("..\\..\\=" + script + ".csv", content.getBytes(UTF_8), Map.of());
    read(file, Map.of());
    claim(file, "F1", Map.of());
    for (String path : List.of(file, room + "/files", room, room + "/claims/F1")) {
      assertThat(ada.browser().get(path).body())
          .as(path)
          .doesNotContain("<script>alert")
          .doesNotContain("..\\");
    }
  }

  @Test
  void whoIsNoMemberSendsNothingAndLearnsNothing() throws IOException {
    String file = kept("rows.csv", ROWS.getBytes(UTF_8), Map.of());
    House.Person bob = house.invite(ada, "responder", "bob");
    long before = evidence();
    HttpResponse<String> sent =
        upload(bob, "mine.csv", "email\na@b.example\n".getBytes(UTF_8), Map.of());
    assertThat(sent.statusCode()).isEqualTo(404);
    assertThat(sent.body()).contains("There is no such incident, or you are not a member of it");
    HttpResponse<String> unknown =
        bob.browser().get("/incidents/00000000-0000-0000-0000-000000000000/files");
    for (String path : List.of(room + "/files", file)) {
      HttpResponse<String> real = bob.browser().get(path);
      assertThat(real.statusCode()).isEqualTo(404);
      assertThat(IncidentsIT.withoutToken(real.body()))
          .isEqualTo(IncidentsIT.withoutToken(unknown.body()));
    }
    IncidentsIT.add(ada, room, bob, false);
    assertThat(bob.browser().get(file).statusCode()).isEqualTo(200);
    assertThat(bob.browser().get(file).body()).doesNotContain("Read the file to its end");
    assertThat(
            upload(bob, "mine.csv", "email\na@b.example\n".getBytes(UTF_8), Map.of()).statusCode())
        .isEqualTo(403);
    assertThat(evidence()).isEqualTo(before);
    String other = IncidentsIT.openIncident(ada, "Another");
    assertThat(ada.browser().get(other + file.substring(room.length())).statusCode())
        .isEqualTo(404);
  }

  private static long evidence() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("data/evidence/files"))) {
      return files.count();
    }
  }

  @Test
  void whatWasKeptForAnActThatNeverEndedIsGoneAtTheNextStart() throws IOException {
    String file = kept("rows.csv", ROWS.getBytes(UTF_8), Map.of());
    Path plain = Files.writeString(home.resolve("half"), "email\nhalf@example.com\n");
    Evidence evidence =
        new Evidence(house.ledger().stores().folder(), house.ledger().stores().keys());
    String sha256 = evidence.put(plain).sha256();
    house
        .ledger()
        .inTransaction(
            db -> {
              try (var insert =
                  db.prepareStatement("insert into passing.evidence_draft values (?)")) {
                insert.setString(1, sha256);
                insert.executeUpdate();
                insert.setString(1, file.substring(file.lastIndexOf('/') + 1));
                return insert.executeUpdate();
              }
            });
    house.stop();
    house.start();
    Path folder = home.resolve("data/evidence/files");
    assertThat(folder.resolve(sha256)).doesNotExist();
    assertThat(folder.resolve(file.substring(file.lastIndexOf('/') + 1))).exists();
    assertThat(read(file, Map.of())).contains("Done.");
  }

  @Test
  void aReadingThatIsStoppedLeavesNothingAndCanBeAskedForAgain() {
    StringBuilder many = new StringBuilder("email\n");
    for (int i = 0; i < 3_000_000; i++) {
      many.append("someone").append(i).append("@example.net\n");
    }
    String file = kept("many.csv", many.toString().getBytes(UTF_8), Map.of());
    Map<String, String> fields = RecordPagesIT.fieldsOf(ada.browser().get(file).body());
    String work =
        ada.browser()
            .post(file, file + "/readings", fields)
            .headers()
            .firstValue("Location")
            .orElseThrow();
    ada.browser().post("/incidents/new", work + "/stop", Map.of());
    assertThat(ended(work)).contains("Stopped.");
    assertThat(house.count("select count(*) from incident_reading where rows is not null"))
        .isZero();
    assertThat(ada.browser().get(file).body()).contains("Not read to its end yet");
    assertThat(read(file, Map.of())).contains("Done.");
    assertThat(ada.browser().get(file).body()).contains("3\u2009000\u2009000 usable rows");
  }

  @Test
  void whatAGuessCannotKnowIsSaidOnThePage() {
    String text =
        "mail;phone;last seen\nperson1@example.com;0171 1234567;01/02/2025\n;0171 1234567;01/02/2025\n";
    String file = kept("dates.csv", text.getBytes(UTF_8), Map.of());
    assertThat(ada.browser().get(file).body()).contains("so that it is clear");
    read(file, Map.of());
    assertThat(ada.browser().get(file).body())
        .contains("0 usable rows, 2 left out")
        .contains("say how dates are written");
    read(file, Map.of("date-order", "dmy"));
    assertThat(ada.browser().get(file).body())
        .contains("1 usable row, 1 left out")
        .contains("name the country");
    read(file, Map.of("date-order", "dmy", "region", "DE"));
    assertThat(ada.browser().get(file).body()).contains("2 usable rows, 0 left out");
    assertThat(claim(file, "F1", Map.of()).statusCode()).isEqualTo(303);
    IncidentsIT.decide(ada, room, 0, "F1");
    IncidentsIT.compute(ada, room);
    assertThat(exposure())
        .contains("name exactly one person</th><td class=\"number\">1</td>")
        .contains("name nobody in the directory</th><td class=\"number\">1</td>");
  }

  @Test
  void aReadingGoesOnWhenTheServerStartsAgain() {
    StringBuilder many = new StringBuilder("email\n");
    for (int i = 0; i < 2_000_000; i++) {
      many.append("someone").append(i).append("@example.net\n");
    }
    String file = kept("many.csv", many.toString().getBytes(UTF_8), Map.of());
    Map<String, String> fields = RecordPagesIT.fieldsOf(ada.browser().get(file).body());
    String work =
        ada.browser()
            .post(file, file + "/readings", fields)
            .headers()
            .firstValue("Location")
            .orElseThrow();
    house.stop();
    house.start();
    assertThat(ended(work)).contains("Done.");
    assertThat(ada.browser().get(file).body()).contains("2\u2009000\u2009000 usable rows");
    assertThat(house.acts("incident.file.read")).isOne();
  }
}
