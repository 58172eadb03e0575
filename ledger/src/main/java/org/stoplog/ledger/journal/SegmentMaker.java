package org.stoplog.ledger.journal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import org.stoplog.ledger.identity.SealingKey;

/** Begins the segments of one journal. */
final class SegmentMaker {
  private final JournalFolder folder;
  private final UUID gateway;
  private final SealingKey server;
  private final long reserveBytes;
  private final InstantSource clock;

  SegmentMaker(
      JournalFolder folder,
      UUID gateway,
      SealingKey server,
      long reserveBytes,
      InstantSource clock) {
    this.folder = folder;
    this.gateway = gateway;
    this.server = server;
    this.reserveBytes = reserveBytes;
    this.clock = clock;
  }

  SegmentFile make() throws IOException {
    long usable = folder.usableBytes();
    if (usable < reserveBytes) {
      throw new IOException("only " + usable + " bytes of the disk are free");
    }
    return SegmentFile.create(folder, gateway, server, clock.millis());
  }
}
