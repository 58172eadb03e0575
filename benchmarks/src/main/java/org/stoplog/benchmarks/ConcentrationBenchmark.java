package org.stoplog.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.Outlook;
import org.stoplog.ledger.exposure.OutlookRun;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;

/**
 * Who and what stands behind one sub-processor that nine suppliers use: counted anew, as it is when
 * the record has changed. The page reads what was counted, see {@link SuppliersBenchmark}.
 */
final class ConcentrationBenchmark {
  private static final int USERS = 9;

  private static final int BEHIND = Size.SUPPLIERS + 1;

  /** The generated disclosures name their suppliers by number alone. */
  private static final String FILL =
      """
      insert into supplier (id, key, name) overriding system value
      select i, 'supplier ' || i, 'Supplier ' || i from generate_series(1, %1$d) i
      on conflict do nothing;
      insert into supplier_chain (supplier, parent)
      select %1$d, i from generate_series(1, %2$d) i
      on conflict do nothing
      """
          .formatted(BEHIND, USERS);

  private ConcentrationBenchmark() {}

  static void run(Workplace place, String size) {
    Report report = new Report("concentration", "Who stands behind", size);
    try (Ledger ledger = place.ledger();
        Peer peer = new Peer(place.file("peer-temp"))) {
      Question question = ledger.inTransaction(ConcentrationBenchmark::question);
      peer.execute("CREATE TABLE element_set (id INTEGER, low BIGINT, high BIGINT)");
      for (ElementSets.Entry set : ledger.inTransaction(ElementSets::all)) {
        peer.execute(
            "INSERT INTO element_set VALUES (%d, %d, %d)"
                .formatted(set.id(), set.set().low(), set.set().high()));
      }
      List<Integer> users = IntStream.rangeClosed(1, USERS).boxed().toList();
      String theirs =
          Peer.text(
              "concentration",
              Map.of(
                  "disclosures",
                  ExposureBenchmark.files(ledger.stores(), LedgerTable.DISCLOSURES, users),
                  "identifiers",
                  ExposureBenchmark.files(ledger.stores(), LedgerTable.IDENTIFIERS, List.of()),
                  "suppliers",
                  Sql.in(users)));
      report.say(
          "%d disclosures, %d suppliers, %d people; one sub-processor, which %d of them use."
              .formatted(place.size().disclosures(), Size.SUPPLIERS, place.size().people(), USERS));
      Outlook[] ours = new Outlook[1];
      report.compare(
          "People and elements behind it",
          1.3,
          () -> {
            try (OutlookRun run = ledger.outlooks()) {
              ours[0] = run.run(question, Set.of(), Progress.NONE);
            }
          },
          () -> peer.count(theirs));
      long people = ours[0].summary().people();
      report.say(
          "  Both count %d people%s (aim: 3 s)."
              .formatted(people, people == peer.count(theirs) ? "" : ", which is NOT the same"));
    }
    report.write();
  }

  private static Question question(Connection db) throws SQLException {
    try (Statement fill = db.createStatement()) {
      fill.execute(FILL);
    }
    Supplier behind = new Register(db).get(BEHIND);
    return ClaimQuestion.about(
        db, behind, new Windows(List.of()), ElementSet.NONE, null, List.of(), List.of());
  }
}
