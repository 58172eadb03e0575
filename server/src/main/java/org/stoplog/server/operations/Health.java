package org.stoplog.server.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Looks whether the parts work. A look is kept for a second, however many ask. */
final class Health {
  /** Below this imports and uploads are refused. */
  static final long LEAST_FREE = 1L << 30;

  private static final Duration KEPT = Duration.ofSeconds(1);

  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;
  private final BackupFolder backups;
  private final Instant startedAt;
  private @Nullable Look last;

  Health(Transactions transactions, Ledger ledger, ServerClock clock, BackupFolder backups) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.backups = backups;
    this.startedAt = clock.realNow();
  }

  /**
   * What was seen. Of what the database tells nothing is known while it does not answer.
   *
   * @param at by the real clock
   * @param upSeconds since this process began to serve
   * @param isTablesThere whether the last state of each table of the ledger lies where it should
   * @param freeBytes on the disk of the data folder; -1 when nobody can say
   * @param checkpointAgeSeconds since the end of the log was last signed, by the product's clock;
   *     null when it never was
   * @param backupAgeSeconds since the newest backup in the server's folder was begun; null when
   *     there is none
   * @param works how many long works wait, run, or failed within a day
   */
  record Look(
      Instant at,
      long upSeconds,
      boolean isDatabaseThere,
      boolean isTablesThere,
      long freeBytes,
      @Nullable Long checkpointAgeSeconds,
      @Nullable Long backupAgeSeconds,
      Map<String, Long> works) {
    boolean hasSpace() {
      return freeBytes >= LEAST_FREE;
    }

    boolean isWell() {
      return isDatabaseThere && isTablesThere && hasSpace();
    }
  }

  synchronized Look look() {
    Instant now = clock.realNow();
    Look before = last;
    if (before != null && !now.isBefore(before.at()) && now.isBefore(before.at().plus(KEPT))) {
      return before;
    }
    Look fresh = fresh(now);
    last = fresh;
    return fresh;
  }

  /** What the database tells. */
  private record Told(@Nullable Long checkpoint, Map<String, Long> works) {}

  private Look fresh(Instant now) {
    long up = Duration.between(startedAt, now).toSeconds();
    long free = free();
    Told told;
    boolean isTablesThere;
    try {
      told = transactions.run(jdbc -> told(jdbc, now));
      isTablesThere = transactions.inTurn(db -> ledger.stores().catalog().isThere(db));
    } catch (RuntimeException e) {
      // That it does not answer is what is asked here, not a fault of this question.
      return new Look(now, up, false, false, free, null, backupAge(now), Map.of());
    }
    return new Look(
        now, up, true, isTablesThere, free, told.checkpoint(), backupAge(now), told.works());
  }

  private @Nullable Long backupAge(Instant now) {
    List<BackupFolder.Kept> all = backups.all();
    return all.isEmpty() ? null : Duration.between(all.getFirst().at(), now).toSeconds();
  }

  private Told told(JdbcClient jdbc, Instant now) {
    Long checkpoint =
        jdbc
            .sql("select max(at) from audit_entry where act = 'audit.checkpoint'")
            .query((row, number) -> row.getObject(1, OffsetDateTime.class))
            .stream()
            .filter(java.util.Objects::nonNull)
            .map(at -> Duration.between(at.toInstant(), clock.product().instant()).toSeconds())
            .findFirst()
            .orElse(null);
    Map<String, Long> works =
        jdbc
            .sql(
                """
                select w.state, count(t.id) as works
                from (values ('waiting'), ('running'), ('failed')) w(state)
                left join passing.work t on t.state = w.state
                  and (t.state <> 'failed' or t.ended_at > :yesterday)
                group by w.state
                """)
            .param("yesterday", now.minus(Duration.ofDays(1)).atOffset(java.time.ZoneOffset.UTC))
            .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
            .stream()
            .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new Told(checkpoint, works);
  }

  private long free() {
    try {
      return Files.getFileStore(ledger.stores().folder().root()).getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }
}
