package org.stoplog.server.mail;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Suppliers that are one company since a merger: a breach of one may be a breach of all. */
public final class Companies {
  private final Map<Integer, Integer> into;

  private Companies(Map<Integer, Integer> into) {
    this.into = into;
  }

  /** All mergers as they are now. */
  public static Companies read(JdbcClient jdbc) {
    Map<Integer, Integer> into = new HashMap<>();
    jdbc.sql("select id, merged_into from supplier where merged_into is not null")
        .query(
            row -> {
              into.put(row.getInt(1), row.getInt(2));
            });
    return new Companies(into);
  }

  /** The one that is left of mergers, itself if it was not merged; the register refuses circles. */
  public int last(int supplier) {
    int one = supplier;
    for (Integer later = into.get(one); later != null; later = into.get(one)) {
      one = later;
    }
    return one;
  }

  /** Whether another one has what it had. */
  public boolean isMerged(int supplier) {
    return into.containsKey(supplier);
  }

  /**
   * The ids of its rows, its own among them.
   *
   * @param supplier null while nobody knows which one it is; then empty
   */
  public static Set<Integer> of(JdbcClient jdbc, @Nullable Integer supplier) {
    return supplier == null
        ? Set.of()
        : new HashSet<>(
            jdbc.sql("select company from company(:id)")
                .param("id", supplier)
                .query(Integer.class)
                .list());
  }
}
