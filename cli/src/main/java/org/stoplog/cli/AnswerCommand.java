package org.stoplog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.ClaimsFile;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.exposure.MatchReport;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a people file and a supplier's file to the exact people. */
@Command(
    name = "answer",
    description =
        "Say who is affected: match a supplier's file with your people. Needs no server and no history.")
final class AnswerCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--people",
      arity = "1..*",
      required = true,
      paramLabel = "FILE",
      description = "Your people: CSV, TSV, NDJSON, Parquet or XLSX.")
  List<Path> people = List.of();

  @Option(
      names = "--file",
      arity = "1..*",
      paramLabel = "FILE",
      description = "What the supplier says was taken. Without it, grants alone are counted.")
  List<Path> files = List.of();

  @Option(
      names = "--grant",
      paramLabel = "ELEMENTS: WHO",
      description = "What the supplier may have: 'contact.email: plan = pro since 2022-03'.")
  List<String> grants = List.of();

  @Option(
      names = "--supplier",
      paramLabel = "NAME",
      description = "Whose breach it is; without it an answer is compared with no other.")
  @Nullable String supplier;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the lists go: ${DEFAULT-VALUE}.")
  Path out = Path.of("stoplog-answer");

  @Option(
      names = "--claims",
      paramLabel = "FILE",
      description =
          "What is said to have been taken: a claims file, instead of --file and --supplier.")
  @Nullable Path claims;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "Work with this scenario of the claims file; the base by default.")
  @Nullable String scenario;

  @Option(names = "--map", paramLabel = "FILE", description = "How to read the supplier's file.")
  @Nullable Path map;

  @Option(
      names = "--region",
      paramLabel = "CC",
      description = "Country of telephone numbers without one, for example DE.")
  @Nullable String region;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the password of an encrypted ZIP.")
  @Nullable Path passwordFile;

  @Mixin final DeltaOptions comparing = new DeltaOptions();

  AnswerCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (claims != null) {
      return answerClaims(claims);
    }
    if (scenario != null || (files.isEmpty() && grants.isEmpty())) {
      throw new StoplogException(
          Problem.USAGE,
          "give what the supplier says was taken (--file or --claims) or what it may have (--grant)");
    }
    Ledgers.mustExist(people);
    Ledgers.mustExist(files);
    List<Question.Declared> declared = grants.stream().map(Ledgers::declared).toList();
    try (Ledger ledger = Ledgers.open(session)) {
      AnswerReport report;
      try (CommandProgress progress = session.progress()) {
        importPeople(ledger, progress);
        Supplier asked = asked(ledger);
        List<Question.Dataset> datasets =
            files.stream()
                .map(
                    file ->
                        new Question.Dataset(
                            file,
                            map == null ? null : MappingFile.load(map),
                            region,
                            Ledgers.password(passwordFile),
                            null))
                .toList();
        Question question =
            asked == null
                ? unnamed(declared, datasets)
                : ledger.inTransaction(
                    connection ->
                        Ledgers.about(
                            connection,
                            asked,
                            new Windows(List.of()),
                            ElementSet.NONE,
                            null,
                            declared,
                            datasets));
        Optional<FrozenExposure> earlier = comparing.earlier(ledger, question);
        Exposure exposure = Secrets.expose(session, ledger, question, progress);
        ledger.export(exposure, out, progress);
        LeftOutRows.write(
            out.resolve("left-out.csv"),
            files,
            exposure.reports().stream().map(MatchReport::leftOut).toList());
        DeltaOptions.Compared delta = DeltaOptions.compare(ledger, earlier, exposure, progress);
        Coverage coverage =
            ledger.inTransaction(
                connection ->
                    asked == null
                        ? Coverage.of(List.of(), List.of(), List.of(), ledger.today())
                        : Coverages.ofReached(connection, asked, ledger.today()));
        report = new AnswerReport(question, exposure, coverage, delta, out);
      }
      report.print(session);
      return 0;
    }
  }

  private void importPeople(Ledger ledger, CommandProgress progress) {
    for (Path file : people) {
      Secrets.importFile(
          session,
          ledger,
          new ImportRequest(file, Purpose.PEOPLE, null, 0, 0, null, region, null),
          progress);
    }
  }

  private int answerClaims(Path file) {
    if (!files.isEmpty() || map != null) {
      throw new StoplogException(
          Problem.USAGE,
          "--claims names its files and mappings itself; leave --file and --map out");
    }
    Ledgers.mustExist(people);
    List<Question.Declared> declared = grants.stream().map(Ledgers::declared).toList();
    ClaimsAnswer question =
        new ClaimsAnswer(
            ClaimsFile.load(file),
            scenario,
            new ClaimQuestion.With(region, Ledgers.password(passwordFile), declared, true),
            out);
    try (Ledger ledger = Ledgers.open(session)) {
      ClaimsReport report;
      try (CommandProgress progress = session.progress()) {
        importPeople(ledger, progress);
        report = question.ask(ledger, progress);
      }
      report.print(session);
      return 0;
    }
  }

  private @Nullable Supplier asked(Ledger ledger) {
    String name = supplier;
    return name == null ? null : ledger.inTransaction(db -> new Register(db).getOrCreate(name));
  }

  /**
   * Two incidents without a name must not share one: the record of a supplier, and the answers
   * before, belong to a name.
   */
  private static Question unnamed(
      List<Question.Declared> declared, List<Question.Dataset> datasets) {
    return new Question(
        "a supplier without a name",
        List.of(),
        Map.of(),
        new Windows(List.of()),
        ElementSet.NONE,
        List.of(),
        null,
        declared,
        datasets);
  }
}
