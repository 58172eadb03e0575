package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.team.TeamMessages;

/** Who is told of what happens by itself. */
final class Keepers {
  private final Ledger ledger;
  private final Colleagues colleagues;

  Keepers(Ledger ledger, Colleagues colleagues) {
    this.ledger = ledger;
    this.colleagues = colleagues;
  }

  /** All who may edit suppliers and were not shut. */
  List<UUID> all() {
    return colleagues.active().stream()
        .filter(one -> one.permissions().contains(Permission.EDIT_SUPPLIERS))
        .map(Colleagues.Colleague::id)
        .toList();
  }

  /**
   * Who has a supplier here: colleagues who are named as an owner of what we use it for, or as our
   * contact, and may read suppliers.
   */
  List<UUID> owners(JdbcClient jdbc, int supplier) {
    Set<String> names =
        new HashSet<>(
            jdbc.sql(
                    """
                    select lower(btrim(owner)) from engagement
                    where supplier = :supplier and owner is not null and ended is null
                    union
                    select lower(btrim(our_contact)) from supplier
                    where id = :supplier and our_contact is not null
                    """)
                .param("supplier", supplier)
                .query(String.class)
                .list());
    return colleagues.active().stream()
        .filter(one -> one.permissions().contains(Permission.READ_SUPPLIERS))
        .filter(one -> names.contains(one.name().strip().toLowerCase(Locale.ROOT)))
        .map(Colleagues.Colleague::id)
        .toList();
  }

  boolean isKeeper(UUID account) {
    return all().contains(account);
  }

  /** The one who is responsible; all who may edit suppliers when that one can do it no more. */
  List<UUID> of(UUID responsible) {
    List<UUID> all = all();
    return all.contains(responsible) ? List.of(responsible) : all;
  }

  /**
   * Plans mails to colleagues, in the transaction of what they tell of.
   *
   * @param topic by ids of ours: nobody is told twice of the same
   * @param breached supplier whose mail servers are not used; null for none
   * @param at by the real clock
   */
  void tell(
      JdbcClient jdbc,
      Set<UUID> whom,
      String topic,
      String kind,
      String path,
      String subject,
      String text,
      @Nullable Integer breached,
      Instant at) {
    new TeamMessages(jdbc, ledger.stores().keys())
        .plan(new TeamMessages.Note(topic, kind, path, subject, text, null, breached, at), whom);
  }

  static boolean isTold(JdbcClient jdbc, String topic) {
    return jdbc.sql("select count(*) from team_message where topic = :topic")
            .param("topic", topic)
            .query(Long.class)
            .single()
        > 0;
  }
}
