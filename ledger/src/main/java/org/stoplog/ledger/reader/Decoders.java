package org.stoplog.ledger.reader;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Which decoder reads the lines of which format. */
final class Decoders {
  private static final int DEEPEST = 64;

  private Decoders() {}

  /** A new decoder; one for each thread. */
  static LineDecoder forFormat(Mapping mapping, @Nullable RowFilter only) {
    return switch (mapping.format()) {
      case MIXPANEL -> new MixpanelDecoder(mapping);
      case SEGMENT -> new SegmentDecoder(mapping);
      case EVENTS -> new EventReader(mapping, EventRules.PLAIN);
      case NDJSON -> new NdjsonDecoder(mapping, only);
      case CSV, PARQUET, XLSX ->
          throw new IllegalArgumentException(mapping.format() + " has no lines of JSON");
    };
  }

  /**
   * How a supplier's event export is read, empty when it is none.
   *
   * @param firstLine first line that is not blank
   */
  static Optional<Mapping> eventMapping(byte[] firstLine) {
    return EventSniffer.sniff(firstLine)
        .map(
            format ->
                format == Format.MIXPANEL
                    ? MixpanelDecoder.defaultMapping()
                    : SegmentDecoder.defaultMapping());
  }

  /** A parser's factory that a stranger's keys cannot bring to a stop. */
  static JsonFactory json() {
    return JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .build();
  }
}
