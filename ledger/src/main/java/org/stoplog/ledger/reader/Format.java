package org.stoplog.ledger.reader;

/** What a file is once it is unpacked. */
public enum Format {
  /** Separated text: comma, semicolon, tab or bar. */
  CSV,
  /** One JSON object a line, keys as columns. */
  NDJSON,
  PARQUET,
  XLSX,
  /** Mixpanel raw export: {@code {"event":…,"properties":{…}}} a line. */
  MIXPANEL,
  /** Segment archive: one Segment message a line. */
  SEGMENT,
  /** JSON events of any other kind: an object, an array, or objects in {@code batch}. */
  EVENTS
}
