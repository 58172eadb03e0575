package org.stoplog.server.mail;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Suppliers that are one company since a merger: a breach of one may be a breach of all. */
public final class Companies {
  private Companies() {}

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
