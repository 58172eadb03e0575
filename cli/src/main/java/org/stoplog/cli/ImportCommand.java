package org.stoplog.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.apps.AppList;
import org.stoplog.ledger.apps.AppSource;
import org.stoplog.ledger.apps.ReviewQueue;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.intake.FollowedFolder;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.intake.LeftOutReport;
import org.stoplog.ledger.intake.PassedOn;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports suppliers, people, disclosures or holdings. */
@Command(
    name = "import",
    description =
        "Import suppliers, people, disclosures (what was sent) or holdings (what they have).")
final class ImportCommand implements Callable<Integer> {
  /** What is imported. */
  enum Kind {
    suppliers,
    people,
    disclosures,
    holdings
  }

  private final Session session;

  @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  Kind kind = Kind.people;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "FILE", description = "The files.")
  List<Path> files = List.of();

  @Mixin final FollowOptions follow = new FollowOptions();

  @Option(names = "--supplier", paramLabel = "NAME", description = "Who was sent it, or has it.")
  @Nullable String supplier;

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      description = "The path it went; made when it is new.")
  @Nullable String connection;

  @Option(names = "--map", paramLabel = "FILE", description = "How to read the files.")
  @Nullable Path map;

  @Option(
      names = "--save-map",
      paramLabel = "FILE",
      description = "Write how they were read, to edit and reuse.")
  @Nullable Path saveMap;

  @Option(
      names = "--left-out",
      paramLabel = "FILE",
      description = "Write which rows were left out, with line and reason, as CSV.")
  @Nullable Path leftOut;

  @Option(
      names = "--as-of",
      paramLabel = "DAY",
      description = "Day on which the file was true; default today.")
  @Nullable LocalDate asOf;

  @Option(
      names = "--region",
      paramLabel = "CC",
      description = "Country of telephone numbers without one.")
  @Nullable String region;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the password of a ZIP.")
  @Nullable Path passwordFile;

  @Option(
      names = "--add-recipients",
      description =
          "Add suppliers to the register that the file of a hub names and the register lacks.")
  boolean addRecipients;

  @Option(
      names = "--keep-contacts",
      description =
          "With people: keep each person's e-mail address, name and language, sealed, so that they"
              + " can be told. Otherwise no value is kept.")
  boolean keepContacts;

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      description =
          "The files of suppliers are lists of apps of: okta, google-workspace or entra. They wait"
              + " in stoplog suppliers review.")
  @Nullable String from;

  @Option(
      names = "--look",
      description = "With suppliers: say what would change, and change nothing.")
  boolean look;

  /** For JSON: one for each file, so that the result is one document. */
  private final List<Object> imported = new ArrayList<>();

  private final List<Path> read = new ArrayList<>();
  private final List<LeftOutReport> reports = new ArrayList<>();

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    follow.check(kind, files);
    if (keepContacts && kind != Kind.people) {
      throw new StoplogException(
          Problem.USAGE, "--keep-contacts belongs to people files: stoplog import people FILE");
    }
    if (look && (kind != Kind.suppliers || from != null)) {
      throw new StoplogException(
          Problem.USAGE, "--look belongs to suppliers files: stoplog import suppliers --look FILE");
    }
    String list = from;
    if (list != null) {
      return apps(AppSource.named(list));
    }
    Path folder = follow.folder;
    if (folder != null) {
      return follow(folder);
    }
    Ledgers.mustExist(files);
    try (Ledger ledger = Ledgers.open(session)) {
      for (Path file : files) {
        if (kind == Kind.suppliers) {
          SupplierFiles suppliers = new SupplierFiles(session);
          imported.add(look ? suppliers.look(ledger, file) : suppliers.take(ledger, file));
        } else {
          print(file, rows(ledger, file));
        }
      }
      return 0;
    } finally {
      // Also when a later file fails: what was imported before it stays.
      if (session.json() && !imported.isEmpty()) {
        session.printJson(imported);
      }
    }
  }

  /** All files together: one may name the apps and another one their grants. */
  private int apps(AppSource source) {
    if (kind != Kind.suppliers || files.isEmpty()) {
      throw new StoplogException(
          Problem.USAGE, "--from reads lists of apps: stoplog import suppliers --from okta FILE");
    }
    Ledgers.mustExist(files);
    AppList list;
    int waiting;
    try (CommandProgress progress = session.progress();
        Ledger ledger = Ledgers.open(session)) {
      list = AppList.read(source, files, progress);
      waiting = ledger.inTransaction(db -> new ReviewQueue(db).take(list));
    }
    if (session.json()) {
      session.printJson(Map.of("rows", list.rows(), "leftOut", list.leftOut(), "waiting", waiting));
    } else {
      session.println(
          list.rows() + " rows, " + list.leftOut() + " left out; " + waiting + " apps wait.");
      session.println("Nothing is in the register yet: stoplog suppliers review");
    }
    return 0;
  }

  private int follow(Path folder) {
    boolean lines = session.json() && !follow.once;
    Follow following =
        new Follow(
            session,
            new FollowedFolder(folder),
            follow.maxAge == null ? null : follow.maxAge.duration(),
            new FollowedImport(),
            lines ? json -> session.println(Json.line(json)) : imported::add,
            InstantSource.system());
    if (!follow.once) {
      return following.watch();
    }
    try {
      return following.once();
    } finally {
      if (session.json()) {
        session.printJson(imported);
      }
    }
  }

  /** The command, for one file of a followed folder after the other. */
  private final class FollowedImport implements Follow.Taker {
    @Override
    public Map<String, Object> take(Ledger ledger, Path file) {
      ImportReport report = rows(ledger, file);
      if (!session.json()) {
        print(file, report);
      }
      return json(file, report);
    }

    @Override
    public Optional<Batch> known(Ledger ledger, Path file) {
      String sha256 = FileReader.sha256(file);
      Optional<Place> there = existing(ledger);
      if (there.isEmpty()) {
        return Optional.empty();
      }
      Place place = there.get();
      return ledger.inTransaction(
          db -> Batches.ofContent(db, kind.name(), sha256, place.supplier, place.connection));
    }
  }

  private record Place(int supplier, int connection, boolean isNew) {}

  private ImportReport rows(Ledger ledger, Path file) {
    Mapping mapping = map == null ? null : MappingFile.load(map);
    Place place = place(ledger);
    Purpose purpose =
        switch (kind) {
          case people -> Purpose.PEOPLE;
          case holdings -> Purpose.HOLDINGS;
          case disclosures, suppliers -> Purpose.DISCLOSURES;
        };
    ImportReport report;
    try (CommandProgress progress = session.progress()) {
      report =
          Secrets.importFile(
              session,
              ledger,
              new ImportRequest(
                  file,
                  purpose,
                  mapping,
                  place.supplier,
                  place.connection,
                  asOf,
                  region,
                  Ledgers.password(passwordFile),
                  addRecipients,
                  keepContacts),
              progress);
    } catch (RuntimeException e) {
      if (place.isNew) {
        // Else a mistyped path would stay, and its months would be dark for ever.
        remove(ledger, place.connection, e);
      }
      throw e;
    }
    if (saveMap != null) {
      MappingFile.save(report.mapping(), saveMap);
    }
    read.add(file);
    reports.add(report.leftOut());
    if (leftOut != null) {
      LeftOutRows.write(leftOut, read, reports);
    }
    return report;
  }

  private static void remove(Ledger ledger, int connection, RuntimeException why) {
    try {
      ledger.inTransaction(
          db -> {
            new Register(db).removeUnusedConnection(connection);
            return true;
          });
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private Place place(Ledger ledger) {
    return kind == Kind.people ? new Place(0, 0, false) : ledger.inTransaction(this::place);
  }

  private Place place(Connection db) throws SQLException {
    String name = supplier;
    if (name == null) {
      throw new StoplogException(Problem.USAGE, "--supplier is needed to import " + kind);
    }
    Register register = new Register(db);
    int id = register.get(name).id();
    boolean isNew = register.findConnection(id, path()).isEmpty();
    return new Place(id, register.getOrCreateConnection(id, path()).id(), isNew);
  }

  private String path() {
    return connection == null ? "import" : connection;
  }

  /** Where an earlier import of the file can be; empty when its connection is not there yet. */
  private Optional<Place> existing(Ledger ledger) {
    String name = supplier;
    if (kind == Kind.people || name == null) {
      return Optional.of(place(ledger));
    }
    return ledger.inTransaction(
        db -> {
          Register register = new Register(db);
          int id = register.get(name).id();
          return register.findConnection(id, path()).map(one -> new Place(id, one.id(), false));
        });
  }

  private void print(Path file, ImportReport report) {
    if (session.json()) {
      imported.add(json(file, report));
      return;
    }
    session.println(
        file.getFileName()
            + ": batch "
            + report.batch()
            + (report.replaced() > 0 ? " (replaces batch " + report.replaced() + ")" : "")
            + ", "
            + report.rows()
            + " rows, "
            + report.leftOut().count()
            + " left out, "
            + report.suppressed()
            + " about erased people");
    if (report.mapping().contacts()) {
      session.println("  an address is kept of " + report.contacts() + " people, sealed");
    }
    LeftOutRows.print(session, report.leftOut());
    printPassedOn(report.passedOn());
    List<String> columns = new ArrayList<>();
    for (Field field : report.mapping().fields()) {
      columns.add(field.column() + " = " + field.role().name().toLowerCase(java.util.Locale.ROOT));
    }
    session.note("read as " + report.mapping().format() + ": " + String.join(", ", columns));
  }

  private static Map<String, Object> json(Path file, ImportReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", String.valueOf(file.getFileName()));
    json.put("batch", report.batch());
    json.put("replaced", report.replaced());
    json.put("rows", report.rows());
    json.put("leftOut", report.leftOut().byReason());
    json.put("suppressed", report.suppressed());
    if (report.mapping().contacts()) {
      json.put("contacts", report.contacts());
    }
    json.put("passedOn", report.passedOn());
    return json;
  }

  private void printPassedOn(PassedOn passedOn) {
    for (PassedOn.Recipient recipient : passedOn.recipients()) {
      session.println(
          recipient.recorded()
              ? "  passed on to " + recipient.name() + ": " + recipient.events() + " events"
              : "  named downstream, not in the register: "
                  + recipient.name()
                  + ", "
                  + recipient.events()
                  + " events");
    }
    if (passedOn.unnamed() > 0) {
      session.println(
          "  named downstream by what is no supplier's name: " + passedOn.unnamed() + " events");
    }
    if (!passedOn.unknown().isEmpty()) {
      session.println(
          "  Add them to the register and import the file again, or use --add-recipients.");
    }
    if (passedOn.unsaid() > 0) {
      session.println("  " + passedOn.unsaid() + " events do not name whom they were passed on to");
    }
  }
}
