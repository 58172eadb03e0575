package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.RecipientPair;
import org.stoplog.ledger.pack.PackCheck;
import org.stoplog.ledger.pack.PackLine;
import org.stoplog.ledger.pack.PackReport;
import org.stoplog.ledger.store.Checkpoint;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.packs.MadeAgain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An evidence pack from the incident to whoever checks it without us. */
class PacksIT {
  private static final int PEOPLE = 14;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path home;
  @TempDir static Path files;

  private static House house;
  private static NoticeHouse at;
  private static House.Person bea;
  private static Checkpoint before;
  private static String otherRoom;

  /** Two of fourteen share a mailbox, one has no address, one is refused. */
  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    before = house.ledger().checkpoint();
    Map<Integer, String> others = new HashMap<>();
    others.put(11, "p11,person10@example.com,FR,Person 10,en");
    others.put(12, "p12,,FR,Person 12,en");
    at = new NoticeHouse(house, files, others, PEOPLE);
    bea = house.invite(at.ada, "responder", "bea");
    otherRoom =
        at.post(
            "/incidents/new",
            "/incidents",
            Map.of("title", "Another breach", "supplier", "Mapplanet", "signal", "press"));
    at.post(at.room, at.room + "/notes", Map.of("text", "Everybody may read this"));
    at.post(at.room, at.room + "/notes", Map.of("text", "Counsel says so", "privileged", "true"));
    try (FakeMailServer server = new FakeMailServer()) {
      server.answerTo("person3@example.com", "550 5.1.1 no such mailbox");
      at.send(at.write("Words for us"), at.route(server, "sends"), false);
    }
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String make(String edition) {
    String work = at.post(at.room + "/packs", at.room + "/packs", Map.of("edition", edition));
    at.until(work, "See what came of it");
    return House.find(
        at.ada.browser().get(at.room + "/packs").body(),
        "href=\"(/incidents/[0-9a-f-]{36}/packs/[0-9a-f-]{36})\"");
  }

  private static Path take(String pack, String name) throws IOException {
    HttpResponse<byte[]> answer =
        at.ada.browser().postForBytes("/account", pack + "/take", Map.of());
    assertThat(answer.statusCode()).isEqualTo(200);
    return Files.write(files.resolve(name), answer.body());
  }

