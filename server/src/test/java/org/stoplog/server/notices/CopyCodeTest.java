package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CopyCodeTest {
  private static final byte[] SECRET = "a wave's key of 32 bytes, or so".getBytes(US_ASCII);
  private static final byte[] OTHER = "the key of another wave entirely".getBytes(US_ASCII);

  @Test
  void whatIsReadIsWhatWasWritten() {
    Set<Long> seen = new HashSet<>();
    for (long person = 1; person <= 2_000; person++) {
      long code = CopyCode.of(SECRET, person);
      String text = CopyCode.text(code);
      assertThat(text).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}");
      assertThat(CopyCode.read(text)).contains(code);
      String typed = text.toLowerCase(Locale.ROOT).replace('0', 'o').replace('1', 'l');
      assertThat(CopyCode.read(" " + typed.replace("-", " ") + " ")).contains(code);
      assertThat(seen.add(code)).isTrue();
    }
  }

  @Test
  void whatIsNoneIsNotRead() {
    for (String none :
        new String[] {"", "K7QF", "K7QF-9XM2-PD3U", "K7QF-9XM2-PD3R-1", "x".repeat(9_000)}) {
      assertThat(CopyCode.read(none)).as(none).isEmpty();
    }
  }

  @Test
  void aTagIsOfOnePersonAndOneWave() {
    String tag = CopyCode.bounceTag(SECRET, 7);
    assertThat(tag).matches("[0-9a-hjkmnp-tv-z]{20}");
    assertThat(CopyCode.ofTag(tag)).contains(CopyCode.of(SECRET, 7));
    assertThat(CopyCode.isTag(tag.toUpperCase(Locale.ROOT), SECRET, 7)).isTrue();
    assertThat(CopyCode.isTag(tag, SECRET, 8)).isFalse();
    assertThat(CopyCode.isTag(tag, OTHER, 7)).isFalse();
    // Whoever has the letter has the code, and not the mark.
    assertThat(CopyCode.isTag(tag.substring(0, 12) + "00000000", SECRET, 7)).isFalse();
  }
}
