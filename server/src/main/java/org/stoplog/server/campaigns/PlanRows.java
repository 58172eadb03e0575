package org.stoplog.server.campaigns;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.mail.Letter;

/** Plans and what they made, in the caller's transaction. */
final class PlanRows {
  private static final String MADE =
      """
      select m.*, c.state as now from campaign_planned m left join campaign c on c.id = m.campaign
      """;

  private final JdbcClient jdbc;
  private final Keyset keys;

  PlanRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** By title. */
  List<Plan> all() {
    return jdbc.sql(
            "select * from campaign_plan where removed_at is null order by lower(title), id")
        .query((row, number) -> plan(row))
        .list();
  }

  Optional<Plan> find(UUID id) {
    return jdbc.sql("select * from campaign_plan where id = :id and removed_at is null")
        .param("id", id)
        .query((row, number) -> plan(row))
        .optional();
  }

  /** Held until the transaction ends. */
  Optional<Plan> lock(UUID id) {
    return jdbc.sql("select * from campaign_plan where id = :id and removed_at is null for update")
        .param("id", id)
        .query((row, number) -> plan(row))
        .optional();
  }

  private Plan plan(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Array tiers = row.getArray("tiers");
    return new Plan(
        id,
        row.getString("title"),
        Arrays.asList((Integer[]) tiers.getArray()),
        new PlanDays(row.getObject("first", LocalDate.class), row.getInt("every")),
        new Asking(
            row.getString("set_id"),
            row.getInt("answer"),
            row.getInt("remind"),
            row.getInt("route"),
            row.getString("language"),
            Letter.of(keys.unseal(row.getBytes("content"), Plan.context(id))),
            row.getObject("responsible", UUID.class)),
        row.getBoolean("starts"),
        row.getInt("skip"),
        row.getBoolean("paused"),
        row.getObject("since", LocalDate.class));
  }

  void add(Plan one, UUID by, Instant at) {
    with(
            one,
            """
            insert into campaign_plan (id, title, tiers, every, first, set_id, answer, remind,
              route, language, content, responsible, starts, skip, since, created_by, created_at)
            values (:id, :title, string_to_array(:tiers, ',')::int[], :every, :first, :set, :answer,
              :remind, :route, :language, :content, :responsible, :starts, :skip, :since, :by, :at)
            """)
        .param("by", by)
        .param("at", CampaignRows.time(at))
        .update();
    live(one.id());
  }

  void change(Plan one) {
    with(
            one,
            """
            update campaign_plan set title = :title, tiers = string_to_array(:tiers, ',')::int[],
              every = :every, first = :first, set_id = :set, answer = :answer, remind = :remind,
              route = :route, language = :language, content = :content,
              responsible = :responsible, starts = :starts, skip = :skip, since = :since
            where id = :id
            """)
        .update();
    live(one.id());
  }

  private JdbcClient.StatementSpec with(Plan one, String sql) {
    Asking asking = one.asking();
    return jdbc.sql(sql)
        .param("id", one.id())
        .param("title", one.title())
        .param("tiers", one.tiers().stream().map(String::valueOf).collect(Collectors.joining(",")))
        .param("every", one.days().every())
        .param("first", one.days().first())
        .param("set", asking.set())
        .param("answer", asking.answer())
        .param("remind", asking.remind())
        .param("route", asking.route())
        .param("language", asking.language())
        .param("content", keys.seal(asking.letter().bytes(), Plan.context(one.id())))
        .param("responsible", asking.responsible())
        .param("starts", one.starts())
        .param("skip", one.skip())
        .param("since", one.since());
  }

  /** Somebody has looked at it since a backup may have been restored. */
  private void live(UUID plan) {
    jdbc.sql("insert into passing.live_plan values (:plan) on conflict do nothing")
        .param("plan", plan)
        .update();
  }

  boolean isLive(UUID plan) {
    return jdbc.sql("select count(*) from passing.live_plan where plan = :plan")
            .param("plan", plan)
            .query(Long.class)
            .single()
        > 0;
  }

