package org.stoplog.ledger.detect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Text inside of text. */
final class Encoded {
  /** Shorter runs are words, and hold next to nothing. */
  static final int FEWEST = 24;

  /** A run of this length that is no text when it is decoded is something else: a picture. */
  private static final int FEWEST_BINARY = 512;

  private Encoded() {}

  /**
   * What a run of base64 characters is.
   *
   * @param text null when it is none
   * @param isBinary whether it is long, and no text
   */
  record Base64Text(@Nullable String text, boolean isBinary) {}

  static Base64Text base64(char[] text, int from, int end) {
    int length = end - from;
    byte[] plain = new byte[length];
    boolean hasSlash = false;
    for (int i = 0; i < length; i++) {
      char c = text[from + i];
      hasSlash |= c == '/' || c == '+';
      plain[i] = (byte) (c == '-' ? '+' : c == '_' ? '/' : c);
    }
    // Pictures have letters of both cases and digits; a long line of one letter has not.
    boolean isLong = length >= FEWEST_BINARY && Text.kinds(text, from, from + FEWEST_BINARY) >= 3;
    if (length % 4 == 1) {
      return new Base64Text(null, isLong && hasSlash);
    }
    byte[] bytes = Base64.getDecoder().decode(plain);
    String decoded = readable(bytes);
    return new Base64Text(decoded, decoded == null && isLong);
  }

  /** UTF-8 without control characters; null for anything else. */
  private static @Nullable String readable(byte[] bytes) {
    for (byte b : bytes) {
      if ((b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') || b == 127) {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** With each %XX as its byte; what is broken stays broken. */
  static String percent(char[] text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length);
    int i = 0;
    while (i < text.length) {
      char c = text[i];
      if (c == '%' && i + 2 < text.length && Text.isHex(text[i + 1]) && Text.isHex(text[i + 2])) {
        bytes.write(Character.digit(text[i + 1], 16) << 4 | Character.digit(text[i + 2], 16));
        i += 3;
      } else {
        int end = i + 1;
        while (end < text.length && text[end] != '%') {
          end++;
        }
        bytes.writeBytes(new String(text, i, end - i).getBytes(StandardCharsets.UTF_8));
        i = end;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
