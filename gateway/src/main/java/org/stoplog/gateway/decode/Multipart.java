package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/** Forms in parts (RFC 7578): texts and JSON are read, files are not, and are named as such. */
final class Multipart {
  private static final int MOST_PARTS = 256;
  private static final int LONGEST_HEAD = 4096;
  private static final int LONGEST_BOUNDARY = 70;
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "boundary=(?:\"([^\"]{1,70})\"|([^;,\\s\"]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile("(?<=[;\\s])name=(?:\"([^\"\\r\\n]{0,512})\"|([^;\\s\"]{1,512}))");
  private static final Pattern FILE =
      Pattern.compile("(?<=[;\\s])filename\\*?\\s*=", Pattern.CASE_INSENSITIVE);
  private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final ElementSet UPLOAD = Elements.catalogue().get("content.file_upload").asSet();
  private static final ElementSet VOICE =
      Elements.catalogue().get("content.voice_recording").asSet();

  private Multipart() {}

  /** Whether the text begins as such a form does. */
  static boolean isMultipart(byte[] text) {
    return text.length > 4 && text[0] == '-' && text[1] == '-' && text[2] > ' ';
  }

  static Translated read(byte[] text, @Nullable String contentType, FieldTree tree, int most)
      throws Unreadable {
    int line = indexOf(text, "\r\n".getBytes(StandardCharsets.US_ASCII), 0);
    if (line < 3 || line > LONGEST_BOUNDARY + 2) {
      throw new Unreadable("bad-multipart");
    }
    String boundary = new String(text, 2, line - 2, StandardCharsets.ISO_8859_1);
    Matcher said = BOUNDARY.matcher(contentType == null ? "" : contentType);
    if (said.find() && !boundary.equals(said.group(1) == null ? said.group(2) : said.group(1))) {
      // What we take for the parts is something before the parts to whoever believes the header.
      throw new Unreadable("bad-multipart");
    }
    byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    Translated out = new Translated(most);
    int parts = 0;
    // Where the delimiter of the part starts, without the line end before it.
    int cut = 0;
    int from = line + 2;
    while (true) {
      int to = indexOf(text, delimiter, from - 2);
      if (to < 0 || ++parts > MOST_PARTS) {
        throw new Unreadable(to < 0 ? "bad-multipart" : "too-many-fields");
      }
      part(text, from, Math.max(from, to), cut, to + 2, tree, out);
      int next = to + delimiter.length;
      if (isAt(text, next, "--")) {
        checkEnd(text, next + 2);
        tree.write(out);
        return out;
      }
      if (!isAt(text, next, "\r\n")) {
        throw new Unreadable("bad-multipart");
      }
      cut = to + 2;
      from = next + 2;
    }
  }

  private static void part(
      byte[] text, int from, int to, int cut, int cutTo, FieldTree tree, Translated out)
      throws Unreadable {
    int blank = indexOf(text, BLANK_LINE, from);
    if (blank < 0 || blank > to - BLANK_LINE.length || blank - from > LONGEST_HEAD) {
      throw new Unreadable("bad-multipart");
    }
    String head = new String(text, from, blank - from, StandardCharsets.ISO_8859_1);
    String lower = head.toLowerCase(Locale.ROOT);
    Matcher name = NAME.matcher(head);
    if (!name.find()) {
      throw new Unreadable("bad-multipart");
    }
    byte[] key =
        (name.group(1) == null ? name.group(2) : name.group(1))
            .getBytes(StandardCharsets.ISO_8859_1);
    int start = blank + BLANK_LINE.length;
    if (FILE.matcher(head).find()) {
      out.closed(
          cut,
          cutTo,
          lower.contains("content-type: audio/") || lower.contains("content-type: video/")
              ? VOICE
              : UPLOAD);
      return;
    }
    if (lower.contains("content-transfer-encoding:")
        && !lower.matches("(?s).*content-transfer-encoding: *(binary|8bit|7bit).*")) {
      throw new Unreadable("unknown-encoding");
    }
    if (lower.contains("charset=") && !lower.matches("(?s).*charset=\"?(utf-?8|us-ascii).*")) {
      throw new Unreadable("charset");
    }
    if (lower.contains("content-length:")) {
      counted(head, lower, from, start, to, out);
    }
    if (isJson(text, start, to)) {
      tree.add(FieldTree.brackets(key), new FieldTree.Inner(text, start, to));
    } else {
      tree.add(
          FieldTree.brackets(key),
          new FieldTree.Leaf(
              Arrays.copyOfRange(text, start, to),
              Translated.Quoting.PLAIN,
              start,
              to,
              cut,
              cutTo));
    }
  }

  private static void counted(
      String head, String lower, int from, int start, int to, Translated out) throws Unreadable {
    Matcher length = Pattern.compile("content-length: *(\\d{1,9})(?=\\r|$)").matcher(lower);
    if (lower.length() != head.length()
        || !length.find()
        || Integer.parseInt(length.group(1)) != to - start) {
      throw new Unreadable("bad-multipart");
    }
    out.counted(new Translated.Counted(from + length.start(1), from + length.end(1), start, to));
  }

  /** A text may begin with a bracket; it is JSON when it ends as such too. */
  private static boolean isJson(byte[] text, int from, int to) {
    int first = from;
    int last = to - 1;
    while (first < to && text[first] <= ' ' && text[first] >= 0) {
      first++;
    }
    while (last > first && text[last] <= ' ' && text[last] >= 0) {
      last--;
    }
    return last > first
        && ((text[first] == '{' && text[last] == '}') || (text[first] == '[' && text[last] == ']'));
  }

  private static void checkEnd(byte[] text, int from) throws Unreadable {
    for (int i = from; i < text.length; i++) {
      if (text[i] != '\r' && text[i] != '\n') {
        throw new Unreadable("bad-multipart");
      }
    }
  }

  private static boolean isAt(byte[] text, int at, String what) {
    return at + what.length() <= text.length
        && new String(text, at, what.length(), StandardCharsets.ISO_8859_1).equals(what);
  }

  private static int indexOf(byte[] text, byte[] what, int from) {
    outer:
    for (int i = Math.max(0, from); i <= text.length - what.length; i++) {
      for (int k = 0; k < what.length; k++) {
        if (text[i + k] != what[k]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }
}
