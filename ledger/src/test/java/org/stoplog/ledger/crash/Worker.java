package org.stoplog.ledger.crash;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.PersonStory;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.intake.SubjectMaker;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.TableFiles;

/**
 * A program of its own that opens a data folder and does what it is told on its standard input, one
 * line each, to be killed in between. It answers with lines, the last of them a dot.
 */
final class Worker {
  private static final Pattern DETAIL =
      Pattern.compile("\"(accounts|batch|replaced|subjects|table)\":\"?([a-z0-9]+)");

  private final Ledger ledger;
  private final PrintStream out;
  private final Map<UUID, String> names = new HashMap<>();

  private Worker(Ledger ledger, PrintStream out) {
    this.ledger = ledger;
    this.out = out;
  }

  /** Data folder, keys, and a file with all identifiers: scheme, value, supplier, name. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    Ledger.Options options =
        new Ledger.Options(
            Path.of(arguments[0]), Path.of(arguments[1]), null, 256, InstantSource.system());
    Ledger ledger;
    try {
      ledger = Ledger.open(options);
    } catch (StoplogException e) {
      tell(out, e);
      return;
    }
    try (ledger) {
      Worker worker = new Worker(ledger, out);
      worker.learn(Path.of(arguments[2]));
      out.println("ok\n.");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        worker.answer(line);
      }
    }
  }

  private void answer(String line) {
    try {
      List<String> lines = work(line.split("\t"));
      lines.forEach(out::println);
      out.println(".");
    } catch (StoplogException e) {
      tell(out, e);
    } catch (RuntimeException | IOException e) {
      e.printStackTrace();
      out.println("problem\tfault\t" + e);
      out.println(".");
    }
  }

  private static void tell(PrintStream out, StoplogException e) {
    if (e.problem().exitCode() == 99) {
      e.printStackTrace();
    }
    out.println("problem\t" + e.problem().slug() + "\t" + e.getMessage());
    out.println(".");
  }

  private void learn(Path universe) throws IOException {
    for (String line : Files.readAllLines(universe)) {
      String[] parts = line.split("\t");
      names.put(subject(parts[0], parts[1], Integer.parseInt(parts[2])), parts[3]);
    }
  }

  private UUID subject(String scheme, String value, int supplier) {
    SubjectMaker maker = new SubjectMaker(ledger.stores().keys().hasher(), null, supplier);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String wrong = maker.make(scheme(scheme), bytes, 0, bytes.length);
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
    return new UUID(maker.high, maker.low);
  }

  private static Scheme scheme(String slug) {
    return Scheme.valueOf(slug.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
  }

  private List<String> work(String[] parts) throws IOException {
    return switch (parts[0]) {
      case "import" -> load(parts);
      case "undo" -> {
        ledger.undo(Long.parseLong(parts[1]), Progress.NONE);
        yield List.of("ok");
      }
      case "compact" -> List.of("ok\t" + ledger.compact(Progress.NONE));
      case "forget" -> {
        var report = ledger.forget(scheme(parts[1]), parts[2], Progress.NONE);
        yield List.of("ok\t" + report.accounts() + "\t" + report.subjects());
      }
      case "expose" -> expose(Asked.parse(parts));
      case "person" -> person(parts);
      case "state" -> ledger.stores().database().transaction(this::state);
      case "owners" -> ledger.stores().database().transaction(this::owners);
      case "sweep" -> List.of("ok\t" + ledger.stores().sweep());
      case "files" -> ledger.stores().database().transaction(this::files);
      default -> throw new IllegalArgumentException(parts[0]);
    };
  }

  private List<String> load(String[] parts) {
    Purpose purpose = Purpose.valueOf(parts[1]);
    LocalDate asOf = parts[5].equals("null") ? null : LocalDate.parse(parts[5]);
    ImportReport report =
        ledger.importFile(
            new ImportRequest(
                Path.of(parts[2]),
                purpose,
                Sheet.mapping(purpose),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                asOf,
                null,
                null),
            Progress.NONE);
    return List.of(
        "ok\t"
            + report.batch()
            + "\t"
            + report.replaced()
            + "\t"
            + report.rows()
            + "\t"
            + report.leftOut().count()
            + "\t"
            + report.suppressed());
  }

  /** Every row of the frozen file, and the summary. */
  private List<String> expose(Asked asked) throws IOException {
    Exposure exposure = ledger.expose(asked.question(), Progress.NONE);
    List<String> lines = new ArrayList<>(List.of("ok"));
    Map<Long, String> people = ledger.stores().database().transaction(this::people);
    try (DuckSession duck = ledger.stores().duck().open(Progress.NONE)) {
      duck.each(
          """
          SELECT person, subject, match, seen, held, declared, only_ambiguous, seen_match,
            seen_low || ':' || seen_high, held_low || ':' || held_high,
            declared_low || ':' || declared_high, epoch_ms(first_at), epoch_ms(last_at)
          FROM\s"""
              + Sql.parquet(List.of(exposure.file())),
          row -> {
            StringBuilder line = new StringBuilder("row ");
            line.append(
                row.getObject(1) == null
                    ? name(row.getObject(2))
                    : people.getOrDefault(row.getLong(1), "erased"));
            for (int column = 3; column <= 13; column++) {
              line.append(' ').append(row.getObject(column));
            }
            return lines.add(line.toString());
          });
    }
    var sum = exposure.summary();
    lines.add(
        "summary %d %d %d %d %d %d %d"
            .formatted(
                sum.people(),
                sum.seen(),
                sum.seenPossible(),
                sum.held(),
                sum.declared(),
                sum.ambiguous(),
                sum.subjects()));
    return lines;
  }

