package org.stoplog.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.stoplog.ledger.Numbers;

/** A plain line every few seconds, for logs and pipes. Short steps leave no line. */
final class LineView implements ProgressView {
  private static final long INTERVAL_NANOS = 5_000_000_000L;

  private final PrintStream err;
  private final LongSupplier nanos;
  private String name = "";
  private String unit = "";
  private long total;
  private long done;
  private long began;
  private long told;

  LineView(PrintStream err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
  }

  @Override
  public void begin(String name, long total, String unit) {
    this.name = name;
    this.total = total;
    this.unit = unit;
    done = 0;
    began = nanos.getAsLong();
    told = began;
  }

  @Override
  public void at(long done) {
    this.done = done;
    long now = nanos.getAsLong();
    if (now - told >= INTERVAL_NANOS) {
      told = now;
      err.println(line(now - began));
    }
  }

  @Override
  public void end() {
    if (told > began) {
      Duration time = Duration.ofNanos(nanos.getAsLong() - began);
      err.println(name + ": over after " + Numbers.duration(time));
    }
  }

  private String line(long elapsed) {
    long perSecond = (long) (done / (elapsed / 1e9));
    StringBuilder line = new StringBuilder(name).append(": ").append(Numbers.amount(done, unit));
    if (total > 0) {
      line.append(" of ").append(Numbers.amount(total, unit));
      line.append(" (").append(100 * done / total).append(" %)");
    }
    line.append(", ").append(Numbers.amount(perSecond, unit)).append("/s");
    if (total > 0 && perSecond > 0) {
      Duration left = Duration.ofSeconds(Math.max(0, total - done) / perSecond);
      line.append(", ").append(Numbers.duration(left)).append(" left");
    }
    return line.toString();
  }
}
