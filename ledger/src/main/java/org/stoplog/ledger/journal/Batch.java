package org.stoplog.ledger.journal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Records that wait to become one block, and those who wait for that. Not thread-safe. */
final class Batch {
  private static final int SIZE_AT_START = 64 << 10;
  private static final int MOST_NOTE_BYTES = 1 << 20;
  private static final int MOST_SETTLED_BYTES = 32;

  final Buffer records = new Buffer(SIZE_AT_START);
  final List<CompletableFuture<Ticket>> waiting = new ArrayList<>();
  final BitSet streams = new BitSet();

  /** Requests that are kept: what became of them is known. */
  final BitSet held = new BitSet();

  /**
   * Requests of which it is known already what became of them: in the same block, or not at all.
   */
  private final List<Settled> settled = new ArrayList<>();

  /**
   * @param index among those that wait
   */
  private record Settled(int index, long time, Outcome outcome) {}

  /** Gaps and ends of streams: nobody waits for them, and a failure does not drop them. */
  final Buffer notes = new Buffer(1024);

  int gaps;
  int streamEnds;
  long notesSince;

  boolean hasNotes() {
    return notes.size() > 0;
  }

  void add(
      Intent intent,
      byte[] frames,
      int from,
      int length,
      boolean stream,
      CompletableFuture<Ticket> future) {
    int start = records.beginRecord(stream ? Format.OPEN : Format.INTENT);
    intent.write(records);
    records.put(frames, from, length);
    records.endRecord(start);
    if (stream) {
      streams.set(waiting.size());
    }
    waiting.add(future);
  }

  /** A request that is kept instead of being sent: its record is right behind its intent. */
  void add(
      Intent intent,
      byte[] frames,
      int from,
      int length,
      HeldRequest request,
      CompletableFuture<Ticket> future) {
    held.set(waiting.size());
    add(intent, frames, from, length, false, future);
    int start = records.beginRecord(Format.HELD);
    request.write(records);
    records.endRecord(start);
  }

  /** Says what became of the request that was added last. */
  void settle(long time, Outcome outcome) {
    settled.add(new Settled(waiting.size() - 1, time, outcome));
  }

  int settledCount() {
    return settled.size();
  }

  /** Bytes that requests and what became of them will have, or a few more. */
  int size() {
    return records.size() + settled.size() * MOST_SETTLED_BYTES;
  }

  /**
   * Writes what became of requests behind their records.
   *
   * @param first number of the first that waits
   */
  void putSettled(Buffer text, int first) {
    for (Settled one : settled) {
      SegmentFile.putOutcome(text, first + one.index, one.time, one.outcome);
    }
  }

  /** Nothing more is to be said of them. Called under the writer's lock. */
  void useSettled(List<Ticket> tickets) {
    settled.forEach(one -> tickets.get(one.index).use());
  }

  /**
   * @return false when it cannot be kept
   */
  boolean add(Gap gap, long now) {
    if (!canNote(now)) {
      return false;
    }
    gaps++;
    int start = notes.beginRecord(Format.GAP);
    notes.putLong(gap.from());
    notes.putLong(gap.to());
    notes.putNumber(gap.connection());
    notes.putNumber(gap.requests());
    notes.endRecord(start);
    return true;
  }

  /**
   * @return false when it cannot be kept
   */
  boolean add(StreamEnd end, long now) {
    if (!canNote(now)) {
      return false;
    }
    streamEnds++;
    int start = notes.beginRecord(Format.CLOSE);
    notes.putNumber(end.segment());
    notes.putNumber(end.request());
    notes.putLong(end.time());
    notes.putNumber(end.bytes());
    notes.endRecord(start);
    return true;
  }

  private boolean canNote(long now) {
    if (notes.size() >= MOST_NOTE_BYTES) {
      return false;
    }
    if (!hasNotes()) {
      notesSince = now;
    }
    return true;
  }

  /** Takes the notes of another batch, which could not be written. */
  void addNotes(Batch other, long now) {
    if (other.hasNotes()) {
      canNote(now);
      notes.put(other.notes);
      gaps += other.gaps;
      streamEnds += other.streamEnds;
      other.clearNotes();
    }
  }

  void clearRequests() {
    records.clear();
    waiting.clear();
    settled.clear();
    streams.clear();
    held.clear();
  }

  void clearNotes() {
    notes.clear();
    gaps = 0;
    streamEnds = 0;
  }
}
