package org.stoplog.ledger.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Collects what a segment holds, as text; the frames of an intent are taken for a text too. */
final class Seen implements SegmentHandler {
  record Request(String id, int number, Intent intent, Outcome outcome) {}

  final List<Request> requests = new ArrayList<>();
  final List<Request> streams = new ArrayList<>();
  final List<StreamEnd> ends = new ArrayList<>();
  final List<Gap> gaps = new ArrayList<>();

  @Override
  public void intent(
      int request, Intent intent, Outcome outcome, byte[] bytes, int from, int length) {
    String id = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    requests.add(new Request(id, request, intent, outcome));
  }

  @Override
  public void opened(int request, Intent stream) {
    streams.add(new Request(String.valueOf(stream.path()), request, stream, null));
  }

  @Override
  public void ended(StreamEnd end) {
    ends.add(end);
  }

  @Override
  public void gap(Gap gap) {
    gaps.add(gap);
  }

  List<String> ids() {
    return requests.stream().map(Request::id).toList();
  }
}
