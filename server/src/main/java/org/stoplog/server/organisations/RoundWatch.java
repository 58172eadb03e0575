package org.stoplog.server.organisations;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/**
 * Sends what is due, and writes down in log and timeline what organisations did: at the public door
 * nobody may write there.
 */
final class RoundWatch extends Watch implements RoundLook {
  private static final Duration EVERY = Duration.ofSeconds(20);
  private static final int MOST = 200;

  private final RoundMailing mailing;
  private final Transactions transactions;
  private final IncidentDoor door;

  RoundWatch(RoundMailing mailing, Transactions transactions, IncidentDoor door, ServerLog log) {
    super("organisations", EVERY, log);
    this.mailing = mailing;
    this.transactions = transactions;
    this.door = door;
  }

  @Override
  protected void begin() {
    mailing.standStill();
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }

  @Override
  public synchronized void look() {
    mailing.run();
    for (Done done : transactions.run(RoundWatch::done)) {
      note(done);
    }
  }

  /** Something that an organisation did and the log does not have yet. */
  private record Done(UUID incident, UUID round, int organisation, String what) {}

  private static List<Done> done(org.springframework.jdbc.core.simple.JdbcClient jdbc) {
    return jdbc.sql(
            """
            select r.incident, n.round, n.organisation, d.what
            from organisation_notice n join organisation_round r on r.id = n.round
            cross join lateral (
              select 'list-taken' as what
              where n.taken_at is not null and n.noted not like '%t' || n.generation || ';%'
              union all select 'acknowledged'
              where n.acknowledged_at is not null and n.noted not like '%a%'
              union all select 'asked' where exists (
                select from organisation_question q
                where q.round = n.round and q.organisation = n.organisation and not q.noted)) d
            order by n.round, n.organisation limit :most
            """)
        .param("most", MOST)
        .query(
            (row, number) ->
                new Done(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getInt(3),
                    row.getString(4)))
        .list();
  }

  private void note(Done done) {
    transactions.actIf(
        act -> {
          door.lock(act.jdbc(), done.incident());
          Map<String, Object> detail = new HashMap<>();
          detail.put("incident", done.incident().toString());
          detail.put("round", done.round().toString());
          detail.put("organisation", done.organisation());
          String update =
              switch (done.what()) {
                case "list-taken" ->
                    "update organisation_notice set noted = noted || 't' || generation || ';'";
                case "acknowledged" -> "update organisation_notice set noted = noted || 'a'";
                default -> "update organisation_question set noted = true";
              };
          act.jdbc()
              .sql(update + " where round = :round and organisation = :organisation")
              .param("round", done.round())
              .param("organisation", done.organisation())
              .update();
          door.tell(
              act.jdbc(),
              done.incident(),
              null,
              "organisations." + done.what(),
              Integer.toString(done.organisation()));
          act.record(null, "organisation." + done.what(), detail);
          return true;
        });
  }
}
