package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody puts into a followed folder is imported once, and by itself. */
class FoldersIT {
  private static final String EVENT =
      "{\"event\":\"x\",\"properties\":{\"time\":1762592400,\"distinct_id\":\"p%d\","
          + "\"$email\":\"person%d@example.com\"}}%n";
  private static final String IMPORTED =
      "select count(*) from batch where kind = 'disclosures' and status = 'live'";

  @TempDir Path home;

  private House house;
  private House.Person ada;
  private Path folder;

  @BeforeEach
  void open() throws IOException {
    house = new House(home);
    SmallCompany.load(house.ledger(), home);
    ada = house.administrator();
    folder = Files.createDirectory(home.resolve("inbox").resolve("exports"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void put(String name, int... people) throws IOException {
    StringBuilder events = new StringBuilder();
    for (int person : people) {
      events.append(EVENT.formatted(person, person));
    }
    write(name, events.toString());
  }

  private void write(String name, String text) throws IOException {
    Files.deleteIfExists(folder.resolve(name + ".done"));
    Files.writeString(folder.resolve(name), text);
    Files.createFile(folder.resolve(name + ".done"));
    // As the clock of the house has it.
    Files.setLastModifiedTime(folder.resolve(name + ".done"), FileTime.from(house.now()));
  }

  private HttpResponse<String> follow(Map<String, String> other) {
    Map<String, String> fields =
        new LinkedHashMap<>(
            Map.of(
                "folder", "exports",
                "kind", "disclosures",
                "supplier", "Mapplanet",
                "connection", "nightly",
                "hours", "26"));
    fields.putAll(other);
    return ada.browser().post("/ledger/folders", "/ledger/folders", fields);
  }

  /** Looks at the page until it says so; it is the looks of the server that are waited for. */
  private String until(String words) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String page = ada.browser().get("/ledger/folders").body();
    while (!page.contains(words)) {
      assertThat(System.nanoTime()).as(page).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      page = ada.browser().get("/ledger/folders").body();
    }
    return page;
  }

  private String path() {
    return House.find(
        ada.browser().get("/ledger/folders").body(), "(/ledger/folders/[0-9a-f-]{36})/end");
  }

  @Test
  void filesAreImportedOnceAndWhatFailsIsSaid() throws IOException {
    put("first.ndjson", 1, 2);
    Files.writeString(folder.resolve("growing.ndjson"), "still being written");
    assertThat(follow(Map.of()).statusCode()).isEqualTo(303);
    assertThat(until(">imported<")).contains("first.ndjson", "1 folder, none is late.");
    assertThat(house.count(IMPORTED)).isEqualTo(2);
    assertThat(house.acts("folder.followed")).isOne();
    assertThat(house.count("select count(*) from followed_folder")).isOne();
    assertThat(ada.browser().get("/ledger/folders").body()).doesNotContain("growing.ndjson");

    // The same content under another name, and a file that cannot be read.
    put("again.ndjson", 1, 2);
    write("broken.csv", "a,b\n\"unclosed");
    assertThat(ada.browser().post("/ledger/folders", path() + "/again", Map.of()).statusCode())
        .isEqualTo(303);
    String page = until("Not imported.");
    assertThat(page)
        .contains("again.ndjson", "broken.csv")
        .doesNotContain(home.toString() + "/inbox/exports");
    assertThat(house.count(IMPORTED)).as("the same content is no other batch").isEqualTo(2);

    // It is put right under its old name, which makes it another file; and then none comes.
    write("broken.csv", "user_id,email,sent_at\np5,person5@example.com,2025-11-08T09:00:00Z\n");
    ada.browser().post("/ledger/folders", path() + "/again", Map.of());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (house.count(IMPORTED) < 3) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    house.pass(Duration.ofHours(30));
    assertThat(house.signIn(ada.browser(), ada).statusCode()).isEqualTo(303);
    assertThat(ada.browser().get("/ledger/folders").body())
        .doesNotContain("Not imported.")
        .contains("(late)", "1 folder, 1 of them late.");
  }

  @Test
  void onlyPlainFilesOfFoldersInTheInboxAreRead() throws IOException {
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.writeString(outside.resolve("secret.csv"), "id,email\np1,person1@example.com\n");
    Files.createSymbolicLink(home.resolve("inbox").resolve("linked"), outside);
    for (String name : new String[] {"..", "../outside", "linked", "/", "", "none"}) {
      HttpResponse<String> refused = follow(Map.of("folder", name));
      assertThat(refused.statusCode()).as(name).isEqualTo(422);
      assertThat(refused.body()).contains("Choose a folder that is in the inbox.");
    }
    assertThat(follow(Map.of("hours", "0", "supplier", "Nobody", "mapping", "- no")).body())
        .contains(
            "Write hours as a number",
            "There is no supplier of this name",
            "It is not followed yet.");
    Files.createSymbolicLink(folder.resolve("link.csv"), outside.resolve("secret.csv"));
    Files.createFile(folder.resolve("link.csv.done"));
    assertThat(follow(Map.of()).statusCode()).isEqualTo(303);
    assertThat(until("Not imported.")).contains("or is a link");
    assertThat(follow(Map.of()).body()).contains("Somebody follows this folder already.");
    assertThat(house.count(IMPORTED)).isOne();
    String path = path();
    assertThat(ada.browser().post("/ledger/folders", path + "/end", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(ada.browser().get("/ledger/folders").body()).contains("No folder is followed yet.");
    assertThat(house.acts("folder.left")).isOne();
  }
}
