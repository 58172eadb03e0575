package org.stoplog.ledger.reader;

import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;

/** What is sent instead of values that a rule keeps back. Asked by one thread at a time. */
public interface ValueRules {
  /** All values are sent as they are. */
  ValueRules NONE =
      new ValueRules() {
        @Override
        public ElementSet touched() {
          return ElementSet.NONE;
        }

        @Override
        public Outcome outcome(ElementSet elements, Kind kind, boolean id, String value) {
          throw new IllegalStateException("no value is touched");
        }
      };

  /** What a value is in JSON. */
  enum Kind {
    TEXT,
    NUMBER,
    TRUTH
  }

  /**
   * What becomes of a value.
   *
   * @param json what stands in its place, JSON as UTF-8; null when it goes, with its key
   * @param left what is disclosed all the same
   */
  record Outcome(byte @Nullable [] json, ElementSet left) {
    @Override
    public String toString() {
      return "Outcome[" + left + "]";
    }
  }

  /** A value is asked about when it discloses one of these; all others are sent as they are. */
  ElementSet touched();

  /**
   * @param elements all that the value discloses
   * @param id whether it stands where an identifier does, which suppliers take as text
   * @param value the text, or the number or truth as written; never to be kept or logged
   */
  Outcome outcome(ElementSet elements, Kind kind, boolean id, String value);
}
