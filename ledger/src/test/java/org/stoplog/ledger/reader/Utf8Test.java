package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.Seeded;

class Utf8Test {
  @Test
  void agreesWithTheJdkOnWhatIsValid() {
    Seeded.check(
        20_000,
        random -> {
          byte[] bytes = bytes(random);
          assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(decodes(bytes));
        });
  }

  @Test
  void findsACharacterWhereverItStands() {
    Seeded.check(
        20_000,
        random -> {
          byte[] bytes = bytes(random);
          int to = random.nextInt(bytes.length + 1);
          boolean found = false;
          int ascii = to;
          for (int i = to - 1; i >= 0; i--) {
            found |= bytes[i] == '"';
            ascii = bytes[i] < 0 ? i : ascii;
          }
          assertThat(Utf8.contains(bytes, to, (byte) '"')).isEqualTo(found);
          assertThat(Utf8.asciiEnd(bytes, 0, to)).isEqualTo(ascii);
        });
  }

  @Test
  void cutsTextWithoutQuotesAfterItsLastLine() {
    Seeded.check(
        5_000,
        random -> {
          byte[] bytes = bytes(random);
          int end = 0;
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '"' ? (byte) '\n' : bytes[i];
            end = bytes[i] == '\n' ? i + 1 : end;
          }
          assertThat(new CsvScan((byte) ',').scan(bytes, bytes.length, false)).isEqualTo(end);
          assertThat(new CsvScan((byte) ',').scan(bytes, bytes.length, true))
              .isEqualTo(bytes.length);
        });
  }

  /** Mostly ASCII, now and then a quote, a neighbour of one, or bytes that are no text. */
  private static byte[] bytes(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(40)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          switch (random.nextInt(24)) {
            case 0 -> (byte) '"';
            case 1 -> (byte) ('"' ^ 0x80);
            case 2 -> (byte) ('"' ^ 1);
            case 3 -> (byte) random.nextInt(256);
            default -> (byte) ('a' + random.nextInt(26));
          };
    }
    if (bytes.length > 4 && random.nextInt(3) == 0) {
      byte[] letter = "ä€😀".substring(random.nextInt(2)).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(letter, 0, bytes, 1, Math.min(letter.length, bytes.length - 1));
    }
    return bytes;
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
