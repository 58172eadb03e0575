package org.stoplog.server.campaigns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Ids;

/** What happened after which suppliers may have to be asked, in the caller's transaction. */
final class ProposalRows {
  private static final int LONGEST = 500;

  private static final String OPEN =
      """
      select p.*, s.name from campaign_proposal p join supplier s on s.id = p.supplier
      where p.state = 'open'
      """;

  private final JdbcClient jdbc;

  ProposalRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Once for each thing that happened.
   *
   * @param ref the thing, by ids of ours
   * @return whether it is new
   */
  boolean add(
      Proposal.Kind kind,
      String ref,
      int supplier,
      @Nullable UUID incident,
      String words,
      Instant seen) {
    return jdbc.sql(
                """
                insert into campaign_proposal (id, kind, ref, supplier, incident, words, seen_at,
                  state)
                values (:id, :kind, :ref, :supplier, :incident, :words, :seen, 'open')
                on conflict do nothing
                """)
            .param("id", Ids.next(seen))
            .param("kind", kind.word())
            .param("ref", ref)
            .param("supplier", supplier)
            .param("incident", incident, Types.OTHER)
            .param("words", words.length() > LONGEST ? words.substring(0, LONGEST) : words)
            .param("seen", CampaignRows.time(seen))
            .update()
        == 1;
  }

  /** Those that nobody has decided, the newest first; also of incidents that few may know of. */
  List<Proposal> open() {
    return jdbc.sql(OPEN + " order by p.seen_at desc, p.id desc")
        .query((row, number) -> proposal(row))
        .list();
  }

  /** Held until the transaction ends; empty when somebody has decided. */
  Optional<Proposal> lock(UUID id) {
    return jdbc.sql(OPEN + " and p.id = :id for update of p")
        .param("id", id)
        .query((row, number) -> proposal(row))
        .optional();
  }

  private static Proposal proposal(ResultSet row) throws SQLException {
    return new Proposal(
        row.getObject("id", UUID.class),
        Proposal.Kind.of(row.getString("kind")),
        row.getInt("supplier"),
        row.getString("name"),
        row.getObject("incident", UUID.class),
        row.getString("words"),
        row.getObject("seen_at", OffsetDateTime.class).toInstant());
  }

  /**
   * @param campaign draft that was made of it; null when it was let go
   * @param by account
   */
  void decide(UUID id, @Nullable UUID campaign, UUID by, Instant at) {
    jdbc.sql(
            """
            update campaign_proposal set state = :state, campaign = :campaign, done_by = :by,
              done_at = :at
            where id = :id and state = 'open'
            """)
        .param("state", campaign == null ? "let-go" : "made")
        .param("campaign", campaign, Types.OTHER)
        .param("by", by)
        .param("at", CampaignRows.time(at))
        .param("id", id)
        .update();
  }
}
