package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.duckdb.DuckDBAppender;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.intake.SubjectMaker;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.reader.ReadRequest;
import org.stoplog.ledger.reader.ReadResult;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/** What one question needs, in temporary tables of one session: files, records, people, sets. */
final class QuestionTables {
  private final Stores stores;
  private final FileReader reader;
  private final DuckSession duck;
  private final Question question;
  private final List<MatchReport> raw = new ArrayList<>();

  QuestionTables(Stores stores, FileReader reader, DuckSession duck, Question question) {
    this.stores = stores;
    this.reader = reader;
    this.duck = duck;
    this.question = question;
  }

  /** Reads the files and leads rows and records to people. */
  void fill(Progress progress) {
    FileStage.create(duck);
    List<ElementSet> sets = new ArrayList<>();
    long rows = 0;
    for (Question.Dataset file : question.files()) {
      MatchReport report = read(file, rows, sets, progress);
      rows += report.rows();
      raw.add(report);
    }
    progress.step("Finding the people", Progress.UNKNOWN, "rows");
    prepare(sets);
    FileMatch.run(duck);
    SeenMatch.run(duck);
  }

  private MatchReport read(
      Question.Dataset file, long firstRow, List<ElementSet> sets, Progress progress) {
    int supplier = question.suppliers().isEmpty() ? 0 : question.suppliers().getFirst();
    SubjectMaker subjects = new SubjectMaker(stores.keys().hasher(), file.region(), supplier);
    try (FileStage stage = new FileStage(duck, subjects, file.asOf(), firstRow, sets, progress)) {
      progress.step("Reading " + file.file().getFileName(), file.file().toFile().length(), "bytes");
      ReadResult read =
          reader.read(
              new ReadRequest(
                  file.file(),
                  Purpose.KEYS,
                  file.only() == null ? file.mapping() : file.only().known(file.mapping()),
                  file.region(),
                  file.password(),
                  ReadRequest.Limits.DEFAULT,
                  file.only()),
              stage,
              progress::stopped);
      Map<String, Double> filled = new LinkedHashMap<>();
      for (int i = 0; i < read.cells().length; i++) {
        filled.put(
            read.mapping().fields().get(i).column(),
            read.rows() == 0 ? 0 : (double) read.cells()[i] / read.rows());
      }
      return new MatchReport(
          read.mapping(),
          read.sha256(),
          stage.used(),
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          filled,
          stage.report(),
          0,
          read.passedOver());
    }
  }

  /** Everything that the steps of SQL join: identifiers, records, declared people, sets. */
  private void prepare(List<ElementSet> sets) {
    fillLocalSets(duck, sets);
    stores
        .database()
        .transaction(
            connection -> {
              fillSets(duck, ElementSets.all(connection));
              source(connection, "ids", LedgerTable.IDENTIFIERS, Expressions.alwaysTrue());
              source(connection, "periods", LedgerTable.PERIODS, Expressions.alwaysTrue());
              Expression ours = Expressions.in("supplier", question.suppliers().toArray());
              source(connection, "disclosures", LedgerTable.DISCLOSURES, ours);
              source(connection, "holdings", LedgerTable.HOLDINGS, ours);
              return true;
            });
    PredicateSql predicates = new PredicateSql(new Codes(stores).values());
    duck.execute("CREATE TEMP VIEW record AS " + record(question));
    duck.execute("CREATE TEMP VIEW held AS " + held(question));
    declared(duck, question, predicates);
    duck.execute(
        "CREATE TEMP VIEW cohort AS SELECT DISTINCT person FROM periods WHERE "
            + (question.cohort() == null ? "false" : predicates.of(question.cohort())));
    duck.execute("CREATE TEMP VIEW limited AS SELECT " + (question.cohort() != null) + " AS yes");
  }

  private void source(Connection connection, String view, LedgerTable table, Expression condition) {
    List<Path> files =
        new TableFiles(stores.catalog())
            .plan(connection, table, condition).stream().map(TableFiles.Planned::path).toList();
    duck.execute(
        "CREATE TEMP VIEW "
            + view
            + " AS "
            + (files.isEmpty() ? ExposureSql.empty(table) : "SELECT * FROM " + Sql.parquet(files)));
  }

  private static String record(Question question) {
    Windows windows = question.windows();
    StringBuilder cases = new StringBuilder();
    for (int supplier : question.suppliers()) {
      LocalDate deleted = question.deleted().get(supplier);
      // What those who use the breached supplier were sent is never more than possibly there.
      boolean inherited = question.inherited().contains(supplier);
      if (inherited || deleted != null) {
        cases
            .append(" WHEN ")
            .append(supplier)
            .append(" THEN ")
            .append(inherited ? windows.passedOnSql(deleted) : windows.toSql(deleted));
      }
    }
    String relation =
        cases.isEmpty()
            ? windows.toSql(null)
            : "CASE supplier" + cases + " ELSE " + windows.toSql(null) + " END";
    String sent =
        ExposureSql.RECORD.formatted(
            relation,
            mask("e.low", question.elements().low(), question),
            mask("e.high", question.elements().high(), question),
            Sql.in(question.suppliers()),
            batches(question));
    return question.inherited().isEmpty()
        ? sent
        : sent + "UNION ALL " + ClaimSql.INHERITED.formatted(held(question, question.inherited()));
  }

