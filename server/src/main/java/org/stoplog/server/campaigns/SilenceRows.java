package org.stoplog.server.campaigns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** What was done about silence, in the caller's transaction. */
final class SilenceRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  SilenceRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** Whether silence in it is followed up. */
  boolean follows(UUID campaign) {
    return jdbc.sql("select follows from campaign where id = :id")
        .param("id", campaign)
        .query(Boolean.class)
        .single();
  }

  /**
   * Running campaigns in which a step may be due.
   *
   * @param today UTC
   */
  List<UUID> due(LocalDate today) {
    return jdbc
        .sql(
            """
            select c.id, c.due from campaign c join passing.live_campaign l on l.campaign = c.id
            where c.state = 'running' and c.follows and c.due < :today order by c.number
            """)
        .param("today", today)
        .query(
            (row, number) ->
                Map.entry(row.getObject(1, UUID.class), row.getObject(2, LocalDate.class)))
        .list()
        .stream()
        .filter(one -> isOpen(one.getKey(), SilenceStep.most(one.getValue(), today)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isOpen(UUID campaign, int most) {
    return jdbc.sql(
            """
            select exists (select from campaign_supplier s
              where s.campaign = :campaign and s.sent_at is null and s.taken_at is null
                and s.obstacle is null and s.revoked_at is null
                and (select count(*) from campaign_step p
                  where p.campaign = s.campaign and p.supplier = s.supplier) < :most)
            """)
        .param("campaign", campaign)
        .param("most", most)
        .query(Boolean.class)
        .single();
  }

  /** Steps that were taken in a campaign, by supplier. */
  Map<Integer, Map<SilenceStep, SilenceStep.Taken>> taken(UUID campaign) {
    Map<Integer, Map<SilenceStep, SilenceStep.Taken>> all = new HashMap<>();
    jdbc.sql("select supplier, step, day, came from campaign_step where campaign = :campaign")
        .param("campaign", campaign)
        .query(
            row -> {
              all.computeIfAbsent(row.getInt(1), unseen -> new EnumMap<>(SilenceStep.class))
                  .put(
                      SilenceStep.of(row.getString(2)),
                      new SilenceStep.Taken(
                          row.getObject(3, LocalDate.class),
                          SilenceStep.Came.of(row.getString(4))));
            });
    return all;
  }

  /** Once for each supplier and step. */
  void add(
      UUID campaign,
      int supplier,
      SilenceStep step,
      LocalDate day,
      SilenceStep.Came came,
      @Nullable UUID finding) {
    jdbc.sql(
            """
            insert into campaign_step (campaign, supplier, step, day, came, finding)
            values (:campaign, :supplier, :step, :day, :came, :finding)
            """)
        .param("campaign", campaign)
        .param("supplier", supplier)
        .param("step", step.word())
        .param("day", day)
        .param("came", came.word())
        .param("finding", finding, Types.OTHER)
        .update();
  }

  /** Plans the mail to a second contact. */
  void write(UUID campaign, int supplier, String address, Instant at) {
    jdbc.sql(
            """
            update campaign_supplier set second = :second
            where campaign = :campaign and supplier = :supplier
            """)
        .param("second", keys.seal(address.getBytes(UTF_8), Campaign.context(campaign)))
        .param("campaign", campaign)
        .param("supplier", supplier)
        .update();
    new CampaignRows(jdbc, keys).plan(campaign, supplier, "second", 1, at);
  }

  /** What the register says of the second contact. */
  String second(int supplier) {
    return jdbc.sql("select coalesce(second_contact, '') from supplier where id = :id")
        .param("id", supplier)
        .query(String.class)
        .single();
  }
}
