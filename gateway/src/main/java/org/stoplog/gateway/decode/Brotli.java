package org.stoplog.gateway.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.brotli.dec.BrotliInputStream;

/** Brotli (RFC 7932): read with bounds, and written without being made smaller. */
final class Brotli {
  private static final int LARGEST_BLOCK = 1 << 16;

  private Brotli() {}

  /**
   * @param bound bytes that may come out
   */
  static byte[] inflate(byte[] bytes, int bound) throws Unreadable {
    byte[] out = new byte[(int) Math.min(bound, Math.max(256, 4L * bytes.length))];
    int length = 0;
    // It refuses what stands behind the end of its stream.
    try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(bytes))) {
      while (true) {
        int n = in.read(out, length, out.length - length);
        if (n < 0) {
          return length == out.length ? out : Arrays.copyOf(out, length);
        }
        length += n;
        if (length == out.length) {
          int next = in.read();
          if (next < 0) {
            return out;
          }
          if (length >= bound) {
            throw new Unreadable("too-large");
          }
          out = Arrays.copyOf(out, (int) Math.min(bound, 2L * length));
          out[length++] = (byte) next;
        }
      }
    } catch (IOException | IllegalStateException e) {
      throw new Unreadable("damaged-encoding");
    }
  }

  /** A stream of blocks that are stored as they are. */
  static byte[] store(byte[] plain) {
    int blocks = (plain.length + LARGEST_BLOCK - 1) / LARGEST_BLOCK;
    byte[] out = new byte[plain.length + 4 * blocks + 2];
    int at = 0;
    int from = 0;
    // The first block's head has the size of the window before it: one bit, 0 for 64 KB.
    int shift = 1;
    while (from < plain.length) {
      int length = Math.min(LARGEST_BLOCK, plain.length - from);
      // Not the last; four times four bits of length less one; stored.
      long head = ((length - 1L) << 3 | 1L << 19) << shift;
      int size = (20 + shift + 7) / 8;
      for (int i = 0; i < size; i++) {
        out[at++] = (byte) (head >>> (8 * i));
      }
      System.arraycopy(plain, from, out, at, length);
      at += length;
      from += length;
      shift = 0;
    }
    // The last, and empty.
    out[at++] = (byte) (plain.length == 0 ? 6 : 3);
    return Arrays.copyOf(out, at);
  }
}
