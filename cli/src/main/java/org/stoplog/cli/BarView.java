package org.stoplog.cli;

import java.io.PrintStream;
import java.util.Objects;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on the terminal with rate and time left. */
final class BarView implements ProgressView {
  private static final int REFRESH_MILLIS = 250;

  private final PrintStream err;
  private final int width;
  private @Nullable ProgressBar bar;

  BarView(PrintStream err, int width) {
    this.err = err;
    this.width = width;
  }

  @Override
  public void begin(String name, long total, String unit) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(err, width - 1))
            .showSpeed();
    if (unit.equals("bytes")) {
      builder.setUnit(" MB", 1_000_000);
    } else {
      builder.setUnit(" " + unit, 1);
    }
    bar = builder.build();
  }

  @Override
  public void at(long done) {
    Objects.requireNonNull(bar).stepTo(done);
  }

  @Override
  public void end() {
    Objects.requireNonNull(bar).close();
    bar = null;
  }
}
