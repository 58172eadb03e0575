package org.stoplog.ledger.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request that was kept and is to be sent after all, with what its gateway read in it then: the
 * rows of what the supplier gets, which nobody could tell from the rewritten body any more. It is
 * what a server keeps of it, and what it hands to a gateway.
 *
 * @param mapping by which the rows were made, 0 for none
 * @param opaque media type of a body that could not be read; null for one that was
 * @param frames its rows, as in the journal; empty for none
 */
public record Released(int mapping, @Nullable String opaque, byte[] frames, HeldRequest request) {
  /** Longest form of {@link #toBytes}. */
  public static final int MOST_BYTES =
      HeldRequest.MOST_BYTES + Format.MOST_FRAMES_BYTES + 4 * Format.MOST_TYPE;

  private static final byte VERSION = 1;

  public Released {
    frames = frames.clone();
  }

  @Override
  public byte[] frames() {
    return frames.clone();
  }

  public byte[] toBytes() {
    Buffer out = new Buffer(frames.length + request.bodyLength() + 1024);
    out.putByte(VERSION);
    out.putNumber(mapping);
    out.putByte(opaque == null ? 0 : 1);
    if (opaque != null) {
      out.putText(opaque);
    }
    out.putNumber(frames.length);
    out.put(frames, 0, frames.length);
    request.write(out);
    return Arrays.copyOf(out.array(), out.size());
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  public static Released of(byte[] bytes) {
    try {
      if (bytes.length == 0 || bytes[0] != VERSION || bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException("no kept request of this version");
      }
      HeldRequest.Fields in = new HeldRequest.Fields(bytes, 1, bytes.length);
      int mapping = in.number(Integer.MAX_VALUE);
      String opaque = in.flag() ? in.text(3 * Format.MOST_TYPE) : null;
      byte[] frames = in.bytes(Format.MOST_FRAMES_BYTES);
      byte[] rest = in.rest();
      return new Released(mapping, opaque, frames, HeldRequest.of(rest, 0, rest.length));
    } catch (MalformedRecord e) {
      throw new IllegalArgumentException("a kept request that is damaged", e);
    }
  }

  /** Without what may hold values of people. */
  @Override
  public String toString() {
    return "Released[" + request + "]";
  }
}
