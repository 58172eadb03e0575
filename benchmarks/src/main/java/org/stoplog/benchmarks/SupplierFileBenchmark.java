package org.stoplog.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;

/** A supplier's file of e-mail addresses against the directory. */
final class SupplierFileBenchmark {
  /** A supplier that was sent nothing, so that only the file counts. */
  private static final int NOTHING_SENT = 99;

  private SupplierFileBenchmark() {}

  static void run(Workplace place, String size) {
    Report report = new Report("supplier-file", "A supplier's file of e-mail addresses", size);
    try (Ledger ledger = place.ledger();
        Peer peer = new Peer(place.file("peer-temp"))) {
      long people = place.size().people();
      long rows = place.size().rows();
      Path file = place.file("keys-" + rows + "-of-" + people + ".csv");
      Path directory = place.file("people-" + people + ".parquet");
      if (!Files.exists(file)) {
        // One row in ten is somebody the directory does not know.
        peer.execute(
            "COPY (SELECT 'user' || CASE WHEN hash(i, "
                + Size.SEED
                + ") % 10 = 0 THEN i + 10 * "
                + people
                + " ELSE i * 7919 % "
                + people
                + " END || '@example.test' AS email FROM range("
                + rows
                + ") r(i)) TO '"
                + file
                + "' (HEADER)");
        peer.execute(
            "COPY (SELECT i AS person, 'user' || i || '@example.test' AS email FROM range("
                + people
                + ") r(i)) TO '"
                + directory
                + "' (FORMAT parquet)");
      }
      Path out = place.file("peer.parquet");
      Question question =
          new Question(
              "benchmark",
              List.of(NOTHING_SENT),
              Map.of(),
              new Windows(List.of()),
              ElementSet.NONE,
              List.of(),
              null,
              List.of(),
              List.of(new Question.Dataset(file, null, null, null, null)));
      Exposure[] ours = new Exposure[1];
      report.compare(
          rows + " rows against " + people + " people",
          2.0,
          () -> ours[0] = ledger.expose(question, Progress.NONE),
          () ->
              peer.run(
                  "supplier-file",
                  Map.of(
                      "file",
                      file.toString(),
                      "people",
                      directory.toString(),
                      "out",
                      out.toString())));
      long their = peer.count("SELECT count(*) FROM '" + out + "'");
      report.say(
          "  Stoplog finds "
              + ours[0].summary().inFile()
              + " people, the join "
              + their
              + (ours[0].summary().inFile() == their ? "." : ": NOT the same."));
    }
    report.write();
  }
}
