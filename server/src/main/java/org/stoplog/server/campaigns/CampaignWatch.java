package org.stoplog.server.campaigns;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;
import org.stoplog.server.team.TeamMessages;

/**
 * Sends what is due, reminds whoever is silent, tells the team who is affected or silent, and
 * writes down in log and timeline what suppliers did: at the public door nobody may write there.
 */
final class CampaignWatch extends Watch implements CampaignLook {
  private static final Duration EVERY = Duration.ofSeconds(20);
  private static final int MOST = 100;

  private final CampaignMailing mailing;
  private final PlanWork plans;
  private final SilenceWork silence;
  private final DocumentWork documents;
  private final ProposalWork proposals;
  private final CampaignDesk desk;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final Ledger ledger;
  private final ServerClock clock;

  CampaignWatch(
      CampaignMailing mailing,
      PlanWork plans,
      SilenceWork silence,
      DocumentWork documents,
      ProposalWork proposals,
      CampaignDesk desk,
      Transactions transactions,
      IncidentDoor door,
      Ledger ledger,
      ServerClock clock,
      ServerLog log) {
    super("campaigns", EVERY, log);
    this.mailing = mailing;
    this.plans = plans;
    this.silence = silence;
    this.documents = documents;
    this.proposals = proposals;
    this.desk = desk;
    this.transactions = transactions;
    this.door = door;
    this.ledger = ledger;
    this.clock = clock;
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
    plans.look();
    documents.look();
    proposals.look();
    for (Campaign one : transactions.run(jdbc -> desk.rows(jdbc).running())) {
      remind(one);
    }
    silence.look();
    mailing.run();
    for (Sent one : transactions.run(CampaignWatch::unnoted)) {
      note(one);
    }
  }

  /** Once before it is due, and once when it is late. */
  private void remind(Campaign seen) {
    LocalDate today = desk.today();
    boolean isLate = today.isAfter(seen.due());
    boolean isSoon = seen.remind() > 0 && !today.isBefore(seen.due().minusDays(seen.remind()));
    if (!isLate && !isSoon) {
      return;
    }
    String topic = "campaign " + seen.id() + (isLate ? " late" : " soon");
    transactions.actIf(
        act -> {
          CampaignRows rows = desk.rows(act.jdbc());
          boolean isRunning =
              rows.lock(seen.id()).filter(one -> one.state() == Campaign.State.RUNNING).isPresent();
          List<Asked> silent = rows.asked(seen.id()).stream().filter(Asked::isSilent).toList();
          if (!isRunning || silent.isEmpty() || isTold(act.jdbc(), topic)) {
            return false;
          }
          Instant now = clock.realNow();
          int planned = seen.remind() > 0 ? CampaignActs.remind(rows, seen.id(), now) : 0;
          tell(
              act.jdbc(),
              seen,
              topic,
              "campaign.silent",
              silent.size()
                  + (silent.size() == 1 ? " supplier is" : " suppliers are")
                  + " silent: "
                  + seen.title(),
              (isLate ? "Answers were due on " : "Answers are due on ")
                  + seen.due()
                  + ". "
                  + planned
                  + " were written again.");
          act.record(
              null,
              "campaign.reminded",
              Map.of(
                  "campaign",
                  seen.id().toString(),
                  "count",
                  planned,
                  "silent",
                  silent.size(),
                  "late",
                  isLate));
          return true;
        });
  }

  private static boolean isTold(JdbcClient jdbc, String topic) {
    return jdbc.sql("select count(*) from team_message where topic = :topic")
            .param("topic", topic)
            .query(Long.class)
            .single()
        > 0;
  }

  /** Whoever made it, and those who work on its incident. */
  private void tell(
      JdbcClient jdbc, Campaign one, String topic, String kind, String subject, String text) {
    Set<UUID> whom = new HashSet<>();
    whom.add(one.createdBy());
    UUID incident = one.incident();
    Integer breached = null;
    if (incident != null) {
      whom.addAll(door.workers(jdbc, incident));
      breached = door.find(jdbc, incident).supplier();
    }
    TeamMessages team = new TeamMessages(jdbc, ledger.stores().keys());
    TeamMessages.Note note =
        new TeamMessages.Note(
            topic, kind, one.path(), subject, text, null, breached, clock.realNow());
    team.plan(note, whom);
    team.call(note);
  }

  /** A supplier that sent its answers, which the log does not have yet. */
  private record Sent(UUID campaign, int supplier) {}

  private static List<Sent> unnoted(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select campaign, supplier from campaign_supplier
            where sent_at is not null and (noted_at is null or noted_at < sent_at)
            order by sent_at limit :most
            """)
        .param("most", MOST)
        .query((row, number) -> new Sent(row.getObject(1, UUID.class), row.getInt(2)))
        .list();
  }

  private void note(Sent sent) {
    transactions.actIf(
        act -> {
          CampaignRows rows = desk.rows(act.jdbc());
          Campaign campaign = rows.lock(sent.campaign()).orElseThrow();
          Asked asked = rows.asked(sent.campaign(), sent.supplier()).orElseThrow();
          Instant at = asked.sent();
          if (at == null) {
            return false;
          }
          act.jdbc()
              .sql(
                  """
                  update campaign_supplier set noted_at = sent_at
                  where campaign = :campaign and supplier = :supplier
                  """)
              .param("campaign", sent.campaign())
              .param("supplier", sent.supplier())
              .update();
          boolean isAffected = saysAffected(act.jdbc(), rows, asked);
          if (isAffected) {
            // Of the others the start page says how many wait: nobody reads a hundred mails.
            tell(
                act.jdbc(),
                campaign,
                "campaign " + campaign.id() + " " + sent.supplier() + " " + at,
                "campaign.affected",
                asked.name() + " says that it is affected",
                campaign.title()
                    + ". What a supplier says is a claim: look at it, then take it over.");
          }
          Map<String, Object> detail = new HashMap<>();
          detail.put("campaign", sent.campaign().toString());
          detail.put("supplier", sent.supplier());
          detail.put("affected", isAffected);
          UUID incident = campaign.incident();
          if (incident != null) {
            detail.put("incident", incident.toString());
            door.lock(act.jdbc(), incident);
            door.tell(
                act.jdbc(),
                incident,
                null,
                isAffected ? "sweep.affected" : "sweep.answered",
                asked.name());
          }
          act.record(null, "campaign.answered", detail);
          return true;
        });
  }

  private boolean saysAffected(JdbcClient jdbc, CampaignRows rows, Asked asked) {
    UUID assessment = asked.assessment();
    if (assessment == null) {
      return false;
    }
    List<Integer> asking = new ArrayList<>();
    desk.assessments(jdbc).questions(assessment).stream()
        .filter(one -> one.asks().id().equals(Board.AFFECTED))
        .forEach(one -> asking.add(one.number()));
    return rows.drafts(asked).stream()
        .anyMatch(one -> asking.contains(one.question()) && one.answer().equals("yes"));
  }
}
