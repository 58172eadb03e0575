package org.stoplog.server.incidents;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.identity.Keyset;

/** The rows of claims, which are never changed. */
final class ClaimRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  ClaimRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * A claim as it is kept.
   *
   * @param seq of the event that recorded it
   * @param document as a claims file would have it
   */
  record Row(String id, long seq, String document) {}

  void add(UUID incident, long seq, Claim claim, String document) {
    jdbc.sql(
            """
            insert into incident_claim
              (incident, id, seq, polarity, verified, source, document)
            values (:incident, :id, :seq, :polarity, :verified, :source, :document)
            """)
        .param("incident", incident)
        .param("id", claim.id())
        .param("seq", seq)
        .param("polarity", claim.polarity().slug())
        .param("verified", claim.origin().verified().slug())
        .param("source", claim.origin().source().slug())
        .param("document", Timeline.seal(keys, incident, document))
        .update();
  }

  /** In the order of their recording. */
  List<Row> all(UUID incident) {
    return jdbc.sql(
            "select id, seq, document from incident_claim where incident = :incident order by seq")
        .param("incident", incident)
        .query(
            (row, number) ->
                new Row(
                    row.getString("id"),
                    row.getLong("seq"),
                    String.valueOf(Timeline.unseal(keys, incident, row.getBytes("document")))))
        .list();
  }

  Optional<Row> find(UUID incident, String id) {
    return all(incident).stream().filter(row -> row.id().equals(id)).findFirst();
  }
}
