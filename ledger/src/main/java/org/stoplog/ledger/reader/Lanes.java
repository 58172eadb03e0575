package org.stoplog.ledger.reader;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Decodes chunks on two threads and hands their rows over in the file's order. */
final class Lanes {
  private static final int THREADS = 2;

  /** Chunks held at once: both threads busy, one waiting, one being written. */
  private static final int COUNT = 4;

  /** Turns the records of a chunk into rows; used by one thread at a time. */
  interface ChunkDecoder {
    void decode(Chunk chunk);
  }

  private record Lane(Chunk chunk, RowEmitter emitter, ChunkDecoder decoder) {}

  private final ChildOutput out;
  private final LongSupplier position;
  private final List<Lane> lanes = new ArrayList<>();

  Lanes(
      int fields,
      ChildOutput out,
      LongSupplier position,
      Function<RowEmitter, ChunkDecoder> decoders) {
    this.out = out;
    this.position = position;
    SetDictionary sets = new SetDictionary();
    for (int i = 0; i < COUNT; i++) {
      RowEmitter emitter = new RowEmitter(fields, sets);
      lanes.add(new Lane(new Chunk(ChunkReader.CHUNK_BYTES), emitter, decoders.apply(emitter)));
    }
  }

  void run(ChunkReader chunks) throws IOException {
    Deque<Lane> free = new ArrayDeque<>(lanes);
    Deque<Lane> busy = new ArrayDeque<>();
    Deque<Future<?>> results = new ArrayDeque<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      while (true) {
        if (free.isEmpty()) {
          free.add(finish(busy, results));
        }
        Lane lane = free.removeFirst();
        if (!chunks.next(lane.chunk)) {
          break;
        }
        busy.addLast(lane);
        results.addLast(threads.submit(() -> lane.decoder.decode(lane.chunk)));
      }
      while (!busy.isEmpty()) {
        finish(busy, results);
      }
    }
    long rows = 0;
    long leftOut = 0;
    long[] cells = new long[lanes.getFirst().emitter.cells().length];
    for (Lane lane : lanes) {
      rows += lane.emitter.rowTotal();
      leftOut += lane.emitter.leftOutTotal();
      for (int i = 0; i < cells.length; i++) {
        cells[i] += lane.emitter.cells()[i];
      }
    }
    out.end(rows, leftOut, cells);
  }

  private Lane finish(Deque<Lane> busy, Deque<Future<?>> results) {
    try {
      results.removeFirst().get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case StoplogException problem -> throw problem;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      throw new StoplogException(Problem.INTERRUPTED, "reading was stopped", e);
    }
    Lane lane = busy.removeFirst();
    lane.emitter.drain(out);
    out.progress(position.getAsLong());
    return lane;
  }
}
