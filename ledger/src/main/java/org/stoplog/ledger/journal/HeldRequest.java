package org.stoplog.ledger.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is kept instead of being sent, as the supplier would have got it. It holds values
 * of people and credentials: never log it.
 *
 * @param method as sent, 1 to 32 characters
 * @param path below the connection's address, with a slash before it
 * @param query without its question mark; null when there is none
 * @param headers those that would be sent, in their order, but for the ones that say where the
 *     request goes and how long it is
 * @param body as it would be sent, empty for none; at most {@link #MOST_BODY_BYTES}
 */
public record HeldRequest(
    String method, String path, @Nullable String query, List<Header> headers, byte[] body) {
  /** What is longer is not kept. */
  public static final int MOST_BODY_BYTES = 1 << 20;

  private static final int LONGEST_METHOD = 32;
  private static final int LONGEST_TEXT = 64 << 10;
  private static final int MOST_HEADERS = 256;

  /** All but the body. */
  private static final int MOST_HEAD_BYTES = 256 << 10;

  /** Of a record, whole. */
  static final int MOST_BYTES = MOST_BODY_BYTES + MOST_HEAD_BYTES;

  /** A header, its name as it was written. */
  public record Header(String name, String value) {}

  /**
   * @throws IllegalArgumentException when it is none that can be kept
   */
  public HeldRequest {
    headers = List.copyOf(headers);
    body = body.clone();
    long head = method.length() + path.length() + (query == null ? 0 : query.length());
    for (Header header : headers) {
      head += header.name.length() + (long) header.value.length();
    }
    // Three bytes of UTF-8 for each character at most.
    if (method.isEmpty()
        || method.length() > LONGEST_METHOD
        || !path.startsWith("/")
        || headers.size() > MOST_HEADERS
        || head > MOST_HEAD_BYTES / 4
        || body.length > MOST_BODY_BYTES) {
      throw new IllegalArgumentException("a request that cannot be kept");
    }
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  /** Bytes of the body. */
  public int bodyLength() {
    return body.length;
  }

  void write(Buffer out) {
    out.putText(method);
    out.putText(path);
    out.putByte(query == null ? 0 : 1);
    if (query != null) {
      out.putText(query);
    }
    out.putNumber(headers.size());
    for (Header header : headers) {
      out.putText(header.name);
      out.putText(header.value);
    }
    out.put(body, 0, body.length);
  }

  /** All of a part of some bytes. */
  static HeldRequest of(byte[] bytes, int from, int to) throws MalformedRecord {
    if (to - from > MOST_BYTES) {
      throw new MalformedRecord("a kept request that is too long");
    }
    Fields in = new Fields(bytes, from, to);
    String method = in.text(LONGEST_METHOD);
    String path = in.text(LONGEST_TEXT);
    String query = in.flag() ? in.text(LONGEST_TEXT) : null;
    int count = in.number(MOST_HEADERS);
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new Header(in.text(LONGEST_TEXT), in.text(LONGEST_TEXT)));
    }
    try {
      return new HeldRequest(method, path, query, headers, in.rest());
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord("a kept request that cannot be one");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeldRequest its
        && method.equals(its.method)
        && path.equals(its.path)
        && (query == null ? its.query == null : query.equals(its.query))
        && headers.equals(its.headers)
        && Arrays.equals(body, its.body);
  }

  @Override
  public int hashCode() {
    return 31 * headers.hashCode() + Arrays.hashCode(body);
  }

  /** Without what may hold values of people. */
  @Override
  public String toString() {
    return "HeldRequest[" + method + ", " + body.length + " bytes]";
  }

  /** Reads what a stranger wrote. */
  static final class Fields {
    private final byte[] bytes;
    private final int end;
    private int at;

    Fields(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.at = from;
      this.end = to;
    }

    boolean flag() throws MalformedRecord {
      int value = next();
      if (value > 1) {
        throw new MalformedRecord("a flag that is unknown");
      }
      return value == 1;
    }

    private int next() throws MalformedRecord {
      if (at == end) {
        throw new MalformedRecord("a record that is cut off");
      }
      return bytes[at++] & 0xff;
    }

    /** Unsigned LEB128. */
    int number(int most) throws MalformedRecord {
      long value = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        int next = next();
        value |= (next & 0x7fL) << shift;
        if (next < 0x80) {
          if (value > most) {
            throw new MalformedRecord("a number out of its bounds");
          }
          return (int) value;
        }
      }
      throw new MalformedRecord("a number that is too large");
    }

    byte[] bytes(int most) throws MalformedRecord {
      int length = number(most);
      if (length > end - at) {
        throw new MalformedRecord("a text that is cut off");
      }
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** At most so many bytes of UTF-8. */
    String text(int most) throws MalformedRecord {
      return new String(bytes(most), StandardCharsets.UTF_8);
    }

    byte[] rest() {
      byte[] rest = Arrays.copyOfRange(bytes, at, end);
      at = end;
      return rest;
    }
  }
}
