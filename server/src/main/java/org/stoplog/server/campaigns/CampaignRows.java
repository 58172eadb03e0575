package org.stoplog.server.campaigns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.assessments.AssessmentRows;
import org.stoplog.server.mail.Letter;

/** Campaigns and whom they ask, in the caller's transaction. */
final class CampaignRows {
  private static final String ASKED =
      """
      select s.*, p.name, l.state as link, c.state as code,
        coalesce(l.in_doubt, false) or coalesce(c.in_doubt, false) as in_doubt,
        (select count(*) from campaign_mail r where r.campaign = s.campaign
          and r.supplier = s.supplier and r.kind = 'reminder') as reminders
      from campaign_supplier s join supplier p on p.id = s.supplier
      left join campaign_mail l on l.campaign = s.campaign and l.supplier = s.supplier
        and l.kind = 'link' and l.number = s.generation
      left join campaign_mail c on c.campaign = s.campaign and c.supplier = s.supplier
        and c.kind = 'code' and c.number = s.generation
      where s.campaign = :campaign
      """;

  private final JdbcClient jdbc;
  private final Keyset keys;

  CampaignRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** A draft; its number is given by the database. */
  void add(Campaign one, byte[] secret) {
    jdbc.sql(
            """
            insert into campaign (id, incident, title, set_id, set_version, due, why, state, route,
              catcher, days, language, remind, content, secret, created_by, created_at)
            values (:id, :incident, :title, :set, :version, :due, :why, 'draft', :route, :drill,
              :days, :language, :remind, :content, :secret, :by, :at)
            """)
        .param("id", one.id())
        .param("incident", one.incident(), Types.OTHER)
        .param("title", one.title())
        .param("set", one.set())
        .param("version", one.version())
        .param("due", one.due())
        .param("why", one.why())
        .param("route", one.route())
        .param("drill", one.drill())
        .param("days", one.days())
        .param("language", one.language())
        .param("remind", one.remind())
        .param("content", keys.seal(one.letter().bytes(), Campaign.context(one.id())))
        .param("secret", keys.seal(secret, Campaign.context(one.id())))
        .param("by", one.createdBy())
        .param("at", time(one.createdAt()))
        .update();
  }

  void addSupplier(UUID campaign, int supplier, List<String> likeness, String language) {
    jdbc.sql(
            """
            insert into campaign_supplier (campaign, supplier, likeness, language)
            values (:campaign, :supplier, string_to_array(:likeness, ';'), :language)
            on conflict do nothing
            """)
        .param("campaign", campaign)
        .param("supplier", supplier)
        .param("likeness", String.join(";", likeness))
        .param("language", language)
        .update();
  }

  void removeSupplier(UUID campaign, int supplier) {
    jdbc.sql("delete from campaign_supplier where campaign = :campaign and supplier = :supplier")
        .param("campaign", campaign)
        .param("supplier", supplier)
        .update();
  }

  /** The newest first. */
  List<Campaign> all() {
    return jdbc.sql("select * from campaign order by number desc")
        .query((row, number) -> campaign(row))
        .list();
  }

  /** Sweeps of an incident, the newest first. */
  List<Campaign> of(UUID incident) {
    return jdbc.sql("select * from campaign where incident = :incident order by number desc")
        .param("incident", incident)
        .query((row, number) -> campaign(row))
        .list();
  }

  List<Campaign> running() {
    return jdbc.sql("select * from campaign where state = 'running' order by number")
        .query((row, number) -> campaign(row))
        .list();
  }

  Optional<Campaign> find(UUID id) {
    return jdbc.sql("select * from campaign where id = :id")
        .param("id", id)
        .query((row, number) -> campaign(row))
        .optional();
  }

  /** Held until the transaction ends. */
  Optional<Campaign> lock(UUID id) {
    return jdbc.sql("select * from campaign where id = :id for update")
        .param("id", id)
        .query((row, number) -> campaign(row))
        .optional();
  }

