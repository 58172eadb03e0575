package org.stoplog.server.gateways;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;

/**
 * Cuts several connections at once, for whoever knows why they belong together. All of it is in the
 * caller's transaction, which locks the policy first.
 */
public final class ManyCuts {
  private final Policies policies;
  private final Approvals approvals;
  private final ServerClock clock;

  ManyCuts(Policies policies, Approvals approvals, ServerClock clock) {
    this.policies = policies;
    this.approvals = approvals;
    this.clock = clock;
  }

  /**
   * A connection that goes through gateways.
   *
   * @param stops whether a cut holds it back: not where gateways get copies only
   */
  public record Way(int connection, boolean stops, ConnectionState state) {
    /** Whether nothing goes on to the supplier that comes by gateways. */
    public boolean isHeld() {
      return stops && state.isCut();
    }
  }

  /**
   * What is to be cut.
   *
   * @param severance the act that it is part of, which must have its row
   */
  public record Order(
      UUID severance, Set<Integer> connections, ConnectionState state, String reason, UUID by) {
    public Order {
      connections = Set.copyOf(connections);
    }
  }

  /**
   * What was cut.
   *
   * @param connections those whose state is another now
   * @param version of the policy that says so
   */
  public record Done(List<Integer> connections, long version) {
    public Done {
      connections = List.copyOf(connections);
    }
  }

  /**
   * A gateway that has or had a pairing file.
   *
   * @param obeys version of the policy; null while it has none
   * @param seenAt its last call; null before the first
   */
  public record Told(
      UUID id,
      String name,
      boolean isRevoked,
      Instant pairedAt,
      @Nullable Instant revokedAt,
      @Nullable Long obeys,
      @Nullable Instant seenAt) {
    public boolean obeys(long version) {
      return obeys != null && obeys >= version;
    }
  }

  /** Waits for whoever changes the policy. */
  public static void lock(JdbcClient jdbc) {
    Policies.lock(jdbc);
  }

  /** Those that go through gateways, by connection. */
  public static Map<Integer, Way> through(JdbcClient jdbc) {
    Map<Integer, Way> ways = new HashMap<>();
    for (ConnectionRow row : new ConnectionRows(jdbc).through()) {
      ways.put(row.connection(), new Way(row.connection(), row.isHeldByCuts(), row.state()));
    }
    return ways;
  }

  /** Those that may hold a policy; of a revoked one nobody knows what it does. */
  public static List<Told> gateways(JdbcClient jdbc) {
    List<Told> told = new ArrayList<>();
    for (Gateway one : new GatewayRows(jdbc).all()) {
      Gateway.Seen seen = one.seen();
      Instant paired = one.pairedAt();
      if (paired == null && seen == null) {
        continue;
      }
      told.add(
          new Told(
              one.id(),
              one.name(),
              one.isRevoked(),
              paired == null ? one.madeAt() : paired,
              one.revokedAt(),
              seen == null ? null : seen.obeys(),
              seen == null ? null : seen.at()));
    }
    return told;
  }

  /** Cuts those that are not cut so far yet; a cut only goes further. */
  public Done cut(Act act, Order order) {
    ConnectionRows rows = new ConnectionRows(act.jdbc());
    List<Integer> cut = new ArrayList<>();
    for (int connection : new TreeSet<>(order.connections())) {
      rows.lock(connection)
          .filter(ConnectionRow::isThrough)
          .filter(row -> row.state().compareTo(order.state()) < 0)
          .ifPresent(
              row -> {
                Instant now = clock.now();
                new CutRows(act.jdbc())
                    .add(
                        Ids.next(now),
                        connection,
                        order.state(),
                        order.reason(),
                        order.by(),
                        now,
                        order.severance());
                approvals.edited(act.jdbc(), Restoring.ACT, String.valueOf(connection), order.by());
                cut.add(connection);
              });
    }
    return new Done(cut, policies.refresh(act));
  }

  /** Says that another person looked at what was cut together. */
  public void review(JdbcClient jdbc, UUID severance, UUID by) {
    new CutRows(jdbc).reviewAll(severance, by, clock.now());
  }

  /** Connections of an act whose cuts hold. */
  public static List<Integer> holding(JdbcClient jdbc, UUID severance) {
    return new CutRows(jdbc).holding(severance).stream().map(Cut::connection).distinct().toList();
  }

  /** For what two people approve: the cuts that would end, and what gateways would do then. */
  public static List<Map<String, @Nullable Object>> content(JdbcClient jdbc, UUID severance) {
    ConnectionRows rows = new ConnectionRows(jdbc);
    List<Map<String, @Nullable Object>> content = new ArrayList<>();
    for (Cut cut : new CutRows(jdbc).holding(severance)) {
      Map<String, @Nullable Object> one = new TreeMap<>();
      one.put("cut", cut.id().toString());
      rows.lock(cut.connection())
          .ifPresent(
              row -> {
                one.put("connection", row.connection());
                one.put("policy", row.content());
              });
      content.add(one);
    }
    return content;
  }

  /**
   * Ends what was cut together. A connection that was cut by another act too stays cut.
   *
   * @return the connections, and the version of the policy
   */
  public Done restore(Act act, UUID severance, UUID approval) {
    List<Integer> held = holding(act.jdbc(), severance);
    new CutRows(act.jdbc()).restoreAll(severance, approval, clock.now());
    return new Done(held, policies.refresh(act));
  }
}
