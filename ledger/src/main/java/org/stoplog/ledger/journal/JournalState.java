package org.stoplog.ledger.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a journal's thread and its callers share; all of it is read and changed under the lock. */
final class JournalState {
  final ReentrantLock lock = new ReentrantLock();

  /** Signalled when something may be due for the thread. */
  final Condition work = lock.newCondition();

  /** Segments that take no more requests and wait for outcomes; changed by the thread alone. */
  final List<SegmentFile> draining = new ArrayList<>();

  Batch filling = new Batch();

  /** Bytes of the batch that is being written. */
  int writingBytes;

  /** What requests go to; null while the disk fails. Changed by the thread alone. */
  @Nullable SegmentFile active;

  boolean closing;
  @Nullable String failure;
  @Nullable Instant failingSince;
  @Nullable Instant lastForced;
  long intents;
  long refused;
  long outcomes;
  long lostOutcomes;
  long lostNotes;
  long forces;
  long forceNanos;
  long broken;

  /**
   * @param length of the frames
   * @param more bytes that wait with them
   */
  NotRecorded.@Nullable Reason reasonAgainst(int length, int more, int mostWaiting) {
    if (closing) {
      return NotRecorded.Reason.CLOSED;
    }
    if (length > Format.MOST_FRAMES_BYTES) {
      return NotRecorded.Reason.TOO_LARGE;
    }
    if (active == null) {
      return NotRecorded.Reason.DISK_FAILS;
    }
    int waiting = filling.size() + writingBytes;
    return waiting > 0 && waiting + (long) length + more > mostWaiting
        ? NotRecorded.Reason.TOO_MUCH_WAITS
        : null;
  }

  JournalHealth health(int closed, long handOverFailures) {
    return new JournalHealth(
        failure,
        failingSince,
        lastForced,
        intents,
        refused,
        outcomes,
        lostOutcomes,
        lostNotes,
        forces,
        forceNanos,
        broken,
        filling.records.size() + writingBytes,
        draining.size() + (active == null ? 0 : 1),
        closed,
        handOverFailures);
  }
}
