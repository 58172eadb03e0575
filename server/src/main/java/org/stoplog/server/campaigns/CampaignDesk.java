package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.assessments.AssessmentRows;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Reading and changing campaigns. A sweep belongs to its incident: whoever is no member of that is
 * told that there is no such campaign, and so is a token that may not read incidents.
 */
final class CampaignDesk {
  private final Ledger ledger;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;

  CampaignDesk(Ledger ledger, Transactions transactions, IncidentDoor door, ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
  }

  /** A campaign in a transaction. */
  record Inside(JdbcClient jdbc, CampaignRows rows, Campaign campaign) {}

  /** The same, held, to be changed. */
  record Changing(
      Act act, CampaignRows rows, AssessmentRows assessments, Campaign campaign, UUID by) {
    JdbcClient jdbc() {
      return act.jdbc();
    }
  }

  /**
   * What a change is called.
   *
   * @param act of the audit log
   * @param news kind of event for the timeline of the incident; null for none
   * @param ref what the event is about; null for the campaign's number
   * @param detail beside the campaign's id
   */
  record Done(
      String act, @Nullable String news, @Nullable String ref, Map<String, Object> detail) {}

  CampaignRows rows(JdbcClient jdbc) {
    return new CampaignRows(jdbc, ledger.stores().keys());
  }

  PlanRows plans(JdbcClient jdbc) {
    return new PlanRows(jdbc, ledger.stores().keys());
  }

  SilenceRows silence(JdbcClient jdbc) {
    return new SilenceRows(jdbc, ledger.stores().keys());
  }

  AssessmentRows assessments(JdbcClient jdbc) {
    return new AssessmentRows(jdbc, ledger.stores().keys());
  }

  /** UTC, by the product's clock. */
  LocalDate today() {
    return LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such campaign.");
  }

  static StoplogException wrong(String why) {
    return new StoplogException(Problem.REQUEST_INVALID, why);
  }

  /** What it belongs to; null when that is no incident. */
  private @Nullable UUID incident(UUID id) {
    return transactions
        .run(jdbc -> rows(jdbc).find(id))
        .orElseThrow(CampaignDesk::unknown)
        .incident();
  }

  <T extends @Nullable Object> T read(Caller who, UUID id, Function<Inside, T> work) {
    UUID incident = incident(id);
    if (incident != null) {
      requireReading(who);
      return member(() -> door.read(who, incident, seen -> work.apply(inside(seen.jdbc(), id))));
    }
    return transactions.run(jdbc -> work.apply(inside(jdbc, id)));
  }

  private Inside inside(JdbcClient jdbc, UUID id) {
    CampaignRows rows = rows(jdbc);
    return new Inside(jdbc, rows, rows.find(id).orElseThrow(CampaignDesk::unknown));
  }

  /** A token that is for suppliers alone learns of no incident, whoever it belongs to. */
  private static void requireReading(Caller who) {
    if (!who.may(Permission.READ_INCIDENTS)) {
      throw unknown();
    }
  }

  /** Whoever is no member learns of no incident. */
  private static <T extends @Nullable Object> T member(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (StoplogException e) {
      throw e.problem() == Problem.PAGE_UNKNOWN ? unknown() : e;
    }
  }

  /** Changes it, with its one entry in the log, and an event in the timeline of its incident. */
  void change(Caller who, UUID id, Function<Changing, Done> work) {
    UUID incident = incident(id);
    if (incident == null) {
      transactions.act(act -> change(act, id, who.account(), work));
    } else {
      requireReading(who);
      member(
          () ->
              door.change(
                  who,
                  incident,
                  change -> {
                    if (!who.may(Permission.WORK_ON_INCIDENTS)) {
                      throw new StoplogException(
                          Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
                    }
                    return change(change.act(), id, change.by(), work);
                  }));
    }
  }

  private boolean change(Act act, UUID id, UUID by, Function<Changing, Done> work) {
    CampaignRows rows = rows(act.jdbc());
    Campaign held = rows.lock(id).orElseThrow(CampaignDesk::unknown);
    Done done = work.apply(new Changing(act, rows, assessments(act.jdbc()), held, by));
    Map<String, Object> detail = new HashMap<>(done.detail());
    detail.put("campaign", id.toString());
    UUID incident = held.incident();
    if (incident != null) {
      detail.put("incident", incident.toString());
      String news = done.news();
      if (news != null) {
        String ref = done.ref();
        door.tell(act.jdbc(), incident, by, news, ref == null ? "" + held.number() : ref);
      }
    }
    act.record(by, done.act(), detail);
    return true;
  }
}
