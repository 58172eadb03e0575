package org.stoplog.ledger.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Finds the encoding of a text by its first megabyte, and turns it into UTF-8. */
final class TextEncoding {
  private static final int HEAD_BYTES = 1 << 20;

  private TextEncoding() {}

  /**
   * @param utf8 the text as UTF-8 without byte order mark
   * @param encoding name that it was read as
   */
  record Decoded(InputStream utf8, String encoding) {}

  /**
   * @param given name from the mapping, null to guess
   * @throws StoplogException {@link Problem#FILE_EMPTY}, {@link Problem#FILE_FORMAT_UNKNOWN} or
   *     {@link Problem#ENCODING_UNREADABLE}
   */
  static Decoded decode(InputStream in, @Nullable String given) throws IOException {
    byte[] head = in.readNBytes(HEAD_BYTES);
    if (head.length == 0) {
      throw new StoplogException(Problem.FILE_EMPTY, "the file has no bytes");
    }
    String encoding = given == null ? guess(head) : given;
    int mark = markLength(head, encoding);
    InputStream whole =
        new SequenceInputStream(new ByteArrayInputStream(head, mark, head.length - mark), in);
    if (encoding.equalsIgnoreCase("UTF-8") || encoding.equalsIgnoreCase("US-ASCII")) {
      return new Decoded(whole, encoding);
    }
    try {
      return new Decoded(new Utf8Stream(whole, Charset.forName(encoding)), encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new StoplogException(
          Problem.ENCODING_UNREADABLE, "the encoding of the mapping is not known", e);
    }
  }

  private static String guess(byte[] head) {
    if (starts(head, 0xef, 0xbb, 0xbf)) {
      return "UTF-8";
    }
    if (starts(head, 0xff, 0xfe)) {
      return "UTF-16LE";
    }
    if (starts(head, 0xfe, 0xff)) {
      return "UTF-16BE";
    }
    int evenZeros = 0;
    int oddZeros = 0;
    int controls = 0;
    int seen = Math.min(head.length, 4096);
    for (int i = 0; i < seen; i++) {
      if (head[i] == 0 && i % 2 == 0) {
        evenZeros++;
      } else if (head[i] == 0) {
        oddZeros++;
      } else if (head[i] > 0 && head[i] < 32 && "\t\n\r\f\u001a".indexOf(head[i]) < 0) {
        controls++;
      }
    }
    if (oddZeros > seen / 5 && evenZeros < seen / 50) {
      return "UTF-16LE";
    }
    if (evenZeros > seen / 5 && oddZeros < seen / 50) {
      return "UTF-16BE";
    }
    if (evenZeros + oddZeros > seen / 100 || controls > seen / 20) {
      throw new StoplogException(
          Problem.FILE_FORMAT_UNKNOWN, "this is neither text nor a format that is known");
    }
    return looksLikeUtf8(head) ? "UTF-8" : "windows-1252";
  }

  /** A few broken characters do not make another encoding of a text that is else UTF-8. */
  private static boolean looksLikeUtf8(byte[] head) {
    int good = 0;
    int bad = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] >= 0) {
        continue;
      }
      int length = 0;
      for (int n = 2; n <= 4 && length == 0; n++) {
        if (i + n <= head.length && Utf8.isValid(head, i, i + n) && head[i + n - 1] < 0) {
          length = n;
        }
      }
      if (length > 0) {
        good++;
        i += length - 1;
      } else if (i < head.length - 4) {
        bad++;
      }
    }
    return bad == 0 || good > bad;
  }

  private static int markLength(byte[] head, String encoding) {
    if (encoding.equalsIgnoreCase("UTF-8") && starts(head, 0xef, 0xbb, 0xbf)) {
      return 3;
    }
    boolean utf16 = encoding.toUpperCase(java.util.Locale.ROOT).startsWith("UTF-16");
    if (utf16 && !encoding.equalsIgnoreCase("UTF-16")) {
      return starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff) ? 2 : 0;
    }
    return 0;
  }

  private static boolean starts(byte[] head, int... mark) {
    if (head.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((head[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether text holds what broken characters are turned into. */
  static boolean isBroken(byte[] bytes, int from, int to) {
    int other = Utf8.asciiEnd(bytes, from, to);
    return other < to && (!Utf8.isValid(bytes, other, to) || hasReplacement(bytes, other, to));
  }

  private static boolean hasReplacement(byte[] bytes, int from, int to) {
    for (int i = from; i < to - 2; i++) {
      if (bytes[i] == (byte) 0xef && bytes[i + 1] == (byte) 0xbf && bytes[i + 2] == (byte) 0xbd) {
        return true;
      }
    }
    return false;
  }

  /** Another encoding as UTF-8; what is broken becomes U+FFFD. */
  private static final class Utf8Stream extends InputStream {
    private static final int CHARS = 64 << 10;

    private final java.io.Reader reader;
    private final char[] chars = new char[CHARS];
    private int kept;
    private byte[] bytes = new byte[0];
    private int at;

    Utf8Stream(InputStream in, Charset charset) {
      reader = new java.io.InputStreamReader(in, charset);
    }

    @Override
    public int read() throws IOException {
      return fill() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int n = Math.min(length, bytes.length - at);
      System.arraycopy(bytes, at, into, from, n);
      at += n;
      return n;
    }

    private boolean fill() throws IOException {
      while (at == bytes.length) {
        int n = reader.read(chars, kept, CHARS - kept);
        if (n < 0 && kept == 0) {
          return false;
        }
        int count = kept + Math.max(0, n);
        // Half a character waits for its other half.
        kept = n >= 0 && Character.isHighSurrogate(chars[count - 1]) ? 1 : 0;
        bytes = new String(chars, 0, count - kept).getBytes(StandardCharsets.UTF_8);
        at = 0;
        if (kept == 1) {
          chars[0] = chars[count - 1];
        }
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      reader.close();
      bytes = Arrays.copyOf(bytes, 0);
      at = 0;
    }
  }
}
