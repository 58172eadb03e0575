package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one GET on a connection of its own (RFC 9112). Each part of it is bounded.
 *
 * @param type media type in lower case; empty for none
 * @param location where else it is said to be; null for nowhere
 */
record HttpAnswer(int status, String type, @Nullable String location, byte[] body) {
  private static final int LONGEST_LINE = 8 << 10;
  private static final int MOST_HEADERS = 200;
  private static final int MOST_BEFORE = 5;
  private static final int BUFFER = 16 << 10;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \t]*(;.*)?");

  /**
   * Reads it.
   *
   * @param most bytes of the body; that of another answer than 200 is not read
   * @throws LookFailed when it is no answer, or larger
   */
  static HttpAnswer read(InputStream socket, int most) throws IOException {
    InputStream in = new BufferedInputStream(socket, BUFFER);
    for (int before = 0; before <= MOST_BEFORE; before++) {
      Matcher line = STATUS.matcher(line(in));
      if (!line.matches()) {
        throw broken();
      }
      int status = Integer.parseInt(line.group(1));
      Map<String, String> headers = headers(in);
      if (status >= 200) {
        return new HttpAnswer(
            status,
            headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT),
            headers.get("location"),
            status == 200 ? body(in, headers, most) : new byte[0]);
      }
    }
    throw broken();
  }

  private static LookFailed broken() {
    return new LookFailed("What it answered is no HTTP.");
  }

  /** Without its end. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.size() == LONGEST_LINE) {
        throw broken();
      }
      line.write(c);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** By names in lower case; of several with one name the first. */
  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int count = 0; count <= MOST_HEADERS; count++) {
      String line = line(in);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    throw broken();
  }

  private static byte[] body(InputStream in, Map<String, String> headers, int most)
      throws IOException {
    String encoding = headers.getOrDefault("content-encoding", "identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new LookFailed("It packs what it sends, which it was not asked to.");
    }
    String transfer = headers.get("transfer-encoding");
    if (transfer != null) {
      if (!transfer.equalsIgnoreCase("chunked")) {
        throw broken();
      }
      return chunks(in, most);
    }
    String length = headers.get("content-length");
    if (length == null) {
      byte[] all = in.readNBytes(most + 1);
      requireRoom(all.length, most);
      return all;
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw broken();
    }
    requireRoom(Long.parseLong(length), most);
    return exactly(in, Integer.parseInt(length));
  }

  private static byte[] chunks(InputStream in, int most) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      Matcher line = SIZE.matcher(line(in));
      if (!line.matches()) {
        throw broken();
      }
      long size = Long.parseLong(line.group(1), 16);
      if (size == 0) {
        return all.toByteArray();
      }
      requireRoom(all.size() + size, most);
      all.writeBytes(exactly(in, Math.toIntExact(size)));
      if (!line(in).isEmpty()) {
        throw broken();
      }
    }
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new LookFailed("It ended before all was there.");
    }
    return bytes;
  }

  private static void requireRoom(long bytes, int most) {
    if (bytes > most) {
      throw new LookFailed("It is larger than " + (most >> 20) + " MB.");
    }
  }
}
