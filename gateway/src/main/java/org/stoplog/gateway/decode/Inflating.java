package org.stoplog.gateway.decode;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates bodies in memory, and stops at the first byte beyond the bounds. Not thread-safe. */
final class Inflating {
  private static final int GZIP_HEADER = 10;
  private static final int GZIP_TRAILER = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  /** Below this no ratio is looked at. */
  private static final int RATIO_FROM = 1 << 20;

  /** Events that repeat their keys inflate to some 20 times their size. */
  private static final int MOST_RATIO = 200;

  private final int most;
  private final Inflater raw = new Inflater(true);
  private final Inflater zlib = new Inflater();
  private final CRC32 crc = new CRC32();

  /**
   * @param most bytes that come out
   */
  Inflating(int most) {
    this.most = most;
  }

  static boolean isGzip(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b && bytes[2] == 8;
  }

  /** Whether it begins as zlib does: the method, and a check of the first two bytes. */
  static boolean isZlib(byte[] bytes) {
    return bytes.length > 2
        && (bytes[0] & 0x0f) == 8
        && ((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff)) % 31 == 0;
  }

  byte[] gzip(byte[] bytes) throws Unreadable {
    int from = headerEnd(bytes);
    int size = bytes.length - GZIP_TRAILER - from;
    if (size <= 0) {
      throw new Unreadable("damaged-encoding");
    }
    byte[] inner = inflate(raw, bytes, from, size);
    int end = bytes.length - GZIP_TRAILER;
    crc.reset();
    crc.update(inner);
    if (littleEndian(bytes, end) != (int) crc.getValue()
        || littleEndian(bytes, end + 4) != inner.length) {
      throw new Unreadable("damaged-encoding");
    }
    return inner;
  }

  byte[] brotli(byte[] bytes) throws Unreadable {
    return Brotli.inflate(bytes, (int) bound(bytes.length));
  }

  private long bound(int size) {
    return Math.min(most, Math.max(RATIO_FROM, (long) size * MOST_RATIO));
  }

  byte[] zlib(byte[] bytes) throws Unreadable {
    return inflate(zlib, bytes, 0, bytes.length);
  }

  byte[] raw(byte[] bytes) throws Unreadable {
    return inflate(raw, bytes, 0, bytes.length);
  }

  /** All of the bytes are one stream: what is left over behind it would be read by some only. */
  private byte[] inflate(Inflater inflater, byte[] bytes, int from, int size) throws Unreadable {
    inflater.reset();
    inflater.setInput(bytes, from, size);
    long bound = bound(size);
    byte[] out = new byte[(int) Math.min(bound, Math.max(256, 4L * size))];
    int length = 0;
    try {
      while (true) {
        int n = inflater.inflate(out, length, out.length - length);
        length += n;
        if (inflater.finished()) {
          break;
        }
        if (length == out.length) {
          if (length >= bound) {
            throw new Unreadable("too-large");
          }
          out = Arrays.copyOf(out, (int) Math.min(bound, 2L * length));
        } else if (n == 0) {
          throw new Unreadable("damaged-encoding");
        }
      }
    } catch (DataFormatException e) {
      throw new Unreadable("damaged-encoding");
    }
    if (inflater.getRemaining() > 0) {
      throw new Unreadable("damaged-encoding");
    }
    return length == out.length ? out : Arrays.copyOf(out, length);
  }

  private static int headerEnd(byte[] bytes) throws Unreadable {
    int flags = bytes.length < GZIP_HEADER ? 0 : bytes[3] & 0xff;
    int at = GZIP_HEADER;
    if ((flags & EXTRA) != 0 && at + 2 < bytes.length) {
      at += 2 + (bytes[at] & 0xff) + ((bytes[at + 1] & 0xff) << 8);
    }
    if ((flags & NAME) != 0) {
      at = zeroEnd(bytes, at);
    }
    if ((flags & COMMENT) != 0) {
      at = zeroEnd(bytes, at);
    }
    if ((flags & HEADER_CRC) != 0) {
      at += 2;
    }
    if (at >= bytes.length) {
      throw new Unreadable("damaged-encoding");
    }
    return at;
  }

  private static int zeroEnd(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != 0) {
      at++;
    }
    return at + 1;
  }

  private static int littleEndian(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }
}
