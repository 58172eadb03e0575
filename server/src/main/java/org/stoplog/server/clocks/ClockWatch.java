package org.stoplog.server.clocks;

import java.time.Duration;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Watch;

/** Reminds of deadlines, and keeps what duties came to whenever that changed. */
final class ClockWatch extends Watch implements ClockLook {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Reminders reminders;
  private final Runnable wakeTeam;

  /**
   * @param wakeTeam has messages sent at once
   */
  ClockWatch(Reminders reminders, Runnable wakeTeam, ServerLog log) {
    super("clocks", EVERY, log);
    this.reminders = reminders;
    this.wakeTeam = wakeTeam;
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }

  @Override
  public void look() {
    reminders.look();
    wakeTeam.run();
  }
}
