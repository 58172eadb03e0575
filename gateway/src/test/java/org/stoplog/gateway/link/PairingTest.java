package org.stoplog.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class PairingTest {
  private static final String GOOD =
      """
      {"format":1,"gateway":"6f0c2a3e-7d35-4f0a-9d55-0d2f3b0a1c11","name":"eu 1",\
      "sealing-key":"%s","server":"https://gateways.example.org","token":"%s"}
      """
          .formatted(Base64.getEncoder().encodeToString(new byte[32]), TestServer.TOKEN);

  @TempDir Path folder;

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("pairing.json"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private void refused(String text, String why) throws IOException {
    Path file = file(text, "rw-------");
    assertThatThrownBy(() -> Pairing.read(file))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PAIRING_INVALID))
        .hasMessageContaining(why)
        .hasMessageContaining("pairing.json")
        .hasMessageNotContaining(TestServer.TOKEN)
        .hasNoCause();
  }

  @Test
  void readsWhatTheServerMade() throws IOException {
    Pairing pairing = Pairing.read(file(GOOD, "rw-------"));
    assertThat(pairing.server()).hasToString("https://gateways.example.org");
    assertThat(pairing.gateway())
        .isEqualTo(UUID.fromString("6f0c2a3e-7d35-4f0a-9d55-0d2f3b0a1c11"));
    assertThat(pairing.token()).isEqualTo(TestServer.TOKEN);
    assertThat(pairing.sealingKey()).hasSize(32);
    assertThat(pairing.toString()).doesNotContain(TestServer.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--"})
  void refusesOneThatOthersCanRead(String permissions) throws IOException {
    Path file = file(GOOD, permissions);
    assertThatThrownBy(() -> Pairing.read(file)).hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:7868",
        "http://localhost:7868",
        "http://[::1]:7868",
        "https://10.0.0.1"
      })
  void goesToTheServerBySafeWays(String server) throws IOException {
    String text = GOOD.replace("https://gateways.example.org", server);
    assertThat(Pairing.read(file(text, "rw-------")).server()).hasToString(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://gateways.example.org",
        "http://localhost.example.org",
        "http://10.0.0.1",
        "http://127.0.0.1.example.org",
        "https://user@example.org",
        "https://example.org/path",
        "ftp://example.org",
        "https://a b"
      })
  void refusesOtherWays(String server) throws IOException {
    refused(GOOD.replace("https://gateways.example.org", server), "its server is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\":1|\"format\":2|no pairing file of this version",
        "\"name\"|\"nome\"|more than this version knows",
        "\"name\":\"eu 1\",||name is missing",
        "6f0c|xxxx|its gateway",
        "AAAAAAAA|AAAA|sealing-key",
        "stoplog_gw_|short \\u0001|its token",
        "{\"format\"|{\"format|not JSON"
      })
  void saysWhatIsWrong(String is, String wrong, String why) throws IOException {
    refused(
        GOOD.replaceFirst(
            java.util.regex.Pattern.quote(is),
            wrong == null ? "" : java.util.regex.Matcher.quoteReplacement(wrong)),
        why);
  }

  @Test
  void saysThatItIsLostOrEndless() throws IOException {
    assertThatThrownBy(() -> Pairing.read(folder.resolve("none")))
        .hasMessageContaining("not there");
    refused(GOOD + " ".repeat(20_000), "too long");
  }
}
