package org.stoplog.server.campaigns;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.expectations.ExpectationSet;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.notices.RouteFacts;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.risk.Tiers;

/** Makes drafts of campaigns and sweeps: nothing is sent by it. */
final class CampaignMaking {
  private final CampaignDesk desk;
  private final Ledger ledger;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final MailRoutes routes;
  private final PublicDoor world;
  private final ServerClock clock;

  CampaignMaking(
      CampaignDesk desk,
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      MailRoutes routes,
      PublicDoor world,
      ServerClock clock) {
    this.desk = desk;
    this.ledger = ledger;
    this.transactions = transactions;
    this.door = door;
    this.routes = routes;
    this.world = world;
    this.clock = clock;
  }

  /** Why none can be made; null when one can. */
  @Nullable String closed() {
    return world.isOpen()
        ? null
        : "The public door is closed, so no link would work. Start the server with --public-port.";
  }

  /**
   * @throws org.stoplog.catalog.problem.StoplogException REQUEST_INVALID that says why none can be
   *     made of it now
   */
  void check(CampaignForm form, boolean isSweep) {
    String closed = closed();
    if (closed != null) {
      throw CampaignDesk.wrong(closed);
    }
    CampaignForm.Wrong wrong = form.wrong(routes.all(), desk.today(), isSweep);
    if (wrong != null) {
      throw InvalidBody.ofField(wrong.field(), wrong.says());
    }
  }

  /** Why no campaign can be made of it now; null when one can. */
  @Nullable String objection(CampaignForm form) {
    return world.isOpen() ? form.objection(routes.all(), desk.today(), false) : closed();
  }

  /**
   * A draft that nobody sits before, in the caller's transaction, which has its own entry.
   *
   * @param form without {@link #objection}
   * @param by account that it is made for
   * @param whom suppliers, each with why it is asked; not empty
   * @return its id
   */
  UUID byItself(Act act, CampaignForm form, UUID by, Map<Integer, List<String>> whom) {
    UUID id = Ids.next(clock.realNow());
    CampaignRows rows = desk.rows(act.jdbc());
    rows.add(draft(form, id, null, form.why(), by), Tokens.random());
    whom.forEach((supplier, reasons) -> rows.addSupplier(id, supplier, reasons, form.language()));
    return id;
  }

  private MailRoute route(CampaignForm form) {
    return routes.find(Integer.parseInt(form.route())).orElseThrow(CampaignDesk::unknown);
  }

  private Campaign draft(CampaignForm form, UUID id, @Nullable UUID incident, String why, UUID by) {
    ExpectationSet set = ExpectationSets.find(form.set()).orElseThrow();
    MailRoute route = route(form);
    return new Campaign(
        id,
        0,
        incident,
        form.title(),
        set.id(),
        set.version(),
        form.dueDay().orElseThrow(),
        why,
        Campaign.State.DRAFT,
        route.id(),
        route.catcher(),
        form.daysNumber(),
        form.language(),
        form.remindNumber(),
        form.letter(),
        by,
        clock.realNow(),
        null,
        null,
        null);
  }

  /**
   * @return its id
   * @throws org.stoplog.catalog.problem.StoplogException REQUEST_INVALID that says what is wrong
   */
  UUID campaign(Caller who, CampaignForm form) {
    check(form, false);
    UUID id = Ids.next(clock.realNow());
    transactions.act(
        act -> {
          CampaignRows rows = desk.rows(act.jdbc());
          rows.add(draft(form, id, null, form.why(), who.account()), Tokens.random());
          int chosen = choose(act, rows, id, form);
          if (chosen == 0) {
            throw InvalidBody.ofField(
                "whom", "Choose whom to ask: there is no such supplier in use.");
          }
          act.record(
              who.account(),
              "campaign.made",
              Map.of("campaign", id.toString(), "suppliers", chosen, "set", form.set()));
          return true;
        });
    return id;
  }

  private int choose(Act act, CampaignRows rows, UUID id, CampaignForm form) {
    List<Integer> suppliers =
        form.whom().matches("[0-9]{1,9}")
            ? act.jdbc()
                .sql("select id from supplier where id = :id")
                .param("id", Integer.parseInt(form.whom()))
                .query(Integer.class)
                .list()
            : form.whom().matches("tier-[1-4]")
                ? Tiers.of(
                    act.jdbc(),
                    ledger.stores().keys(),
                    desk.today(),
                    Integer.parseInt(form.whom().substring("tier-".length())))
                : form.whom().equals("all")
                    ? act.jdbc()
                        .sql("select id from supplier where deleted is null order by id")
                        .query(Integer.class)
                        .list()
                    : List.of();
    suppliers.forEach(one -> rows.addSupplier(id, one, List.of(), form.language()));
    return suppliers.size();
  }

  /** A sweep, of suppliers that are like the breached one in any of the chosen ways. */
  UUID sweep(Caller who, UUID incident, CampaignForm form) {
    check(form, true);
    UUID id = Ids.next(clock.realNow());
    door.change(
        who,
        incident,
        change -> {
          Integer breached = change.seen().supplier();
          if (breached == null) {
            throw CampaignDesk.wrong("Say in the incident which supplier it is about first.");
          }
          if (route(form).isOf(change.seen().company())) {
            throw CampaignDesk.wrong(RouteFacts.OF_SUPPLIER);
          }
          CampaignRows rows = desk.rows(change.act().jdbc());
          rows.add(
              draft(form, id, incident, "Sweep after " + change.seen().name(), change.by()),
              Tokens.random());
          int chosen = 0;
          for (Likeness.Like one : like(change.act(), breached, form)) {
            rows.addSupplier(id, one.supplier(), one.reasons(), form.language());
            chosen++;
          }
          if (chosen == 0) {
            throw InvalidBody.ofField(
                "ways", "No supplier is like the breached one in what you chose.");
          }
          int number = rows.find(id).orElseThrow().number();
          door.tell(change.act().jdbc(), incident, change.by(), "sweep.made", "" + number);
          change
              .act()
              .record(
                  change.by(),
                  "campaign.made",
                  Map.of(
                      "campaign", id.toString(),
                      "incident", incident.toString(),
                      "suppliers", chosen,
                      "set", form.set()));
          return true;
        });
    return id;
  }

  private static List<Likeness.Like> like(Act act, int breached, CampaignForm form) {
    List<Likeness.Like> found = like(act, breached);
    return form.ways().contains("all")
        ? Likeness.everybody(act.jdbc(), breached, found)
        : found.stream()
            .filter(
                one ->
                    one.ways().keySet().stream().anyMatch(way -> form.ways().contains(way.word())))
            .toList();
  }

  private static List<Likeness.Like> like(Act act, int breached) {
    try {
      return Likeness.of(act.connection(), act.jdbc(), breached);
    } catch (SQLException e) {
      throw new IllegalStateException("the register cannot be read", e);
    }
  }

  /** Suppliers that are like a breached one, in the most ways first. */
  List<Likeness.Like> like(int breached) {
    return transactions.actIf(act -> like(act, breached));
  }

  /** Those that mails can go out by. */
  List<MailRoute> routes() {
    return routes.all();
  }
}
