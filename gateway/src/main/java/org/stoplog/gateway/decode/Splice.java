package org.stoplog.gateway.decode;

import java.util.List;
import org.stoplog.ledger.reader.TrafficReader;

/** Puts edits into a text. */
final class Splice {
  private Splice() {}

  static byte[] apply(byte[] text, List<TrafficReader.Edit> edits) {
    int size = text.length;
    for (TrafficReader.Edit edit : edits) {
      size += edit.with().length - (edit.to() - edit.from());
    }
    byte[] spliced = new byte[size];
    int from = 0;
    int at = 0;
    for (TrafficReader.Edit edit : edits) {
      System.arraycopy(text, from, spliced, at, edit.from() - from);
      at += edit.from() - from;
      System.arraycopy(edit.with(), 0, spliced, at, edit.with().length);
      at += edit.with().length;
      from = edit.to();
    }
    System.arraycopy(text, from, spliced, at, text.length - from);
    return spliced;
  }
}
