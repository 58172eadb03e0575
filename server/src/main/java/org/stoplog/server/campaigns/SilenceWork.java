package org.stoplog.server.campaigns;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.assessments.Assessments;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Follows silence up when answers are late: the second contact, then whoever has the supplier here,
 * then a finding. Each step once, whatever restarts; none for whoever has answered.
 */
final class SilenceWork {
  private static final int FINDING_DAYS = 30;

  private final CampaignDesk desk;
  private final CampaignActs acts;
  private final Keepers keepers;
  private final IncidentDoor door;
  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  SilenceWork(
      CampaignDesk desk,
      CampaignActs acts,
      Keepers keepers,
      IncidentDoor door,
      Ledger ledger,
      Transactions transactions,
      ServerClock clock) {
    this.desk = desk;
    this.acts = acts;
    this.keepers = keepers;
    this.door = door;
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  private SilenceRows rows(JdbcClient jdbc) {
    return new SilenceRows(jdbc, ledger.stores().keys());
  }

  void look() {
    LocalDate today = desk.today();
    for (UUID one : transactions.run(jdbc -> rows(jdbc).due(today))) {
      transactions.actIf(act -> follow(act, one, today));
    }
  }

  private boolean follow(Act act, UUID id, LocalDate today) {
    CampaignRows campaigns = desk.rows(act.jdbc());
    SilenceRows rows = rows(act.jdbc());
    Campaign campaign = campaigns.lock(id).orElseThrow();
    if (campaign.state() != Campaign.State.RUNNING || !campaigns.isLive(id)) {
      return false;
    }
    Map<Integer, Map<SilenceStep, SilenceStep.Taken>> taken = rows.taken(id);
    Set<Integer> breached = CampaignActs.breached(act.jdbc());
    Map<UUID, List<String>> told = new LinkedHashMap<>();
    Map<SilenceStep, Integer> counts = new EnumMap<>(SilenceStep.class);
    for (Asked one : campaigns.asked(id)) {
      SilenceStep step =
          one.isSilent()
              ? SilenceStep.next(
                      campaign.due(), taken.getOrDefault(one.supplier(), Map.of()), today)
                  .orElse(null)
              : null;
      if (step == null) {
        continue;
      }
      switch (step) {
        case SECOND ->
            rows.add(
                id,
                one.supplier(),
                step,
                today,
                second(act.jdbc(), rows, campaign, one, breached),
                null);
        case OWNER -> {
          List<UUID> owners = owners(act.jdbc(), campaign, one.supplier());
          owners.forEach(
              owner -> told.computeIfAbsent(owner, unseen -> new ArrayList<>()).add(one.name()));
          rows.add(
              id,
              one.supplier(),
              step,
              today,
              owners.isEmpty() ? SilenceStep.Came.NOBODY : SilenceStep.Came.DONE,
              null);
        }
        case FINDING -> {
          UUID finding = campaign.drill() ? null : finding(act.jdbc(), campaign, one, today);
          rows.add(
              id,
              one.supplier(),
              step,
              today,
              finding == null ? SilenceStep.Came.DRILL : SilenceStep.Came.DONE,
              finding);
        }
      }
      counts.merge(step, 1, Integer::sum);
    }
    if (counts.isEmpty()) {
      return false;
    }
    told.forEach((owner, names) -> tell(act.jdbc(), campaign, owner, names, today));
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("campaign", id.toString());
    counts.forEach((step, count) -> detail.put(step.word(), count));
    UUID incident = campaign.incident();
    if (incident != null) {
      detail.put("incident", incident.toString());
      door.lock(act.jdbc(), incident);
      door.tell(act.jdbc(), incident, null, "sweep.followed-up", "" + campaign.number());
    }
    act.record(null, "campaign.followed-up", detail);
    return true;
  }

  /** Never the link and the code to one mailbox. */
  private SilenceStep.Came second(
      JdbcClient jdbc, SilenceRows rows, Campaign campaign, Asked one, Set<Integer> breached) {
    UUID assessment = one.assessment();
    String contact = one.contact();
    if (assessment == null || contact == null) {
      return SilenceStep.Came.NOBODY;
    }
    if (one.needsCode()
        || acts.begun(jdbc, campaign, one.supplier(), assessment, breached).needsCode()) {
      return SilenceStep.Came.CODE;
    }
    Instant now = clock.realNow();
    Instant expires = one.expires();
    if (expires == null || !expires.isAfter(now)) {
      return SilenceStep.Came.NO_LINK;
    }
    String second = MailAddress.in(rows.second(one.supplier())).orElse(null);
    if (second == null || second.equalsIgnoreCase(contact)) {
      return SilenceStep.Came.NOBODY;
    }
    rows.write(campaign.id(), one.supplier(), second, now);
    return SilenceStep.Came.DONE;
  }

  /** Of a sweep only those who work on its incident: nobody else learns that there is one. */
  private List<UUID> owners(JdbcClient jdbc, Campaign campaign, int supplier) {
    List<UUID> owners = keepers.owners(jdbc, supplier);
    UUID incident = campaign.incident();
    if (incident == null) {
      return owners.isEmpty() ? keepers.of(campaign.createdBy()) : owners;
    }
    Set<UUID> members = new HashSet<>(door.workers(jdbc, incident));
    List<UUID> known = owners.stream().filter(members::contains).toList();
    return known.isEmpty() ? List.copyOf(members) : known;
  }

  private void tell(
      JdbcClient jdbc, Campaign campaign, UUID owner, List<String> names, LocalDate today) {
    UUID incident = campaign.incident();
    Integer breached = incident == null ? null : door.find(jdbc, incident).supplier();
    keepers.tell(
        jdbc,
        Set.of(owner),
        "campaign " + campaign.id() + " owner " + today,
        "campaign.owner-told",
        campaign.path(),
        (names.size() == 1 ? names.getFirst() + " has" : names.size() + " suppliers have")
            + " not answered: "
            + campaign.title(),
        "Answers were due on "
            + campaign.due()
            + ". The mails that we send are not enough; please call: "
            + String.join(", ", names)
            + ". In "
            + (SilenceStep.FINDING.days() - SilenceStep.OWNER.days())
            + " days silence becomes a finding.",
        breached,
        clock.realNow());
  }

  private @Nullable UUID finding(JdbcClient jdbc, Campaign campaign, Asked one, LocalDate today) {
    UUID assessment = one.assessment();
    if (assessment == null) {
      return null;
    }
    List<UUID> owners = keepers.owners(jdbc, one.supplier());
    UUID owner =
        owners.stream()
            .filter(keepers::isKeeper)
            .findFirst()
            .orElseGet(
                () ->
                    keepers.of(campaign.createdBy()).stream()
                        .findFirst()
                        .orElse(campaign.createdBy()));
    return new Assessments(jdbc, ledger.stores().keys())
        .found(
            Ids.next(clock.realNow()),
            one.supplier(),
            assessment,
            "No answer to "
                + ExpectationSets.find(campaign.set())
                    .map(set -> set.title())
                    .orElse(campaign.set())
                + ", due on "
                + campaign.due(),
            campaign.incident() == null ? "medium" : "high",
            owner,
            campaign.createdBy(),
            today.plusDays(FINDING_DAYS),
            clock.now());
  }
}
