package org.stoplog.ledger.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.SealingKey;

/**
 * The head of a segment, which anybody can read. Only what the data key opens is known to be of
 * this gateway and number.
 *
 * @param created by the gateway's clock, milliseconds since 1970-01-01 UTC
 * @param keyId which key of the server the data key is sealed to, 16 hex digits
 */
public record SegmentHeader(UUID gateway, long number, long created, String keyId) {

  byte[] toBytes(byte[] sealedKey) {
    byte[] bytes = new byte[Format.HEADER_BYTES];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.put(Format.MAGIC).put(Format.VERSION);
    out.putLong(gateway.getMostSignificantBits()).putLong(gateway.getLeastSignificantBits());
    out.putLong(number).putLong(created).put(HexFormat.of().parseHex(keyId)).put(sealedKey);
    out.putInt(checksum(bytes));
    return bytes;
  }

  /**
   * @param bytes so many as a header has, or fewer when the file has no more
   * @param name of the file, for messages
   * @throws StoplogException SEGMENT_INVALID
   */
  static SegmentHeader of(byte[] bytes, String name) {
    int magic = Format.MAGIC.length;
    if (bytes.length <= magic || !Arrays.equals(bytes, 0, magic, Format.MAGIC, 0, magic)) {
      throw invalid(name, "it is no segment of a journal");
    }
    if (bytes[magic] != Format.VERSION) {
      throw invalid(name, "its version " + (bytes[magic] & 0xff) + " is not known here");
    }
    if (bytes.length < Format.HEADER_BYTES) {
      throw invalid(name, "its header is cut off");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, magic + 1, Format.HEADER_BYTES - magic - 1);
    UUID gateway = new UUID(in.getLong(), in.getLong());
    long number = in.getLong();
    long created = in.getLong();
    byte[] keyId = new byte[SealingKey.ID_BYTES];
    in.get(keyId);
    if (in.getInt(Format.HEADER_BYTES - 4) != checksum(bytes)) {
      throw invalid(name, "its header is damaged");
    }
    if (number < 1) {
      throw invalid(name, "its number is below 1");
    }
    return new SegmentHeader(gateway, number, created, HexFormat.of().formatHex(keyId));
  }

  /** The data key as it stands in a header that is sound. */
  static byte[] sealedKey(byte[] header) {
    int end = Format.HEADER_BYTES - 4;
    return Arrays.copyOfRange(header, end - Format.SEALED_KEY_BYTES, end);
  }

  static StoplogException invalid(String name, String why) {
    return new StoplogException(Problem.SEGMENT_INVALID, name + " cannot be read: " + why + ".");
  }

  private static int checksum(byte[] header) {
    CRC32C sum = new CRC32C();
    sum.update(header, 0, Format.HEADER_BYTES - 4);
    return (int) sum.getValue();
  }
}
