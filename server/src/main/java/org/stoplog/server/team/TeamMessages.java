package org.stoplog.server.team;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.accounts.AccountMails;
import org.stoplog.server.messages.MessageServices;
import org.stoplog.server.platform.Ids;

/**
 * Plans messages to colleagues, in the transaction of what they tell of: each is sent when that was
 * committed, once, and again when it was put off or nobody answered.
 */
public final class TeamMessages {
  private final JdbcClient jdbc;
  private final Keyset keys;

  public TeamMessages(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * What is told.
   *
   * @param topic what it is about, by ids of ours; nobody is told twice of the same
   * @param kind for programs: {@code wave.started}
   * @param path of the page to look at
   * @param text without the address of the page, and without data of people
   * @param route by which it goes; null for the first that really sends
   * @param breached supplier whose mail servers are not used; null for none
   * @param at when it was planned, by the real clock
   */
  public record Note(
      String topic,
      String kind,
      String path,
      String subject,
      String text,
      @Nullable Integer route,
      @Nullable Integer breached,
      Instant at) {}

  /**
   * To colleagues by mail.
   *
   * @return how many of them have an address
   */
  public int plan(Note note, Collection<UUID> accounts) {
    AccountMails mails = new AccountMails(jdbc, keys);
    int planned = 0;
    for (UUID account : accounts) {
      boolean isKnown = mails.of(account).isPresent();
      planned += isKnown ? 1 : 0;
      add(note, account, null, isKnown ? "planned" : "no-address");
    }
    return planned;
  }

  /** To all services that bring messages to the team. @return how many there are */
  public int call(Note note) {
    int planned = 0;
    for (int service : MessageServices.ofTeam(jdbc)) {
      add(note, null, service, "planned");
      planned++;
    }
    return planned;
  }

  private void add(Note note, @Nullable UUID account, @Nullable Integer service, String state) {
    UUID id = Ids.next(note.at());
    boolean isNew =
        jdbc.sql(
                    """
                    insert into team_message (id, topic, account, service, route, breached, content,
                      planned_at, state)
                    values (:id, :topic, :account, :service, :route, :breached, :content, :at, :state)
                    on conflict do nothing
                    """)
                .param("id", id)
                .param("topic", note.topic())
                .param("account", account, Types.OTHER)
                .param("service", service, Types.INTEGER)
                .param("route", note.route(), Types.INTEGER)
                .param("breached", note.breached(), Types.INTEGER)
                .param("content", keys.seal(TeamText.of(note).bytes(), TeamText.context(id)))
                .param("at", note.at().atOffset(ZoneOffset.UTC))
                .param("state", state)
                .update()
            == 1;
    if (isNew) {
      jdbc.sql("insert into passing.live_team_message values (:id)").param("id", id).update();
    }
  }

  /** How many were written to, and how many could not be, in words; empty when nobody was. */
  public static Optional<String> words(JdbcClient jdbc, String topic) {
    return jdbc.sql(
            """
            select count(*), count(*) filter (where state = 'accepted'),
              count(*) filter (where state = 'no-address')
            from team_message where topic = :topic and account is not null having count(*) > 0
            """)
        .param("topic", topic)
        .query(
            (row, number) ->
                row.getLong(2)
                    + " of "
                    + row.getLong(1)
                    + " were told by mail; "
                    + row.getLong(3)
                    + " gave no address (Your account, e-mail address)")
        .optional();
  }
}
