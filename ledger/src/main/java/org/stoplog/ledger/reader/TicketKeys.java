package org.stoplog.ledger.reader;

import org.stoplog.ledger.detect.Detector;
import org.stoplog.ledger.detect.TextScan;

/**
 * Names of fields are shown and kept. Where somebody's value stands in place of one, as in a file
 * without a header, it is searched and not shown.
 */
final class TicketKeys {
  /** What a field is called whose name tells something. */
  static final String TELLING = "(a value as a name)";

  private TicketKeys() {}

  static boolean isTelling(String key) {
    boolean[] isTelling = {false};
    new TextScan(
            new TextScan.Sink() {
              @Override
              public void found(Detector detector, String value, int at) {
                isTelling[0] |= detector.certainty() == Detector.Certainty.CHECKED;
              }

              @Override
              public void unreadable(int at, int length) {
                isTelling[0] = true;
              }
            })
        .scan(key);
    return isTelling[0];
  }
}
