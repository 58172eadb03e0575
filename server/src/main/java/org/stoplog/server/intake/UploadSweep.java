package org.stoplog.server.intake;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Takes uploaded files away in time, also when nobody looks at a page: they are personal data in
 * the plain.
 */
final class UploadSweep implements SmartInitializingSingleton, AutoCloseable {
  private static final long EVERY_MINUTES = 10;

  private final Uploads uploads;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("upload-sweep").daemon().factory());
  private @Nullable ScheduledFuture<?> sweeping;

  UploadSweep(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public void afterSingletonsInstantiated() {
    uploads.sweep();
    sweeping =
        thread.scheduleWithFixedDelay(
            uploads::sweepQuietly, EVERY_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    ScheduledFuture<?> task = sweeping;
    if (task != null) {
      task.cancel(false);
    }
    thread.shutdownNow();
  }
}
