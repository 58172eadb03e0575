package org.stoplog.ledger.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class RecipientPairTest {
  private static final Map<String, String> ABOUT = Map.of("pack", "7", "sha256", "ab");

  @TempDir Path temp;

  private static byte[] sealed(RecipientKey key) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream to = key.sealing(out, ABOUT)) {
      to.write("person,own_id\n".repeat(1_000).getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  private static String opened(RecipientPair pair, byte[] sealed) throws IOException {
    try (RecipientPair.Opened opened = pair.open(new ByteArrayInputStream(sealed), "it")) {
      assertThat(opened.about()).isEqualTo(ABOUT);
      return new String(opened.content().readAllBytes(), UTF_8);
    }
  }

  @Test
  void onlyThePrivateHalfOpensIt() throws IOException {
    RecipientPair pair = RecipientPair.create(temp.resolve("mine"), null);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("mine"))))
        .isEqualTo("rw-------");
    RecipientKey key = RecipientKey.of("  " + pair.publicHalf().text() + "\n");
    assertThat(key).isEqualTo(pair.publicHalf());
    byte[] sealed = sealed(key);
    assertThat(new String(sealed, UTF_8)).doesNotContain("own_id");
    RecipientPair again = RecipientPair.read(temp.resolve("mine"), null);
    assertThat(opened(again, sealed)).startsWith("person,own_id\nperson").hasSize(14_000);
    RecipientPair other = RecipientPair.create(temp.resolve("other"), "words".toCharArray());
    assertThatThrownBy(() -> opened(other, sealed)).hasMessageContaining("another key");
    assertThatThrownBy(() -> RecipientPair.read(temp.resolve("other"), null))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.KEYSET_LOCKED));
    assertThat(RecipientPair.read(temp.resolve("other"), "words".toCharArray()).publicHalf().text())
        .isEqualTo(other.publicHalf().text());
    assertThatThrownBy(() -> RecipientPair.create(temp.resolve("mine"), null))
        .hasMessageContaining("already");
  }

  @Test
  void whatWasAlteredOrBreaksOffIsNotTaken() throws IOException {
    RecipientPair pair = RecipientPair.create(temp.resolve("mine"), null);
    byte[] sealed = sealed(pair.publicHalf());
    for (int at = 0; at < sealed.length; at += at < 600 ? 37 : 997) {
      byte[] other = sealed.clone();
      other[at] ^= 1;
      int place = at;
      assertThatThrownBy(() -> opened(pair, other))
          .as("byte " + place)
          .isInstanceOfAny(IOException.class, StoplogException.class);
    }
    assertThatThrownBy(() -> opened(pair, java.util.Arrays.copyOf(sealed, sealed.length - 20)))
        .isInstanceOf(IOException.class);
    for (String none : new String[] {"", "stoplog-recipient-1:AAAA", "x".repeat(5_000)}) {
      assertThatThrownBy(() -> RecipientKey.of(none)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
