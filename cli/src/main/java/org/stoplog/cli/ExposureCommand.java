package org.stoplog.cli;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
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
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.WindowText;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Predicate;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who is affected, from our own record: by supplier, elements, windows, files and cohort. */
@Command(
    name = "exposure",
    description = "Say whose data a supplier had, from your own record, and freeze the answer.")
final class ExposureCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--supplier",
      paramLabel = "NAME",
      description = "Which supplier; needed without --claims.")
  String supplier = "";

  @Option(
      names = "--window",
      paramLabel = "FROM..TO",
      description = "When the data was sent; put 'access' before it for an attacker's stay.")
  List<String> windows = List.of();

  @Option(
      names = "--element",
      paramLabel = "ID",
      description = "Only these; stoplog elements lists them.")
  List<String> elements = List.of();

  @Option(names = "--cohort", paramLabel = "WHO", description = "Only people such as: plan = pro.")
  @Nullable String cohort;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A dataset or list of keys to match.")
  List<Path> files = List.of();

  @Option(names = "--map", paramLabel = "FILE", description = "How to read it.")
  @Nullable Path map;

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
      names = "--claims",
      paramLabel = "FILE",
      description = "What is said to have been taken: a claims file, instead of the options above.")
  @Nullable Path claims;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "Work with this scenario of the claims file; the base by default.")
  @Nullable String scenario;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the lists there; they name people.")
  @Nullable Path out;

  @Mixin final DeltaOptions comparing = new DeltaOptions();

  ExposureCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (claims != null) {
      return answerClaims(claims);
    }
    if (supplier.isBlank() || scenario != null) {
      throw new StoplogException(
          Problem.USAGE,
          "give --supplier NAME, or --claims FILE, with --scenario NAME for one of its scenarios");
    }
    Ledgers.mustExist(files);
    List<Window> spans = new ArrayList<>();
    for (String text : windows) {
      Window window = WindowText.parse(text, ZoneOffset.UTC);
      session.note("reading: " + window.describe());
      spans.add(window);
    }
    Predicate who = cohort == null ? null : Predicate.parse(cohort);
    try (Ledger ledger = Ledgers.open(session)) {
      AnswerReport report;
      try (CommandProgress progress = session.progress()) {
        Supplier asked = ledger.inTransaction(db -> new Register(db).get(supplier));
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
            ledger.inTransaction(
                db ->
                    Ledgers.about(
                        db,
                        asked,
                        new Windows(spans),
                        Elements.catalogue().setOf(elements),
                        who,
                        List.of(),
                        datasets));
        Optional<FrozenExposure> earlier = comparing.earlier(ledger, question);
        Exposure exposure = Secrets.expose(session, ledger, question, progress);
        if (out != null) {
          ledger.export(exposure, out, progress);
          LeftOutRows.write(
              out.resolve("left-out.csv"),
              files,
              exposure.reports().stream().map(MatchReport::leftOut).toList());
        }
        DeltaOptions.Compared delta = DeltaOptions.compare(ledger, earlier, exposure, progress);
        Coverage coverage =
            ledger.inTransaction(db -> Coverages.ofReached(db, asked, ledger.today()));
        report = new AnswerReport(question, exposure, coverage, delta, out);
      }
      report.print(session);
      return 0;
    }
  }

  private int answerClaims(Path file) {
    boolean more = map != null || cohort != null || !supplier.isEmpty();
    if (more || !windows.isEmpty() || !elements.isEmpty() || !files.isEmpty()) {
      throw new StoplogException(
          Problem.USAGE, "--claims says it all; write suppliers, windows and files into the file");
    }
    ClaimsAnswer question =
        new ClaimsAnswer(
            ClaimsFile.load(file),
            scenario,
            new ClaimQuestion.With(region, Ledgers.password(passwordFile), List.of(), false),
            out);
    try (Ledger ledger = Ledgers.open(session)) {
      ClaimsReport report;
      try (CommandProgress progress = session.progress()) {
        report = question.ask(ledger, progress);
      }
      report.print(session);
      return 0;
    }
  }
}
