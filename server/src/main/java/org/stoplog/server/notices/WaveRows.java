package org.stoplog.server.notices;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.severity.Severity.Band;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.exposure.Affected;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.severity.Judgement;
import org.stoplog.server.severity.Severities;

/** The rows of waves, in the caller's transaction. */
final class WaveRows {
  private static final String SELECT =
      """
      select w.*, n.incident, n.number as notice_number
      from notice_wave w join notice n on n.id = w.notice
      """;

  private final JdbcClient jdbc;

  WaveRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What is used when copies are made: the approved text and the wave's key, both sealed. */
  record Sealed(byte[] content, String textSha256, String routeSha256, byte[] secret) {
    @Override
    public String toString() {
      return "Sealed[…]";
    }
  }

  /**
   * @return its number within the notice
   */
  int add(UUID id, UUID notice, Wave.Terms terms, byte[] secret, UUID by, Instant at) {
    return jdbc.sql(
            """
            insert into notice_wave (id, notice, number, state, drill, channel, route, service, catcher,
              price, currency, exposure,
              exposure_sha256, parts, grades, whom, countries, elements_low, elements_high,
              elements_unknown, roles, bands, judgement, on_doubt, per_minute, domain_per_minute,
              warm_up, connections, error_limit, secret,
              created_by, created_at)
            values (:id, :notice,
              (select coalesce(max(number), 0) + 1 from notice_wave where notice = :notice),
              'counting', :drill, :channel, :route, :service, :drill, :price, :currency, :exposure, :sha256, :parts, :grades, :whom,
              :countries, :low, :high, :unknown, :roles, :bands, :judgement, :doubt, :rate, :domain_rate, :warm_up,
              :connections, :errors, :secret, :by, :at)
            returning number
            """)
        .param("id", id)
        .param("notice", notice)
        .param("drill", terms.drill())
        .param("channel", terms.way().channel())
        .param("route", terms.way() instanceof Way.Mail(int route) ? route : null, Types.INTEGER)
        .param("service", terms.way().service(), Types.INTEGER)
        .param("price", terms.price().parts())
        .param("currency", terms.price().currency())
        .param("exposure", terms.exposure())
        .param("sha256", terms.sha256())
        .param("parts", Choice.words(terms.choice().parts()))
        .param("grades", Choice.words(terms.choice().grades()))
        .param("whom", terms.choice().whom().word())
        .param(
            "countries",
            terms.choice().filter().countries().stream().sorted().toArray(Integer[]::new))
        .param("low", terms.choice().filter().elements().low())
        .param("high", terms.choice().filter().elements().high())
        .param("unknown", terms.choice().filter().orUnknown())
        .param("roles", Choice.words(terms.choice().filter().roles()))
        .param(
            "bands",
            terms.choice().filter().bands().stream()
                .sorted()
                .map(Enum::name)
                .toArray(String[]::new))
        .param("judgement", terms.choice().filter().judgement().number())
        .param("doubt", terms.resends() ? "resend" : "stand")
        .param("rate", terms.perMinute())
        .param("domain_rate", terms.domainPerMinute())
        .param("warm_up", terms.warmUp())
        .param("connections", terms.connections())
        .param("errors", terms.errorLimit())
        .param("secret", secret)
        .param("by", by)
        .param("at", time(at))
        .query(Integer.class)
        .single();
  }

  Optional<Wave> find(UUID id) {
    return jdbc.sql(SELECT + " where w.id = :id")
        .param("id", id)
        .query((row, number) -> wave(row))
        .optional();
  }

  /** Held until the transaction ends. */
  Optional<Wave> lock(UUID id) {
    return jdbc.sql(SELECT + " where w.id = :id for update of w")
        .param("id", id)
        .query((row, number) -> wave(row))
        .optional();
  }

  /** The newest first. */
  List<Wave> of(UUID notice) {
    return jdbc.sql(SELECT + " where w.notice = :notice order by w.number desc")
        .param("notice", notice)
        .query((row, number) -> wave(row))
        .list();
  }

  List<Wave> in(Wave.State state) {
    return jdbc.sql(SELECT + " where w.state = :state order by w.created_at")
        .param("state", state.word())
        .query((row, number) -> wave(row))
        .list();
  }

  Optional<Sealed> sealed(UUID id) {
    return jdbc.sql(
            "select content, text_sha256, route_sha256, secret from notice_wave"
                + " where id = :id and content is not null")
        .param("id", id)
        .query(
            (row, number) ->
                new Sealed(row.getBytes(1), row.getString(2), row.getString(3), row.getBytes(4)))
        .optional();
  }

  byte[] secret(UUID id) {
    return jdbc.sql("select secret from notice_wave where id = :id")
        .param("id", id)
        .query((row, number) -> row.getBytes(1))
        .single();
  }

  void setWork(UUID id, UUID work) {
    jdbc.sql("update notice_wave set work = :work where id = :id")
        .param("id", id)
        .param("work", work)
        .update();
  }

  void ready(UUID id, String audience, Map<String, Long> leftOut) {
    leftOut.forEach(
        (reason, people) ->
            jdbc.sql("insert into notice_left_out values (:wave, :reason, :people)")
                .param("wave", id)
                .param("reason", reason)
                .param("people", people)
                .update());
    jdbc.sql("update notice_wave set state = 'ready', audience_sha256 = :audience where id = :id")
        .param("id", id)
        .param("audience", audience)
        .update();
  }

  /** How many people of a wave have a guardian who is written to for them. */
  static long wards(JdbcClient jdbc, UUID id) {
    return jdbc.sql(
            "select coalesce(sum(people), 0) from notice_frozen where wave = :wave and guarded")
        .param("wave", id)
        .query(Long.class)
        .single();
  }

