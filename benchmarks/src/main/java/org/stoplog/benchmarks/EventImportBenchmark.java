package org.stoplog.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/** A Mixpanel export to a committed batch. */
final class EventImportBenchmark {
  private EventImportBenchmark() {}

  static void run(Workplace place, String size) {
    Report report = new Report("event-import", "Mixpanel export to committed batch", size);
    try (Ledger ledger = place.open("imports");
        Peer peer = new Peer(place.file("peer-temp"))) {
      long rows = place.size().rows();
      Path file = place.file("mixpanel-" + rows + ".json");
      if (!Files.exists(file)) {
        peer.run(
            "make-mixpanel",
            Map.of(
                "rows",
                String.valueOf(rows),
                "seed",
                String.valueOf(Size.SEED),
                "out",
                file.toString()));
      }
      Path out = place.file("peer.parquet");
      ImportRequest request =
          new ImportRequest(file, Purpose.DISCLOSURES, null, 1, 1, null, null, null);
      long[] batch = new long[1];
      long[] rolled = new long[1];
      double[] worst = new double[1];
      report.compare(
          rows + " events",
          2.5,
          () ->
              worst[0] =
                  Math.max(worst[0], Report.seconds(() -> batch[0] = load(ledger, request, rows))),
          () -> {
            rolled[0] = rolledUp(ledger, batch[0]);
            ledger.undo(batch[0], Progress.NONE);
          },
          () -> peer.run("event-import", Map.of("file", file.toString(), "out", out.toString())));
      long theirs = peer.count("SELECT count(*) FROM " + Sql.parquet(List.of(out)));
      if (theirs != rolled[0]) {
        throw new IllegalStateException(
            "ours rolled up to " + rolled[0] + " rows, the peer's to " + theirs);
      }
      report.say("  Both roll up to " + theirs + " rows of subject, day and set of elements.");
      report.say(
          String.format(
              Locale.ROOT,
              "  File of %d MB; slowest import %.1f s.",
              file.toFile().length() >> 20,
              worst[0]));
    }
    report.write();
  }

  private static long load(Ledger ledger, ImportRequest request, long rows) {
    ImportReport done = ledger.importFile(request, Progress.NONE);
    if (done.rows() != rows) {
      throw new IllegalStateException(done.rows() + " of " + rows + " events were used");
    }
    return done.batch();
  }

  /** How many different subjects, days and sets of elements the batch holds. */
  private static long rolledUp(Ledger ledger, long batch) {
    Stores stores = ledger.stores();
    List<Path> files =
        ledger
            .inTransaction(
                connection ->
                    new TableFiles(stores.catalog())
                        .plan(
                            connection, LedgerTable.DISCLOSURES, Expressions.equal("batch", batch)))
            .stream()
            .map(TableFiles.Planned::path)
            .toList();
    try (DuckSession duck = stores.duck().open(Progress.NONE)) {
      return duck.count(
          "SELECT count(*) FROM (SELECT DISTINCT subject, day, elements FROM "
              + Sql.parquet(files)
              + " WHERE batch = "
              + batch
              + ")");
    }
  }
}
