package org.stoplog.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Forget;
import org.stoplog.ledger.directory.PersonStory;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Schemes;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The small commands: each opens the ledger, does one thing and prints it. */
final class LedgerCommands {
  private LedgerCommands() {}

  static List<Object> all(Session session) {
    return List.of(
        new Batches(session),
        new Exposures(session),
        new Undo(session),
        new Person(session),
        new ForgetPerson(session),
        new CoverageOf(session),
        new Compact(session),
        new AuditCommand(session),
        new StatementCommand(session),
        new SuppliersCommand(session));
  }

  @Command(name = "batches", description = "List what was imported.")
  static final class Batches implements Callable<Integer> {
    private final Session session;

    Batches(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (Ledger ledger = Ledgers.open(session)) {
        List<Batch> batches = ledger.batches();
        if (session.json()) {
          session.printJson(batches);
          return 0;
        }
        if (batches.isEmpty()) {
          session.note("stoplog: nothing was imported yet; begin with: stoplog import people FILE");
          return 0;
        }
        Table table =
            new Table("BATCH", "KIND", "STATUS", "FILE", "ROWS", "LEFT OUT", "FROM", "TO");
        for (Batch batch : batches) {
          table.row(
              batch.id(),
              batch.kind(),
              batch.status(),
              batch.fileName(),
              batch.rows(),
              batch.leftOut(),
              batch.firstDay() == null ? "" : batch.firstDay().toString(),
              batch.lastDay() == null ? "" : batch.lastDay().toString());
        }
        session.print(table);
        return 0;
      }
    }
  }

  @Command(name = "exposures", description = "List the exposures that were frozen.")
  static final class Exposures implements Callable<Integer> {
    private final Session session;

    Exposures(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (Ledger ledger = Ledgers.open(session)) {
        List<FrozenExposure> exposures = ledger.inTransaction(FrozenExposure::all);
        if (session.json()) {
          session.printJson(exposures);
          return 0;
        }
        Table table = new Table("EXPOSURE", "WHEN", "SUPPLIER", "FILES", "SHA-256");
        for (FrozenExposure one : exposures) {
          table.row(
              one.id(),
              AnswerReport.MINUTE.format(one.createdAt()),
              one.title(),
              one.datasets(),
              one.sha256());
        }
        session.print(table);
        return 0;
      }
    }
  }

