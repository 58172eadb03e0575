package org.stoplog.server.gateways;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Gauge;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What whoever watches over the server is told of its gateways. Names stay out of it: ids do. */
final class GatewayGauges implements Gauge.Source {
  private final Transactions transactions;
  private final ServerClock clock;

  GatewayGauges(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public List<Gauge> gauges() {
    Instant now = clock.now();
    long version = transactions.run(Policies::handed).version();
    List<Gauge.Value> ages = new ArrayList<>();
    List<Gauge.Value> lags = new ArrayList<>();
    List<Gauge.Value> waiting = new ArrayList<>();
    List<Gauge.Value> gaps = new ArrayList<>();
    List<Gauge.Value> aside = new ArrayList<>();
    List<Gauge.Value> states = new ArrayList<>();
    for (Gateway one : transactions.run(jdbc -> new GatewayRows(jdbc).all())) {
      Gateway.Seen seen = one.seen();
      if (one.isRevoked() || seen == null) {
        continue;
      }
      Health health = seen.health();
      ages.add(value(one, Duration.between(seen.at(), now).toSeconds()));
      // The version may jump after a restore, so what counts is whether it is behind.
      add(lags, one, seen.obeys() == null ? null : Math.max(0, version - seen.obeys()));
      add(waiting, one, health == null ? null : health.waiting());
      add(gaps, one, health == null ? null : health.gaps() + health.lost());
      add(aside, one, health == null ? null : health.aside());
      states.add(value(one, GatewayWords.isWell(one, now) ? 1 : 0));
    }
    return List.of(
        new Gauge(
            "stoplog_policy_version",
            "Of the policy that gateways get.",
            List.of(new Gauge.Value(Map.of(), version))),
        new Gauge("stoplog_gateway_seen_age_seconds", "Since the gateway last called.", ages),
        new Gauge("stoplog_gateway_well", "1 when the gateway calls and records.", states),
        new Gauge(
            "stoplog_gateway_policy_lag", "Versions that the gateway is behind; 0 for none.", lags),
        new Gauge(
            "stoplog_gateway_segments_waiting", "Closed segments that it still has.", waiting),
        new Gauge(
            "stoplog_gateway_segments_aside",
            "Segments that were refused for good: holes in the record until somebody looks.",
            aside),
        new Gauge(
            "stoplog_gateway_gaps",
            "Requests and outcomes it did not record since its start.",
            gaps));
  }

  private static void add(List<Gauge.Value> values, Gateway one, @Nullable Long number) {
    if (number != null) {
      values.add(value(one, number));
    }
  }

  private static Gauge.Value value(Gateway one, long number) {
    return new Gauge.Value(Map.of("gateway", one.id().toString()), number);
  }
}
