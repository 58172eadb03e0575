package org.stoplog.ledger.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Hashes closed segments and tells of them, on a thread of its own: who writes records does not
 * wait for that. A segment that cannot be read now is tried again with the next one.
 */
final class HandOver implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 17;

  private final JournalFolder folder;
  private final Consumer<ClosedSegment> listener;
  private final TreeSet<Long> due = new TreeSet<>(); // of the thread alone
  private final ConcurrentSkipListMap<Long, ClosedSegment> closed = new ConcurrentSkipListMap<>();
  private final AtomicLong failures = new AtomicLong();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("journal hand-over").factory());

  HandOver(JournalFolder folder, Consumer<ClosedSegment> listener) {
    this.folder = folder;
    this.listener = listener;
  }

  void add(long number) {
    thread.execute(
        () -> {
          due.add(number);
          handOver();
        });
  }

  /** Tries those again that could not be read. */
  void retry() {
    thread.execute(this::handOver);
  }

  private void handOver() {
    for (Iterator<Long> numbers = due.iterator(); numbers.hasNext(); ) {
      long number = numbers.next();
      try {
        ClosedSegment segment = read(number);
        numbers.remove();
        closed.put(number, segment);
        listener.accept(segment);
      } catch (IOException | RuntimeException e) {
        failures.incrementAndGet(); // a listener that failed finds it in the list
      }
    }
  }

  private ClosedSegment read(long number) throws IOException {
    Path file = folder.file(number);
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    long bytes = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        bytes += count;
      }
    }
    return new ClosedSegment(number, file, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  List<ClosedSegment> closed() {
    return List.copyOf(closed.values());
  }

  int count() {
    return closed.size();
  }

  long failures() {
    return failures.get();
  }

  void delete(long number) throws IOException {
    if (!closed.containsKey(number)) {
      throw new IllegalArgumentException("no closed segment has the number " + number);
    }
    folder.delete(number);
    closed.remove(number);
  }

  /** Waits until all were told of. */
  @Override
  public void close() {
    thread.close();
  }
}
