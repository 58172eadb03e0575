package org.stoplog.server.sightings;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What people and programs do with lookouts. */
final class LookoutActs {
  /** More than anybody configures by hand. */
  static final int MOST = 2_000;

  private final Transactions transactions;
  private final Looking looking;
  private final ServerClock clock;
  private final Runnable wake;

  LookoutActs(Transactions transactions, Looking looking, ServerClock clock, Runnable wake) {
    this.transactions = transactions;
    this.looking = looking;
    this.clock = clock;
    this.wake = wake;
  }

  /** Whether somebody may let lookouts ask addresses of private networks. */
  static boolean mayLookInside(Caller caller) {
    return caller.may(Permission.MANAGE_GATEWAYS);
  }

  static void requireInside(Caller caller, boolean isInside) {
    if (isInside && !mayLookInside(caller)) {
      throw new StoplogException(
          Problem.ACCESS_DENIED,
          "Only an administrator lets a lookout ask addresses of our own network, or changes one that does.");
    }
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such lookout.");
  }

  Lookout find(JdbcClient jdbc, UUID id) {
    return looking
        .lookouts(jdbc)
        .find(id)
        .filter(one -> !one.isRemoved())
        .orElseThrow(LookoutActs::unknown);
  }

  /**
   * Makes one.
   *
   * @throws StoplogException REQUEST_INVALID, or ACCESS_DENIED for one that may ask inside
   */
  UUID make(Caller caller, Lookout.Facts facts) {
    requireInside(caller, facts.isInside());
    UUID made =
        transactions.act(
            act -> {
              LookoutRows rows = looking.lookouts(act.jdbc());
              if (rows.count() >= MOST) {
                throw Targets.wrong("There are 2,000 lookouts already. Remove one first.");
              }
              Instant now = clock.realNow();
              UUID id = Ids.next(now);
              rows.add(id, facts, caller.account(), now);
              act.record(caller.account(), "lookout.made", detail(id, facts));
              return id;
            });
    wake.run();
    return made;
  }

  private static Map<String, ?> detail(UUID id, Lookout.Facts facts) {
    Map<String, Object> detail = new HashMap<>();
    detail.put("lookout", id.toString());
    detail.put("kind", facts.kind().word());
    detail.put("inside", facts.isInside());
    detail.put("days", facts.everyDays());
    Integer supplier = facts.supplier();
    if (supplier != null) {
      detail.put("supplier", supplier);
    }
    return detail;
  }

  /** What is looked at stays of its kind. */
  void change(Caller caller, UUID id, Lookout.Facts facts) {
    transactions.act(
        act -> {
          LookoutRows rows = looking.lookouts(act.jdbc());
          Lookout before = locked(rows, id);
          requireInside(caller, facts.isInside() || before.facts().isInside());
          if (before.kind() != facts.kind()) {
            throw Targets.wrong("A lookout stays of its kind. Make another one.");
          }
          rows.change(before, facts, clock.realNow());
          act.record(caller.account(), "lookout.changed", detail(id, facts));
          return true;
        });
    wake.run();
  }

  private static Lookout locked(LookoutRows rows, UUID id) {
    return Optional.of(id)
        .flatMap(rows::lock)
        .filter(one -> !one.isRemoved())
        .orElseThrow(LookoutActs::unknown);
  }

  void pause(Caller caller, UUID id) {
    act(caller, id, "lookout.paused", (rows, one) -> rows.pause(id, clock.realNow()));
  }

  void resume(Caller caller, UUID id) {
    act(caller, id, "lookout.resumed", (rows, one) -> rows.pause(id, null));
    wake.run();
  }

  /** What it saw stays. */
  void remove(Caller caller, UUID id) {
    act(caller, id, "lookout.removed", (rows, one) -> rows.remove(id, clock.realNow()));
  }

  /** It looks within moments, in its own thread. */
  void lookNow(Caller caller, UUID id) {
    act(
        caller,
        id,
        "lookout.asked",
        (rows, one) -> {
          if (one.facts().target() == null || one.isPaused()) {
            throw Targets.wrong(
                one.isPaused()
                    ? "It is paused. Let it go on first."
                    : "It has no address. Import a file.");
          }
          rows.plan(id, clock.realNow());
        });
    wake.run();
  }

  private void act(Caller caller, UUID id, String what, BiConsumer<LookoutRows, Lookout> work) {
    transactions.act(
        (Act act) -> {
          LookoutRows rows = looking.lookouts(act.jdbc());
          work.accept(rows, locked(rows, id));
          act.record(caller.account(), what, Map.of("lookout", id.toString()));
          return true;
        });
  }

  /**
   * Takes in a list as a file.
   *
   * @param bytes null or empty when none was sent
   */
  Looking.Taken take(Caller caller, UUID id, String name, byte @Nullable [] bytes) {
    Lookout one = transactions.run(jdbc -> find(jdbc, id));
    if (bytes == null || bytes.length == 0 || bytes.length > Fetch.MOST_LIST) {
      throw Targets.wrong("Choose a JSON file that is not empty and has at most 16 MB.");
    }
    return looking.take(caller.account(), one, name, bytes);
  }
}
