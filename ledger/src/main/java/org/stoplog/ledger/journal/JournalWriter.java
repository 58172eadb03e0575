package org.stoplog.ledger.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.SealingKey;

/**
 * Writes a gateway's journal. One thread takes all that waits, seals it as one block, makes it
 * durable and answers: the slower the disk, the more share one wait. Thread-safe.
 *
 * <p>What could not be made durable is answered with {@link NotRecorded}, and may be in the file
 * all the same. A segment that the disk failed is left as it is, and another one begun as soon as
 * that is possible.
 */
public final class JournalWriter implements AutoCloseable {
  private static final byte[] NO_FRAMES = new byte[0];

  private final JournalFolder folder;
  private final JournalOptions options;
  private final LongSupplier nanos;
  private final HandOver handOver;
  private final JournalState state = new JournalState();
  private final JournalThread thread;

  JournalWriter(
      JournalFolder folder,
      UUID gateway,
      SealingKey server,
      JournalOptions options,
      InstantSource clock,
      LongSupplier nanos,
      Consumer<ClosedSegment> listener) {
    this.folder = folder;
    this.options = options;
    this.nanos = nanos;
    this.handOver = new HandOver(folder, listener);
    SegmentMaker maker = new SegmentMaker(folder, gateway, server, options.reserveBytes(), clock);
    this.thread = new JournalThread(state, maker, options, clock, nanos, handOver);
    folder.left().forEach(handOver::add);
    thread.start();
  }

  /**
   * Opens a journal and begins a segment. What an earlier process left is handed over as it is. A
   * disk that fails now is no error: {@link #health} says it, and it is tried again.
   *
   * @param folder made when it is missing
   * @param gateway whose journal it is; a folder of another one is refused
   * @param serverKey what the keyset of the server gives as its public key for sealing
   * @param clock for times that are recorded; may step in any direction
   * @param listener told of each closed segment, on a thread of its own and in their order, except
   *     where reading one fails for a while
   * @throws StoplogException DATA_FOLDER_IN_USE, DATA_FOLDER_UNUSABLE
   * @throws IllegalArgumentException when the key is none
   */
  public static JournalWriter open(
      Path folder,
      UUID gateway,
      byte[] serverKey,
      JournalOptions options,
      InstantSource clock,
      Consumer<ClosedSegment> listener) {
    SealingKey server = SealingKey.of(serverKey);
    return new JournalWriter(
        new JournalFolder(folder, gateway, JournalFolder.REAL),
        gateway,
        server,
        options,
        clock,
        System::nanoTime,
        listener);
  }

  /**
   * Records a request before it leaves.
   *
   * @param frames the rows of the request as {@code ledger.reader} packs them; copied before this
   *     returns
   * @return completed once the record is durable, or with {@link NotRecorded}; on the journal's
   *     thread, which must not be kept
   */
  public CompletableFuture<Ticket> intent(Intent intent, byte[] frames, int from, int length) {
    return add(length, 0, future -> state.filling.add(intent, frames, from, length, false, future));
  }

  /**
   * Records a request of which it is known already what became of it, so that no crash leaves it
   * possibly received: both are durable at once, or neither is.
   *
   * @param time as in {@link #outcome}, which is not to be called for it
   * @return as in {@link #intent(Intent, byte[], int, int)}
   */
  public CompletableFuture<Ticket> settled(
      Intent intent, byte[] frames, int from, int length, long time, Outcome outcome) {
    return add(
        length,
        0,
        future -> {
          state.filling.add(intent, frames, from, length, false, future);
          state.filling.settle(time, outcome);
        });
  }

  /** Records a stream before it is opened; as {@link #intent}, and it gets no outcome. */
  public CompletableFuture<Ticket> open(Intent stream) {
    return add(0, 0, future -> state.filling.add(stream, NO_FRAMES, 0, 0, true, future));
  }

  /**
   * Records a request that is kept instead of being sent, with all of it; as {@link #intent}, and
   * it gets no outcome: it was refused. Only the server can read it again.
   *
   * @param frames rows of what the supplier would have got
   */
  public CompletableFuture<Ticket> hold(Intent intent, byte[] frames, HeldRequest request) {
    return add(
        frames.length,
        request.bodyLength(),
        future -> state.filling.add(intent, frames, 0, frames.length, request, future));
  }

