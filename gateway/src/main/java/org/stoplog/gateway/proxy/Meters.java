package org.stoplog.gateway.proxy;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Counts for whoever watches the gateway, in Prometheus' text format. Thread-safe. */
final class Meters {
  /** What became of requests. */
  enum Count {
    REQUESTS("requests"),
    DELIVERED("delivered"),
    REFUSED("refused"),
    SUNK("sunk"),
    CUT_ATTEMPTS("cut_attempts"),
    NOT_SENT("not_sent"),
    UNKNOWN("unknown"),
    NOT_RECORDED("not_recorded"),
    LET_THROUGH("let_through_unrecorded"),
    OPAQUE("opaque"),
    DECODER_FAULTS("decoder_faults"),
    EDITS("values_rewritten"),
    UNDECLARED("with_undeclared_elements"),
    BYTES_IN("bytes_in"),
    BYTES_OUT("bytes_out");

    private final String metric;

    Count(String metric) {
      this.metric = metric;
    }
  }

  /** Of one connection. */
  static final class OfConnection {
    private final LongAdder[] counts = new LongAdder[Count.values().length];

    private OfConnection() {
      for (int i = 0; i < counts.length; i++) {
        counts[i] = new LongAdder();
      }
    }

    void add(Count count, long number) {
      counts[count.ordinal()].add(number);
    }

    void add(Count count) {
      counts[count.ordinal()].increment();
    }

    long of(Count count) {
      return counts[count.ordinal()].sum();
    }
  }

  private final Map<String, OfConnection> connections = new ConcurrentHashMap<>();

  /** Requests that no connection has, or that could not be read. */
  private final LongAdder strays = new LongAdder();

  private volatile Supplier<LinkState> link = () -> LinkState.NONE;
  private final LongAdder unknownHosts = new LongAdder();
  private final LongAdder unknownHostsUnrecorded = new LongAdder();
  private final LongAdder tunnels = new LongAdder();
  private final LongAdder tunnelsOpen = new LongAdder();
  private final LongAdder tunnelBytes = new LongAdder();

  void tellOfLink(Supplier<LinkState> state) {
    link = state;
  }

  LinkState link() {
    return link.get();
  }

  /** A sender asked for a host that no rule names. */
  void unknownHost(boolean isRecorded) {
    unknownHosts.increment();
    if (!isRecorded) {
      unknownHostsUnrecorded.increment();
    }
  }

  void tunnelBegins() {
    tunnels.increment();
    tunnelsOpen.increment();
  }

  /**
   * @param bytes that went to the supplier
   */
  void tunnelEnds(long bytes) {
    tunnelsOpen.decrement();
    tunnelBytes.add(bytes);
  }

  OfConnection of(String connection) {
    return connections.computeIfAbsent(connection, id -> new OfConnection());
  }

  void stray() {
    strays.increment();
  }

  /** Ids of connections are lower-case letters, digits and hyphens, so nothing must be escaped. */
  String text() {
    StringBuilder text = new StringBuilder(1024);
    for (Count count : Count.values()) {
      text.append("# TYPE stoplog_gateway_").append(count.metric).append("_total counter\n");
      new TreeMap<>(connections)
          .forEach(
              (id, of) ->
                  text.append("stoplog_gateway_")
                      .append(count.metric)
                      .append("_total{connection=\"")
                      .append(id)
                      .append("\"} ")
                      .append(of.of(count))
                      .append('\n'));
    }
    return text.append("# TYPE stoplog_gateway_strays_total counter\nstoplog_gateway_strays_total ")
        .append(strays.sum())
        .append("\n# TYPE stoplog_gateway_unknown_hosts_total counter\n")
        .append("stoplog_gateway_unknown_hosts_total ")
        .append(unknownHosts.sum())
        .append("\n# TYPE stoplog_gateway_unknown_hosts_unrecorded_total counter\n")
        .append("stoplog_gateway_unknown_hosts_unrecorded_total ")
        .append(unknownHostsUnrecorded.sum())
        .append("\n# TYPE stoplog_gateway_tunnels_total counter\nstoplog_gateway_tunnels_total ")
        .append(tunnels.sum())
        .append("\n# TYPE stoplog_gateway_tunnels_open gauge\nstoplog_gateway_tunnels_open ")
        .append(tunnelsOpen.sum())
        .append("\n# TYPE stoplog_gateway_tunnel_bytes_total counter\n")
        .append("stoplog_gateway_tunnel_bytes_total ")
        .append(tunnelBytes.sum())
        .append('\n')
        .toString();
  }
}
