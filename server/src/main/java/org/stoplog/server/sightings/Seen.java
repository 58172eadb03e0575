package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Tokens;

/**
 * What one look saw.
 *
 * @param sha256 by which the same is known again, as hex
 * @param words all of it in a line
 * @param content lines to compare with the next time; null where nothing is compared
 * @param found what somebody should look at
 */
record Seen(String sha256, String words, @Nullable String content, List<Found> found) {
  Seen {
    found = List.copyOf(found);
  }

  /** Lines that are compared. */
  static Seen of(List<String> lines, String words, List<Found> found) {
    String content = String.join("\n", lines);
    return new Seen(sha256(content.getBytes(UTF_8)), words, content, found);
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Tokens.sha256(bytes));
  }
}
