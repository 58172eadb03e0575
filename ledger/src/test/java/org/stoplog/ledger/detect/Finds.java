package org.stoplog.ledger.detect;

import java.util.ArrayList;
import java.util.List;

/** Everything that a text holds, in the order of its finding. */
final class Finds implements TextScan.Sink {
  record Find(Detector detector, String value, int at) {}

  final List<Find> all = new ArrayList<>();
  int unreadable;

  static Finds in(String text) {
    Finds finds = new Finds();
    new TextScan(finds).scan(text);
    return finds;
  }

  List<Detector> detectors() {
    return all.stream().map(Find::detector).toList();
  }

  @Override
  public void found(Detector detector, String value, int at) {
    all.add(new Find(detector, value, at));
  }

  @Override
  public void unreadable(int at, int length) {
    unreadable++;
  }
}
