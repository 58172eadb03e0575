package org.stoplog.server.incidents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.MappingFile;

/** The rows of an incident's files, and of how they are read. */
final class FileRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  FileRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  void add(UUID incident, long seq, Added added) {
    jdbc.sql(
            """
            insert into incident_file (incident, sha256, name, bytes, seq, source, verified,
              received, password, guess, trouble, trouble_said)
            values (:incident, :sha256, :name, :bytes, :seq, :source, :verified,
              :received, :password, :guess, :trouble, :said)
            """)
        .param("incident", incident)
        .param("sha256", added.sha256())
        .param("name", Timeline.seal(keys, incident, added.name()))
        .param("bytes", added.bytes())
        .param("seq", seq)
        .param("source", added.origin().source().slug())
        .param("verified", added.origin().verified().slug())
        .param("received", utc(added.origin().received()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("password", sealed(incident, added.look().password()), Types.BINARY)
        .param("guess", mapping(incident, added.look().guess()), Types.BINARY)
        .param("trouble", slug(added.look().trouble()), Types.VARCHAR)
        .param("said", said(added.look().trouble()), Types.VARCHAR)
        .update();
  }

  /** A file to add. */
  record Added(String sha256, String name, long bytes, KeptFile.Origin origin, Look look) {}

  /**
   * What a first look at a file found.
   *
   * @param password that opened it; null when none did
   */
  record Look(
      @Nullable Mapping guess, KeptFile.@Nullable Trouble trouble, char @Nullable [] password) {}

  void look(UUID incident, String sha256, Look look) {
    jdbc.sql(
            """
            update incident_file
            set password = :password, guess = :guess, trouble = :trouble, trouble_said = :said
            where incident = :incident and sha256 = :sha256
            """)
        .param("incident", incident)
        .param("sha256", sha256)
        .param("password", sealed(incident, look.password()), Types.BINARY)
        .param("guess", mapping(incident, look.guess()), Types.BINARY)
        .param("trouble", slug(look.trouble()), Types.VARCHAR)
        .param("said", said(look.trouble()), Types.VARCHAR)
        .update();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private byte @Nullable [] sealed(UUID incident, char @Nullable [] password) {
    return password == null ? null : Timeline.seal(keys, incident, new String(password));
  }

  private byte @Nullable [] mapping(UUID incident, @Nullable Mapping mapping) {
    return mapping == null ? null : Timeline.seal(keys, incident, MappingFile.toYaml(mapping));
  }

  private static @Nullable String slug(KeptFile.@Nullable Trouble trouble) {
    return trouble == null ? null : trouble.problem().slug();
  }

  private static @Nullable String said(KeptFile.@Nullable Trouble trouble) {
    return trouble == null ? null : trouble.said();
  }

  /** In the order of their adding. */
  List<KeptFile> all(UUID incident) {
    return jdbc.sql(
            """
            select f.*, e.at, e.actor from incident_file f
            join incident_event e on e.incident = f.incident and e.seq = f.seq
            where f.incident = :incident order by f.seq
            """)
        .param("incident", incident)
        .query((row, number) -> file(incident, row))
        .list();
  }

  Optional<KeptFile> find(UUID incident, String sha256) {
    return all(incident).stream().filter(file -> file.sha256().equals(sha256)).findFirst();
  }

  /** Of an encrypted ZIP; null for none. */
  char @Nullable [] password(UUID incident, String sha256) {
    return jdbc.sql(
            """
            select password from incident_file
            where incident = :incident and sha256 = :sha256 and password is not null
            """)
        .param("incident", incident)
        .param("sha256", sha256)
        .query(
            (row, number) ->
                String.valueOf(Timeline.unseal(keys, incident, row.getBytes(1))).toCharArray())
        .optional()
        .orElse(null);
  }

  private KeptFile file(UUID incident, ResultSet row) throws SQLException {
    OffsetDateTime received = row.getObject("received", OffsetDateTime.class);
    String guess = Timeline.unseal(keys, incident, row.getBytes("guess"));
    String trouble = row.getString("trouble");
    return new KeptFile(
        row.getString("sha256"),
        new String(keys.unseal(row.getBytes("name"), Incident.sealContext(incident)), UTF_8),
        row.getLong("bytes"),
        row.getLong("seq"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("actor", UUID.class),
        new KeptFile.Origin(
            of(Source.values(), Source::slug, row.getString("source")),
            of(Verified.values(), Verified::slug, row.getString("verified")),
            received == null ? null : received.toInstant()),
        row.getBytes("password") != null,
        guess == null ? null : MappingFile.parse("mapping", guess),
        trouble == null
            ? null
            : new KeptFile.Trouble(
                of(Problem.values(), Problem::slug, trouble), row.getString("trouble_said")));
  }

  private static <T> T of(T[] all, java.util.function.Function<T, String> slug, String word) {
    return Arrays.stream(all).filter(one -> slug.apply(one).equals(word)).findFirst().orElseThrow();
  }

  /**
   * A way of reading is asked for.
   *
   * @return false when the file was read that way before
   */
  boolean ask(UUID incident, String sha256, Mapping mapping, long seq) {
    return jdbc.sql(
                """
                insert into incident_reading (incident, sha256, version, mapping, seq)
                values (:incident, :sha256, :version, :mapping, :seq)
                on conflict (incident, sha256, version) do update set failure = null
                  where incident_reading.rows is null
                """)
            .param("incident", incident)
            .param("sha256", sha256)
            .param("version", MappingFile.version(mapping))
            .param("mapping", mapping(incident, mapping))
            .param("seq", seq)
            .update()
        > 0;
  }

  void read(UUID incident, String sha256, String version, long rows, LeftOutPart leftOut) {
    jdbc.sql(
            """
            update incident_reading
            set rows = :rows, left_out = :leftOut, report = :report, failure = null
            where incident = :incident and sha256 = :sha256 and version = :version
            """)
        .param("incident", incident)
        .param("sha256", sha256)
        .param("version", version)
        .param("rows", rows)
        .param("leftOut", leftOut.count())
        .param("report", Timeline.seal(keys, incident, leftOut.toJson()))
        .update();
  }

  void failed(UUID incident, String sha256, String version, String failure) {
    jdbc.sql(
            """
            update incident_reading set failure = :failure
            where incident = :incident and sha256 = :sha256 and version = :version
            """)
        .param("incident", incident)
        .param("sha256", sha256)
        .param("version", version)
        .param("failure", failure)
        .update();
  }

  /** The ways in which files were read, or are to be; the newest first. */
  List<KeptFile.Reading> readings(UUID incident) {
    return jdbc.sql("select * from incident_reading where incident = :incident order by seq desc")
        .param("incident", incident)
        .query(
            (row, number) -> {
              String report = Timeline.unseal(keys, incident, row.getBytes("report"));
              return new KeptFile.Reading(
                  row.getString("sha256"),
                  row.getString("version"),
                  MappingFile.parse(
                      "mapping",
                      String.valueOf(Timeline.unseal(keys, incident, row.getBytes("mapping")))),
                  row.getLong("seq"),
                  row.getObject("rows", Long.class),
                  report == null ? null : LeftOutPart.fromJson(report),
                  row.getString("failure"));
            })
        .list();
  }
}
