package org.stoplog.server.notices;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.messages.MessageServices;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Sends a wave, if it is approved, and only what was approved, over the route that was. */
final class Sender {
  /** Waves that this process sends: one sender each. */
  private static final Set<UUID> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final MessageServices services;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final Lanes.Steps steps;

  Sender(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      MessageServices services,
      IncidentDoor door,
      ServerClock clock,
      Lanes.Steps steps) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.routes = routes;
    this.services = services;
    this.door = door;
    this.clock = clock;
    this.steps = steps;
  }

  static boolean isUnderWay(UUID wave) {
    return UNDER_WAY.contains(wave);
  }

  /**
   * Sends what is due, until nothing is, or the wave is stopped.
   *
   * @throws StoplogException INTERRUPTED when the program ends
   */
  void run(UUID id, Progress progress) {
    if (!UNDER_WAY.add(id)) {
      return;
    }
    try {
      Leaving leaving = open(id);
      if (leaving != null) {
        send(leaving.approved(), leaving.outgoing(), progress);
      }
    } finally {
      UNDER_WAY.remove(id);
    }
  }

  /** What was approved, and how it leaves. */
  private record Leaving(Copies.Approved approved, Outgoing outgoing) {}

  private void send(Copies.Approved approved, Outgoing outgoing, Progress progress) {
    UUID id = approved.wave().id();
    Wave.Pause pause =
        new SendingRun(
                approved,
                transactions,
                clock,
                outgoing,
                new Making(ledger, transactions, door, clock, approved, outgoing, steps),
                progress,
                steps)
            .all();
    if (pause != null) {
      pause(id, pause);
    } else {
      new WaveEnd(transactions, door, clock).ifOver(id, null);
      steps.at("ended");
    }
  }

  /** Null when it is not to be sent now. */
  private @Nullable Leaving open(UUID id) {
    Optional<Wave> found =
        transactions.run(
            jdbc -> {
              WaveRows rows = new WaveRows(jdbc);
              return rows.find(id)
                  .filter(wave -> wave.state() == Wave.State.SENDING && rows.isLive(id));
            });
    if (found.isEmpty()) {
      return null;
    }
    Wave wave = found.get();
    WaveRows.Sealed sealed = transactions.run(jdbc -> new WaveRows(jdbc).sealed(id)).orElseThrow();
    Optional<RouteFacts> facts =
        transactions
            .run(jdbc -> RouteFacts.locked(jdbc, wave.terms().way()))
            .filter(now -> now.hash().hex().equals(sealed.routeSha256()));
    // Which supplier it was may have become known since.
    Set<Integer> breached = transactions.run(jdbc -> door.find(jdbc, wave.incident()).company());
    if (facts.filter(now -> now.isOf(breached)).isPresent()) {
      pause(id, Wave.Pause.ROUTE_OF_SUPPLIER);
      return null;
    }
    Leaving leaving = facts.isEmpty() ? null : leaving(wave);
    if (leaving == null) {
      pause(id, Wave.Pause.ROUTE_CHANGED);
    }
    return leaving;
  }

  /** Null when what it goes by was removed. */
  private @Nullable Leaving leaving(Wave wave) {
    Copies.Approved approved =
        transactions.run(
            jdbc ->
                Copies.Approved.open(jdbc, ledger, door, wave, wave.terms().way().sender(routes)));
    Optional<Outgoing> outgoing =
        switch (wave.terms().way()) {
          case Way.Mail way ->
              way.route(routes).map(route -> new OutgoingMail(approved, routes, route));
          case Way.Message way ->
              services
                  .find(way.number())
                  .map(service -> new OutgoingMessages(approved, services, service));
          case Way.Paper _ -> throw new IllegalStateException("nobody sends paper");
        };
    return outgoing.map(way -> new Leaving(approved, way)).orElse(null);
  }

  private void pause(UUID id, Wave.Pause why) {
    transactions.actIf(
        act -> {
          Wave wave = new WaveRows(act.jdbc()).find(id).orElseThrow();
          door.lock(act.jdbc(), wave.incident());
          WaveRows rows = new WaveRows(act.jdbc());
          if (rows.lock(id).filter(now -> now.state() == Wave.State.SENDING).isEmpty()) {
            return false; // somebody stopped it in the same moment, and said why
          }
          rows.pause(id, why);
          door.tell(act.jdbc(), wave.incident(), null, "notice.wave-stopped", wave.name());
          act.record(
              null,
              "notice.wave-paused",
              java.util.Map.of(
                  "incident", wave.incident().toString(),
                  "wave", id.toString(),
                  "why", why.word()));
          return true;
        });
  }
}
