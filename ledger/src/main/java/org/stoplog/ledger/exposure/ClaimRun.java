package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.SampleTrace.Found;
import org.stoplog.ledger.exposure.SampleTrace.Hit;
import org.stoplog.ledger.exposure.Taken.DatasetKind;
import org.stoplog.ledger.exposure.Taken.Expansion;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.register.Reach;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/** Puts one claim to the tables and writes its rows to a file. */
final class ClaimRun {
  private final Stores stores;
  private final FileReader reader;

  ClaimRun(Stores stores, FileReader reader) {
    this.stores = stores;
    this.reader = reader;
  }

  /**
   * @param bit the claim's in the column {@code claims}, 0 for one that is not applied
   */
  ClaimResult run(ClaimQuestion asked, long bit, Path file, Progress progress) {
    Question question = asked.question();
    try (DuckSession duck = stores.duck().open(progress)) {
      QuestionTables tables = new QuestionTables(stores, reader, duck, question);
      tables.fill(progress);
      String rows = tables.answer(true);
      Taken taken = asked.claim().taken();
      if (taken.organisations().expansion() != Expansion.NONE) {
        organisations(duck);
      }
      Freezer.write(
          duck,
          asked.namesPeople()
              ? ClaimSql.named(duck, rows, bit, asked.elements(), taken.organisations())
              : ClaimSql.recorded(rows, bit),
          file);
      List<MatchReport> reports = tables.reports();
      String written = Sql.parquet(List.of(file));
      return new ClaimResult(
          asked,
          Freezer.summary(
              duck,
              file,
              reports.stream().mapToLong(MatchReport::unmatched).sum(),
              ClaimSql.SUMMARY),
          reports,
          traces(duck, asked, reports),
          duck.count(ClaimSql.ORGANISATION_COUNT.formatted(written)),
          duck.count(ClaimSql.UNKNOWN_ELEMENTS.formatted(written)),
          question.cohort() == null
              ? OptionalLong.empty()
              : OptionalLong.of(duck.count("SELECT count(*) FROM cohort")));
    }
  }

  /** The codes that periods know organisations by. */
  private void organisations(DuckSession duck) {
    duck.execute("CREATE TEMP TABLE organisation_code (subject UUID, code INTEGER)");
    stores
        .database()
        .transaction(
            connection -> {
              try (DuckDBAppender rows = duck.append("organisation_code");
                  PreparedStatement find =
                      connection.prepareStatement("select subject, id from organisation");
                  ResultSet row = find.executeQuery()) {
                while (row.next()) {
                  rows.beginRow()
                      .append(row.getObject(1, UUID.class))
                      .append(row.getInt(2))
                      .endRow();
                }
              }
              return true;
            });
  }

  private List<SampleTrace> traces(
      DuckSession duck, ClaimQuestion asked, List<MatchReport> reports) {
    List<SampleTrace> traces = new ArrayList<>();
    long from = 0;
    for (int i = 0; i < reports.size(); i++) {
      long end = from + reports.get(i).rows();
      Taken.Dataset dataset = asked.claim().taken().datasets().get(i);
      if (dataset.kind() == DatasetKind.SAMPLE) {
        long subjects = SampleTrace.count(duck, from, end);
        List<Found> found = SampleTrace.find(duck, asked.question().suppliers());
        traces.add(
            new SampleTrace(
                String.valueOf(dataset.path().getFileName()), subjects, hits(asked, found)));
      }
      from = end;
    }
    return traces;
  }

  private List<Hit> hits(ClaimQuestion asked, List<Found> found) {
    return stores
        .database()
        .transaction(
            connection -> {
              Map<Integer, String> suppliers = new HashMap<>();
              Map<Integer, String> connections = new HashMap<>();
              for (Reach reach : asked.reached()) {
                int id = reach.supplier().id();
                suppliers.put(id, reach.supplier().name());
                for (SupplierConnection one : new Register(connection).connections(id)) {
                  connections.put(one.id(), one.name());
                }
              }
              List<Hit> hits = new ArrayList<>();
              for (Found one : found) {
                Batch batch = batch(connection, one.batch());
                if (batch != null) {
                  hits.add(
                      new Hit(
                          batch,
                          suppliers.getOrDefault(batch.supplier(), "unknown"),
                          connections.get(batch.connection()),
                          one.subjects(),
                          one.withElements(),
                          one.onTheDay()));
                }
              }
              return hits;
            });
  }

  private static @Nullable Batch batch(Connection connection, long id) throws SQLException {
    return Batches.find(connection, id).orElse(null);
  }
}
