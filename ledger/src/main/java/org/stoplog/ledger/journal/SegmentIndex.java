package org.stoplog.ledger.journal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What became of each request of a segment; four bytes for each. */
final class SegmentIndex implements RecordParser.Sink {
  private static final int NONE = 0;
  private static final int OPEN = -1;
  private static final int ENDED = -2;
  private static final int STATUS_BITS = 10;
  private static final Result[] RESULTS = Result.values();

  private final long number;
  private int[] states = new int[1024];
  private int requests;
  private int streams;
  private int answered;
  private long outcomes;
  private int streamEnds;
  private int gaps;
  private int repeated;
  private int stray;
  private boolean ended;
  private boolean complete;

  SegmentIndex(long number) {
    this.number = number;
  }

  @Override
  public void intent(Intent intent, byte[] bytes, int from, int length) throws MalformedRecord {
    add(NONE);
  }

  /** Kept, and so refused, also when the gateway did not live to say it. */
  @Override
  public void held(HeldRequest request) {
    states[requests - 1] = Result.REFUSED.code() << STATUS_BITS;
    answered++;
  }

  @Override
  public void opened(Intent stream) throws MalformedRecord {
    add(OPEN);
    streams++;
  }

  private void add(int state) throws MalformedRecord {
    if (requests == Format.MOST_REQUESTS) {
      throw new MalformedRecord("too many requests");
    }
    if (requests == states.length) {
      states = Arrays.copyOf(states, 2 * requests);
    }
    states[requests++] = state;
  }

  @Override
  public void outcome(int request, Outcome outcome) {
    outcomes++;
    if (request >= requests || states[request] < 0) {
      stray++;
      return;
    }
    if (states[request] == NONE) {
      answered++;
    } else {
      repeated++;
    }
    int state = outcome.result().code() << STATUS_BITS | outcome.status();
    states[request] = Math.max(states[request], state);
  }

  @Override
  public void ended(StreamEnd end) {
    streamEnds++;
    if (end.segment() == number) {
      if (end.request() >= requests || states[end.request()] >= 0) {
        stray++;
      } else if (states[end.request()] == ENDED) {
        repeated++;
      } else {
        states[end.request()] = ENDED;
      }
    } else if (end.segment() > number || end.segment() < 1) {
      stray++;
    }
  }

  @Override
  public void gap(Gap gap) {
    gaps++;
  }

  @Override
  public void end(long[] counts) {
    ended = true;
    complete =
        counts[0] == requests - streams
            && counts[1] == streams
            && counts[2] == outcomes
            && counts[3] == streamEnds
            && counts[4] == gaps;
  }

  boolean isEnded() {
    return ended;
  }

  int requests() {
    return requests;
  }

  /** Of a request that is there. */
  @Nullable Outcome outcomeOf(int request) {
    int state = states[request];
    return state <= NONE
        ? null
        : new Outcome(RESULTS[(state >>> STATUS_BITS) - 1], state & ((1 << STATUS_BITS) - 1));
  }

  /** Whether a handler may be told of it: the stream is there, or in an earlier segment. */
  boolean isKnown(StreamEnd end) {
    return end.segment() == number
        ? end.request() < requests && states[end.request()] < 0
        : end.segment() >= 1 && end.segment() < number;
  }

  SegmentReport report(
      SegmentHeader header, long bytes, long read, SegmentReport.@Nullable Tail tail) {
    return new SegmentReport(
        header,
        requests - streams,
        requests - streams - answered,
        streams,
        streamEnds,
        gaps,
        repeated,
        stray,
        ended,
        complete && tail == null,
        bytes,
        bytes - read,
        tail);
  }
}
