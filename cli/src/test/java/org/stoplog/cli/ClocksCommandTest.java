package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Duties as somebody asks for them who has no incident and no server. */
class ClocksCommandTest {
  @TempDir Path temp;
  private final CommandRun run = new CommandRun();

  @Test
  void listsAndShowsWithSourcesAndWhatIsNotVerified() {
    assertThat(run.of("clocks", "list", "alaska")).isZero();
    assertThat(run.out())
        .contains("us-ak-individuals", "us-ak-service-provider-owner *")
        .doesNotContain("eu-gdpr");
    assertThat(run.err()).contains("not verified", "not legal advice");
    assertThat(run.of("clocks", "show", "eu-gdpr-authority")).isZero();
    assertThat(run.out())
        .contains("within: 72 hours from awareness", "citation: Art 33", "sources: https://");
    assertThat(run.of("clocks", "show", "eu-gdpr-autority")).isEqualTo(Problem.USAGE.exitCode());
    assertThat(run.err()).contains("did you mean \"eu-gdpr-authority\"?");
    assertThat(run.of("clocks", "list", "--json", "no such law")).isZero();
    assertThat(run.out().strip()).isEqualTo("[ ]");
  }

  @Test
  void saysWhichDutiesFactsBringAndWhatWouldChangeThem() throws IOException {
    Path people =
        Files.writeString(
            temp.resolve("people.csv"),
            """
            place,people,elements
            DE,1200,contact.email person.full_name location.coarse
            US-FL,300,contact.email person.full_name location.coarse
            US-OH,300,contact.email person.full_name location.coarse
            """);
    assertThat(
            run.of(
                "clocks",
                "duties",
                people.toString(),
                "--established",
                "ie,us-ca",
                "--fact",
                "acquired=yes",
                "--day",
                "2025-11-25",
                "--at",
                "awareness=2025-11-25T18:00:00Z",
                "--zone",
                "Europe/Dublin",
                "--json"))
        .as(run.err())
        .isZero();
    Map<String, String> outcomes = new TreeMap<>();
    Map<String, String> by = new TreeMap<>();
    for (JsonNode duty : new JsonMapper().readTree(run.out())) {
      by.put(
          duty.get("obligation").get("id").asString(),
          duty.has("by") ? duty.get("by").asString() + duty.get("provisional") : "");
      outcomes.put(duty.get("obligation").get("id").asString(), duty.get("outcome").asString());
    }
    assertThat(outcomes)
        .containsEntry("eu-gdpr-authority", "required")
        .containsEntry("eu-gdpr-individuals", "counsel")
        .containsEntry("us-fl-individuals", "counsel")
        .doesNotContainKey("us-oh-individuals");
    assertThat(by)
        .containsEntry("eu-gdpr-authority", "2025-11-28T18:00:00Zfalse")
        .containsEntry("us-fl-individuals", "2025-12-26T00:00:00Ztrue")
        .containsEntry("eu-gdpr-individuals", "");
    assertThat(run.of("clocks", "duties", people.toString(), "--established", "IE", "--all"))
        .isZero();
    assertThat(run.out()).contains("not-required", "harm");
  }

  @Test
  void namesTheLineThatIsWrong() throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    wrong.put("place,people\n", ":1: the first line is place,people,elements");
    wrong.put("place,people,elements\n", ":1: there is no line");
    wrong.put("place,people,elements\nXX,1,contact.email\n", ":2: \"XX\" is no place");
    wrong.put("place,people,elements\nDE,many,contact.email\n", ":2: \"many\" is no number");
    wrong.put(
        "place,people,elements\nDE,1,contact.emial\n",
        ":2: there is no element contact.emial; did you mean \"contact.email\"?");
    wrong.put("place,people,elements\nDE,1\n", ":2: a line has");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      Path file = Files.writeString(temp.resolve("people.csv"), one.getKey());
      assertThat(run.of("clocks", "duties", file.toString(), "--established", "DE"))
          .as(one.getKey())
          .isEqualTo(Problem.USAGE.exitCode());
      assertThat(run.err()).contains(one.getValue());
    }
    Path file = Files.writeString(temp.resolve("p.csv"), "place,people,elements\nDE,1,\n");
    for (String[] option :
        new String[][] {
          {"--role", "controler"},
          {"--fact", "acquired=maybe"},
          {"--harm", "bad"},
          {"--at", "awarenes=2025-11-25T18:00:00Z"},
          {"--at", "awareness=yesterday"},
          {"--done", "eu-none=2025-11-25T18:00:00Z"},
          {"--zone", "Europe/Nowhere"}
        }) {
      assertThat(
              run.of(
                  "clocks", "duties", file.toString(), "--established", "DE", option[0], option[1]))
          .as(option[0])
          .isEqualTo(Problem.USAGE.exitCode());
    }
    assertThat(run.of("clocks")).isEqualTo(Problem.USAGE.exitCode());
  }
}
