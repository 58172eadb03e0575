package org.stoplog.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.identity.SubjectHasher;
import org.stoplog.ledger.store.Verification;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/**
 * What a ledger says after a storm: its rows as its files hold them, and what it counted beside.
 */
final class StormRecord {
  /** A row of the record. */
  record Row(int connection, boolean isPossible, long events) {}

  /** When segments that go together were chosen, and when all of them were in the tables. */
  private record Group(Instant from, Instant to) {}

  /** Of a connection, over all days. */
  record Counts(long delivered, long possible, long refused, long unsent) {}

  private final Map<UUID, List<Row>> rows = new HashMap<>();
  private final Map<Integer, Counts> counts = new HashMap<>();
  private final List<Group> groups = new ArrayList<>();
  private final SubjectHasher hasher;

  /** Also looks whether everything else is as it should be when nothing is under way. */
  StormRecord(Desk desk, Ledger ledger) throws IOException {
    hasher = ledger.stores().keys().hasher();
    assertThat(count(ledger, "select count(*) from batch where status <> 'live'")).isZero();
    assertThat(count(ledger, "select count(*) from traffic_segment where state <> 'done'"))
        .as("segments that were not recorded")
        .isZero();
    assertThat(count(ledger, "select count(*) from traffic_group where done_at is null")).isZero();
    assertThat(count(ledger, "select count(*) from traffic_gap")).isZero();
    assertThat(count(ledger, "select coalesce(sum(opaque + streams), 0) from traffic_day"))
        .isZero();
    assertThat(desk.under("segments")).isEmpty();
    readCounts(ledger);
    readGroups(ledger);
    readRows(ledger);
    assertThat(ledger.stores().sweep()).as("files that no table names").isZero();
    assertThat(ledger.verifyAudit(List.of(), Progress.NONE))
        .isInstanceOf(Verification.Intact.class);
  }

  private static long count(Ledger ledger, String sql) {
    return ledger.inTransaction(
        db -> {
          try (Statement find = db.createStatement();
              ResultSet row = find.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private void readCounts(Ledger ledger) {
    ledger.inTransaction(
        db -> {
          try (Statement find = db.createStatement();
              ResultSet row =
                  find.executeQuery(
                      """
                      select connection, sum(delivered), sum(possible), sum(refused), sum(unsent)
                      from traffic_day group by connection
                      """)) {
            while (row.next()) {
              counts.put(
                  row.getInt(1),
                  new Counts(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
            }
            return counts;
          }
        });
  }

  private void readGroups(Ledger ledger) {
    ledger.inTransaction(
        db -> {
          try (Statement find = db.createStatement();
              ResultSet row = find.executeQuery("select planned_at, done_at from traffic_group")) {
            while (row.next()) {
              groups.add(
                  new Group(
                      row.getObject(1, OffsetDateTime.class).toInstant(),
                      row.getObject(2, OffsetDateTime.class).toInstant()));
            }
            return groups;
          }
        });
  }

  private void readRows(Ledger ledger) {
    Set<Long> possible = new HashSet<>();
    Set<Long> all = new HashSet<>();
    ledger.inTransaction(
        db -> {
          try (Statement find = db.createStatement();
              ResultSet row = find.executeQuery("select id, possible from batch")) {
            while (row.next()) {
              all.add(row.getLong(1));
              if (row.getBoolean(2)) {
                possible.add(row.getLong(1));
              }
            }
            return all;
          }
        });
    Stores stores = ledger.stores();
    List<TableFiles.Planned> files =
        ledger.inTransaction(
            db ->
                new TableFiles(stores.catalog())
                    .plan(db, LedgerTable.DISCLOSURES, Expressions.alwaysTrue()));
    try (DuckSession duck = stores.duck().open(Progress.NONE)) {
      duck.each(
          "SELECT subject, connection, batch, events FROM "
              + Sql.parquet(files.stream().map(TableFiles.Planned::path).toList()),
          row -> {
            assertThat(all).as("batches").contains(row.getLong(3));
            return rows.computeIfAbsent((UUID) row.getObject(1), none -> new ArrayList<>())
                .add(new Row(row.getInt(2), possible.contains(row.getLong(3)), row.getLong(4)));
          });
    }
  }

  /** The rows about somebody, which are taken out; empty for none. */
  List<Row> take(boolean isEmail, String person) {
    byte[] text = person.getBytes(UTF_8);
    Scheme scheme = isEmail ? Scheme.EMAIL : Scheme.USER_ID;
    List<Row> found = rows.remove(hasher.hash(scheme, text, 0, text.length).uuid());
    return found == null ? List.of() : found;
  }

  /** How many of these moments were between the plan of a group of segments and its end. */
  long interrupted(List<Instant> moments) {
    return moments.stream()
        .filter(
            moment ->
                groups.stream()
                    .anyMatch(one -> one.from().isBefore(moment) && one.to().isAfter(moment)))
        .count();
  }

  /** People of whom nobody asked. */
  int left() {
    return rows.size();
  }

  /** Of all connections. */
  Counts all() {
    return counts.values().stream()
        .reduce(
            new Counts(0, 0, 0, 0),
            (one, other) ->
                new Counts(
                    one.delivered + other.delivered,
                    one.possible + other.possible,
                    one.refused + other.refused,
                    one.unsent + other.unsent));
  }

  Counts counts(int connection) {
    return counts.getOrDefault(connection, new Counts(0, 0, 0, 0));
  }
}
