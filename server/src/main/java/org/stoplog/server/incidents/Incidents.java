package org.stoplog.server.incidents;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.severance.SupplierStanding;

/**
 * The way into an incident. Whoever is no member is told that there is none: that one exists at all
 * says something about a supplier.
 */
final class Incidents {
  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;

  Incidents(Transactions transactions, Ledger ledger, ServerClock clock) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** An incident in one transaction, seen by a member. */
  record Inside(JdbcClient jdbc, Keyset keys, Incident incident, Member member) {
    Timeline timeline() {
      return new Timeline(jdbc, keys);
    }
  }

  /** The same, held until the transaction ends, by somebody who may change it. */
  static final class Change {
    private final Inside inside;
    private final Act act;
    private final UUID by;
    private final @Nullable UUID actor;
    private final ServerClock clock;

    Change(Inside inside, Act act, UUID by, ServerClock clock) {
      this(inside, act, by, by, clock);
    }

    /**
     * @param by whose right it is done by
     * @param actor who did it; null for the program itself
     */
    Change(Inside inside, Act act, UUID by, @Nullable UUID actor, ServerClock clock) {
      this.inside = inside;
      this.act = act;
      this.by = by;
      this.actor = actor;
      this.clock = clock;
    }

    Inside inside() {
      return inside;
    }

    JdbcClient jdbc() {
      return inside.jdbc();
    }

    Incident incident() {
      return inside.incident();
    }

    Act act() {
      return act;
    }

    UUID by() {
      return by;
    }

    ServerClock clock() {
      return clock;
    }

    /**
     * Enters what was done, in the timeline and in the audit log.
     *
     * @param detail for the audit log: ids, counts and words of ours
     * @return the event's number
     */
    long record(Timeline.News news, Map<String, ?> detail) {
      long seq = inside.timeline().add(incident().id(), actor, news, clock);
      Map<String, Object> all = new HashMap<>(detail);
      all.put("incident", incident().id().toString());
      all.put("event", seq);
      act.record(actor, "incident." + news.kind(), all);
      return seq;
    }

    /**
     * Enters it in the timeline alone, when the act has another entry.
     *
     * @return the event's number
     */
    long tell(Timeline.News news) {
      return inside.timeline().add(incident().id(), actor, news, clock);
    }

    byte @Nullable [] seal(@Nullable String text) {
      return Timeline.seal(inside.keys(), incident().id(), text);
    }
  }

  ServerClock clock() {
    return clock;
  }

  /**
   * Opens an incident; whoever opens it is its first member.
   *
   * @param source where the signal came from, as somebody or an alarm said; null for nothing said
   */
  UUID open(
      Caller by,
      String title,
      @Nullable Integer supplier,
      Incident.Signal signal,
      @Nullable String source) {
    return transactions.act(
        act -> {
          Change change = opening(act, by.account(), by.account(), title, supplier, signal);
          opened(change, supplier, signal, source, Map.of());
          return change.incident().id();
        });
  }

  /**
   * Opens an incident with what it is opened by.
   *
   * @param more details for the entry of the audit log
   * @param then tells the rest, in the same act
   */
  UUID open(
      Caller by,
      String title,
      @Nullable Integer supplier,
      Incident.Signal signal,
      Map<String, ?> more,
      Consumer<Change> then) {
    return open(by, title, supplier, signal, null, more, then);
  }

  /** The same, with where the signal came from; null for nothing said. */
  UUID open(
      Caller by,
      String title,
      @Nullable Integer supplier,
      Incident.Signal signal,
      @Nullable String source,
      Map<String, ?> more,
      Consumer<Change> then) {
    return transactions.act(
        act -> {
          Change change = opening(act, by.account(), by.account(), title, supplier, signal);
          opened(change, supplier, signal, source, more);
          then.accept(change);
          return change.incident().id();
        });
  }

