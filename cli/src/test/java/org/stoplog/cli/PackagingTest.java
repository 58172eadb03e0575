package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is handed out to run the server with, as far as it can be checked without running it. */
class PackagingTest {
  private static final Path FOLDER = Path.of("..", "packaging");

  @TempDir Path temp;

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(FOLDER.resolve(file));
  }

  private static Map<String, String> unit(String file) throws IOException {
    return lines(file).stream()
        .filter(line -> line.matches("[A-Za-z]+=.*"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @Test
  void theServiceHasNoMoreRightsThanItNeeds() throws IOException {
    Map<String, String> unit = unit("stoplog.service");
    assertThat(unit)
        .containsEntry("User", "stoplog")
        .containsEntry("NoNewPrivileges", "yes")
        .containsEntry("CapabilityBoundingSet", "")
        .containsEntry("ProtectSystem", "strict")
        .containsEntry("ProtectHome", "yes")
        .containsEntry("UMask", "0077")
        .containsEntry("KillSignal", "SIGINT");
    assertThat(unit.get("ExecStart"))
        .contains("--data /var/lib/stoplog", "--keys /etc/stoplog/keys")
        .doesNotContain("--listen");
    assertThat(unit.get("ReadWritePaths")).isEqualTo("/etc/stoplog/keys");
    endsForGoodWithKnownCodes(unit);
  }

  private static void endsForGoodWithKnownCodes(Map<String, String> unit) {
    List<String> known =
        Arrays.stream(Problem.values()).map(one -> String.valueOf(one.exitCode())).toList();
    assertThat(known).containsAll(List.of(unit.get("RestartPreventExitStatus").split(" ")));
  }

  @Test
  void theGatewayIsAUserOfItsOwn() throws IOException {
    Map<String, String> server = unit("stoplog.service");
    Map<String, String> unit = unit("stoplog-gateway.service");
    for (String same :
        List.of(
            "NoNewPrivileges", "CapabilityBoundingSet", "ProtectSystem", "UMask", "KillSignal")) {
      assertThat(unit.get(same)).as(same).isEqualTo(server.get(same));
    }
    assertThat(unit).containsEntry("User", "stoplog-gateway").doesNotContainKey("ReadWritePaths");
    assertThat(unit).containsEntry("StateDirectory", "stoplog-gateway");
    endsForGoodWithKnownCodes(unit);
  }

  /** Where systemd is at hand it is asked; elsewhere the test above has to do. */
  @ParameterizedTest
  @ValueSource(strings = {"stoplog", "stoplog-gateway"})
  void systemdUnderstandsTheService(String name) throws Exception {
    Path analyze = Path.of("/usr/bin/systemd-analyze");
    if (!Files.isExecutable(analyze)) {
      return;
    }
    // The program and its user are not installed here.
    Path unit = temp.resolve(name + ".service");
    Files.writeString(
        unit,
        Files.readString(FOLDER.resolve(name + ".service"))
            .replace("/opt/stoplog/stoplog ", "/bin/true ")
            .replaceAll("file:/opt/stoplog/docs/guide/.*", "https://example.org"));
    Path said = temp.resolve("said");
    Process process =
        new ProcessBuilder(analyze.toString(), "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    int status = process.waitFor();
    assertThat(status).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said)).doesNotContain(name + ".service");
  }

  @Test
  void theContainerIsAPlainUserWithKeysApart() throws IOException {
    List<String> lines = lines("Containerfile");
    assertThat(lines).contains("USER 7867:7867", "STOPSIGNAL SIGINT");
    assertThat(lines).noneMatch(line -> line.startsWith("ADD ") || line.contains("EXPOSE"));
    assertThat(lines).anyMatch(line -> line.startsWith("HEALTHCHECK "));
    JsonNode compose = new YAMLMapper().readTree(Files.readString(FOLDER.resolve("compose.yaml")));
    JsonNode service = compose.get("services").get("stoplog");
    assertThat(service.get("read_only").asBoolean()).isTrue();
    assertThat(service.get("cap_drop").get(0).asString()).isEqualTo("ALL");
    assertThat(service.get("security_opt").get(0).asString()).isEqualTo("no-new-privileges:true");
    assertThat(service.has("ports")).as("loopback only").isFalse();
    assertThat(service.has("privileged")).isFalse();
    assertThat(service.get("volumes").get(0).asString()).isEqualTo("data:/var/lib/stoplog");
    assertThat(service.get("volumes").get(1).asString()).isEqualTo("keys:/etc/stoplog/keys");
    assertThat(compose.get("volumes").size()).isEqualTo(2);
  }
}
