package org.stoplog.server.notices;

import java.time.Instant;
import java.util.UUID;

/** Whom waves of an incident wrote to, or tried to. */
public final class ToldPeople {
  private ToldPeople() {}

  /**
   * SQL that gives the numbers of people in waves that had begun at a time, each once, in their
   * order; the same waves that a pack of that time has.
   */
  public static String select(UUID incident, Instant at) {
    return """
    select distinct r.person from notice_recipient r
    join notice_wave w on w.id = r.wave join notice n on n.id = w.notice
    where n.incident = '%s' and w.started_at <= '%s' order by r.person
    """
        .formatted(incident, at);
  }
}
