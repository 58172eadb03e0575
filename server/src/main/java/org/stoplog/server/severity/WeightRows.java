package org.stoplog.server.severity;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.severity.Enablement;

/** Weights of our own score as the company set them; each change is a row, the last one holds. */
final class WeightRows {
  private final JdbcClient jdbc;

  WeightRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those that we ship while nobody set any. */
  Enablement.Weights current() {
    return jdbc.sql("select number, weights from deception_weights order by number desc limit 1")
        .query((row, index) -> weights(row.getInt(1), (Integer[]) row.getArray(2).getArray()))
        .optional()
        .orElse(Enablement.Weights.USUAL);
  }

  private static Enablement.Weights weights(int number, Integer[] times) {
    Map<Enablement.Part, Integer> weights = new EnumMap<>(Enablement.Part.class);
    for (Enablement.Part part : Enablement.Part.values()) {
      if (part.ordinal() < times.length) {
        weights.put(part, times[part.ordinal()]);
      }
    }
    return new Enablement.Weights(number, weights);
  }

  void add(Enablement.Weights weights, UUID by, Instant at) {
    Integer[] times = new Integer[Enablement.Part.values().length];
    for (Enablement.Part part : Enablement.Part.values()) {
      times[part.ordinal()] = weights.of(part);
    }
    jdbc.sql("insert into deception_weights values (:number, :weights, :by, :at)")
        .param("number", weights.number())
        .param("weights", times)
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }
}
