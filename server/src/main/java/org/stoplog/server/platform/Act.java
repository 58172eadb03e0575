package org.stoplog.server.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One act in one transaction, with the one entry of the audit log that goes with it. */
public final class Act {
  private final JdbcClient jdbc;
  private final List<Runnable> afterwards = new ArrayList<>();
  private @Nullable Entry entry;

  Act(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Entry(@Nullable UUID actor, String act, Map<String, ?> detail) {}

  public JdbcClient jdbc() {
    return jdbc;
  }

  /**
   * Names the act; it is appended last, before the commit.
   *
   * @param actor the account; null for the program itself
   * @param detail ids of ours, counts, words of ours; never a personal value
   */
  public void record(@Nullable UUID actor, String act, Map<String, ?> detail) {
    if (entry != null) {
      throw new IllegalStateException("one act has one entry");
    }
    entry = new Entry(actor, act, Map.copyOf(detail));
  }

  /** Runs once the act is committed, in the order of asking; never when it is rolled back. */
  public void afterwards(Runnable what) {
    afterwards.add(what);
  }

  List<Runnable> afterwards() {
    return List.copyOf(afterwards);
  }

  @Nullable Entry entry() {
    return entry;
  }
}
