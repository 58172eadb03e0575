package org.stoplog.ledger.reader;

/** Which decoder reads the lines of which format. */
final class Decoders {
  private Decoders() {}

  /** A new decoder; one for each thread. */
  static LineDecoder forFormat(Mapping mapping) {
    return switch (mapping.format()) {
      case MIXPANEL, SEGMENT, NDJSON -> new NdjsonDecoder(mapping);
      case CSV, PARQUET, XLSX ->
          throw new IllegalArgumentException(mapping.format() + " has no lines of JSON");
    };
  }
}
