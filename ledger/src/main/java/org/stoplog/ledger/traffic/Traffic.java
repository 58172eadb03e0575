package org.stoplog.ledger.traffic;

import org.stoplog.ledger.table.Stores;

/**
 * What gateways recorded, from their segments to batches.
 *
 * @param segments what came
 * @param recorder makes batches of it
 */
public record Traffic(Segments segments, Recorder recorder) {
  /** Of a data folder that was just opened; what a kill or a restore left is put in order. */
  public static Traffic of(Stores stores) {
    SegmentFiles files = new SegmentFiles(stores.folder());
    Segments segments = new Segments(stores, files);
    segments.reconcile();
    return new Traffic(segments, new Recorder(stores, files, segments));
  }
}
