package org.stoplog.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the end of one answer after the other, as far as measurements need it. */
final class AnswerReader {
  private static final int LONGEST_HEAD = 8 << 10;
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *([0-9]{1,9})\r\n", Pattern.CASE_INSENSITIVE);

  private final byte[] head = new byte[LONGEST_HEAD];
  private int got;
  private int left = -1;
  private boolean isGood;

  /** The head before, and what was found in it: all answers of one side are nearly the same. */
  private String known = "";

  private int knownLength;

  /**
   * Takes a part of what comes.
   *
   * @return whether the answer ends with it
   * @throws IllegalStateException for an answer without a length
   */
  boolean isWhole(ByteBuf part) {
    while (left < 0 && part.isReadable()) {
      if (got == LONGEST_HEAD) {
        throw new IllegalStateException("the head of an answer is too long");
      }
      head[got++] = part.readByte();
      if (got >= 4
          && head[got - 1] == '\n'
          && head[got - 2] == '\r'
          && head[got - 3] == '\n'
          && head[got - 4] == '\r') {
        begin();
      }
    }
    int taken = left < 0 ? 0 : Math.min(left, part.readableBytes());
    part.skipBytes(taken);
    left -= left < 0 ? 0 : taken;
    if (left != 0) {
      return false;
    }
    left = -1;
    got = 0;
    return true;
  }

  private void begin() {
    String text = new String(head, 0, got, ISO_8859_1);
    if (!text.equals(known)) {
      Matcher matcher = LENGTH.matcher(text);
      isGood = text.startsWith("HTTP/1.1 200 ");
      if (!matcher.find()) {
        throw new IllegalStateException("an answer has no Content-Length");
      }
      knownLength = Integer.parseInt(matcher.group(1));
      known = text;
    }
    left = knownLength;
  }

  /** Whether the last one said 200. */
  boolean isGood() {
    return isGood;
  }
}
