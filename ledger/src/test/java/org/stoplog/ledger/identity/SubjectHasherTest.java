package org.stoplog.ledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.Seeded;

class SubjectHasherTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NEWER =
      "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);

  @Test
  void isTheFirstHalfOfAnHmac() {
    SubjectHasher hasher = new SubjectHasher(List.of(KEY));
    Seeded.check(
        5_000,
        random -> {
          byte[] text = new byte[random.nextInt(200)];
          random.nextBytes(text);
          int from = random.nextInt(text.length + 1);
          int length = random.nextInt(text.length - from + 1);
          Scheme scheme = Seeded.pick(random, Scheme.values());
          byte[] message = new byte[length + 1];
          message[0] = (byte) scheme.code();
          System.arraycopy(text, from, message, 1, length);
          long[] out = new long[2];
          hasher.hash(scheme, text, from, length, out);
          assertThat(hasher.hash(scheme, text, from, length))
              .isEqualTo(new Subject(out[0], out[1]))
              .isEqualTo(subject(hmac(KEY, message)));
        });
  }

  @Test
  void givesWhatOpensslGives() {
    // printf '\001ann@example.com' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    byte[] text = "ann@example.com".getBytes(StandardCharsets.UTF_8);
    assertThat(new SubjectHasher(List.of(KEY)).hash(Scheme.EMAIL, text, 0, text.length).uuid())
        .isEqualTo(UUID.fromString("0e291241-ba2a-eca7-c7b4-dd8383bbab81"));
  }

  @Test
  void tellsSchemesApart() {
    SubjectHasher hasher = new SubjectHasher(List.of(KEY));
    byte[] text = "12345".getBytes(StandardCharsets.UTF_8);
    assertThat(
            Arrays.stream(Scheme.values())
                .map(s -> hasher.hash(s, text, 0, text.length))
                .distinct())
        .hasSize(Scheme.values().length);
  }

  @Test
  void appliesANewerKeyToTheSubjectOfTheOlder() throws Exception {
    byte[] text = "ann@example.com".getBytes(StandardCharsets.UTF_8);
    Subject old = new SubjectHasher(List.of(KEY)).hash(Scheme.EMAIL, text, 0, text.length);
    SubjectHasher rotated = new SubjectHasher(List.of(KEY, NEWER));
    Subject now = rotated.hash(Scheme.EMAIL, text, 0, text.length);
    byte[] chained = ByteBuffer.allocate(16).putLong(old.high()).putLong(old.low()).array();
    assertThat(now).isEqualTo(subject(hmac(NEWER, chained))).isNotEqualTo(old);
    long[] kept = {old.high(), old.low()};
    rotated.advance(kept, 1);
    assertThat(new Subject(kept[0], kept[1])).isEqualTo(now);
  }

  @Test
  void aCopyGivesTheSameOnAnotherThread() throws Exception {
    SubjectHasher hasher = new SubjectHasher(List.of(KEY, NEWER));
    byte[] text = "ann@example.com".getBytes(StandardCharsets.UTF_8);
    Subject[] other = new Subject[1];
    Thread thread =
        Thread.ofPlatform()
            .start(() -> other[0] = hasher.copy().hash(Scheme.EMAIL, text, 0, text.length));
    thread.join();
    assertThat(other[0]).isEqualTo(hasher.hash(Scheme.EMAIL, text, 0, text.length));
  }

  private static byte[] hmac(byte[] key, byte[] message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  private static Subject subject(byte[] hmac) {
    ByteBuffer buffer = ByteBuffer.wrap(hmac);
    return new Subject(buffer.getLong(), buffer.getLong());
  }
}
