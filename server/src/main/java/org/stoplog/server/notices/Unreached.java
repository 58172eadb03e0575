package org.stoplog.server.notices;

import java.util.UUID;
import java.util.function.LongConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whom an incident's notices did not reach on any way, so that they need another: refused, come
 * back, without an address, in doubt, or left untold when a wave was ended.
 */
final class Unreached {
  /** Of one person: no copy told them, or is about to, and at least one did not reach them. */
  private static final String PEOPLE =
      """
      from notice_recipient r join notice n on n.id = r.notice
      where n.incident = :incident and not r.drill
        and r.state in ('refused', 'given-up', 'no-address', 'bad-address', 'doubtful', 'bounced',
          'dropped', 'guardian-erased', 'guardian-loop', 'guardian-no-address', 'guardian-changed')
        and not exists (
          select from notice_recipient t join notice m on m.id = t.notice
          where m.incident = n.incident and t.person = r.person and not t.drill
            and t.state in ('planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'delegated'))
      """;

  private Unreached() {}

  /** How many people. */
  static long count(JdbcClient jdbc, UUID incident) {
    return jdbc.sql("select count(distinct r.person) " + PEOPLE)
        .param("incident", incident)
        .query(Long.class)
        .single();
  }

  /** Each once, in the order of their numbers. */
  static void each(JdbcClient jdbc, UUID incident, LongConsumer person) {
    jdbc.sql("select distinct r.person " + PEOPLE + " order by 1")
        .param("incident", incident)
        .query(
            row -> {
              person.accept(row.getLong(1));
            });
  }
}
