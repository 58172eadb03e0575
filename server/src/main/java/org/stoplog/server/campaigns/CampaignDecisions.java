package org.stoplog.server.campaigns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Transactions;

/** What waits for somebody: answers that nobody took over, and drafts that made themselves. */
final class CampaignDecisions implements Decision.Source {
  private final Transactions transactions;
  private final IncidentDoor door;
  private final Keepers keepers;

  CampaignDecisions(Transactions transactions, IncidentDoor door, Keepers keepers) {
    this.transactions = transactions;
    this.door = door;
    this.keepers = keepers;
  }

  @Override
  public List<Decision> decisionsOf(Caller caller) {
    if (!caller.may(Permission.EDIT_SUPPLIERS)) {
      return List.of();
    }
    List<Decision> all = new ArrayList<>(transactions.run(jdbc -> answers(jdbc, caller)));
    List<UUID> still = keepers.all();
    for (Draft one : transactions.run(CampaignDecisions::drafts)) {
      if (one.maker().equals(caller.account()) || !still.contains(one.maker())) {
        all.add(one.decision());
      }
    }
    // Of incidents their rooms say it.
    long happened =
        transactions.run(
            jdbc ->
                new ProposalRows(jdbc)
                    .open().stream().filter(one -> one.incident() == null).count());
    if (happened > 0) {
      all.add(
          new Decision(
              happened == 1
                  ? "Something happened after which a supplier may have to be asked"
                  : happened + " things happened after which suppliers may have to be asked",
              "Another owner, a new sub-processor, or a document that ends.",
              "Look at the proposals",
              ProposalsController.LIST));
    }
    return all;
  }

  private List<Decision> answers(JdbcClient jdbc, Caller caller) {
    List<UUID> mine = door.of(jdbc, caller.account()).stream().map(IncidentDoor.Seen::id).toList();
    return jdbc
        .sql(
            """
            select c.id, c.title, c.incident, count(*) as waiting
            from campaign_supplier s join campaign c on c.id = s.campaign
            where s.sent_at is not null and s.taken_at is null
              and c.state in ('running', 'paused')
            group by c.id order by c.number
            """)
        .query((row, number) -> Waiting.of(row))
        .list()
        .stream()
        .filter(one -> one.incident() == null || mine.contains(one.incident()))
        .map(Waiting::decision)
        .toList();
  }

  /** A campaign with answers that nobody has taken over. */
  private record Waiting(UUID campaign, String title, @Nullable UUID incident, long answers) {
    static Waiting of(ResultSet row) throws SQLException {
      return new Waiting(
          row.getObject("id", UUID.class),
          row.getString("title"),
          row.getObject("incident", UUID.class),
          row.getLong("waiting"));
    }

    Decision decision() {
      return new Decision(
          answers
              + (answers == 1 ? " supplier has answered: " : " suppliers have answered: ")
              + title,
          "What they say is a claim until somebody takes it over.",
          "Look at the answers",
          "/campaigns/" + campaign);
    }
  }

  /** A draft that a plan made. */
  private record Draft(UUID campaign, String title, UUID maker, @Nullable String why) {
    Decision decision() {
      return new Decision(
          "A campaign waits to be begun: " + title,
          why == null ? "It was made by itself; nothing was sent." : why,
          "Look whom it asks",
          "/campaigns/" + campaign);
    }
  }

  private static List<Draft> drafts(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select c.id, c.title, c.created_by, p.why from campaign c
            join campaign_planned p on p.campaign = c.id
            where c.state = 'draft' and p.state = 'draft' order by c.number
            """)
        .query(
            (row, number) ->
                new Draft(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getObject(3, UUID.class),
                    row.getString(4)))
        .list();
  }
}