  void pause(UUID id) {
    jdbc.sql("update campaign_plan set paused = true where id = :id").param("id", id).update();
  }

  /** Goes on; what came due meanwhile is let go. */
  void resume(UUID id, LocalDate today) {
    jdbc.sql("update campaign_plan set paused = false, since = :today where id = :id")
        .param("id", id)
        .param("today", today)
        .update();
    live(id);
  }

  void remove(UUID id, Instant at) {
    jdbc.sql("update campaign_plan set removed_at = :at where id = :id")
        .param("id", id)
        .param("at", CampaignRows.time(at))
        .update();
  }

  boolean isMade(UUID plan, LocalDate day) {
    return jdbc.sql("select count(*) from campaign_planned where plan = :plan and day = :day")
            .param("plan", plan)
            .param("day", day)
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * Who was asked a set of questions: not by a drill, and not who had no address.
   *
   * @param since the first day that counts, UTC
   */
  Set<Integer> askedSince(String set, LocalDate since) {
    return new HashSet<>(
        jdbc.sql(
                """
                select distinct a.supplier from assessment a
                where a.set_id = :set and a.made_at >= :since and not exists (
                  select from campaign_supplier s join campaign c on c.id = s.campaign
                  where s.assessment = a.id and (c.catcher or s.obstacle is not null))
                """)
            .param("set", set)
            .param("since", since.atStartOfDay().atOffset(ZoneOffset.UTC))
            .query(Integer.class)
            .list());
  }

  /** Once for each plan and day. */
  void made(
      UUID plan,
      LocalDate day,
      @Nullable UUID campaign,
      int suppliers,
      int leftOut,
      Plan.State state,
      Instant at) {
    jdbc.sql(
            """
            insert into campaign_planned (plan, day, campaign, suppliers, left_out, state, made_at)
            values (:plan, :day, :campaign, :suppliers, :out, :state, :at)
            """)
        .param("plan", plan)
        .param("day", day)
        .param("campaign", campaign, Types.OTHER)
        .param("suppliers", suppliers)
        .param("out", leftOut)
        .param("state", word(state))
        .param("at", CampaignRows.time(at))
        .update();
  }

  void settle(UUID plan, LocalDate day, Plan.State state, @Nullable String why) {
    jdbc.sql(
            """
            update campaign_planned set state = :state, why = :why
            where plan = :plan and day = :day
            """)
        .param("plan", plan)
        .param("day", day)
        .param("state", word(state))
        .param("why", why, Types.VARCHAR)
        .update();
  }

  static String word(Plan.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Of a plan, the latest day first. */
  List<Plan.Made> madeBy(UUID plan) {
    return jdbc.sql(MADE + " where m.plan = :plan order by m.day desc")
        .param("plan", plan)
        .query((row, number) -> made(row))
        .list();
  }

  /** What a campaign was made by; empty for one that a person made. */
  Optional<Plan.Made> makerOf(UUID campaign) {
    return jdbc.sql(MADE + " where m.campaign = :campaign")
        .param("campaign", campaign)
        .query((row, number) -> made(row))
        .optional();
  }

  /** Those that are to be begun, and were not yet. */
  List<Plan.Made> toStart() {
    return jdbc.sql(MADE + " where m.state = 'to-start' order by m.made_at")
        .query((row, number) -> made(row))
        .list();
  }

  private static Plan.Made made(ResultSet row) throws SQLException {
    String now = row.getString("now");
    return new Plan.Made(
        row.getObject("plan", UUID.class),
        row.getObject("day", LocalDate.class),
        row.getObject("campaign", UUID.class),
        row.getInt("suppliers"),
        row.getInt("left_out"),
        Plan.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT).replace('-', '_')),
        row.getString("why"),
        now == null ? null : Campaign.State.valueOf(now.toUpperCase(Locale.ROOT)),
        row.getObject("made_at", OffsetDateTime.class).toInstant());
  }
}