  @Command(name = "undo", description = "Take a batch back.")
  static final class Undo implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "BATCH", description = "Its number; stoplog batches lists them.")
    long batch;

    Undo(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (Ledger ledger = Ledgers.open(session)) {
        Batch undone;
        try (CommandProgress progress = session.progress()) {
          undone = ledger.undo(batch, progress);
        }
        if (session.json()) {
          session.printJson(Map.of("undone", undone.id(), "rows", undone.rows()));
        } else {
          session.println(
              "Batch " + undone.id() + " is undone: " + undone.rows() + " rows are gone.");
        }
        return 0;
      }
    }
  }

  @Command(name = "person", description = "Tell all that the ledger knows of one person.")
  static final class Person implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "An exact identifier.")
    String id = "";

    @Option(
        names = "--scheme",
        paramLabel = "SCHEME",
        description = "What the identifier is: user-id (default), email, phone, supplier-id …")
    String scheme = "user-id";

    @Option(
        names = "--supplier",
        paramLabel = "NAME",
        description = "Whose id it is, for supplier-id.")
    @Nullable String supplier;

    Person(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Scheme kind = Schemes.named(scheme);
      try (Ledger ledger = Ledgers.open(session)) {
        String name = supplier;
        int of = name == null ? 0 : ledger.inTransaction(db -> new Register(db).get(name).id());
        PersonStory story;
        try (CommandProgress progress = session.progress()) {
          story = ledger.person(kind, id, of, progress);
        }
        if (session.json()) {
          session.printJson(story);
          return 0;
        }
        session.println(
            story.references().isEmpty()
                ? "Nobody in the directory; the ledger has the identifier."
                : "Known as " + String.join(", ", story.references()));
        Table table = new Table("SUPPLIER", "FROM", "TO", "EVENTS", "ELEMENTS");
        List<Supplier> suppliers = ledger.inTransaction(db -> new Register(db).all());
        for (PersonStory.Sent sent : story.sent()) {
          table.row(
              suppliers.stream()
                  .filter(one -> one.id() == sent.supplier())
                  .map(Supplier::name)
                  .findFirst()
                  .orElse("unknown"),
              sent.first().toString(),
              sent.last().toString(),
              sent.events(),
              String.join(" ", Elements.catalogue().idsOf(sent.elements())));
        }
        session.print(table);
        return 0;
      }
    }
  }

  @Command(name = "forget", description = "Erase one person at their wish. Cannot be undone.")
  static final class ForgetPerson implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "An exact identifier.")
    String id = "";

    @Option(
        names = "--scheme",
        paramLabel = "SCHEME",
        description = "user-id (default), email, phone …")
    String scheme = "user-id";

    @Option(names = "--yes", description = "Yes, erase this person.")
    boolean yes;

    ForgetPerson(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Scheme kind = Schemes.named(scheme);
      if (!yes) {
        throw new StoplogException(
            Problem.USAGE, "forgetting a person cannot be undone; say --yes if it is meant");
      }
      try (Ledger ledger = Ledgers.open(session)) {
        Forget.Report report;
        try (CommandProgress progress = session.progress()) {
          report = ledger.forget(kind, id, progress);
        }
        if (session.json()) {
          session.printJson(report);
        } else {
          session.println(
              "Erased: "
                  + report.accounts()
                  + " account(s), "
                  + report.subjects()
                  + " identifiers.");
        }
        return 0;
      }
    }
  }

  @Command(
      name = "coverage",
      description = "Say what the record covers of each connection, month by month.")
  static final class CoverageOf implements Callable<Integer> {
    private final Session session;

    @Option(
        names = "--supplier",
        paramLabel = "NAME",
        description = "Only this supplier; default all.")
    @Nullable String supplier;

    CoverageOf(Session session) {
      this.session = session;
    }

    /** One supplier's months. */
    record Covered(String supplier, String summary, List<Month> months) {}

    /** One month of one connection. */
    record Month(String connection, String month, String state) {}

    @Override
    public Integer call() {
      String name = supplier;
      try (Ledger ledger = Ledgers.open(session)) {
        List<Covered> all =
            ledger.inTransaction(
                db -> {
                  Register register = new Register(db);
                  List<Covered> covered = new ArrayList<>();
                  for (Supplier one : name == null ? register.all() : List.of(register.get(name))) {
                    covered.add(covered(db, register, one, ledger.today()));
                  }
                  return covered;
                });
        if (session.json()) {
          session.printJson(all);
          return 0;
        }
        if (all.isEmpty()) {
          session.note("stoplog: no supplier yet; begin with: stoplog import suppliers FILE");
        }
        for (Covered one : all) {
          session.println(one.supplier + ": " + one.summary);
          Table table = new Table("CONNECTION", "MONTH", "STATE");
          one.months.forEach(cell -> table.row(cell.connection, cell.month, cell.state));
          session.print(table);
        }
        return 0;
      }
    }

    private static Covered covered(
        Connection db, Register register, Supplier supplier, LocalDate today) throws SQLException {
      var coverage = Coverages.of(db, supplier.id(), today);
      var connections = register.connections(supplier.id());
      List<Month> months = new ArrayList<>();
      for (var cell : coverage.cells()) {
        String path =
            connections.stream()
                .filter(one -> one.id() == cell.connection())
                .map(one -> one.name())
                .findFirst()
                .orElse("unknown");
        months.add(
            new Month(path, cell.month().toString(), cell.state().name().toLowerCase(Locale.ROOT)));
      }
      return new Covered(supplier.name(), coverage.summary(), months);
    }
  }

  @Command(name = "compact", description = "Put the small files of many imports together.")
  static final class Compact implements Callable<Integer> {
    private final Session session;

    Compact(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (Ledger ledger = Ledgers.open(session)) {
        int files;
        try (CommandProgress progress = session.progress()) {
          files = ledger.compact(progress);
        }
        if (session.json()) {
          session.printJson(Map.of("files", files));
        } else {
          session.println(files + " files were put together.");
        }
        return 0;
      }
    }
  }
}
