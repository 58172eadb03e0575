package org.stoplog.server.incidents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** The frozen exposures of an incident. */
final class Exposures {
  private static final String SELECT =
      """
      select i.exposure, i.seq, i.scope, i.numbers, x.file_sha256, e.at
      from incident_exposure i
      join exposure x on x.id = i.exposure
      join incident_event e on e.incident = i.incident and e.seq = i.seq
      """;

  private final JdbcClient jdbc;
  private final Keyset keys;

  Exposures(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * A frozen exposure.
   *
   * @param exposure its number in the ledger
   * @param scope version of the scope that it answers
   * @param at by the clock of the product
   */
  record Frozen(
      long exposure, long seq, int scope, String sha256, Instant at, ScopeNumbers numbers) {}

  void add(UUID incident, long exposure, long seq, int scope, ScopeNumbers numbers) {
    jdbc.sql(
            """
            insert into incident_exposure (incident, exposure, seq, scope, numbers)
            values (:incident, :exposure, :seq, :scope, :numbers)
            """)
        .param("incident", incident)
        .param("exposure", exposure)
        .param("seq", seq)
        .param("scope", scope)
        .param("numbers", Timeline.seal(keys, incident, numbers.toJson()))
        .update();
  }

  Optional<Frozen> latest(UUID incident) {
    return newest(incident, 1).stream().findFirst();
  }

  /** SHA-256 of the first one: the number of day 0. */
  Optional<String> firstFile(UUID incident) {
    return jdbc.sql(
            """
            select x.file_sha256 from incident_exposure i join exposure x on x.id = i.exposure
            where i.incident = :incident order by i.exposure limit 1
            """)
        .param("incident", incident)
        .query(String.class)
        .optional();
  }

  Optional<Frozen> find(UUID incident, long exposure) {
    return jdbc.sql(SELECT + " where i.incident = :incident and i.exposure = :exposure")
        .param("incident", incident)
        .param("exposure", exposure)
        .query((row, number) -> frozen(incident, row))
        .optional();
  }

  /** The newest first. */
  List<Frozen> newest(UUID incident, int most) {
    return jdbc.sql(SELECT + " where i.incident = :incident order by i.exposure desc limit :most")
        .param("incident", incident)
        .param("most", most)
        .query((row, number) -> frozen(incident, row))
        .list();
  }

  private Frozen frozen(UUID incident, ResultSet row) throws SQLException {
    return new Frozen(
        row.getLong("exposure"),
        row.getLong("seq"),
        row.getInt("scope"),
        row.getString("file_sha256"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        ScopeNumbers.fromJson(
            String.valueOf(Timeline.unseal(keys, incident, row.getBytes("numbers")))));
  }
}
