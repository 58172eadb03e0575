package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.duckdb.DuckDBAppender;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.intake.SubjectMaker;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.reader.ReadRequest;
import org.stoplog.ledger.reader.ReadResult;
import org.stoplog.ledger.store.DataFolder;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/** Puts a question to the tables and freezes the answer. */
public final class ExposureRun {
  private final Stores stores;
  private final FileReader reader;

  public ExposureRun(Stores stores, FileReader reader) {
    this.stores = stores;
    this.reader = reader;
  }

  public Exposure run(Question question, Progress progress) {
    new Directory(stores).refresh(progress);
    try (DuckSession duck = stores.duck().open(progress)) {
      FileStage.create(duck);
      List<ElementSet> sets = new ArrayList<>();
      List<MatchReport> raw = new ArrayList<>();
      long rows = 0;
      for (Question.Dataset file : question.files()) {
        MatchReport report = read(duck, file, question, rows, sets, progress);
        rows += report.rows();
        raw.add(report);
      }
      progress.step("Finding the people", Progress.UNKNOWN, "rows");
      prepare(duck, question, sets);
      FileMatch.run(duck);
      SeenMatch.run(duck);
      String result = ExposureSql.run(duck);
      return freeze(duck, question, result, reports(duck, raw));
    }
  }

  private MatchReport read(
      DuckSession duck,
      Question.Dataset file,
      Question question,
      long firstRow,
      List<ElementSet> sets,
      Progress progress) {
    int supplier = question.suppliers().isEmpty() ? 0 : question.suppliers().getFirst();
    SubjectMaker subjects = new SubjectMaker(stores.keys().hasher(), file.region(), supplier);
    try (FileStage stage = new FileStage(duck, subjects, file.asOf(), firstRow, sets, progress)) {
      progress.step("Reading " + file.file().getFileName(), file.file().toFile().length(), "bytes");
      ReadResult read =
          reader.read(
              new ReadRequest(
                  file.file(),
                  Purpose.KEYS,
                  file.mapping(),
                  file.region(),
                  file.password(),
                  ReadRequest.Limits.DEFAULT),
              stage,
              progress::stopped);
      Map<String, Double> filled = new LinkedHashMap<>();
      for (int i = 0; i < read.cells().length; i++) {
        filled.put(
            read.mapping().fields().get(i).column(),
            read.rows() == 0 ? 0 : (double) read.cells()[i] / read.rows());
      }
      return new MatchReport(
          read.mapping(), read.sha256(), stage.used(), 0, 0, 0, 0, 0, 0, 0, filled, stage.report());
    }
  }

  /** Everything that the steps of SQL join: identifiers, records, declared people, sets. */
  private void prepare(DuckSession duck, Question question, List<ElementSet> sets) {
    fillLocalSets(duck, sets);
    stores
        .database()
        .transaction(
            connection -> {
              fillSets(duck, ElementSets.all(connection));
              source(connection, duck, "ids", LedgerTable.IDENTIFIERS, Expressions.alwaysTrue());
              source(connection, duck, "periods", LedgerTable.PERIODS, Expressions.alwaysTrue());
              Expression ours = Expressions.in("supplier", question.suppliers().toArray());
              source(connection, duck, "disclosures", LedgerTable.DISCLOSURES, ours);
              source(connection, duck, "holdings", LedgerTable.HOLDINGS, ours);
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

  private void source(
      Connection connection,
      DuckSession duck,
      String view,
      LedgerTable table,
      Expression condition) {
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
    StringBuilder relation = new StringBuilder("CASE supplier");
    question
        .deleted()
        .forEach(
            (supplier, day) ->
                relation
                    .append(" WHEN ")
                    .append(supplier)
                    .append(" THEN ")
                    .append(question.windows().toSql(day)));
    relation.append(" ELSE ").append(question.windows().toSql(null)).append(" END");
    return ExposureSql.RECORD.formatted(
        question.deleted().isEmpty() ? question.windows().toSql(null) : relation,
        mask("e.low", question.elements().low(), question),
        mask("e.high", question.elements().high(), question),
        Sql.in(question.suppliers()),
        question.batches().isEmpty() ? "true" : "batch IN " + Sql.in(question.batches()));
  }

  private static String held(Question question) {
    return ExposureSql.HELD.formatted(
        mask("e.low", question.elements().low(), question),
        mask("e.high", question.elements().high(), question),
        Sql.in(question.suppliers()));
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

  private List<MatchReport> reports(DuckSession duck, List<MatchReport> raw) {
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
                  out.beginRow().append(row.getObject(1, java.util.UUID.class)).endRow();
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
              report.rows() - matched - erased,
              erased,
              duplicates,
              report.filled(),
              report.leftOut()));
      from += report.rows();
    }
    return reports;
  }

  private Exposure freeze(
      DuckSession duck, Question question, String rows, List<MatchReport> reports) {
    Path folder = stores.folder().evidence().resolve("exposures");
    try {
      Files.createDirectories(folder);
      Path draft = folder.resolve("draft.parquet");
      duck.execute(
          "COPY ("
              + rows
              + ") TO "
              + Sql.text(draft.toString())
              + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
      String sha256 = sha256(draft);
      Path file = fileOf(stores.folder(), sha256);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      long unknown = reports.stream().mapToLong(MatchReport::unmatched).sum();
      Summary summary = summary(duck, file, unknown);
      Instant now = stores.clock().instant();
      long bytes = Files.size(file);
      long[] id = new long[1];
      stores.commit(
          "exposure.frozen",
          List.of(),
          connection -> {
            id[0] = insert(connection, question, now, sha256, bytes, summary);
            return Map.of("exposure", id[0], "file", sha256, "people", summary.people());
          });
      return new Exposure(id[0], now, question.title(), file, sha256, summary, reports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the exposure of this hash lies. */
  public static Path fileOf(DataFolder folder, String sha256) {
    return folder.evidence().resolve("exposures").resolve(sha256 + ".parquet");
  }

  private static Summary summary(DuckSession duck, Path file, long unknownRows) {
    return duck.one(
        ExposureSql.SUMMARY.formatted(Sql.parquet(List.of(file))),
        row ->
            new Summary(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                unknownRows));
  }

  private static long insert(
      Connection connection,
      Question question,
      Instant now,
      String sha256,
      long bytes,
      Summary summary)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into exposure (created_at, title, supplier, scope, versions, file_sha256, file_bytes, summary,
              question_sha256, datasets)
            values (?, ?, ?, ?, (select truth_version::text from derived_copy where name = 'directory'), ?, ?, ?,
              ?, ?)
            returning id
            """)) {
      insert.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
      insert.setString(2, question.title());
      insert.setObject(
          3,
          question.suppliers().isEmpty() ? null : question.suppliers().getFirst(),
          java.sql.Types.INTEGER);
      insert.setString(
          4, question.windows().all().stream().map(Window::describe).toList().toString());
      insert.setString(5, sha256);
      insert.setLong(6, bytes);
      insert.setString(7, summary.toString());
      insert.setString(8, QuestionText.sha256(question));
      insert.setInt(9, question.files().size());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
