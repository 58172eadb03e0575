package org.stoplog.server.statements;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.stoplog.server.platform.Tokens;

/**
 * A page or file of the public site, ready to be sent.
 *
 * @param tag with its quotes (RFC 9110, 8.8.3)
 * @param changed when what it is made of was last published
 * @param modified the same, as a header says it
 */
record PublicFile(byte[] bytes, String type, String tag, Instant changed, String modified) {
  private static final int TAG_LENGTH = 32;

  static PublicFile of(byte[] bytes, String type, Instant changed) {
    String hash = HexFormat.of().formatHex(Tokens.sha256(bytes)).substring(0, TAG_LENGTH);
    return new PublicFile(
        bytes,
        type,
        "\"" + hash + "\"",
        changed,
        DateTimeFormatter.RFC_1123_DATE_TIME.format(changed.atOffset(ZoneOffset.UTC)));
  }
}
