package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text of people in the head of a message. */
final class HeaderText {
  private static final int LONGEST_LINE = 76;
  private static final int MOST_BYTES =
      42; // 56 characters of Base64, with the header before them 77

  private HeaderText() {}

  /**
   * As it is when it is short and plain, else as encoded words (RFC 2047), folded.
   *
   * @param before characters of the line before it
   */
  static String encoded(String text, int before) {
    refuseControls(text);
    boolean plain =
        text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
            && !text.contains("=?")
            && text.equals(text.strip())
            && before + text.length() <= LONGEST_LINE;
    return plain ? text : words(text);
  }

  /** A name beside an address. */
  static String phrase(String name) {
    String text = name.strip();
    refuseControls(text);
    String quoted = '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    boolean plain =
        text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
            && !text.contains("=?")
            && quoted.length() <= LONGEST_LINE - "From: ".length();
    return plain ? quoted : words(text);
  }

  private static String words(String text) {
    StringBuilder out = new StringBuilder("=?UTF-8?B?");
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      String one = Character.toString(point);
      int length = one.getBytes(StandardCharsets.UTF_8).length;
      // A character never stands in two words.
      if (bytes + length > MOST_BYTES) {
        out.append(base64(word)).append("?=\r\n =?UTF-8?B?");
        word.setLength(0);
        bytes = 0;
      }
      word.append(one);
      bytes += length;
      i += one.length();
    }
    return out.append(base64(word)).append("?=").toString();
  }

  private static String base64(CharSequence word) {
    return Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A line break in a header would begin another header. */
  private static void refuseControls(String text) {
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
      throw new IllegalArgumentException("a header holds a control character");
    }
  }
}
