package org.stoplog.gateway.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.journal.JournalOptions;

class GatewaySettingsTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("gateway.properties"), text);
  }

  @Test
  void twoLinesAreEnough() throws IOException {
    GatewaySettings settings =
        GatewaySettings.read(file("# mine\n\ndata = state\npairing=pairing.json\n"));
    assertThat(settings.data()).isEqualTo(folder.resolve("state"));
    assertThat(settings.pairing()).isEqualTo(folder.resolve("pairing.json"));
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(7880);
    assertThat(settings.adminPort()).isEqualTo(7881);
    assertThat(settings.forwardPort()).isZero();
    assertThat(settings.threads()).isPositive();
    assertThat(settings.mostRead()).isEqualTo(8 << 20);
    assertThat(settings.journal()).isEqualTo(JournalOptions.DEFAULT);
    assertThat(settings.supplierCa()).isNull();
    assertThat(settings.serverCa()).isNull();
    assertThat(settings.accessLog()).isNull();
  }

  @Test
  void readsAll() throws IOException {
    Files.writeString(folder.resolve("ca.pem"), "");
    GatewaySettings settings =
        GatewaySettings.read(
            file(
                """
                data=/srv/gateway
                pairing=/etc/stoplog/pairing.json
                host=::1
                port=80
                admin-port=81
                threads=3
                most-read=512KB
                segment-size=128MB
                segment-age=5s
                segment-drain=2m
                disk-reserve=1GB
                supplier-ca=ca.pem
                server-ca=ca.pem
                certificate=ca.pem
                private-key=ca.pem
                senders-ca=ca.pem
                access-log=-
                """));
    assertThat(settings.data()).isEqualTo(Path.of("/srv/gateway"));
    assertThat(settings.host()).isEqualTo("::1");
    assertThat(settings.threads()).isEqualTo(3);
    assertThat(settings.mostRead()).isEqualTo(512 << 10);
    assertThat(settings.journal().segmentBytes()).isEqualTo(128 << 20);
    assertThat(settings.journal().segmentAge()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.journal().drain()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.journal().reserveBytes()).isEqualTo(1L << 30);
    assertThat(settings.supplierCa()).isEqualTo(folder.resolve("ca.pem"));
    assertThat(settings.serverCa()).isEqualTo(folder.resolve("ca.pem"));
    assertThat(settings.certificate()).isEqualTo(folder.resolve("ca.pem"));
    assertThat(settings.privateKey()).isEqualTo(folder.resolve("ca.pem"));
    assertThat(settings.sendersCa()).isEqualTo(folder.resolve("ca.pem"));
    assertThat(settings.accessLog()).isEqualTo("-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certificate|private-key: given together with certificate",
        "private-key|certificate: given together with private-key",
        "senders-ca|senders-ca: given together with certificate and private-key"
      })
  void aCertificateNeedsItsKey(String name, String why) throws IOException {
    Files.writeString(folder.resolve("one.pem"), "");
    Path file = file("data=state\npairing=pairing.json\n" + name + "=one.pem\n");
    assertThatThrownBy(() -> GatewaySettings.read(file)).hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot=80|there is no setting \"prot\"; did you mean \"port\"?",
        "xyzzyxyzzy=80|allowed: access-log, admin-port",
        "port|write it as port=VALUE",
        "port=|port has no value",
        "port=0|a number from 1 to 65535, not \"0\"",
        "port=7881|admin-port: another than port",
        "forward-port=7880|forward-port: another than port and admin-port",
        "forward-port=0|a number from 1 to 65535, not \"0\"",
        "threads=many|a number from 1 to 64, not \"many\"",
        "most-read=8|a size from 16KB to 64MB, not \"8\"",
        "most-read=1GB|a size from",
        "segment-age=0s|a time from 1s to 60m",
        "segment-age=5|a time from",
        "supplier-ca=none.pem|a file that is there",
        "host=a b|an address of this machine",
        "data=twice|stands in line 1 already"
      })
  void saysWhatIsWrongInWhichLine(String line, String why) throws IOException {
    Path file = file("data=state\npairing=pairing.json\n" + line + "\n");
    assertThatThrownBy(() -> GatewaySettings.read(file))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.SETTINGS_INVALID))
        .hasMessageContaining(why)
        .hasMessageContaining(
            line.equals("port=7881") ? "gateway.properties" : "gateway.properties, line 3");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path file = file("data=state\n");
    assertThatThrownBy(() -> GatewaySettings.read(file)).hasMessageContaining("pairing is missing");
    assertThatThrownBy(() -> GatewaySettings.read(folder.resolve("none")))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FILE_NOT_FOUND));
    Files.write(file, new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> GatewaySettings.read(file)).hasMessageContaining("UTF-8");
  }

  @Test
  void aFolderHasOneGateway() {
    Path data = folder.resolve("deep/er");
    try (GatewayFolder first = GatewayFolder.take(data)) {
      assertThat(first.journal()).hasParentRaw(data);
      assertThatThrownBy(() -> GatewayFolder.take(data))
          .isInstanceOfSatisfying(
              StoplogException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.DATA_FOLDER_IN_USE))
          .hasMessageContaining("Another gateway runs in the folder");
    }
    GatewayFolder.take(data).close();
  }
}
