package org.stoplog.server.incidents;

import java.time.Duration;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Watch;

/** Sends mails with questions when they are due, and at once when one was approved. */
final class QuestionWatch extends Watch implements QuestionLook {
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final QuestionMailing mailing;

  QuestionWatch(QuestionMailing mailing, ServerLog log) {
    super("questions", EVERY, log);
    this.mailing = mailing;
  }

  @Override
  public void look() {
    mailing.run();
  }

  @Override
  protected void begin() {
    mailing.standStill();
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }
}