  private static String held(Question question) {
    List<Integer> own = new ArrayList<>(question.suppliers());
    own.removeAll(question.inherited());
    return held(question, own);
  }

  private static String held(Question question, List<Integer> suppliers) {
    StringBuilder which = new StringBuilder(Sql.in(suppliers));
    which.append(" AND ").append(batches(question));
    for (int supplier : suppliers) {
      LocalDate deleted = question.deleted().get(supplier);
      if (deleted != null && question.windows().gone(deleted)) {
        which
            .append(" AND NOT (supplier = ")
            .append(supplier)
            .append(" AND day < DATE '")
            .append(deleted)
            .append("')");
      }
    }
    return ExposureSql.HELD.formatted(
        mask("e.low", question.elements().low(), question),
        mask("e.high", question.elements().high(), question),
        which);
  }

  private static String batches(Question question) {
    return question.batches().isEmpty() ? "true" : "batch IN " + Sql.in(question.batches());
  }

  private static String mask(String column, long bits, Question question) {
    return question.elements().isEmpty() ? column : column + " & " + bits + "::BIGINT";
  }

  private static void declared(DuckSession duck, Question question, PredicateSql predicates) {
    duck.execute("CREATE TEMP TABLE declared_in (person BIGINT, low BIGINT, high BIGINT)");
    for (Question.Declared grant : question.declared()) {
      ElementSet elements =
          question.elements().isEmpty()
              ? grant.elements()
              : grant.elements().and(question.elements());
      if (!elements.isEmpty()) {
        duck.execute(
            "INSERT INTO declared_in SELECT DISTINCT person, "
                + elements.low()
                + "::BIGINT, "
                + elements.high()
                + "::BIGINT FROM periods WHERE "
                + predicates.of(grant.population()));
      }
    }
  }

  private static void fillSets(DuckSession duck, List<ElementSets.Entry> entries) {
    duck.execute("CREATE TEMP TABLE element_set (id INTEGER, low BIGINT, high BIGINT)");
    fill(duck, "element_set", entries);
  }

  private static void fillLocalSets(DuckSession duck, List<ElementSet> sets) {
    duck.execute("CREATE TEMP TABLE file_set (id INTEGER, low BIGINT, high BIGINT)");
    List<ElementSets.Entry> entries = new ArrayList<>();
    sets.forEach(set -> entries.add(new ElementSets.Entry(entries.size(), set)));
    fill(duck, "file_set", entries);
  }

  private static void fill(DuckSession duck, String table, List<ElementSets.Entry> entries) {
    try (DuckDBAppender rows = duck.append(table)) {
      for (ElementSets.Entry entry : entries) {
        rows.beginRow()
            .append(entry.id())
            .append(entry.set().low())
            .append(entry.set().high())
            .endRow();
      }
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "sets of elements could not be staged", e);
    }
  }

  /** What became of the rows of each file. */
  List<MatchReport> reports() {
    duck.execute("CREATE TEMP TABLE suppressed (subject UUID)");
    stores
        .database()
        .transaction(
            connection -> {
              try (DuckDBAppender out = duck.append("suppressed");
                  PreparedStatement find =
                      connection.prepareStatement("select subject from suppressed_subject");
                  ResultSet row = find.executeQuery()) {
                while (row.next()) {
                  out.beginRow().append(row.getObject(1, UUID.class)).endRow();
                }
              }
              return true;
            });
    List<MatchReport> reports = new ArrayList<>();
    long from = 0;
    for (MatchReport report : raw) {
      String range = "row >= " + from + " AND row < " + (from + report.rows());
      Map<Integer, Long> byMatch = new LinkedHashMap<>();
      duck.each(
          "SELECT match, count(*) FROM (SELECT row, min(match) AS match FROM file_person WHERE "
              + range
              + " GROUP BY row) GROUP BY match",
          row -> byMatch.put(row.getInt(1), row.getLong(2)));
      long erased =
          duck.count(
              "SELECT count(DISTINCT row) FROM file_id WHERE "
                  + range
                  + " AND subject IN (SELECT subject FROM suppressed)"
                  + " AND row NOT IN (SELECT row FROM file_person)");
      long organisations =
          duck.count(
              "SELECT count(*) FROM (SELECT row FROM file_id WHERE "
                  + range
                  + " AND row IN (SELECT row FROM file_id WHERE scheme = "
                  + Scheme.ORGANISATION_ID.code()
                  + ") GROUP BY row HAVING min(scheme) = max(scheme))");
      long matched = byMatch.values().stream().mapToLong(Long::longValue).sum();
      long duplicates =
          duck.count(
              "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM file_person WHERE "
                  + range
                  + " AND match < 4 GROUP BY person)");
      reports.add(
          new MatchReport(
              report.mapping(),
              report.sha256(),
              report.rows(),
              byMatch.getOrDefault(FileMatch.EXACT, 0L),
              byMatch.getOrDefault(FileMatch.SHARED, 0L),
              byMatch.getOrDefault(FileMatch.PROBABLE, 0L),
              byMatch.getOrDefault(FileMatch.AMBIGUOUS, 0L),
              report.rows() - matched - erased - organisations,
              erased,
              duplicates,
              report.filled(),
              report.leftOut(),
              organisations,
              report.passedOver()));
      from += report.rows();
    }
    return reports;
  }
}
