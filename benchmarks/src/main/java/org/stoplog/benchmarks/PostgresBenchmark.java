package org.stoplog.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.table.LedgerTable;

/** The exposure against PostgreSQL 18: with a covering index, and with a row for each event. */
final class PostgresBenchmark {
  private static final String PLAIN = "row for each event";

  private PostgresBenchmark() {}

  static void run(Workplace place, String size) {
    Report report = new Report("postgres", "Exposure against PostgreSQL 18", size);
    Path ledgerFolder = place.ledgerFolder();
    try (Ledger ledger = place.ledger();
        PostgresPeer postgres =
            new PostgresPeer(ledgerFolder, place.file("postgres-" + place.size().disclosures()))) {
      fill(place, ledger, postgres);
      report.say(
          place.size().disclosures()
              + " disclosures of "
              + place.size().people()
              + " people, "
              + postgres.count("SELECT count(*) FROM event")
              + " events; what was sent in 2024.");
      List<Integer> all = IntStream.rangeClosed(1, Size.SUPPLIERS).boxed().toList();
      compare(report, ledger, postgres, List.of(7), "covering index", "postgres-covering", 5);
      compare(report, ledger, postgres, all, "covering index", "postgres-covering", 3);
      compare(report, ledger, postgres, List.of(7), PLAIN, "postgres-events", 20);
      compare(report, ledger, postgres, all, PLAIN, "postgres-events", 20);
      // What somebody would do who knew the question beforehand; nobody wanted a figure of it.
      postgres.execute("CREATE INDEX event_asked ON event (supplier, at)");
      compare(report, ledger, postgres, List.of(7), PLAIN + " and an index", "postgres-events", 0);
      postgres.execute("DROP INDEX event_asked");
    }
    report.write();
  }

  private static void compare(
      Report report,
      Ledger ledger,
      PostgresPeer postgres,
      List<Integer> suppliers,
      String what,
      String sql,
      double least) {
    Question question = ExposureBenchmark.question(suppliers);
    String list =
        suppliers.stream()
            .map(supplier -> what.startsWith(PLAIN) ? "'" + name(supplier) + "'" : "" + supplier)
            .collect(Collectors.joining(", ", "(", ")"));
    Exposure[] ours = new Exposure[1];
    report.faster(
        (suppliers.size() == 1 ? "One supplier" : "All " + suppliers.size() + " suppliers")
            + ", PostgreSQL with a "
            + what,
        least,
        () -> ours[0] = ledger.expose(question, Progress.NONE),
        () -> postgres.run(sql, Map.of("suppliers", list)));
    long people = postgres.count("SELECT count(*) FROM answer WHERE person IS NOT NULL");
    report.say(
        "  Stoplog names "
            + ours[0].summary().people()
            + " people, PostgreSQL "
            + people
            + (people == ours[0].summary().people() ? "." : ": NOT the same."));
  }

  private static String name(int supplier) {
    return "Supplier " + supplier;
  }

  /**
   * The same rows, by COPY; the last statement of the set-up makes the table that says it is done.
   */
  private static void fill(Workplace place, Ledger ledger, PostgresPeer postgres) {
    if (postgres.count("SELECT count(*) FROM pg_class WHERE relname = 'filled'") > 0) {
      return;
    }
    postgres.run("postgres-tables", Map.of());
    Path csv = place.file("postgres.csv");
    try (Peer duck = new Peer(place.file("peer-temp"))) {
      copy(
          duck,
          postgres,
          csv,
          "SELECT subject, supplier, connection, day, first_at, last_at, elements, events FROM "
              + ExposureBenchmark.files(ledger.stores(), LedgerTable.DISCLOSURES, List.of()),
          "disclosure");
      copy(
          duck,
          postgres,
          csv,
          "SELECT row_number() OVER (), first_at + to_seconds(i * 60) AS at, 'Supplier ' || supplier,"
              + " subject, "
              + words(ledger.inTransaction(ElementSets::all))
              + " FROM (SELECT *, unnest(range(events)) AS i FROM "
              + ExposureBenchmark.files(ledger.stores(), LedgerTable.DISCLOSURES, List.of())
              + ")",
          "event");
      copy(
          duck,
          postgres,
          csv,
          "SELECT subject, person FROM "
              + ExposureBenchmark.files(ledger.stores(), LedgerTable.IDENTIFIERS, List.of()),
          "person");
      copy(
          duck,
          postgres,
          csv,
          "SELECT subject, person FROM "
              + ExposureBenchmark.files(ledger.stores(), LedgerTable.IDENTIFIERS, List.of()),
          "identifier");
      Files.deleteIfExists(csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (ElementSets.Entry set : ledger.inTransaction(ElementSets::all)) {
      postgres.execute(
          "INSERT INTO element_set VALUES (%d, %d, %d)"
              .formatted(set.id(), set.set().low(), set.set().high()));
    }
    postgres.run("postgres-indexes", Map.of());
  }

  /** The names of a row's elements, as PostgreSQL writes an array. */
  private static String words(List<ElementSets.Entry> sets) {
    return sets.stream()
        .map(
            set ->
                "WHEN %d THEN '{%s}'"
                    .formatted(set.id(), String.join(",", Elements.catalogue().idsOf(set.set()))))
        .collect(Collectors.joining(" ", "CASE elements ", " END"));
  }

  private static void copy(Peer duck, PostgresPeer postgres, Path csv, String query, String table)
      throws IOException {
    duck.execute("COPY (" + query + ") TO '" + csv + "' (FORMAT csv, HEADER false)");
    try (InputStream in = Files.newInputStream(csv)) {
      postgres
          .connection()
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + table + " FROM STDIN (FORMAT csv)", in, 1 << 20);
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "the peer could not be filled", e);
    }
  }
}
