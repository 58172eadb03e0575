package org.stoplog.ledger.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementKeyTest {
  private static final byte[] TEXT = "{\"format\":\"stoplog statement 1\"}".getBytes(UTF_8);

  @TempDir Path home;

  @Test
  void signsForOthersToCheckAndForNothingElse() throws Exception {
    byte[] signature;
    StatementKey key;
    try (Keyset keys = Keyset.openOrCreate(home, null)) {
      signature = keys.signStatement(TEXT);
      key = keys.statementKey();
      assertThat(signature).hasSize(64);
      assertThat(key.verifies(TEXT, keys.signCheckpoint(TEXT)))
          .as("a checkpoint's signature is none under a statement")
          .isFalse();
    }
    StatementKey read = StatementKey.ofPem(key.pem());
    assertThat(read).isEqualTo(key);
    assertThat(read.id()).matches("[0-9a-f]{32}");
    assertThat(read.verifies(TEXT, signature)).isTrue();
    TEXT[3] ^= 1;
    assertThat(read.verifies(TEXT, signature)).isFalse();
    TEXT[3] ^= 1;
    assertThat(read.verifies(TEXT, new byte[7])).isFalse();
    // By another's means.
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(
                    Base64.getDecoder().decode(key.pem().replaceAll("-----[^-]+-----|\\s", "")))));
    check.update(TEXT);
    assertThat(check.verify(signature)).isTrue();
    // The same after the folder is opened again: nothing of it is kept.
    try (Keyset keys = Keyset.open(home, null)) {
      assertThat(keys.statementKey()).isEqualTo(key);
    }
  }

  @Test
  void refusesWhatIsNoKey() {
    for (String text :
        new String[] {
          "", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "x".repeat(500)
        }) {
      assertThatThrownBy(() -> StatementKey.ofPem(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
