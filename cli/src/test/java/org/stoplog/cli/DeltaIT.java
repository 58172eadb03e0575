package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.JsonNode;

/** With which earlier exposure a new one is compared. */
class DeltaIT {
  @TempDir Path temp;
  private Desk desk;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
  }

  private JsonNode answer(String file, String... more) throws IOException {
    String[] args = {
      "answer", "--people", desk.people(), "--file", file, "--out", desk.path("out").toString()
    };
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return desk.done(all);
  }

  @Test
  void twoIncidentsWithoutANameAreNotCompared() throws IOException {
    desk.makeAFolder();
    assertThat(answer(desk.emails("one.csv", 0, 4)).has("delta")).isFalse();
    assertThat(answer(desk.emails("other.csv", 3, 9)).has("delta")).isFalse();
    assertThat(answer(desk.emails("named.csv", 3, 9), "--supplier", "Acme").has("delta")).isFalse();
  }

  @Test
  void aNewerFileIsComparedWithTheLastAnswerOnTheSameSupplier() throws IOException {
    desk.makeAFolder();
    long first =
        answer(desk.emails("one.csv", 0, 4), "--supplier", "Acme").get("exposure").asLong();
    answer(desk.emails("other.csv", 8, 10), "--supplier", "Bolt");
    JsonNode told = answer(desk.emails("two.csv", 1, 7), "--supplier", "Acme");
    assertThat(told.get("comparedWith").get("id").asLong()).isEqualTo(first);
    assertThat(told.get("delta").get("newlyIn").asLong()).isEqualTo(3);
    assertThat(told.get("delta").get("newlyOut").asLong()).isEqualTo(1);
    assertThat(told.get("delta").get("unchanged").asLong()).isEqualTo(3);
  }

  @Test
  void aNarrowerQuestionIsComparedOnlyWithItsLike() throws IOException {
    desk.keepARecord();
    String[] whole = {"exposure", "--supplier", "Acme"};
    String[] march = {"exposure", "--supplier", "Acme", "--window", "2025-03-02..2025-03-03"};
    String[] emails = {"exposure", "--supplier", "Acme", "--element", "contact.email"};
    String[] cohort = {"exposure", "--supplier", "Acme", "--cohort", "plan = pro"};
    long first = desk.done(whole).get("exposure").asLong();
    for (String[] narrower : new String[][] {march, emails, cohort}) {
      assertThat(desk.done(narrower).has("delta")).isFalse();
      assertThat(desk.done(narrower).get("delta").get("newlyIn").asLong()).isZero();
    }
    JsonNode again = desk.done(whole);
    assertThat(again.get("comparedWith").get("id").asLong()).isEqualTo(first);
    assertThat(again.get("delta").get("unchanged").asLong()).isEqualTo(4);
  }

  @Test
  void anAnswerFromTheRecordIsNotComparedWithOneFromAFile() throws IOException {
    desk.keepARecord();
    long day0 = desk.done("exposure", "--supplier", "Acme").get("exposure").asLong();
    String file = desk.emails("file.csv", 0, 2);
    JsonNode day16 = desk.done("exposure", "--supplier", "Acme", "--file", file);
    assertThat(day16.get("comparedWith").get("id").asLong()).isEqualTo(day0);
    JsonNode later = desk.done("exposure", "--supplier", "Acme");
    assertThat(later.get("comparedWith").get("id").asLong()).isEqualTo(day0);
  }

  @Test
  void theUserChoosesWithWhichItIsCompared() throws IOException {
    desk.makeAFolder();
    long first = answer(desk.emails("one.csv", 0, 4)).get("exposure").asLong();
    String two = desk.emails("two.csv", 0, 5);
    JsonNode told = answer(two, "--since-exposure", String.valueOf(first));
    assertThat(told.get("delta").get("newlyIn").asLong()).isEqualTo(1);
    answer(two, "--supplier", "Acme");
    assertThat(answer(two, "--supplier", "Acme", "--no-delta").has("delta")).isFalse();
    assertThat(desk.done("exposures")).hasSize(4);
    assertThat(
            desk.refused(
                Problem.EXPOSURE_UNKNOWN,
                "exposure",
                "--supplier",
                "Acme",
                "--since-exposure",
                "41"))
        .contains("41");
    desk.refused(
        Problem.USAGE, "exposure", "--supplier", "Acme", "--since-exposure", "1", "--no-delta");
  }
}
