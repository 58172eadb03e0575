package org.stoplog.ledger.reader;

import java.util.Arrays;
import java.util.Optional;

/** Which decoder reads the lines of which format. */
final class Decoders {
  /** Lines that may be broken before one has to be an event. */
  private static final int LINES = 100;

  private Decoders() {}

  /** A new decoder; one for each thread. */
  static LineDecoder forFormat(Mapping mapping) {
    return switch (mapping.format()) {
      case MIXPANEL -> new MixpanelDecoder(mapping);
      case SEGMENT -> new SegmentDecoder(mapping);
      case NDJSON -> new NdjsonDecoder(mapping);
      case CSV, PARQUET, XLSX ->
          throw new IllegalArgumentException(mapping.format() + " has no lines of JSON");
    };
  }

  /**
   * The mapping of an event export that a supplier's decoder knows.
   *
   * @param sample whole lines as UTF-8; the first of them that is an event decides
   * @return empty when none of the first lines is
   */
  static Optional<Mapping> known(byte[] sample) {
    int from = 0;
    for (int line = 0; line < LINES && from < sample.length; line++) {
      int to = from;
      while (to < sample.length && sample[to] != '\n') {
        to++;
      }
      Optional<Format> format = EventSniffer.sniff(Arrays.copyOfRange(sample, from, to));
      if (format.isPresent()) {
        return switch (format.get()) {
          case MIXPANEL -> Optional.of(MixpanelDecoder.defaultMapping());
          case SEGMENT -> Optional.of(SegmentDecoder.defaultMapping());
          case CSV, NDJSON, PARQUET, XLSX -> Optional.empty();
        };
      }
      from = to + 1;
    }
    return Optional.empty();
  }
}