  private List<String> person(String[] parts) {
    PersonStory story =
        ledger.person(scheme(parts[1]), parts[2], Integer.parseInt(parts[3]), Progress.NONE);
    List<String> lines = new ArrayList<>(List.of("ok"));
    lines.add(
        "known "
            + story.people()
            + " "
            + story.references().stream().sorted().toList()
            + " "
            + story.identifiers());
    for (PersonStory.Sent sent : story.sent()) {
      lines.add(
          "sent %d %d %s %s %d %d:%d"
              .formatted(
                  sent.supplier(),
                  sent.connection(),
                  sent.first(),
                  sent.last(),
                  sent.events(),
                  sent.elements().low(),
                  sent.elements().high()));
    }
    return lines;
  }

  private String name(Object subject) {
    return names.getOrDefault(UUID.fromString(subject.toString()), "unknown " + subject);
  }

  private Map<Long, String> people(Connection connection) throws SQLException {
    Map<Long, String> people = new HashMap<>();
    each(
        connection,
        "select id, ref from person where ref is not null",
        row -> people.put(row.getLong(1), name(row.getObject(2)).substring("user-id:".length())));
    return people;
  }

  private interface Use {
    Object of(ResultSet row) throws SQLException;
  }

  private static void each(Connection connection, String sql, Use use) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        use.of(row);
      }
    }
  }

  private List<Path> files(Connection connection, LedgerTable table) throws SQLException {
    return new TableFiles(ledger.stores().catalog())
        .plan(connection, table, Expressions.alwaysTrue()).stream()
            .map(TableFiles.Planned::path)
            .toList();
  }

  /** The files that the tables name, by path in the warehouse, and those of exposures. */
  private List<String> files(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>(List.of("ok"));
    Path root = ledger.stores().folder().warehouse();
    for (LedgerTable table : LedgerTable.values()) {
      files(connection, table).forEach(file -> lines.add(root.relativize(file).toString()));
    }
    each(
        connection,
        "select distinct file_sha256 from exposure",
        row -> lines.add(row.getString(1) + ".parquet"));
    return lines;
  }

  /** All that must be equal before and after a kill, told by the tables themselves. */
  private List<String> state(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>(List.of("ok"));
    for (Batch batch : ledger.batches()) {
      lines.add(
          "batch %d %s %s %d %d %d %s %s %d %d %s"
              .formatted(
                  batch.id(),
                  batch.kind(),
                  batch.status(),
                  batch.rows(),
                  batch.leftOut(),
                  batch.suppressed(),
                  batch.firstDay(),
                  batch.lastDay(),
                  batch.supplier(),
                  batch.connection(),
                  batch.fileName()));
    }
    each(
        connection,
        "select subject from suppressed_subject",
        row -> lines.add("suppressed " + name(row.getObject(1))));
    Map<Long, String> people = people(connection);
    each(
        connection,
        "select id from person where sealed is not null",
        row -> lines.add("named " + people.get(row.getLong(1))));
    for (String table :
        List.of("person_period", "person_identifier", "person_merge", "observed_link")) {
      each(
          connection,
          "select batch, count(*) from " + table + " group by batch",
          row -> lines.add(table + " " + row.getLong(1) + " " + row.getLong(2)));
    }
    each(
        connection,
        "select seq, act, detail from audit_entry",
        row -> {
          StringBuilder line = new StringBuilder("audit ").append(row.getLong(1));
          line.append(' ').append(row.getString(2));
          Matcher detail = DETAIL.matcher(row.getString(3));
          while (detail.find()) {
            line.append(' ').append(detail.group(1)).append('=').append(detail.group(2));
          }
          return lines.add(line.toString());
        });
    lines.add(ledger.verifyAudit(List.of(), Progress.NONE).getClass().getSimpleName());
    each(
        connection,
        "select truth_version = copy_version from derived_copy where name = 'directory'",
        row -> lines.add("current " + row.getBoolean(1)));
    each(
        connection,
        "select count(*) from exposure",
        row -> lines.add("exposures " + row.getLong(1)));
    rows(connection, LedgerTable.DISCLOSURES, "sum(events)", lines);
    rows(connection, LedgerTable.HOLDINGS, "count(*)", lines);
    return lines;
  }

  private void rows(Connection connection, LedgerTable table, String sum, List<String> lines)
      throws SQLException {
    List<Path> files = files(connection, table);
    lines.add("files " + table.tableName() + " " + files.size());
    if (!files.isEmpty()) {
      try (DuckSession duck = ledger.stores().duck().open(Progress.NONE)) {
        duck.each(
            "SELECT batch, count(*), %s::BIGINT FROM %s GROUP BY batch"
                .formatted(sum, Sql.parquet(files)),
            row ->
                lines.add(
                    "%s %d %d %d"
                        .formatted(
                            table.tableName(), row.getLong(1), row.getLong(2), row.getLong(3))));
      }
    }
  }

  /** The derived copy: which identifier is whose, and when. */
  private List<String> owners(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>(List.of("ok"));
    List<Path> files = files(connection, LedgerTable.IDENTIFIERS);
    Map<Long, String> people = people(connection);
    if (!files.isEmpty()) {
      try (DuckSession duck = ledger.stores().duck().open(Progress.NONE)) {
        duck.each(
            "SELECT scheme, subject, person, since, until, kind, owners FROM " + Sql.parquet(files),
            row ->
                lines.add(
                    "%d %s %s %s %s %d %d"
                        .formatted(
                            row.getInt(1),
                            name(row.getObject(2)),
                            people.getOrDefault(row.getLong(3), "erased"),
                            row.getObject(4),
                            row.getObject(5),
                            row.getInt(6),
                            row.getInt(7))));
      }
    }
    return lines;
  }
}
