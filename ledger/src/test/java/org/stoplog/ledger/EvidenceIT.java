package org.stoplog.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.StoplogException;

class EvidenceIT {
  @TempDir Path home;

  @Test
  void aFileIsKeptOnceSealedAndRefusedWhenItWasAltered() throws IOException {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    String text = "canary@example.com\n".repeat(10_000);
    Path plain = Files.writeString(home.resolve("plain"), text);
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                home.resolve("data"), home.resolve("keys"), null, 256, InstantSource.system()))) {
      Evidence evidence = new Evidence(ledger.stores().folder(), ledger.stores().keys());
      Evidence.Kept kept = evidence.put(plain);
      assertThat(evidence.put(plain)).isEqualTo(kept);
      assertThat(kept.bytes()).isEqualTo(text.length());
      Path sealed = home.resolve("data/evidence/files").resolve(kept.sha256());
      byte[] bytes = Files.readAllBytes(sealed);
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
      Path opened = home.resolve("opened");
      evidence.open(kept.sha256(), opened);
      assertThat(opened).hasContent(text);

      bytes[bytes.length / 2] ^= 1;
      Files.write(sealed, bytes);
      assertThatThrownBy(() -> evidence.open(kept.sha256(), home.resolve("again")))
          .isInstanceOf(StoplogException.class)
          .hasMessageContaining("altered");
      assertThatThrownBy(() -> evidence.open("../../../etc/passwd", opened))
          .isInstanceOf(IllegalArgumentException.class);

      evidence.sweep(Set.of(kept.sha256()));
      assertThat(sealed).exists();
      evidence.sweep(Set.of());
      assertThat(sealed).doesNotExist();
    }
  }
}
