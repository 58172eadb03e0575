package org.stoplog.server.team;

import java.time.Duration;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Watch;

/** Sends messages to the team, at once and again when one was put off. */
public final class TeamWatch extends Watch {
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final TeamSending sending;

  TeamWatch(TeamSending sending, ServerLog log) {
    super("team-messages", EVERY, log);
    this.sending = sending;
  }

  @Override
  protected void look(boolean isAsked) {
    sending.run();
  }
}
