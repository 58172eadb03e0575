package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.Companies;
import org.stoplog.server.mail.Letter;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * What people and programs do with proposals. One of an incident is there for its members alone,
 * and for no token that may not read incidents.
 */
final class ProposalActs {
  private static final int ANSWER = 28;
  private static final int LINK_DAYS = 58;
  private static final int REMIND = 7;
  private static final int LONGEST_NAME = 80;

  private final Transactions transactions;
  private final IncidentDoor door;
  private final CampaignDesk desk;
  private final CampaignMaking making;
  private final ServerClock clock;

  ProposalActs(
      Transactions transactions,
      IncidentDoor door,
      CampaignDesk desk,
      CampaignMaking making,
      ServerClock clock) {
    this.transactions = transactions;
    this.door = door;
    this.desk = desk;
    this.making = making;
    this.clock = clock;
  }

  private static StoplogException unknown() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN, "There is no such proposal, or somebody has decided it.");
  }

  /** Those that nobody has decided and that the caller may know of, the newest first. */
  List<Proposal> seen(JdbcClient jdbc, Caller who) {
    Set<UUID> mine =
        who.may(Permission.READ_INCIDENTS)
            ? door.of(jdbc, who.account()).stream()
                .map(IncidentDoor.Seen::id)
                .collect(Collectors.toSet())
            : Set.of();
    return new ProposalRows(jdbc)
        .open().stream()
            .filter(one -> one.incident() == null || mine.contains(one.incident()))
            .toList();
  }

  private Proposal seen(JdbcClient jdbc, Caller who, UUID id) {
    return seen(jdbc, who).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(ProposalActs::unknown);
  }

  /**
   * Makes a draft of it, by which nothing is sent: of an incident a sweep.
   *
   * @param set of questions; empty for the one that fits best
   * @param route mail route; 0, which none has, when none was chosen
   * @return id of the campaign
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  UUID make(Caller who, UUID id, String set, int route) {
    Proposal seen = transactions.run(jdbc -> seen(jdbc, who, id));
    UUID incident = seen.incident();
    if (incident == null) {
      return transactions.act(act -> make(act, who, id, set, route));
    }
    if (!who.may(Permission.WORK_ON_INCIDENTS)) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
    }
    UUID campaign = making.sweep(who, incident, sweep(seen, set, route));
    // The next look would settle it, too; until then nobody shall make another one of it.
    transactions.run(
        jdbc -> {
          new ProposalRows(jdbc).decide(id, campaign, who.account(), clock.realNow());
          return true;
        });
    return campaign;
  }

  /** A sweep of all that are like the breached one in anything. */
  private CampaignForm sweep(Proposal one, String set, int route) {
    CampaignForm first = CampaignForm.first(true, "", desk.today());
    return first.asking(
        title("Sweep after the breach of ", one),
        set.isEmpty() ? first.set() : set,
        first.dueDay().orElseThrow(),
        "",
        route,
        first.daysNumber(),
        first.language(),
        first.remindNumber(),
        first.letter());
  }

  private UUID make(Act act, Caller who, UUID id, String set, int route) {
    ProposalRows rows = new ProposalRows(act.jdbc());
    Proposal one = rows.lock(id).orElseThrow(ProposalActs::unknown);
    Letter letter = CampaignText.first("en", false);
    LocalDate today = desk.today();
    CampaignForm form =
        CampaignForm.first(false, "", today)
            .asking(
                title("", one) + ": " + one.kind().words(),
                set.isEmpty() ? one.kind().set() : set,
                today.plusDays(ANSWER),
                one.words(),
                route,
                LINK_DAYS,
                "en",
                REMIND,
                letter);
    making.check(form, false);
    UUID campaign =
        making.byItself(
            act,
            form,
            who.account(),
            Map.of(Companies.read(act.jdbc()).last(one.supplier()), List.of(one.kind().words())));
    rows.decide(id, campaign, who.account(), clock.realNow());
    Map<String, Object> detail = new HashMap<>();
    detail.put("campaign", campaign.toString());
    detail.put("proposal", id.toString());
    detail.put("kind", one.kind().word());
    detail.put("suppliers", 1);
    detail.put("set", form.set());
    act.record(who.account(), "campaign.made", detail);
    return campaign;
  }

  private static String title(String before, Proposal one) {
    String name = Letter.line(one.name());
    return before + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
  }

  void letGo(Caller who, UUID id) {
    transactions.act(
        act -> {
          Proposal one = seen(act.jdbc(), who, id);
          ProposalRows rows = new ProposalRows(act.jdbc());
          if (rows.lock(id).isEmpty()) {
            throw unknown();
          }
          rows.decide(id, null, who.account(), clock.realNow());
          act.record(
              who.account(),
              "campaign.proposal-let-go",
              Map.of("proposal", id.toString(), "kind", one.kind().word()));
          return true;
        });
  }
}
