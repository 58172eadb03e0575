package org.stoplog.server.clocks;

import java.time.Duration;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Watch;

/** Reminds of deadlines, and keeps what duties came to whenever that changed. */
final class ClockWatch extends Watch implements ClockLook {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Reminders reminders;
  private final Rules rules;
  private final Runnable wakeTeam;

  /**
   * @param wakeTeam has messages sent at once
   */
  ClockWatch(Reminders reminders, Rules rules, Runnable wakeTeam, ServerLog log) {
    super("clocks", EVERY, log);
    this.reminders = reminders;
    this.rules = rules;
    this.wakeTeam = wakeTeam;
  }

  /** Reading the catalogue takes a second or two, for which no page of an incident should wait. */
  @Override
  protected void begin() {
    Thread.ofVirtual().name("catalogue").start(rules::all);
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
