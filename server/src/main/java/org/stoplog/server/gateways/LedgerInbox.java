package org.stoplog.server.gateways;

import java.io.InputStream;
import java.util.HexFormat;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.traffic.Receipt;
import org.stoplog.ledger.traffic.Segments;

/** Keeps segments in the data folder, from where they become batches. */
final class LedgerInbox implements SegmentInbox {
  private final Segments segments;

  LedgerInbox(Segments segments) {
    this.segments = segments;
  }

  @Override
  public Kept keep(UUID gateway, long number, byte[] sha256, InputStream content) {
    return switch (segments.keep(gateway, number, HexFormat.of().formatHex(sha256), content)) {
      case Receipt.Kept(boolean again) -> again ? Kept.AGAIN : Kept.NEW;
      case Receipt.Refused(Receipt.Why why) ->
          switch (why) {
            case OTHER_CONTENT -> Kept.OTHER;
            case NOT_AS_SAID -> throw refused("what came is not what its hash says");
            case TOO_LARGE -> throw refused("it is too long");
            case NO_SEGMENT -> throw refused("it is no segment of a journal");
            case OF_ANOTHER -> throw refused("it is another gateway's, or has another number");
            case TOO_FAR -> throw refused("its number is too far above those that are known");
          };
    };
  }

  private static StoplogException refused(String why) {
    return new StoplogException(Problem.SEGMENT_INVALID, "The segment was not taken: " + why + ".");
  }

  @Override
  public Counts counts(UUID gateway) {
    return new Counts(segments.received(gateway), segments.missing(gateway));
  }
}
