package org.stoplog.cli;

import java.util.function.BooleanSupplier;
import org.stoplog.ledger.Progress;

/** Shows the steps of one command in turn. Thread-safe. */
final class CommandProgress implements Progress, AutoCloseable {
  private final ProgressView view;
  private final BooleanSupplier stopped;
  private boolean open;

  CommandProgress(ProgressView view, BooleanSupplier stopped) {
    this.view = view;
    this.stopped = stopped;
  }

  @Override
  public synchronized void step(String name, long total, String unit) {
    close();
    view.begin(name, total, unit);
    open = true;
  }

  @Override
  public synchronized void at(long done) {
    if (open) {
      view.at(done);
    }
  }

  @Override
  public boolean stopped() {
    return stopped.getAsBoolean();
  }

  /** Ends the current step. */
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      view.end();
    }
  }
}
