package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.ExposureGroups;
import org.stoplog.ledger.exposure.ExposureTallies;
import org.stoplog.server.mail.Companies;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.severance.SupplierStanding;

/**
 * What capabilities above may do with an incident. The rule of membership is the same as for its
 * own pages: whoever is no member is told that there is none.
 */
public final class IncidentDoor {
  private final Incidents incidents;
  private final Ledger ledger;
  private final ServerClock clock;

  IncidentDoor(Incidents incidents, Ledger ledger, ServerClock clock) {
    this.incidents = incidents;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * An incident as a member sees it.
   *
   * @param name {@code INC-3}
   * @param supplier id, null while nobody knows which one it is
   * @param works whether this member may change things
   */
  public record Seen(
      JdbcClient jdbc,
      UUID id,
      String name,
      String title,
      String path,
      @Nullable Integer supplier,
      boolean works) {
    /**
     * The supplier with what is one company with it since a merger, in the same transaction; empty
     * while nobody knows which one it is.
     */
    public Set<Integer> company() {
      return Companies.of(jdbc, supplier);
    }
  }

  /** An exposure of an incident, as it was frozen. */
  public record Frozen(long exposure, int scope, String sha256, Instant at) {}

  /** The same incident, held until the transaction ends, by a member who may change it. */
  public record Changing(Seen seen, Act act, UUID by) {}

  public <T extends @Nullable Object> T read(Caller who, UUID id, Function<Seen, T> work) {
    return incidents.read(who, id, inside -> work.apply(seen(inside)));
  }

  /**
   * Before a form is looked at.
   *
   * @throws StoplogException ACCESS_DENIED for a member who may only read
   */
  public void requireWork(Caller who, UUID id) {
    if (!read(who, id, Seen::works)) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
    }
  }

  /** The longest title that an incident has. */
  public static final int LONGEST_TITLE = IncidentsController.LONGEST_TITLE;

  /** The most that is said of where a signal came from. */
  public static final int LONGEST_SOURCE = IncidentsController.LONGEST_SOURCE;

  /**
   * Opens an incident by what a capability above knows; whoever asks is its first member.
   *
   * @param isPublic whether the world can read what it is opened by; else we saw it ourselves
   * @param source where that came from
   * @param more details for the entry of the audit log
   * @param then writes the rest, in the same act
   * @throws StoplogException ACCESS_DENIED to those who may open none
   */
  public UUID open(
      Caller who,
      String title,
      @Nullable Integer supplier,
      boolean isPublic,
      String source,
      Map<String, ?> more,
      Consumer<Seen> then) {
    if (!who.may(Permission.WORK_ON_INCIDENTS)) {
      throw new StoplogException(Problem.ACCESS_DENIED, "You may not open incidents.");
    }
    return incidents.open(
        who,
        title,
        supplier,
        isPublic ? Incident.Signal.PRESS : Incident.Signal.ANOMALY,
        source,
        more,
        change -> then.accept(seen(change.inside())));
  }

  /** Changes something that belongs to it; the work records the one entry of the act itself. */
  public <T extends @Nullable Object> T change(Caller who, UUID id, Function<Changing, T> work) {
    return incidents.change(
        who,
        id,
        change -> work.apply(new Changing(seen(change.inside()), change.act(), change.by())));
  }

  private static Seen seen(Incidents.Inside inside) {
    Incident incident = inside.incident();
    return new Seen(
        inside.jdbc(),
        incident.id(),
        incident.name(),
        incident.title(),
        incident.path(),
        incident.supplier(),
        inside.member().works());
  }

  /** Without a member, for the program's own work. */
  public Seen find(JdbcClient jdbc, UUID id) {
    return seen(jdbc, new IncidentRows(jdbc).find(id).orElseThrow(Incidents::unknown));
  }

  private static Seen seen(JdbcClient jdbc, Incident incident) {
    return new Seen(
        jdbc,
        incident.id(),
        incident.name(),
        incident.title(),
        incident.path(),
        incident.supplier(),
        false);
  }

