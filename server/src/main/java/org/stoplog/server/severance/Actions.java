package org.stoplog.server.severance;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import tools.jackson.databind.json.JsonMapper;

/** Does what the owner allowed about a cut, and keeps what came of it. */
final class Actions {
  private static final JsonMapper JSON = new JsonMapper();

  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;
  private final ActionSettings settings;

  Actions(Transactions transactions, Ledger ledger, ServerClock clock, ActionSettings settings) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.settings = settings;
  }

  List<SupplierCutPage.Choice> choices(boolean areProbes) {
    return settings.all(areProbes).stream()
        .map(one -> new SupplierCutPage.Choice(one.name(), one.kind() + " " + one.name()))
        .toList();
  }

  List<SupplierCutPage.Action> of(JdbcClient jdbc, UUID severance, Map<UUID, String> names) {
    return shown(rows(jdbc).of(severance), names);
  }

  List<SupplierCutPage.Action> ofItem(JdbcClient jdbc, UUID item, Map<UUID, String> names) {
    return shown(rows(jdbc).ofItem(item), names);
  }

  private static List<SupplierCutPage.Action> shown(
      List<ActionRows.Done> done, Map<UUID, String> names) {
    return done.stream()
        .map(
            one -> {
              ActionRunner.Outcome outcome = one.outcome();
              return new SupplierCutPage.Action(
                  one.kind() + " " + one.name(),
                  names.getOrDefault(one.by(), "unknown"),
                  Times.second(one.at()),
                  outcome == null
                      ? "begun; nobody knows what came of it"
                      : outcome.words() + (one.code() == null ? "" : " (" + one.code() + ")"),
                  one.output());
            })
        .toList();
  }

  private ActionRows rows(JdbcClient jdbc) {
    return new ActionRows(jdbc, ledger.stores().keys());
  }

  /**
   * Runs one about a cut.
   *
   * @throws StoplogException REQUEST_INVALID when the settings have none of this name
   */
  void run(UUID severance, String name, UUID by) {
    run(severance, null, name, by, false);
  }

  /** Tries whether the old credential of an item is refused, and says so at the item. */
  void probe(UUID item, String name, UUID by) {
    UUID severance =
        transactions
            .run(jdbc -> new RotationRows(jdbc).find(item))
            .map(RotationItem::severance)
            .orElseThrow(RotationController::unknown);
    run(severance, item, name, by, true);
  }

  private void run(UUID severance, @Nullable UUID item, String name, UUID by, boolean isProbe) {
    ActionSettings.Action action =
        settings
            .find(name)
            .filter(one -> (one instanceof ActionSettings.Probe) == isProbe)
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.REQUEST_INVALID,
                        "The settings of the server's owner allow no such action."));
    Instant now = clock.realNow();
    UUID id = Ids.next(now);
    Map<String, Object> about = new TreeMap<>();
    Map<String, String> arguments = new HashMap<>();
    transactions.act(
        act -> {
          Severance one =
              new SeveranceRows(act.jdbc()).lock(severance).orElseThrow(Severance::unknown);
          about.clear();
          about.putAll(about(act.jdbc(), one, id, item));
          about.forEach((key, value) -> arguments.put("{" + key + "}", value.toString()));
          rows(act.jdbc()).begin(id, severance, item, action, by, now);
          act.record(by, "severance.action-begun", entry(severance, id, action));
          return true;
        });
    ActionRunner.Result result =
        ActionRunner.run(action, arguments, JSON.writeValueAsString(about), now);
    transactions.act(
        act -> {
          rows(act.jdbc()).end(id, result, clock.realNow());
          boolean isTold =
              result.outcome() == ActionRunner.Outcome.REFUSED
                  || result.outcome() == ActionRunner.Outcome.ACCEPTED;
          if (item != null && isTold) {
            new RotationRows(act.jdbc())
                .setSeenToFail(item, result.outcome() == ActionRunner.Outcome.REFUSED);
          }
          Map<String, Object> entry = new HashMap<>(entry(severance, id, action));
          entry.put("outcome", result.outcome().word());
          act.record(by, "severance.action-ended", entry);
          return true;
        });
  }

  private static Map<String, Object> entry(UUID severance, UUID id, ActionSettings.Action action) {
    return Map.of(
        "severance",
        severance.toString(),
        "action",
        id.toString(),
        "kind",
        action.kind(),
        "name",
        action.name());
  }

  /** Ids and words of ours, nothing that somebody typed. */
  private static Map<String, Object> about(
      JdbcClient jdbc, Severance one, UUID id, @Nullable UUID item) {
    Map<String, Object> about = new TreeMap<>();
    about.put("action", id.toString());
    about.put("severance", one.id().toString());
    about.put("state", SeveranceRows.word(one.state()));
    about.put(
        "supplier",
        jdbc.sql("select uid from supplier where id = :id")
            .param("id", one.supplier())
            .query(UUID.class)
            .single()
            .toString());
    if (one.connection() != null) {
      about.put(
          "connection",
          jdbc.sql("select uid from connection where id = :id")
              .param("id", one.connection())
              .query(UUID.class)
              .single()
              .toString());
    }
    if (item != null) {
      about.put("item", item.toString());
    }
    return about;
  }
}