  private CompletableFuture<Ticket> add(
      int length, int more, Consumer<CompletableFuture<Ticket>> filling) {
    CompletableFuture<Ticket> future = new CompletableFuture<>();
    NotRecorded.@Nullable Reason reason;
    state.lock.lock();
    try {
      reason = state.reasonAgainst(length, more, options.waitingBytes());
      if (reason == null) {
        if (state.filling.waiting.isEmpty()) {
          state.work.signal();
        }
        filling.accept(future);
      } else {
        state.refused++;
      }
    } finally {
      state.lock.unlock();
    }
    if (reason != null) {
      future.completeExceptionally(new NotRecorded(reason));
    }
    return future;
  }

  /**
   * Says what became of a request; does not wait. Only the first outcome of a request counts. It is
   * written soon, and after a crash it may be missing: the request is then possibly received.
   *
   * @param time by the gateway's clock, milliseconds since 1970-01-01 UTC
   * @throws IllegalArgumentException for a stream
   */
  public void outcome(Ticket ticket, long time, Outcome outcome) {
    if (ticket.isStream()) {
      throw new IllegalArgumentException("a stream has an end and no outcome");
    }
    SegmentFile segment = ticket.file();
    state.lock.lock();
    try {
      if (!ticket.use()) {
        return;
      }
      if (!segment.addOutcome(ticket.request(), time, outcome, nanos.getAsLong())) {
        state.lostOutcomes++;
      } else if (segment.outcomesWaiting() == 1 || segment.unanswered() == 0) {
        state.work.signal();
      }
    } finally {
      state.lock.unlock();
    }
  }

  /**
   * Says that a stream has ended; does not wait. Only the first end counts.
   *
   * @param time by the gateway's clock, milliseconds since 1970-01-01 UTC
   * @param bytes that went to the supplier, 0 or more
   * @throws IllegalArgumentException for a request that is no stream
   */
  public void end(Ticket stream, long time, long bytes) {
    if (!stream.isStream() || bytes < 0) {
      throw new IllegalArgumentException("no stream, or bytes below 0");
    }
    state.lock.lock();
    try {
      if (stream.use()) {
        StreamEnd end = new StreamEnd(stream.segment(), stream.request(), time, bytes);
        noted(!state.closing && state.filling.add(end, nanos.getAsLong()));
      }
    } finally {
      state.lock.unlock();
    }
  }

  /**
   * Says that requests were let through without a record; does not wait, and outlives a failure.
   */
  public void gap(Gap gap) {
    state.lock.lock();
    try {
      noted(!state.closing && state.filling.add(gap, nanos.getAsLong()));
    } finally {
      state.lock.unlock();
    }
  }

  private void noted(boolean kept) {
    if (kept) {
      state.work.signal();
    } else {
      state.lostNotes++;
    }
  }

  /** Segments that are closed and not deleted, in their order. */
  public List<ClosedSegment> closed() {
    return handOver.closed();
  }

  /**
   * Deletes a closed segment that the server has.
   *
   * @throws IOException when that fails; it is then still in {@link #closed}
   * @throws IllegalArgumentException for a segment that is not closed
   */
  public void delete(long number) throws IOException {
    handOver.delete(number);
  }

  public JournalHealth health() {
    state.lock.lock();
    try {
      return state.health(handOver.count(), handOver.failures());
    } finally {
      state.lock.unlock();
    }
  }

  /**
   * Writes what waits, closes all segments and hands them over. Requests that have no outcome by
   * then stay possibly received. Not to be called on the journal's threads, for which it waits.
   */
  @Override
  public void close() {
    state.lock.lock();
    try {
      state.closing = true;
      state.work.signal();
    } finally {
      state.lock.unlock();
    }
    thread.join();
    handOver.close();
    folder.close();
  }

  /** Lets the thread look at the clock again. */
  void wake() {
    state.lock.lock();
    try {
      state.work.signal();
    } finally {
      state.lock.unlock();
    }
  }
}
