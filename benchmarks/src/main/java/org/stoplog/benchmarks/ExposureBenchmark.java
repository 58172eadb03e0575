package org.stoplog.benchmarks;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/** An exposure, subject to person included, of one supplier and of all. */
final class ExposureBenchmark {
  private ExposureBenchmark() {}

  static void run(Workplace place, String size) {
    Report report = new Report("exposure", "Exposure", size);
    try (Ledger ledger = place.ledger();
        Peer peer = new Peer(place.file("peer-temp"))) {
      peer.execute("CREATE TABLE element_set (id INTEGER, low BIGINT, high BIGINT)");
      for (ElementSets.Entry set : ledger.inTransaction(ElementSets::all)) {
        peer.execute(
            "INSERT INTO element_set VALUES ("
                + set.id()
                + ", "
                + set.set().low()
                + ", "
                + set.set().high()
                + ")");
      }
      report.say(
          place.size().disclosures()
              + " disclosures, "
              + Size.SUPPLIERS
              + " suppliers, "
              + place.size().people()
              + " people; what was sent in 2024.");
      compare(report, ledger, peer, place, List.of(7));
      compare(
          report, ledger, peer, place, IntStream.rangeClosed(1, Size.SUPPLIERS).boxed().toList());
    }
    report.write();
  }

  private static void compare(
      Report report, Ledger ledger, Peer peer, Workplace place, List<Integer> suppliers) {
    Question question = question(suppliers);
    Path out = place.file("peer.parquet");
    Map<String, String> values =
        Map.of(
            "disclosures",
            files(ledger.stores(), LedgerTable.DISCLOSURES, suppliers),
            "identifiers",
            files(ledger.stores(), LedgerTable.IDENTIFIERS, List.of()),
            "suppliers",
            Sql.in(suppliers),
            "out",
            out.toString());
    Exposure[] ours = new Exposure[1];
    report.compare(
        suppliers.size() == 1 ? "One supplier" : "All " + suppliers.size() + " suppliers",
        1.3,
        () -> ours[0] = ledger.expose(question, Progress.NONE),
        () -> peer.run("exposure", values));
    String both =
        " FROM (SELECT person, subject, seen, seen_low, seen_high, first_at, last_at FROM '%s')";
    String sum =
        "SELECT sum(hash(person, subject, seen, seen_low, seen_high, first_at, last_at) % 1000003)::BIGINT";
    long our = peer.count(sum + both.formatted(ours[0].file()));
    long their = peer.count(sum + both.formatted(out));
    report.say(
        "  Both name "
            + ours[0].summary()
            + "; the rows are "
            + (our == their ? "the same." : "NOT the same."));
  }

  /** What was sent to these suppliers in 2024. */
  static Question question(List<Integer> suppliers) {
    return new Question(
        "benchmark",
        suppliers,
        Map.of(),
        new Windows(
            List.of(
                Window.of(
                    Window.Kind.DATA,
                    java.time.LocalDate.of(2024, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC),
                    java.time.LocalDate.of(2025, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC)))),
        ElementSet.NONE,
        List.of(),
        null,
        List.of(),
        List.of());
  }

  static String files(Stores stores, LedgerTable table, List<Integer> suppliers) {
    return stores
        .database()
        .transaction(
            connection ->
                Sql.parquet(
                    new TableFiles(stores.catalog())
                            .plan(
                                connection,
                                table,
                                suppliers.isEmpty()
                                    ? Expressions.alwaysTrue()
                                    : Expressions.in("supplier", suppliers.toArray()))
                            .stream()
                            .map(TableFiles.Planned::path)
                            .toList()));
  }
}