  /**
   * When events of a kind happened, by what they are about; the last one of each. By the clock of
   * the product, unlike the times that capabilities keep of their own work.
   */
  public Map<String, Instant> happened(JdbcClient jdbc, UUID id, String kind) {
    Map<String, Instant> happened = new TreeMap<>();
    jdbc.sql(
            """
            select ref, at from incident_event
            where incident = :incident and kind = :kind and ref is not null order by seq
            """)
        .param("incident", id)
        .param("kind", kind)
        .query(
            row -> {
              happened.put(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant());
            });
    return happened;
  }

  /**
   * What somebody says of when something happened.
   *
   * @param title of the time: {@code We were told}
   * @param source who says it: us, supplier, press, attacker, authority
   * @param said as it was typed; {@code unknown} where nobody knows
   */
  public record SaidTime(String title, String source, String said) {}

  /** All that is said of its times, in their order; contradictions stand side by side. */
  public List<SaidTime> times(JdbcClient jdbc, UUID id) {
    return new SaidTimes(jdbc, ledger.stores().keys())
        .current(id).stream()
            .sorted(
                Comparator.comparing(SaidTimes.Said::kind).thenComparing(SaidTimes.Said::source))
            .map(
                one ->
                    new SaidTime(
                        one.kind().title(),
                        one.source(),
                        one.said().isBlank() ? "unknown" : one.said()))
            .toList();
  }

  /** How its supplier is cut, in words; null when it has none, or the caller may not know. */
  public @Nullable String standing(Caller who, UUID id) {
    SupplierStanding standing = incidents.standing(who, id);
    return standing == null ? null : standing.words();
  }

  /** Those that an account is a member of: open ones first, then the newest. */
  public List<Seen> of(JdbcClient jdbc, UUID account) {
    return new IncidentRows(jdbc).of(account).stream().map(one -> seen(jdbc, one)).toList();
  }

  /** In what state it is, in a word, and when it was opened. */
  public record Progress(String state, Instant openedAt) {}

  public Progress progress(JdbcClient jdbc, UUID id) {
    Incident incident = new IncidentRows(jdbc).find(id).orElseThrow(Incidents::unknown);
    return new Progress(incident.state().word(), incident.openedAt());
  }

  /** Incidents that are not closed. */
  public List<UUID> open(JdbcClient jdbc) {
    return jdbc.sql("select id from incident where state <> 'closed' order by number")
        .query(UUID.class)
        .list();
  }

  /** Accounts that work on it and were not shut. */
  public List<UUID> workers(JdbcClient jdbc, UUID id) {
    return jdbc.sql(
            """
            select m.account from incident_member m join account a on a.id = m.account
            where m.incident = :incident and m.works and a.disabled_at is null order by 1
            """)
        .param("incident", id)
        .query(UUID.class)
        .list();
  }

  /** Held until the transaction ends; before anything that belongs to it. */
  public void lock(JdbcClient jdbc, UUID id) {
    new IncidentRows(jdbc).lock(id);
  }

  public boolean isWorking(JdbcClient jdbc, UUID id, UUID account) {
    return new IncidentRows(jdbc).member(id, account).filter(Member::works).isPresent();
  }

  /**
   * When clauses with organisations begin to run: by {@code suspicion}, {@code awareness}, {@code
   * confirmation} and {@code scope}, the earliest time that anybody's last word gives for it. What
   * nobody knows is missing.
   */
  public Map<String, Instant> clauseEvents(JdbcClient jdbc, UUID id) {
    return firsts(
        jdbc,
        id,
        Map.of(
            "suspicion", TimeKind.WE_SUSPECTED,
            "awareness", TimeKind.AWARE,
            "confirmation", TimeKind.SUPPLIER_CONFIRMED,
            "scope", TimeKind.WE_GOT_SCOPE));
  }

  /**
   * What may start the clock of a law, in the same way: {@code suspicion}, {@code told} by the
   * supplier, and {@code awareness}, which is a decision.
   */
  public Map<String, Instant> clockEvents(JdbcClient jdbc, UUID id) {
    return firsts(
        jdbc,
        id,
        Map.of(
            "suspicion", TimeKind.WE_SUSPECTED,
            "told", TimeKind.WE_WERE_TOLD,
            "awareness", TimeKind.AWARE));
  }