  /**
   * Opens an incident within an act; {@link #opened} records it.
   *
   * @param by its first member
   * @param actor who opens it; null for the program itself
   */
  Change opening(
      Act act,
      UUID by,
      @Nullable UUID actor,
      String title,
      @Nullable Integer supplier,
      Incident.Signal signal) {
    UUID id = Ids.next(clock.realNow());
    IncidentRows rows = new IncidentRows(act.jdbc());
    Member first = new Member(by, true, true);
    rows.add(id, title, supplier, signal, by, clock.product().instant());
    rows.setMember(id, first, by, clock.realNow());
    Incident incident = rows.find(id).orElseThrow();
    Inside inside = new Inside(act.jdbc(), ledger.stores().keys(), incident, first);
    return new Change(inside, act, by, actor, clock);
  }

  static void opened(
      Change change,
      @Nullable Integer supplier,
      Incident.Signal signal,
      @Nullable String source,
      Map<String, ?> more) {
    Map<String, Object> detail = new HashMap<>(more);
    detail.put("signal", signal.word());
    if (supplier != null) {
      detail.put("supplier", supplier);
    }
    change.record(new Timeline.News("opened", signal.word(), source, false), detail);
  }

  <T extends @Nullable Object> T read(Caller who, UUID id, Function<Inside, T> work) {
    return transactions.run(jdbc -> work.apply(inside(jdbc, who, id)));
  }

  /** How the supplier of an incident is cut; null when it has none, or they may not know. */
  @Nullable SupplierStanding standing(Caller who, UUID id) {
    Integer supplier = read(who, id, inside -> inside.incident().supplier());
    return supplier == null || !who.may(Permission.READ_SUPPLIERS)
        ? null
        : transactions.inTurn(db -> SupplierStanding.of(db, supplier, clock.now()));
  }

  /**
   * Changes something of an incident, which must record what it did once.
   *
   * @throws StoplogException PAGE_UNKNOWN to those who are no members, ACCESS_DENIED to those who
   *     only read
   */
  <T extends @Nullable Object> T change(Caller who, UUID id, Function<Change, T> work) {
    return transactions.act(act -> work.apply(changing(act, who, id)));
  }

  /**
   * The same for a form: what was typed wrongly is no page of its own, but an error beside it.
   *
   * @param said what to say of a failure of one of these kinds
   * @return null when it was done
   */
  <T extends @Nullable Object> @Nullable String tryChange(
      Caller who,
      UUID id,
      Function<Change, T> work,
      Function<StoplogException, String> said,
      Problem... kinds) {
    try {
      change(who, id, work);
      return null;
    } catch (StoplogException e) {
      if (List.of(kinds).contains(e.problem())) {
        return said.apply(e);
      }
      throw e;
    }
  }

  /**
   * Lets in who may work on the incident that a path names, before anything that they send is kept.
   */
  void passToWork(Caller who, String path) {
    UUID id;
    try {
      id = UUID.fromString(path.replaceFirst("^(/api/v1)?/incidents/", "").split("/", -1)[0]);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
    requireWork(who, id);
  }

  /**
   * Before long work, or a form is looked at.
   *
   * @throws StoplogException as {@link #change}
   */
  void requireWork(Caller who, UUID id) {
    boolean works = read(who, id, inside -> inside.member().works());
    if (!works) {
      throw readOnly();
    }
  }

  private static StoplogException readOnly() {
    return new StoplogException(
        Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
  }

  private Change changing(Act act, Caller who, UUID id) {
    Inside before = inside(act.jdbc(), who, id);
    new IncidentRows(act.jdbc()).lock(id);
    // Read again: somebody may have changed it, or removed this member, while we waited.
    Inside inside = inside(act.jdbc(), who, id);
    if (!before.member().works() || !inside.member().works()) {
      throw readOnly();
    }
    return new Change(inside, act, who.account(), clock);
  }

  private Inside inside(JdbcClient jdbc, Caller who, UUID id) {
    IncidentRows rows = new IncidentRows(jdbc);
    Member member = rows.member(id, who.account()).orElseThrow(Incidents::unknown);
    return new Inside(
        jdbc, ledger.stores().keys(), rows.find(id).orElseThrow(Incidents::unknown), member);
  }

  static StoplogException unknown() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN, "There is no such incident, or you are not a member of it.");
  }
}
