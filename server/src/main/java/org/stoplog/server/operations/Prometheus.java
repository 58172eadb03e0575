package org.stoplog.server.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.TreeMap;
import java.util.stream.Collectors;
import org.stoplog.server.platform.Gauge;

/** Numbers in the text format of Prometheus, version 0.0.4. Names and labels are words of ours. */
final class Prometheus {
  private final StringBuilder text = new StringBuilder();
  private String name = "";

  Prometheus gauge(String metric, String help) {
    return begin(metric, help, "gauge");
  }

  /** As a capability tells it. */
  void gauge(Gauge gauge) {
    gauge(gauge.name(), gauge.help());
    for (Gauge.Value one : gauge.values()) {
      String labels =
          new TreeMap<>(one.labels())
              .entrySet().stream()
                  .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                  .collect(Collectors.joining(","));
      if (labels.isEmpty()) {
        value(one.number());
      } else {
        value(labels, one.number());
      }
    }
  }

  Prometheus counter(String metric, String help) {
    return begin(metric, help, "counter");
  }

  private Prometheus begin(String metric, String help, String type) {
    name = metric;
    text.append("# HELP ").append(metric).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
    return this;
  }

  Prometheus value(long number) {
    text.append(name).append(' ').append(number).append('\n');
    return this;
  }

  Prometheus value(String label, String word, long number) {
    return value(label + "=\"" + word + "\"", number);
  }

  /**
   * @param labels as the format has them: {@code kind="page",status="2xx"}
   */
  Prometheus value(String labels, long number) {
    text.append(name).append('{').append(labels).append("} ").append(number).append('\n');
    return this;
  }

  byte[] bytes() {
    return text.toString().getBytes(UTF_8);
  }
}
