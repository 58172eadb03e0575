package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.JsonNode;

/** What the commands on the record tell, and what they take back. */
class RecordIT {
  private static final String[] EXPOSURE = {"exposure", "--supplier", "Acme", "--no-delta"};

  @TempDir Path temp;
  private Desk desk;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
    desk.keepARecord();
  }

  private long seen() {
    return desk.done(EXPOSURE).get("summary").get("seen").asLong();
  }

  @Test
  void aPersonIsFoundByAnyOfTheirIdentifiers() {
    JsonNode byId = desk.done("person", "u1");
    assertThat(byId.get("references").get(0).asString()).isEqualTo("u1");
    assertThat(byId.get("sent")).hasSize(1);
    assertThat(byId.get("sent").get(0).get("first").asString()).isEqualTo("2025-03-02");
    assertThat(desk.done("person", "P1@Example.org", "--scheme", "email").get("sent"))
        .isEqualTo(byId.get("sent"));
    assertThat(desk.done("person", "u9").get("sent")).isEmpty();
    String told = desk.refused(Problem.PERSON_UNKNOWN, "person", "x4711");
    assertThat(told).doesNotContain("4711");
  }

  @Test
  void addressesAreKeptOnlyOnWishAndOfPeopleOnly() throws IOException {
    JsonNode without = desk.done("import", "people", desk.people()).get(0);
    assertThat(without.has("contacts")).isFalse();
    JsonNode kept = desk.done("import", "people", desk.people(), "--keep-contacts").get(0);
    assertThat(kept.get("contacts").asLong()).isPositive();
    assertThat(kept.get("replaced").asLong()).isEqualTo(without.get("batch").asLong());
    desk.refused(
        Problem.USAGE, "import", "holdings", desk.sent(), "--supplier", "Acme", "--keep-contacts");
  }

  @Test
  void whoIsForgottenIsGoneAndStaysGone() throws IOException {
    assertThat(seen()).isEqualTo(4);
    desk.refused(Problem.USAGE, "forget", "u1");
    assertThat(desk.done("forget", "u1", "--yes").get("accounts").asLong()).isEqualTo(1);
    desk.refused(Problem.PERSON_UNKNOWN, "person", "u1");
    // A later export still has them, and the supplier's file too.
    desk.done("import", "people", desk.people());
    desk.done("import", "disclosures", desk.sent(), "--supplier", "Acme", "--connection", "web");
    assertThat(seen()).isEqualTo(3);
    String file = desk.emails("file.csv", 0, 3);
    JsonNode told =
        desk.done(
            "exposure", "--supplier", "Acme", "--file", file, "--out", desk.path("out").toString());
    assertThat(told.get("summary").get("inFile").asLong()).isEqualTo(2);
    assertThat(told.get("files").get(0).get("erased").asLong()).isEqualTo(1);
    assertThat(Files.readString(desk.path("out/affected.csv")))
        .contains("u0,")
        .doesNotContain("u1,");
    desk.refused(Problem.PERSON_UNKNOWN, "person", "u1");
  }

  @Test
  void anUndoneBatchLeavesNoTraceInAnswers() throws IOException {
    String more = desk.file("more.csv", "user_id,sent_at", "u8,2025-05-01T10:00:00Z");
    long batch =
        desk.done("import", "disclosures", more, "--supplier", "Acme", "--connection", "web")
            .get(0)
            .get("batch")
            .asLong();
    assertThat(seen()).isEqualTo(5);
    desk.done("undo", String.valueOf(batch));
    assertThat(seen()).isEqualTo(4);
    JsonNode last = null;
    for (JsonNode one : desk.done("batches")) {
      last = one;
    }
    assertThat(last).isNotNull();
    assertThat(last.get("status").asString()).isEqualTo("undone");
    desk.refused(Problem.BATCH_UNKNOWN, "undo", String.valueOf(batch));
    desk.refused(Problem.BATCH_UNKNOWN, "undo", "4711");
  }

  @Test
  void coverageShowsWhatWasRecordedAndWhatIsDark() throws IOException {
    String more = desk.file("may.csv", "user_id,sent_at", "u8,2025-05-01T10:00:00Z");
    desk.done("import", "disclosures", more, "--supplier", "Acme", "--connection", "web");
    JsonNode acme = desk.done("coverage", "--supplier", "Acme").get(0);
    String states = "";
    for (JsonNode month : acme.get("months")) {
      states += month.get("month").asString() + " " + month.get("state").asString() + "\n";
    }
    assertThat(states).contains("2025-03 imported\n", "2025-04 dark\n", "2025-05 imported\n");
    desk.refused(Problem.SUPPLIER_UNKNOWN, "coverage", "--supplier", "Bolt");
  }

  @Test
  void compactingChangesNoAnswer() throws IOException {
    String more = desk.file("more.csv", "user_id,sent_at", "u8,2025-05-01T10:00:00Z");
    desk.done("import", "disclosures", more, "--supplier", "Acme", "--connection", "web");
    JsonNode before = desk.done(EXPOSURE);
    assertThat(desk.done("compact").get("files").asLong()).isPositive();
    JsonNode after = desk.done(EXPOSURE);
    assertThat(after.get("summary")).isEqualTo(before.get("summary"));
    assertThat(after.get("sha256")).isEqualTo(before.get("sha256"));
  }

  @Test
  void aConnectionIsNotMadeForAFileThatCannotBeRead() throws IOException {
    String bad = desk.file("bad.csv", "colour,shape", "red,round");
    desk.refused(
        Problem.MAPPING_NEEDED,
        "import",
        "disclosures",
        bad,
        "--supplier",
        "Acme",
        "--connection",
        "wbe");
    assertThat(desk.done("coverage").toString()).doesNotContain("wbe");
  }

  @Test
  void aRowLeftOutIsToldWithFileLineColumnAndWhy() throws IOException {
    String file = desk.file("mails.csv", "email,name", "p1@example.org,Ann", "=nobody,Bob", "p2");
    String list = desk.path("left.csv").toString();
    desk.done("import", "holdings", file, "--supplier", "Acme", "--left-out", list);
    assertThat(Files.readString(Path.of(list)))
        .contains("\"mails.csv\",3,\"email\",not-an-email,\"is no e-mail address\"")
        .contains("\"mails.csv\",4,,ragged-row,")
        .doesNotContain("nobody");
    String bad = desk.file("twice.csv", "email,email", "p1@example.org,p2@example.org");
    assertThat(desk.refused(Problem.HEADER_DUPLICATE, "import", "people", bad))
        .contains("twice.csv, line 1");
  }
}