  /**
   * What clauses with the supplier run from and end with: {@code detection} and {@code
   * confirmation} by it, its {@code notice} to us, and the {@code scope} that it gave.
   */
  public Map<String, Instant> supplierEvents(JdbcClient jdbc, UUID id) {
    return firsts(
        jdbc,
        id,
        Map.of(
            "detection", TimeKind.SUPPLIER_DETECTED,
            "confirmation", TimeKind.SUPPLIER_CONFIRMED,
            "notice", TimeKind.WE_WERE_TOLD,
            "scope", TimeKind.WE_GOT_SCOPE));
  }

  private static Map<String, Instant> firsts(
      JdbcClient jdbc, UUID id, Map<String, TimeKind> kinds) {
    Map<String, Instant> events = new TreeMap<>();
    kinds.forEach(
        (event, kind) ->
            jdbc.sql(
                    """
                    select min(first) from (
                      select distinct on (source) first from incident_time
                      where incident = :incident and kind = :kind order by source, seq desc) said
                    having min(first) is not null
                    """)
                .param("incident", id)
                .param("kind", kind.slug())
                .query(OffsetDateTime.class)
                .optional()
                .ifPresent(time -> events.put(event, time.toInstant())));
    return events;
  }

  /** People of the newest exposure by country and elements; empty before the first. */
  public List<ExposureGroups.Group> groups(JdbcClient jdbc, UUID id) {
    return new ExposureGroupRows(jdbc).latest(id);
  }

  /** Whether a mailbox of this domain is the supplier's own, by the register. */
  public boolean isOfSupplier(JdbcClient jdbc, @Nullable Integer supplier, String domain) {
    return SupplierDomains.hold(SupplierDomains.of(jdbc, supplier), domain);
  }

  /** The newest first. */
  public List<Frozen> exposures(JdbcClient jdbc, UUID id, int most) {
    return new Exposures(jdbc, ledger.stores().keys())
        .newest(id, most).stream()
            .map(one -> new Frozen(one.exposure(), one.scope(), one.sha256(), one.at()))
            .toList();
  }

  /** What an exposure of the incident says; empty when it is none of it. */
  public Optional<FrozenFigures> figures(JdbcClient jdbc, UUID id, long exposure) {
    return new Exposures(jdbc, ledger.stores().keys()).find(id, exposure).map(FrozenFigures::of);
  }

  /** What the newest exposure of the incident says; empty before the first. */
  public Optional<FrozenFigures> latestFigures(JdbcClient jdbc, UUID id) {
    return new Exposures(jdbc, ledger.stores().keys()).latest(id).map(FrozenFigures::of);
  }

  /**
   * Which data the people of an exposure have, in any part of the evidence, as it was counted when
   * it was frozen.
   *
   * @param elements ids of the catalogue
   * @param isPartlyUnknown whether of somebody in a file nobody knows which
   */
  public record Exposed(Set<String> elements, boolean isPartlyUnknown) {
    public Exposed {
      elements = Set.copyOf(elements);
    }
  }

  /** Empty when the incident has no such exposure. */
  public Optional<Exposed> elements(JdbcClient jdbc, UUID id, long exposure) {
    return new Exposures(jdbc, ledger.stores().keys())
        .find(id, exposure)
        .map(
            frozen -> {
              Set<String> ids = new TreeSet<>(frozen.numbers().tallies().elements().keySet());
              boolean isPartlyUnknown = ids.remove(ExposureTallies.UNKNOWN);
              return new Exposed(ids, isPartlyUnknown);
            });
  }

  /**
   * Adds an event to the timeline; the incident must be held.
   *
   * @param kind in our words, of those that the timeline knows: {@code notice.wave-started}
   * @param ref what it is about, by a number or id of ours
   */
  public void tell(
      JdbcClient jdbc, UUID id, @Nullable UUID actor, String kind, @Nullable String ref) {
    new Timeline(jdbc, ledger.stores().keys()).add(id, actor, new Timeline.News(kind, ref), clock);
  }

  /** Seals what people wrote, bound to the incident. */
  public byte[] seal(UUID id, byte[] plain) {
    return ledger.stores().keys().seal(plain, Incident.sealContext(id));
  }

  public byte[] unseal(UUID id, byte[] sealed) {
    return ledger.stores().keys().unseal(sealed, Incident.sealContext(id));
  }
}
