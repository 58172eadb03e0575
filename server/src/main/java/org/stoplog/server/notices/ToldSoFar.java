package org.stoplog.server.notices;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many people the waves of an incident told, for those above. */
public final class ToldSoFar {
  private ToldSoFar() {}

  /** People whose copy a mail server accepted; each once, drills apart. */
  public static long of(JdbcClient jdbc, UUID incident) {
    return jdbc.sql(
            """
            select count(distinct r.person) from notice_recipient r join notice n on n.id = r.notice
            where n.incident = :incident and not r.drill and r.state = 'accepted'
            """)
        .param("incident", incident)
        .query(Long.class)
        .single();
  }
}