  private static Map<String, byte[]> contents(Path pack) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(pack))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        contents.put(entry.getName(), zip.readAllBytes());
      }
    }
    return contents;
  }

  private static PackReport check(Path pack) {
    return PackCheck.run(
        pack, new PackCheck.Known(house.ledger().checkpointKey(), List.of(before)), Progress.NONE);
  }

  private static String text(Map<String, byte[]> contents, String name) {
    return new String(contents.get(name), UTF_8);
  }

  private static String paper(Map<String, byte[]> contents) throws IOException {
    try (PDDocument document = Loader.loadPDF(contents.get("summary.pdf"))) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void thePackHoldsAllAndIsFoundGoodWithoutUs() throws IOException {
    String pack = make("authority");
    Path file = take(pack, "authority.zip");
    PackReport report = check(file);
    assertThat(report.wrong()).isEmpty();
    assertThat(report.keyCompared()).isTrue();
    assertThat(String.join("\n", report.checked())).contains("1 wave", "linked from entry");
    String page = at.ada.browser().get(pack).body();
    assertThat(page).contains(report.sha256(), house.ledger().checkpointKey().id());
    assertThat(house.acts("pack.made")).isPositive();
    assertThat(house.acts("pack.taken")).isPositive();

    Map<String, byte[]> contents = contents(file);
    assertThat(contents.keySet())
        .contains(
            "incident.json",
            "claims.json",
            "scopes.json",
            "exposures.json",
            "approvals.json",
            "timeline.json",
            "severance.json",
            "notices/wave-" + waveName() + "/letter.en.txt",
            "summary.pdf");
    JsonNode wave = JSON.readTree(contents.get("notices/waves.json")).get(0);
    assertThat(wave.get("states").get("refused").asLong()).isOne();
    assertThat(wave.get("states").get("accepted").asLong()).isEqualTo(12);
    assertThat(text(contents, "scopes.json")).contains("all of it", house.id("ada"));
    assertThat(paper(contents))
        .contains("Evidence pack of INC-1", "How to check it", report.key(), "Mapplanet")
        .doesNotContain("[U+");
    Files.createDirectories(Path.of("target/pictures"));
    Files.write(Path.of("target/pictures/pack.pdf"), contents.get("summary.pdf"));
    Files.copy(
        file,
        Path.of("target/pictures/pack.zip"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    oneLineIsShownAlone(file, contents);
    changesAreFound(file, contents);
  }

  private static String waveName() {
    return String.valueOf(house.count("select max(number) from notice")) + ".1";
  }

  private static void oneLineIsShownAlone(Path file, Map<String, byte[]> contents) {
    String proofs = text(contents, "notices/wave-" + waveName() + "/proofs.csv");
    assertThat(proofs.lines()).hasSize(PEOPLE + 1);
    String person = House.find(proofs, "\"([0-9a-f]{20})\",\"accepted\"");
    assertThat(PackLine.of(file, person)).hasSize(1).allMatch(PackLine::leads);
  }

  private static void changesAreFound(Path file, Map<String, byte[]> contents) throws IOException {
    for (String name : contents.keySet()) {
      Map<String, byte[]> changed = new LinkedHashMap<>(contents);
      byte[] other = changed.get(name).clone();
      other[other.length / 2] ^= 1;
      changed.put(name, other);
      Path forged = files.resolve("forged.zip");
      try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(forged))) {
        for (Map.Entry<String, byte[]> one : changed.entrySet()) {
          zip.putNextEntry(new ZipEntry(one.getKey()));
          zip.write(one.getValue());
          zip.closeEntry();
        }
      }
      boolean isFound;
      try {
        isFound = !check(forged).isGood();
      } catch (org.stoplog.catalog.problem.StoplogException e) {
        isFound = true;
      }
      assertThat(isFound).as(name).isTrue();
    }
    assertThat(check(file).isGood()).isTrue();
  }

  @Test
  void nothingInItNamesAPersonOrSpeaksOfAnotherIncident() throws IOException {
    for (String edition : List.of("authority", "public")) {
      Map<String, byte[]> contents = contents(take(make(edition), edition + "-names.zip"));
      for (Map.Entry<String, byte[]> one : contents.entrySet()) {
        String all = new String(one.getValue(), UTF_8);
        for (int i = 0; i < PEOPLE; i++) {
          assertThat(all)
              .as(edition + " " + one.getKey())
              .doesNotContain("person" + i + "@", "Person " + i, "\"p" + i + "\"", "p" + i + ",");
        }
        assertThat(all)
            .as(edition + " " + one.getKey())
            .doesNotContain("@example.com", "Another breach", otherRoom.substring(11))
            .doesNotContain("Counsel says so");
      }
      assertThat(paper(contents)).doesNotContain("person1", "Person 1");
    }
  }

  @Test
  void thePublicEditionHasNoAccountNoReasonNoRowAndNoSmallCount() throws IOException {
    Path file = take(make("public"), "public.zip");
    assertThat(check(file).wrong()).isEmpty();
    Map<String, byte[]> contents = contents(file);
    assertThat(contents.keySet())
        .noneMatch(name -> name.endsWith(".csv") || name.startsWith("audit/extract"));
    String all = paper(contents);
    for (Map.Entry<String, byte[]> one : contents.entrySet()) {
      if (!one.getKey().endsWith(".pdf")) {
        all += new String(one.getValue(), UTF_8);
      }
    }
    assertThat(all)
        .doesNotContain(house.id("ada"), house.id("cay"), "all of it", "Everybody may read")
        .doesNotContain("Analytics breach")
        .contains("10 or more", "under 10");
    // Neither the refused one, nor those who were accepted, from whom it could be taken.
    JsonNode wave = JSON.readTree(contents.get("notices/waves.json")).get(0);
    assertThat(wave.get("states").get("refused").asString()).isEqualTo("under 10");
    assertThat(wave.get("states").get("accepted").asString()).isEqualTo("10 or more");
    assertThat(wave.get("people").asString()).isEqualTo("10 or more");
  }

  /** But for the log, which the first one is in, and what is signed of it. */
  @Test
  void madeAgainItHasTheSameBytes() throws IOException {
    String id = make("authority").replaceFirst(".*/", "");
    Path again = files.resolve("again.zip");
    MadeAgain.write(house.server()::part, UUID.fromString(id), again);
    Map<String, byte[]> one = contents(again);
    MadeAgain.write(house.server()::part, UUID.fromString(id), again);
    Map<String, byte[]> two = contents(again);
    assertThat(two.keySet()).isEqualTo(one.keySet());
    for (String name : one.keySet()) {
      if (!name.matches("(audit/|manifest|summary).*")) {
        assertThat(text(two, name)).as(name).isEqualTo(text(one, name));
      }
    }
    assertThat(check(again).wrong()).isEmpty();
  }

  @Test
  void whoThePseudonymsAreTakesTwoAndOneRecipient() throws IOException {
    String pack = make("authority");
    Path file = take(pack, "with-key.zip");
    RecipientPair regulator = RecipientPair.create(files.resolve("regulator.key"), null);
    String key = regulator.publicHalf().text();
    HttpResponse<String> wrong =
        at.ada
            .browser()
            .post(pack, pack + "/keys", Map.of("recipient", "none", "reason", "To the authority"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("To the authority", "stoplog pack key new");
    String approval =
        at.post(
            pack, pack + "/keys", Map.of("recipient", key, "reason", "The authority asked for it"));
    assertThat(at.cay.browser().get(approval).body())
        .contains(regulator.publicHalf().id(), "14 people")
        .doesNotContain("@example.com", "authority asked");
    String page = at.ada.browser().get(pack).body();
    assertThat(page).contains("waits for another person", "The authority asked for it");
    String path =
        pack
            + "/keys/"
            + house
                .ledger()
                .inTransaction(
                    db -> {
                      try (var row =
                          db.createStatement()
                              .executeQuery(
                                  "select id from pack_key order by asked_at desc, id desc"
                                      + " limit 1")) {
                        row.next();
                        return row.getString(1);
                      }
                    })
            + "/take";
    assertThat(at.ada.browser().post("/account", path, Map.of()).statusCode()).isEqualTo(404);
    assertThat(house.approve(at.ada, approval).statusCode()).isNotEqualTo(303);
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    assertThat(at.cay.browser().post("/account", path, Map.of()).statusCode()).isEqualTo(404);
    HttpResponse<byte[]> taken = at.ada.browser().postForBytes("/account", path, Map.of());
    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(at.ada.browser().post("/account", path, Map.of()).statusCode()).isEqualTo(404);
    assertThat(house.acts("pack.key-taken")).isOne();
    assertThat(new String(taken.body(), UTF_8)).doesNotContain("person1@example.com");

    String list;
    try (RecipientPair.Opened opened =
        regulator.open(new ByteArrayInputStream(taken.body()), "it")) {
      assertThat(opened.about())
          .containsEntry("sha256", check(file).sha256())
          .containsEntry("pack", pack.replaceFirst(".*/", ""));
      list = new String(opened.content().readAllBytes(), UTF_8);
    }
    assertThat(list.lines()).hasSize(PEOPLE + 1);
    String line = list.lines().filter(one -> one.contains("person3@")).findFirst().orElseThrow();
    assertThat(line).matches("[0-9a-f]{20},p3,[0-9]+,person3@example.com,Person 3,en");
    assertThat(text(contents(file), "notices/wave-" + waveName() + "/proofs.csv"))
        .contains(line.substring(0, 20));
    assertThat(house.count("select count(*) from audit_entry where detail like '%@example%'"))
        .isZero();
  }

  @Test
  void onlyMembersLearnOfPacks() {
    assertThat(bea.browser().get(at.room + "/packs").statusCode()).isEqualTo(404);
    assertThat(at.ada.browser().get(at.room + "/packs/panel").body()).contains("Evidence packs");
    assertThat(at.ada.browser().get(at.room).body()).contains("/packs/panel");
  }
}