  private Campaign campaign(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new Campaign(
        id,
        row.getInt("number"),
        row.getObject("incident", UUID.class),
        row.getString("title"),
        row.getString("set_id"),
        row.getString("set_version"),
        row.getObject("due", LocalDate.class),
        row.getString("why"),
        Campaign.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("route"),
        row.getBoolean("catcher"),
        row.getInt("days"),
        row.getString("language"),
        row.getInt("remind"),
        Letter.of(keys.unseal(row.getBytes("content"), Campaign.context(id))),
        row.getObject("created_by", UUID.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getString("paused"));
  }

  byte[] secret(UUID id) {
    return keys.unseal(
        jdbc.sql("select secret from campaign where id = :id")
            .param("id", id)
            .query((row, number) -> row.getBytes(1))
            .single(),
        Campaign.context(id));
  }

  /** By name. */
  List<Asked> asked(UUID campaign) {
    return jdbc.sql(ASKED + " order by lower(p.name), s.supplier")
        .param("campaign", campaign)
        .query((row, number) -> asked(row))
        .list();
  }

  Optional<Asked> asked(UUID campaign, int supplier) {
    return jdbc.sql(ASKED + " and s.supplier = :supplier")
        .param("campaign", campaign)
        .param("supplier", supplier)
        .query((row, number) -> asked(row))
        .optional();
  }

  private Asked asked(ResultSet row) throws SQLException {
    UUID campaign = row.getObject("campaign", UUID.class);
    UUID assessment = row.getObject("assessment", UUID.class);
    Array likeness = row.getArray("likeness");
    byte[] sentBy = row.getBytes("sent_by");
    return new Asked(
        campaign,
        row.getInt("supplier"),
        row.getString("name"),
        assessment,
        List.of((String[]) likeness.getArray()),
        address(campaign, row.getBytes("contact")),
        address(campaign, row.getBytes("second")),
        row.getBoolean("needs_code"),
        row.getString("obstacle"),
        row.getString("language"),
        row.getInt("generation"),
        instant(row, "expires_at"),
        instant(row, "revoked_at"),
        instant(row, "opened_at"),
        instant(row, "saved_at"),
        instant(row, "sent_at"),
        sentBy == null || assessment == null
            ? ""
            : new String(keys.unseal(sentBy, AssessmentRows.context(assessment)), UTF_8),
        instant(row, "taken_at"),
        row.getInt("code_failures"),
        row.getString("link"),
        row.getString("code"),
        row.getBoolean("in_doubt"),
        row.getInt("reminders"));
  }

  private @Nullable String address(UUID campaign, byte @Nullable [] sealed) {
    return sealed == null
        ? null
        : new String(keys.unseal(sealed, Campaign.context(campaign)), UTF_8);
  }

  /** What is kept of a supplier when the campaign begins. */
  record Begun(
      int supplier,
      UUID assessment,
      @Nullable String contact,
      @Nullable String second,
      boolean needsCode,
      @Nullable String obstacle) {
    @Override
    public String toString() {
      return "Begun[" + supplier + "]";
    }
  }

  void begin(UUID campaign, Begun one) {
    jdbc.sql(
            """
            update campaign_supplier set assessment = :assessment, contact = :contact,
              second = :second, needs_code = :code, obstacle = :obstacle
            where campaign = :campaign and supplier = :supplier
            """)
        .param("campaign", campaign)
        .param("supplier", one.supplier())
        .param("assessment", one.assessment())
        .param("contact", sealed(campaign, one.contact()), Types.BINARY)
        .param("second", sealed(campaign, one.second()), Types.BINARY)
        .param("code", one.needsCode())
        .param("obstacle", one.obstacle(), Types.VARCHAR)
        .update();
  }

  private byte @Nullable [] sealed(UUID campaign, @Nullable String address) {
    return address == null ? null : keys.seal(address.getBytes(UTF_8), Campaign.context(campaign));
  }

  void plan(UUID campaign, int supplier, String kind, int number, Instant at) {
    jdbc.sql(
            """
            insert into campaign_mail (campaign, supplier, kind, number, state, planned_at)
            values (:campaign, :supplier, :kind, :number, 'planned', :at) on conflict do nothing
            """)
        .param("campaign", campaign)
        .param("supplier", supplier)
        .param("kind", kind)
        .param("number", number)
        .param("at", time(at))
        .update();
  }

  void start(UUID id, UUID by, Instant at) {
    jdbc.sql(
            "update campaign set state = 'running', started_by = :by, started_at = :at,"
                + " follows = remind > 0 where id = :id")
        .param("id", id)
        .param("by", by)
        .param("at", time(at))
        .update();
    jdbc.sql("insert into passing.live_campaign values (:id) on conflict do nothing")
        .param("id", id)
        .update();
  }

  boolean isLive(UUID id) {
    return jdbc.sql("select count(*) from passing.live_campaign where campaign = :id")
            .param("id", id)
            .query(Long.class)
            .single()
        > 0;
  }

  void pause(UUID id, String why) {
    jdbc.sql("update campaign set state = 'paused', paused = :why where id = :id")
        .param("id", id)
        .param("why", why)
        .update();
  }

  /** Goes on, also after a backup was restored. */
  void resume(UUID id) {
    jdbc.sql("update campaign set state = 'running', paused = null where id = :id")
        .param("id", id)
        .update();
    jdbc.sql("insert into passing.live_campaign values (:id) on conflict do nothing")
        .param("id", id)
        .update();
  }

  void discard(UUID id) {
    jdbc.sql("delete from campaign_supplier where campaign = :id").param("id", id).update();
    jdbc.sql("update campaign set state = 'discarded' where id = :id").param("id", id).update();
  }

  /** No link works from here on, and no mail goes out. */
  void end(UUID id, UUID by, Instant at) {
    jdbc.sql(
            """
            update campaign set state = 'ended', paused = null, ended_by = :by, ended_at = :at
            where id = :id
            """)
        .param("id", id)
        .param("by", by)
        .param("at", time(at))
        .update();
    jdbc.sql(
            """
            update campaign_mail set state = 'dropped'
            where campaign = :id and state in ('planned', 'deferred')
            """)
        .param("id", id)
        .update();
  }

  /** Ends the link that there is. */
  void revoke(UUID campaign, int supplier, Instant at) {
    jdbc.sql(
            """
            update campaign_supplier set revoked_at = :at, token_sha256 = null
            where campaign = :campaign and supplier = :supplier
            """)
        .param("campaign", campaign)
        .param("supplier", supplier)
        .param("at", time(at))
        .update();
    drop(campaign, supplier);
  }

  private void drop(UUID campaign, int supplier) {
    jdbc.sql(
            """
            update campaign_mail set state = 'dropped'
            where campaign = :campaign and supplier = :supplier and state in ('planned', 'deferred')
            """)
        .param("campaign", campaign)
        .param("supplier", supplier)
        .update();
  }

  /** Another link, which works from when its mail goes out; the one before ends now. */
  void renew(Asked one, Instant at) {
    drop(one.campaign(), one.supplier());
    jdbc.sql(
            """
            update campaign_supplier set generation = generation + 1, token_sha256 = null,
              expires_at = null, revoked_at = null, opened_at = null, code_failures = 0
            where campaign = :campaign and supplier = :supplier
            """)
        .param("campaign", one.campaign())
        .param("supplier", one.supplier())
        .update();
    plan(one.campaign(), one.supplier(), "link", one.generation() + 1, at);
    if (one.needsCode()) {
      plan(one.campaign(), one.supplier(), "code", one.generation() + 1, at);
    }
  }

  void taken(Asked one, Instant at) {
    jdbc.sql(
            """
            update campaign_supplier set taken_at = :at
            where campaign = :campaign and supplier = :supplier
            """)
        .param("campaign", one.campaign())
        .param("supplier", one.supplier())
        .param("at", time(at))
        .update();
  }

  /** The supplier may change its answers again. */
  void reopen(Asked one) {
    jdbc.sql(
            """
            update campaign_supplier set sent_at = null, sent_by = null
            where campaign = :campaign and supplier = :supplier and taken_at is null
            """)
        .param("campaign", one.campaign())
        .param("supplier", one.supplier())
        .update();
  }

  /** What the supplier has written, by question. */
  List<Draft> drafts(Asked one) {
    return jdbc.sql(
            """
            select question, answer, words, version from campaign_answer
            where campaign = :campaign and supplier = :supplier order by question
            """)
        .param("campaign", one.campaign())
        .param("supplier", one.supplier())
        .query((row, number) -> Draft.of(row, keys, one.assessment()))
        .list();
  }
}
