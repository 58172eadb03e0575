package org.stoplog.cli;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Waits until it is worth looking into a folder again. */
final class FolderWatch implements AutoCloseable {
  /** Folders on a network give no events, so we look this often in any case. */
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private static final long SLICE_MILLIS = 250;

  private final WatchService watcher;

  FolderWatch(Path folder) {
    try {
      watcher = folder.getFileSystem().newWatchService();
      folder.register(watcher, ENTRY_CREATE, ENTRY_MODIFY);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, folder + " cannot be watched", e);
    }
  }

  /** Returns after an event, after the period, or soon after {@code stopped} says so. */
  void await(BooleanSupplier stopped) {
    long end = System.nanoTime() + PERIOD.toNanos();
    try {
      while (!stopped.getAsBoolean() && System.nanoTime() < end) {
        WatchKey key = watcher.poll(SLICE_MILLIS, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "watching was stopped", e);
    }
  }

  @Override
  public void close() {
    try {
      watcher.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
