package org.stoplog.ledger.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request that was kept and is to be sent after all, with what its gateway read in it then: the
 * rows of what the supplier gets, which nobody could tell from the rewritten body any more. It is
 * what a server keeps of it, and what it hands to a gateway.
 *
 * @param mapping by which the rows were made, 0 for none
 * @param sender how whoever sent it was known
 * @param app what sent it, as it said itself; null when it said nothing
 * @param opaque media type of a body that could not be read; null for one that was
 * @param frames its rows, as in the journal; empty for none
 */
public record Released(
    int mapping,
    Sender sender,
    @Nullable String app,
    @Nullable String opaque,
    byte[] frames,
    HeldRequest request) {
  /** Longest form of {@link #toBytes}. */
  public static final int MOST_BYTES =
      HeldRequest.MOST_BYTES + Format.MOST_FRAMES_BYTES + 8 * Format.MOST_TYPE;

  private static final byte VERSION = 1;
  private static final Sender[] SENDERS = Sender.values();

  /** Of a request that is kept, as its intent says it. */
  public static Released of(Intent intent, byte[] frames, HeldRequest request) {
    return new Released(
        intent.mapping(), intent.sender(), intent.app(), intent.opaque(), frames, request);
  }

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
    out.putByte(sender.code());
    put(out, app);
    put(out, opaque);
    out.putNumber(frames.length);
    out.put(frames, 0, frames.length);
    request.write(out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static void put(Buffer out, @Nullable String text) {
    out.putByte(text == null ? 0 : 1);
    if (text != null) {
      out.putText(text);
    }
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
      int sender = in.number(SENDERS.length);
      if (sender == 0) {
        throw new IllegalArgumentException("a kept request of nobody");
      }
      String app = in.flag() ? in.text(3 * Format.MOST_APP) : null;
      String opaque = in.flag() ? in.text(3 * Format.MOST_TYPE) : null;
      byte[] frames = in.bytes(Format.MOST_FRAMES_BYTES);
      byte[] rest = in.rest();
      HeldRequest request = HeldRequest.of(rest, 0, rest.length);
      return new Released(mapping, SENDERS[sender - 1], app, opaque, frames, request);
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
