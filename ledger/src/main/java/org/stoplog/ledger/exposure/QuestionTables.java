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
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
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
  /**
   * Grouping more rows than this at once would spill nearly all of them: files are sorted by
   * subject, so that a subject's rows are far apart until the end.
   */
  private static final long ROWS_AT_ONCE = 20_000_000;

  private final Stores stores;
  private final FileReader reader;
  private final DuckSession duck;
  private final Question question;
  private final @Nullable TableCopies copies;
  private final List<MatchReport> raw = new ArrayList<>();
  private long sent;
  private boolean isWide;
  private boolean hasPossible;

  QuestionTables(Stores stores, FileReader reader, DuckSession duck, Question question) {
    this(stores, reader, duck, question, null);
  }

  /**
   * @param copies of what is asked of the directory again and again; null to read its files
   */
  QuestionTables(
      Stores stores,
      FileReader reader,
      DuckSession duck,
      Question question,
      @Nullable TableCopies copies) {
    this.copies = copies;
    this.stores = stores;
    this.reader = reader;
    this.duck = duck;
    this.question = question;
  }

  /** Reads the files and leads rows and records to people. */
  void fill(Progress progress) {
    boolean hasFiles = !question.files().isEmpty();
    if (hasFiles) {
      readFiles(progress);
    }
    progress.step("Finding the people", Progress.UNKNOWN, "rows");
    prepare();
    if (hasFiles) {
      FileMatch.run(duck);
    } else {
      FileMatch.none(duck);
    }
  }

  /**
   * The query for the rows of the answer, after {@link #fill}; to be run once.
   *
   * @param isSorted by person and subject, which only a file needs
   */
  String answer(boolean isSorted) {
    return ExposureSql.run(
        duck, Math.toIntExact(Math.ceilDiv(Math.max(sent, 1), ROWS_AT_ONCE)), isWide, isSorted);
  }

  private void readFiles(Progress progress) {
    IdentifierKinds.create(duck);
    IdentifierKinds kinds = new IdentifierKinds();
    List<ElementSet> sets = new ArrayList<>();
    long rows = 0;
    for (Question.Dataset file : question.files()) {
      MatchReport report = read(file, rows, kinds, sets, progress);
      rows += report.rows();
      raw.add(report);
    }
    kinds.write(duck);
    fillLocalSets(duck, sets);
  }

  private MatchReport read(
      Question.Dataset file,
      long firstRow,
      IdentifierKinds kinds,
      List<ElementSet> sets,
      Progress progress) {
    int supplier = question.suppliers().isEmpty() ? 0 : question.suppliers().getFirst();
    SubjectMaker subjects = new SubjectMaker(stores.keys().hasher(), file.region(), supplier);
    try (FileStage stage =
        new FileStage(duck, subjects, file.asOf(), firstRow, kinds, sets, progress)) {
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
      stage.finish();
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
  private void prepare() {
    stores
        .database()
        .transaction(
            connection -> {
              List<ElementSets.Entry> known = ElementSets.all(connection);
              isWide = known.stream().anyMatch(entry -> entry.set().high() != 0);
              fillSets(duck, known);
              hasPossible = fillPossible(connection);
              source(connection, "ids", LedgerTable.IDENTIFIERS, schemes(connection));
              source(connection, "periods", LedgerTable.PERIODS, Expressions.alwaysTrue());
              Expression ours = Expressions.in("supplier", question.suppliers().toArray());
              Expression then = Expressions.and(ours, onDays(days(question)));
              sent = source(connection, "disclosures", LedgerTable.DISCLOSURES, then);
              source(connection, "holdings", LedgerTable.HOLDINGS, ours);
              return true;
            });
    PredicateSql predicates = new PredicateSql(new Codes(stores).values());
    duck.execute("CREATE TEMP VIEW record AS " + record(question, hasPossible));
    duck.execute("CREATE TEMP VIEW held AS " + held(question));
    declared(duck, question, predicates);
    duck.execute(
        "CREATE TEMP VIEW cohort AS SELECT DISTINCT person FROM periods WHERE "
            + (question.cohort() == null ? "false" : predicates.of(question.cohort())));
    duck.execute("CREATE TEMP VIEW limited AS SELECT " + (question.cohort() != null) + " AS yes");
  }

  /**
   * The kinds of identifiers by which anything was recorded or is in a file. The directory knows
   * people by many more, mostly hashes, and to join those is what an exposure would spend its time
   * on.
   */
  private Expression schemes(Connection connection) throws SQLException {
    Set<Integer> used =
        question.files().isEmpty()
            ? new TreeSet<>()
            : new TreeSet<>(
                duck.query("SELECT DISTINCT scheme FROM file_kind", row -> row.getInt(1)));
    try (PreparedStatement find =
            connection.prepareStatement(
                "select coalesce(bit_or(schemes), 0), coalesce(bool_or(schemes = 0), false) from batch"
                    + " where status = 'live' and kind <> 'people'");
        ResultSet row = find.executeQuery()) {
      row.next();
      if (row.getBoolean(2)) {
        return Expressions.alwaysTrue();
      }
      for (Scheme scheme : Scheme.values()) {
        if ((row.getInt(1) & 1 << scheme.code()) != 0) {
          used.add(scheme.code());
        }
      }
    }
    if (used.contains(Scheme.EMAIL.code())) {
      used.add(Scheme.EMAIL_BASE.code());
    }
    return Expressions.in("scheme", used.toArray());
  }

  /** Makes the view. @return rows of its files, of which a condition may leave few */
  private long source(Connection connection, String view, LedgerTable table, Expression condition)
      throws SQLException {
    List<TableFiles.Planned> files =
        new TableFiles(stores.catalog()).plan(connection, table, condition);
    List<Path> paths = files.stream().map(TableFiles.Planned::path).toList();
    long rows = files.stream().mapToLong(file -> file.data().recordCount()).sum();
    duck.execute("CREATE TEMP VIEW " + view + " AS " + query(table, paths, rows));
    return rows;
  }

  private String query(LedgerTable table, List<Path> files, long rows) {
    if (files.isEmpty()) {
      return ExposureSql.empty(table);
    }
    // These two are the same for every question; the others are about its suppliers.
    boolean isOfPeople = table == LedgerTable.IDENTIFIERS || table == LedgerTable.PERIODS;
    return copies != null && isOfPeople
        ? copies.of(duck, table, files, rows)
        : "SELECT * FROM " + Sql.parquet(files);
  }

  /**
   * Batches of which nobody knows that the supplier received them. @return whether there are any
   */
  private boolean fillPossible(Connection connection) throws SQLException {
    boolean any = false;
    duck.execute("CREATE TEMP TABLE possible_batch (batch BIGINT)");
    try (DuckDBAppender rows = duck.append("possible_batch");
        PreparedStatement find =
            connection.prepareStatement(
                "select id from batch where possible and status = 'live' order by id");
        ResultSet row = find.executeQuery()) {
      while (row.next()) {
        rows.beginRow().append(row.getLong(1)).endRow();
        any = true;
      }
    }
    return any;
  }

  private static String record(Question question, boolean hasPossible) {
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
    if (hasPossible) {
      relation =
          "CASE WHEN batch IN (SELECT batch FROM possible_batch) THEN least(%1$s, 1) ELSE %1$s END"
              .formatted(relation);
    }
    String sent =
        ExposureSql.RECORD.formatted(
            relation,
            mask("e.low", question.elements().low(), question),
            mask("e.high", question.elements().high(), question),
            Sql.in(question.suppliers()),
            batches(question),
            onDaysSql(days(question)));
    return question.inherited().isEmpty()
        ? sent
        : sent + "UNION ALL " + ClaimSql.INHERITED.formatted(held(question, question.inherited()));
  }

  /** What was passed on may have been sent at any time before. */
  private static Windows.Days days(Question question) {
    Windows.Days days = question.windows().days();
    return question.inherited().isEmpty() ? days : new Windows.Days(null, days.last());
  }

  /** Iceberg leaves out the files of other years. */
  private static Expression onDays(Windows.Days days) {
    Expression from =
        days.first() == null
            ? Expressions.alwaysTrue()
            : Expressions.greaterThanOrEqual("day", days.first().toString());
    Expression to =
        days.last() == null
            ? Expressions.alwaysTrue()
            : Expressions.lessThanOrEqual("day", days.last().toString());
    return Expressions.and(from, to);
  }

  private static String onDaysSql(Windows.Days days) {
    return (days.first() == null ? "true" : "day >= DATE '" + days.first() + "'")
        + (days.last() == null ? "" : " AND day <= DATE '" + days.last() + "'");
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
    if (raw.isEmpty()) {
      return List.of();
    }
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
    boolean erasures = duck.any("suppressed");
    boolean byOrganisation = duck.any("file_kind WHERE scheme = " + Scheme.ORGANISATION_ID.code());
    List<MatchReport> reports = new ArrayList<>();
    long from = 0;
    for (MatchReport report : raw) {
      String range = "row >= " + from + " AND row < " + (from + report.rows());
      Map<Integer, Long> byMatch = new LinkedHashMap<>();
      // A simple row has one person; only the others may have several.
      byMatch.put(
          FileMatch.EXACT, duck.count("SELECT count(*) FROM first_look WHERE simple AND " + range));
      duck.each(
          "SELECT match, count(*) FROM (SELECT row, min(match) AS match FROM"
              + " (SELECT * FROM agreed UNION ALL SELECT * FROM by_base) WHERE "
              + range
              + " GROUP BY row) GROUP BY match",
          row -> byMatch.merge(row.getInt(1), row.getLong(2), Long::sum));
      long erased =
          erasures
              ? duck.count(
                  "SELECT count(DISTINCT row) FROM file_key WHERE "
                      + range
                      + " AND subject IN (SELECT subject FROM suppressed)"
                      + " AND row NOT IN (SELECT row FROM file_person)")
              : 0;
      long organisations =
          byOrganisation
              ? duck.count(
                  "SELECT count(*) FROM (SELECT row FROM file_id WHERE "
                      + range
                      + " AND row IN (SELECT row FROM file_id WHERE scheme = "
                      + Scheme.ORGANISATION_ID.code()
                      + ") GROUP BY row HAVING min(scheme) = max(scheme))")
              : 0;
      long matched = byMatch.values().stream().mapToLong(Long::longValue).sum();
      long duplicates =
          duck.count("SELECT count(*) FROM file_person WHERE match < 4 AND " + range)
              - (raw.size() == 1
                  ? duck.count("SELECT count(*) FROM file_told WHERE match < 4")
                  : duck.count(
                      "SELECT count(DISTINCT person) FROM file_person WHERE match < 4 AND "
                          + range));
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
