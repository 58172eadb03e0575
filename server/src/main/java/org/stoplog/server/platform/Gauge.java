package org.stoplog.server.platform;

import java.util.List;
import java.util.Map;

/**
 * A number that whoever watches over the server reads at {@code /metrics}.
 *
 * @param name of the metric, with its unit
 * @param help one sentence
 * @param values by label; an empty label for a single number
 */
public record Gauge(String name, String help, List<Value> values) {
  public Gauge {
    values = List.copyOf(values);
  }

  /**
   * One of them.
   *
   * @param labels words and ids of ours
   */
  public record Value(Map<String, String> labels, long number) {
    public Value {
      labels = Map.copyOf(labels);
    }
  }

  /** A capability that has such. */
  @FunctionalInterface
  public interface Source {
    List<Gauge> gauges();
  }
}
