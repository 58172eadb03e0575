package org.stoplog.ledger.journal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.ledger.identity.SealingKey;

/**
 * What a segment is made of, as docs/reference/journal.md has it byte by byte. Numbers of fixed
 * length are big endian; the others are unsigned LEB128.
 */
final class Format {
  static final byte[] MAGIC = "stoplseg".getBytes(StandardCharsets.US_ASCII);
  static final byte VERSION = 1;
  static final int DATA_KEY_BYTES = 32;
  static final int SEALED_KEY_BYTES = DATA_KEY_BYTES + SealingKey.OVERHEAD_BYTES;
  static final int HEADER_BYTES =
      MAGIC.length + 1 + 16 + 8 + 8 + SealingKey.ID_BYTES + SEALED_KEY_BYTES + 4;

  /** Before the text of a block: its length and its CRC32C. */
  static final int BLOCK_HEAD_BYTES = 8;

  static final int TAG_BYTES = 16;

  /** Before the content of a record: its type and its length. */
  static final int RECORD_HEAD_BYTES = 5;

  static final int MOST_TEXT_BYTES = 16 << 20;

  /** Frames of one request. */
  static final int MOST_FRAMES_BYTES = 4 << 20;

  /** Requests and streams of one segment. */
  static final int MOST_REQUESTS = 1 << 21;

  static final long MOST_SEGMENT_BYTES = 1L << 30;

  /** Longest of the texts of a request, in UTF-16 units; three times that in UTF-8. */
  static final int MOST_HOST = 255;

  static final int MOST_PATH = 1024;
  static final int MOST_TYPE = 255;
  static final int MOST_APP = 64;

  static final int MOST_STATUS = 999;

  static final byte INTENT = 1;
  static final byte OUTCOME = 2;
  static final byte OPEN = 3;
  static final byte CLOSE = 4;
  static final byte GAP = 5;
  static final byte END = 6;

  /** Flags of a request: which of the texts follow. */
  static final int HAS_HOST = 1;

  static final int HAS_PATH = 2;
  static final int IS_OPAQUE = 4;
  static final int HAS_APP = 8;

  private static final Pattern NAME = Pattern.compile("(\\d{10,18})\\.seg");

  private Format() {}

  /** Name of a segment's file. */
  static String name(long number) {
    return String.format(Locale.ROOT, "%010d.seg", number);
  }

  /** Number of the segment in a file of this name. */
  static OptionalLong number(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return number > 0 && name(number).equals(name) ? OptionalLong.of(number) : OptionalLong.empty();
  }
}
