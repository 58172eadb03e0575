package org.stoplog.server.notices;

import java.time.Duration;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Watch;

/** Sends what tells approvers of a start, at once and again when it was put off. */
final class StartMailWatch extends Watch {
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final StartMails mails;

  StartMailWatch(StartMails mails, ServerLog log) {
    super("start-mails", EVERY, log);
    this.mails = mails;
  }

  @Override
  protected void look(boolean isAsked) {
    mails.run();
  }
}
