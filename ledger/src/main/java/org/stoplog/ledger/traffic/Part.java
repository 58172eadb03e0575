package org.stoplog.ledger.traffic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What of a group of segments becomes one batch.
 *
 * @param possible whether nobody knows that the supplier received it
 * @param mapping number of the mapping of its rows; 0 when it has none
 */
record Part(int connection, boolean possible, int mapping) implements Comparable<Part> {
  private static final Comparator<Part> ORDER =
      Comparator.comparingInt(Part::connection)
          .thenComparing(Part::possible)
          .thenComparingInt(Part::mapping);

  @Override
  public int compareTo(Part other) {
    return ORDER.compare(this, other);
  }

  /** Whether it is of the same connection, and as sure. */
  boolean isOfSame(Part other) {
    return connection == other.connection && possible == other.possible;
  }

  /** What the batch is known by: the same again whenever it is made of the same segments. */
  String identity(UUID gateway, List<Segment> group) {
    MessageDigest digest = SegmentFiles.sha256();
    line(digest, "stoplog traffic 1 " + gateway);
    for (Segment segment : group) {
      line(digest, segment.number() + " " + segment.sha256());
    }
    line(digest, connection + " " + possible + " " + mapping);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void line(MessageDigest digest, String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