  /** The country that most people of a wave are in; empty when it is unknown. */
  static String mostIn(JdbcClient jdbc, UUID id, Map<Integer, Codes.Value> codes) {
    return jdbc.sql(
            """
            select country from notice_frozen where wave = :wave and country is not null
            group by country order by sum(people) desc, country limit 1
            """)
        .param("wave", id)
        .query(Integer.class)
        .optional()
        .map(code -> codes.containsKey(code) ? codes.get(code).value() : "")
        .orElse("");
  }

  /** Why people who are not affected get it; null for affected ones. */
  @Nullable String unaffectedReason(Wave wave, IncidentDoor door) {
    return jdbc.sql(
            """
            select unaffected_reason from notice_wave
            where id = :id and unaffected_reason is not null
            """)
        .param("id", wave.id())
        .query(
            (row, number) ->
                new String(door.unseal(wave.incident(), row.getBytes(1)), StandardCharsets.UTF_8))
        .optional()
        .orElse(null);
  }

  void setUnaffectedReason(UUID id, byte[] sealed) {
    jdbc.sql("update notice_wave set unaffected_reason = :reason where id = :id")
        .param("id", id)
        .param("reason", sealed)
        .update();
  }

  Map<String, Long> leftOut(UUID id) {
    Map<String, Long> left = new TreeMap<>();
    jdbc.sql("select reason, people from notice_left_out where wave = :wave")
        .param("wave", id)
        .query(
            row -> {
              left.put(row.getString(1), row.getLong(2));
            });
    return left;
  }

  /** Nobody has got anything by it, so its rows go. */
  void discard(UUID id) {
    jdbc.sql("delete from notice_recipient where wave = :wave").param("wave", id).update();
    jdbc.sql("delete from notice_frozen where wave = :wave").param("wave", id).update();
    jdbc.sql("delete from notice_left_out where wave = :wave").param("wave", id).update();
    jdbc.sql("update notice_wave set state = 'discarded' where id = :id").param("id", id).update();
  }

  /** Approved: from now on it is sent, with this text over this route. */
  void start(UUID id, byte[] content, String text, String route, UUID approver, Instant at) {
    jdbc.sql(
            """
            update notice_wave set state = 'sending', content = :content, text_sha256 = :text,
              route_sha256 = :route, approved_by = :by, started_at = :at where id = :id
            """)
        .param("id", id)
        .param("content", content)
        .param("text", text)
        .param("route", route)
        .param("by", approver)
        .param("at", time(at))
        .update();
    jdbc.sql("insert into passing.live_wave values (:wave)").param("wave", id).update();
  }

  /** Keeps what exactly was approved: its hash is the approval's. */
  void setApproved(UUID id, String content) {
    jdbc.sql("update notice_wave set approved = :content where id = :id")
        .param("id", id)
        .param("content", content)
        .update();
  }

  /** Whether it was not brought back by a backup. */
  boolean isLive(UUID id) {
    return jdbc.sql("select count(*) from passing.live_wave where wave = :wave")
            .param("wave", id)
            .query(Long.class)
            .single()
        > 0;
  }

  void pause(UUID id, Wave.Pause why) {
    jdbc.sql("update notice_wave set state = 'paused', paused = :why where id = :id")
        .param("id", id)
        .param("why", why.word())
        .update();
  }

  void resume(UUID id) {
    jdbc.sql("update notice_wave set state = 'sending', paused = null where id = :id")
        .param("id", id)
        .update();
  }

  void end(UUID id, String proof, Instant at) {
    jdbc.sql(
            """
            update notice_wave set state = 'done', paused = null, proof_sha256 = :proof,
              ended_at = :at where id = :id
            """)
        .param("id", id)
        .param("proof", proof)
        .param("at", time(at))
        .update();
    jdbc.sql("delete from passing.live_wave where wave = :wave").param("wave", id).update();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private Wave wave(ResultSet row) throws SQLException {
    return new Wave(
        row.getObject("id", UUID.class),
        row.getObject("notice", UUID.class),
        row.getObject("incident", UUID.class),
        row.getInt("notice_number"),
        row.getInt("number"),
        Wave.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        new Wave.Terms(
            row.getBoolean("drill"),
            Way.stored(
                row.getString("channel"),
                row.getObject("route", Integer.class),
                row.getObject("service", Integer.class)),
            new Price(row.getLong("price"), row.getString("currency")),
            row.getLong("exposure"),
            row.getString("exposure_sha256"),
            Choice.stored(
                row.getString("parts"),
                row.getString("grades"),
                row.getString("whom"),
                filter(row)),
            row.getString("on_doubt").equals("resend"),
            row.getInt("per_minute"),
            row.getInt("domain_per_minute"),
            row.getInt("warm_up"),
            row.getInt("connections"),
            row.getInt("error_limit")),
        row.getString("audience_sha256"),
        row.getObject("work", UUID.class),
        row.getObject("created_by", UUID.class),
        row.getObject("approved_by", UUID.class),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getString("paused"),
        row.getString("proof_sha256"));
  }

  private Filter filter(ResultSet row) throws SQLException {
    Set<Band> bands = new java.util.TreeSet<>();
    for (String band : (String[]) row.getArray("bands").getArray()) {
      bands.add(Band.valueOf(band));
    }
    return new Filter(
        Set.of((Integer[]) row.getArray("countries").getArray()),
        new ElementSet(row.getLong("elements_low"), row.getLong("elements_high")),
        row.getBoolean("elements_unknown"),
        Choice.read(Affected.Role.class, List.of(row.getString("roles").split(" "))),
        bands,
        bands.isEmpty()
            ? Judgement.NONE
            : Severities.at(jdbc, row.getObject("incident", UUID.class), row.getInt("judgement")));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
