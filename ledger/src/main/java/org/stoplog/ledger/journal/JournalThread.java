package org.stoplog.ledger.journal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The thread that writes a journal: the only one that touches its segments' files. */
final class JournalThread {
  private static final int MOST_OF_A_SEGMENT = Format.MOST_REQUESTS / 2;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);
  private static final long LONGEST_WAIT = TimeUnit.HOURS.toNanos(1);

  private final JournalState state;
  private final SegmentMaker maker;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final HandOver handOver;
  private final long segmentBytes;
  private final long segmentAge;
  private final long drain;
  private final long outcomeDelay;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final Buffer text = new Buffer(64 << 10);
  private final Buffer sealed = new Buffer(64 << 10);
  private Batch spare = new Batch();
  private long pause = FIRST_PAUSE;
  private long retryAt;

  JournalThread(
      JournalState state,
      SegmentMaker maker,
      JournalOptions options,
      InstantSource clock,
      LongSupplier nanos,
      HandOver handOver) {
    this.state = state;
    this.maker = maker;
    this.clock = clock;
    this.nanos = nanos;
    this.handOver = handOver;
    this.segmentBytes = options.segmentBytes();
    this.segmentAge = options.segmentAge().toNanos();
    this.drain = options.drain().toNanos();
    this.outcomeDelay = options.outcomeDelay().toNanos();
  }

  /** Begins a segment, then goes on by itself until the journal is closed. */
  void start() {
    begin();
    Thread.ofPlatform().daemon().name("journal").start(this::run);
  }

  /** Waits for the end. */
  void join() {
    finished.join();
  }

  private void run() {
    String why = "the journal is closed";
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = round();
      }
    } catch (RuntimeException | Error e) {
      why = e.toString();
      throw e;
    } finally {
      end(why);
    }
  }

  private void end(String why) {
    state.lock.lock();
    try {
      state.closing = true;
    } finally {
      state.lock.unlock();
    }
    fail(why, spare);
    state.lock.lock();
    try {
      state.lostNotes += state.filling.gaps + state.filling.streamEnds;
    } finally {
      state.lock.unlock();
    }
    finished.complete(null);
  }

  /**
   * One look at all that is to be done.
   *
   * @return false when the journal is closed and nothing is left
   */
  private boolean round() {
    boolean last;
    Batch batch;
    state.lock.lock();
    try {
      awaitWork();
      last = state.closing;
      batch = state.filling;
      state.filling = spare;
      spare = batch;
      state.writingBytes = batch.size();
    } finally {
      state.lock.unlock();
    }
    SegmentFile segment = state.active;
    if (segment == null && (last ? batch.hasNotes() : nanos.getAsLong() - retryAt >= 0)) {
      segment = begin();
    }
    if (segment != null) {
      commit(segment, batch);
    } else {
      fail(state.failure, batch); // keeps its notes
    }
    rotate(last);
    drain(last);
    return !last;
  }

  /** Waits until something is due. */
  private void awaitWork() {
    while (!state.closing) {
      long now = nanos.getAsLong();
      long wait = LONGEST_WAIT;
      SegmentFile current = state.active;
      if (current == null) {
        wait = Math.min(wait, retryAt - now);
      } else {
        if (!state.filling.waiting.isEmpty()) {
          return;
        }
        if (state.filling.hasNotes()) {
          wait = Math.min(wait, state.filling.notesSince + outcomeDelay - now);
        }
        if (current.requests() > 0) {
          wait = Math.min(wait, current.firstAt() + segmentAge - now);
        }
        wait = Math.min(wait, untilOutcomes(current, now));
      }
      for (SegmentFile segment : state.draining) {
        if (segment.unanswered() == 0) {
          return;
        }
        wait = Math.min(wait, segment.fullAt() + drain - now);
        wait = Math.min(wait, untilOutcomes(segment, now));
      }
      if (wait <= 0) {
        return;
      }
      try {
        state.work.awaitNanos(wait);
      } catch (InterruptedException e) {
        // Nobody has this thread to interrupt it, but whoever does wants an end.
        state.closing = true;
      }
    }
  }

  private long untilOutcomes(SegmentFile segment, long now) {
    return segment.outcomesWaiting() == 0
        ? LONGEST_WAIT
        : segment.outcomesSince() + outcomeDelay - now;
  }

  /** Writes a batch, with the outcomes that wait for the same segment, as one block. */
  private void commit(SegmentFile segment, Batch batch) {
    int outcomeCount;
    int first;
    text.clear();
    state.lock.lock();
    try {
      outcomeCount = segment.takeOutcomes(text);
      first = segment.requests(); // only this thread adds to them
    } finally {
      state.lock.unlock();
    }
    text.put(batch.notes);
    text.put(batch.records);
    batch.putSettled(text, first);
    int settledCount = batch.settledCount();
    if (text.size() == 0) {
      return;
    }
    boolean forced = batch.hasNotes() || !batch.waiting.isEmpty();
    long forceTime = 0;
    try {
      segment.write(text, sealed);
      if (forced) {
        long start = System.nanoTime();
        segment.force();
        forceTime = System.nanoTime() - start;
      }
    } catch (IOException e) {
      breakOff(segment, outcomeCount);
      fail(e.toString(), batch);
      return;
    }
    segment.wrote(outcomeCount + settledCount, batch.streamEnds, batch.gaps);
    int count = batch.waiting.size();
    List<Ticket> tickets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tickets.add(new Ticket(segment, first + i, batch.streams.get(i), batch.held.get(i)));
    }
    state.lock.lock();
    try {
      segment.add(
          count,
          batch.streams.cardinality(),
          batch.held.cardinality() + settledCount,
          nanos.getAsLong());
      batch.useSettled(tickets);
      state.intents += count;
      state.outcomes += outcomeCount + settledCount;
      state.writingBytes = 0;
      if (forced) {
        state.forces++;
        state.forceNanos += forceTime;
        state.lastForced = clock.instant();
        pause = FIRST_PAUSE;
      }
    } finally {
      state.lock.unlock();
    }
    for (int i = 0; i < count; i++) {
      batch.waiting.get(i).complete(tickets.get(i));
    }
    batch.clearRequests();
    batch.clearNotes();
  }

  /**
   * Begins a segment and makes it the active one.
   *
   * @return null when that is not possible now
   */
  private @Nullable SegmentFile begin() {
    SegmentFile fresh = null;
    String why = null;
    try {
      fresh = maker.make();
    } catch (IOException e) {
      why = e.toString();
    }
    state.lock.lock();
    try {
      state.active = fresh;
      state.failure = why;
      state.failingSince =
          why == null ? null : state.failingSince == null ? clock.instant() : state.failingSince;
      if (why != null) {
        retryLater();
      }
    } finally {
      state.lock.unlock();
    }
    if (fresh != null) {
      handOver.retry();
    }
    return fresh;
  }

  private void retryLater() {
    retryAt = nanos.getAsLong() + pause;
    pause = Math.min(LONGEST_PAUSE, 2 * pause);
  }

  /** Nothing is durable any more: says so to all who wait, and keeps what nobody waits for. */
  private void fail(@Nullable String why, Batch batch) {
    List<CompletableFuture<Ticket>> waiting = new ArrayList<>(batch.waiting);
    NotRecorded.Reason reason;
    state.lock.lock();
    try {
      if (batch != state.filling) {
        waiting.addAll(state.filling.waiting);
        state.filling.addNotes(batch, nanos.getAsLong());
      }
      reason = state.closing ? NotRecorded.Reason.CLOSED : NotRecorded.Reason.DISK_FAILS;
      batch.clearRequests();
      state.filling.clearRequests();
      state.refused += waiting.size();
      state.writingBytes = 0;
      if (state.active != null || state.failure == null) {
        retryLater();
      }
      state.active = null;
      state.failure = why;
      state.failingSince = state.failingSince == null ? clock.instant() : state.failingSince;
    } finally {
      state.lock.unlock();
    }
    for (CompletableFuture<Ticket> future : waiting) {
      future.completeExceptionally(new NotRecorded(reason));
    }
  }

  /** Begins the next segment when the active one has had its share; the last one has none. */
  private void rotate(boolean last) {
    SegmentFile full;
    state.lock.lock();
    try {
      full = state.active;
      if (full == null || !(last || isFull(full))) {
        return;
      }
      full.fill(nanos.getAsLong());
      state.draining.add(full);
      if (last) {
        state.active = null;
      }
    } finally {
      state.lock.unlock();
    }
    if (!last && begin() == null) {
      fail(state.failure, spare); // which is empty: for those who came meanwhile
    }
  }

  private boolean isFull(SegmentFile segment) {
    boolean old = segment.requests() > 0 && nanos.getAsLong() - segment.firstAt() >= segmentAge;
    boolean large = segment.bytes() > Format.HEADER_BYTES && segment.bytes() >= segmentBytes;
    return old || large || segment.requests() >= MOST_OF_A_SEGMENT;
  }

  /** Writes late outcomes, and ends the segments that wait for nothing more. */
  private void drain(boolean last) {
    for (SegmentFile segment : List.copyOf(state.draining)) {
      boolean done;
      int count = 0;
      text.clear();
      state.lock.lock();
      try {
        long now = nanos.getAsLong();
        done = last || segment.unanswered() == 0 || now - segment.fullAt() >= drain;
        if (done || untilOutcomes(segment, now) <= 0) {
          count = segment.takeOutcomes(text);
        }
        if (done) {
          segment.end();
        }
      } finally {
        state.lock.unlock();
      }
      segment.wrote(count, 0, 0);
      try {
        if (done) {
          segment.putEnd(text);
        }
        if (text.size() > 0) {
          segment.write(text, sealed);
        }
        if (done) {
          segment.force();
        }
      } catch (IOException e) {
        breakOff(segment, count);
        continue;
      }
      wrote(count);
      if (done) {
        remove(segment);
      }
    }
  }

  private void wrote(int outcomeCount) {
    state.lock.lock();
    try {
      state.outcomes += outcomeCount;
    } finally {
      state.lock.unlock();
    }
  }

  private void breakOff(SegmentFile segment, int outcomeCount) {
    state.lock.lock();
    try {
      state.broken++;
      state.lostOutcomes += outcomeCount + segment.end();
    } finally {
      state.lock.unlock();
    }
    remove(segment);
  }

  private void remove(SegmentFile segment) {
    segment.close();
    state.lock.lock();
    try {
      state.draining.remove(segment);
    } finally {
      state.lock.unlock();
    }
    handOver.add(segment.number());
  }
}
