package org.stoplog.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.cli.demo.DemoCheck;
import org.stoplog.cli.demo.DemoHouse;
import org.stoplog.cli.demo.DemoRecord;
import org.stoplog.cli.demo.DemoResult;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.sample.Answer;
import org.stoplog.sample.Comparison;
import org.stoplog.sample.SampleFiles;
import org.stoplog.sample.Story;
import org.stoplog.sample.Suppliers;
import org.stoplog.sample.Truth;
import org.stoplog.sample.World;
import org.stoplog.server.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The story of a breach at a made-up company, through the same code as everything else. */
@Command(
    name = "demo",
    description =
        "Play a supplier's breach at a made-up company and check every answer against the truth.")
final class DemoCommand implements Callable<Integer> {
  private static final Story STORY = Story.NORTHGATE;

  private final Session session;

  @Option(
      names = "--headless",
      description = "Without pages: every answer against the truth, and then it ends.")
  boolean headless;

  @Option(
      names = "--port",
      paramLabel = "NUMBER",
      defaultValue = "7867",
      description = "Port of this machine for the pages (default: ${DEFAULT-VALUE}).")
  int port = 7867;

  @Option(names = "--then-end", description = "End when the story is told.")
  boolean thenEnd;

  @Option(names = "--people", paramLabel = "N", description = "How many people: ${DEFAULT-VALUE}.")
  int people = 2000;

  @Option(names = "--seed", paramLabel = "S", description = "Another seed, another company.")
  long seed = 1;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the numbers as JSON.")
  @Nullable Path report;

  @Option(names = "--keep", paramLabel = "DIR", description = "Keep files, data and lists there.")
  @Nullable Path keep;

  private final DemoResult result = new DemoResult();

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (people < World.FEWEST || people > World.MOST) {
      throw new StoplogException(
          Problem.USAGE, "--people takes " + World.FEWEST + " to " + World.MOST);
    }
    Path root =
        keep == null ? Files.createTempDirectory("stoplog-demo") : Files.createDirectories(keep);
    // Under root the database runs as another user, who has to get through the folder.
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
    try {
      World world = World.of(seed, people);
      Path files = root.resolve("files");
      session.note("Making a company of " + people + " people up from seed " + seed);
      new SampleFiles(world).write(files);
      if (!headless) {
        return pages(world, root, files);
      }
      try (Ledger ledger = Ledgers.open(session, root.resolve("data"), root.resolve("keys"));
          CommandProgress progress = session.progress()) {
        play(ledger, world, files, root, progress);
      }
    } finally {
      if (keep == null) {
        remove(root);
      }
    }
    return finish();
  }

  /** Plays the story through the pages, then leaves them open. */
  private int pages(World world, Path root, Path files) throws IOException {
    try (DemoHouse house =
        DemoHouse.open(
            new DemoHouse.Options(
                root,
                port,
                Ledgers.duckMegabytes(session),
                STORY,
                line -> session.err().println("stoplog: " + line)))) {
      house.play(files, STORY, session::stopped, session::note);
      DemoCheck check = new DemoCheck(house.ledger(), new Truth(world), root, result);
      check.exposures(STORY);
      check.traffic();
      check.notices(files, root.resolve("mail"));
      check.statement(house.publicAddress());
      check.pack();
      check.sweep();
      if (thenEnd) {
        return finish();
      }
      finish();
      session.println(
          "The room is open. Take over the account that worked in it, within "
              + Server.ownerLinkLife().toMinutes()
              + " minutes:\n  "
              + house.link());
      session.println("The world reads " + house.publicAddress() + "/statements");
      session.println("The mail that was sent is in " + root.resolve("mail"));
      session.println(
          "The evidence pack is " + root.resolve(DemoCheck.PACK) + "; try: stoplog pack verify");
      session.note("stoplog: Ctrl-C ends it" + (keep == null ? " and removes everything" : ""));
      session.awaitStop();
    }
    return 0;
  }

  private void play(Ledger ledger, World world, Path files, Path root, Progress progress)
      throws IOException {
    Truth truth = new Truth(world);
    long unlisted = new DemoRecord(ledger, files, STORY).load(Set.of(), progress);
    Supplier supplier = ledger.inTransaction(db -> new Register(db).get(STORY.supplier()));
    Exposure day0 = ask(ledger, supplier, List.of(), progress);
    ledger.export(day0, root.resolve("day0"), progress);
    Answer seen = truth.seen(STORY.supplier());
    result.check("day 0, seen", seen, root.resolve("day0"), "grade_seen", "elements_seen");
    Map<String, Set<String>> declared = truth.declared(STORY.supplier());
    result.check(
        "day 0, declared",
        Comparison.ofDeclared(declared, root.resolve("day0").resolve("affected.csv")));
    result.count("day 0, declared people", declared.size(), day0.summary().declared());
    Coverage coverage = ledger.inTransaction(db -> Coverages.of(db, supplier.id(), STORY.day0()));
    cells(coverage);
    other(ledger, DemoRecord.RELAYPIPE, truth, root, "grade_seen", "elements_seen", progress);
    other(ledger, DemoRecord.POSTWREN, truth, root, "grade_seen", "elements_seen", progress);
    result.count(
        "events passed on to one who is not in the register",
        truth.passedOn(Suppliers.ADSPRING),
        unlisted);
    other(ledger, DemoRecord.HELPHIVE, truth, root, "grade", "elements_held", progress);
    Exposure day16 =
        file(ledger, supplier, files, SampleFiles.DAY_16, truth, root, "day 16", progress);
    Exposure day40 =
        file(ledger, supplier, files, SampleFiles.DAY_40, truth, root, "day 40", progress);
    Map<String, Set<String>> file16 = elements(truth.file(SampleFiles.DAY_16, true));
    Map<String, Set<String>> file40 = elements(truth.file(SampleFiles.DAY_40, true));
    Map<String, Set<String>> sure0 = elements(seen);
    Map<String, Set<String>> people0 = new TreeMap<>(sure0);
    declared.keySet().forEach(id -> people0.putIfAbsent(id, Set.of()));
    // What was seen stays known when a file comes: only what neither had said before is added.
    delta(ledger, "delta, day 0 to day 16", day0, day16, people0, file16, sure0, progress);
    delta(ledger, "delta, day 16 to day 40", day16, day40, file16, file40, sure0, progress);
    claims(ledger, truth, files, root, progress);
  }

  /** The same days as a claims file tells them, revised twice. */
  private void claims(Ledger ledger, Truth truth, Path files, Path root, Progress progress)
      throws IOException {
    DemoClaims claims = new DemoClaims(STORY, files, root);
    claims.letter(ledger, progress);
    result.check(
        "claims on day 0, seen in the window",
        truth.seen(STORY.supplier(), STORY.dataFrom(), STORY.dataTo()),
        root.resolve("claims-day0"),
        "grade_seen",
        "elements_seen");
    claims.dataset("day16", SampleFiles.DAY_16, STORY.day16(), "letter", ledger, progress);
    Answer file16 = truth.file(SampleFiles.DAY_16, true);
    result.check("claims on day 16", file16, root.resolve("claims-day16"), "grade", "elements");
    ClaimsReport day40 =
        claims.dataset("day40", SampleFiles.DAY_40, STORY.day40(), "day16", ledger, progress);
    Answer file40 = truth.file(SampleFiles.DAY_40, true);
    result.check("claims on day 40", file40, root.resolve("claims-day40"), "grade", "elements");
    Delta delta = day40.answer().delta();
    if (delta == null) {
      result.differs("claims on day 40: no earlier answer was found");
    } else {
      compare("claims, day 16 to day 40", delta, elements(file16), elements(file40), Map.of());
    }
  }

  private static Map<String, Set<String>> elements(Answer answer) {
    Map<String, Set<String>> elements = new TreeMap<>();
    answer.persons().forEach((id, person) -> elements.put(id, person.elements()));
    return elements;
  }

  /** What another supplier was sent, or holds: not breached, but the record must know as much. */
  private void other(
      Ledger ledger,
      DemoRecord.Way way,
      Truth truth,
      Path root,
      String grade,
      String elements,
      Progress progress)
      throws IOException {
    Supplier supplier = ledger.inTransaction(db -> new Register(db).get(way.supplier()));
    Path folder = root.resolve(way.supplier());
    ledger.export(ask(ledger, supplier, List.of(), progress), folder, progress);
    result.check(
        way.supplier() + ", not breached", truth.seen(way.supplier()), folder, grade, elements);
  }

  /** How many months of how many connections the record knows nothing of. */
  private void cells(Coverage coverage) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("part", "day 0, months of connections");
    for (Coverage.State state : Coverage.State.values()) {
      part.put(
          state.name().toLowerCase(java.util.Locale.ROOT),
          coverage.cells().stream().filter(cell -> cell.state() == state).count());
    }
    result.tell(part);
  }

  private Exposure file(
      Ledger ledger,
      Supplier supplier,
      Path files,
      String name,
      Truth truth,
      Path root,
      String day,
      Progress progress)
      throws IOException {
    Question.Dataset dataset =
        new Question.Dataset(files.resolve(name), null, STORY.region(), null, null);
    Exposure exposure = ask(ledger, supplier, List.of(dataset), progress);
    Path folder = root.resolve(day.replace(" ", ""));
    ledger.export(exposure, folder, progress);
    Answer answer = truth.file(name, true);
    result.check(day + ", in the file", answer, folder, "grade_in_file", "elements_in_file");
    result.count(
        day + ", rows of nobody", answer.unknownRows(), exposure.reports().getFirst().unmatched());
    result.count(
        day + ", ambiguous rows",
        answer.ambiguousRows(),
        exposure.reports().getFirst().ambiguous());
    return exposure;
  }

  private static Exposure ask(
      Ledger ledger, Supplier supplier, List<Question.Dataset> files, Progress progress) {
    Question question =
        ledger.inTransaction(
            db ->
                Ledgers.about(
                    db, supplier, new Windows(List.of()), ElementSet.NONE, null, List.of(), files));
    return ledger.expose(question, progress);
  }

  private void delta(
      Ledger ledger,
      String name,
      Exposure from,
      Exposure to,
      Map<String, Set<String>> before,
      Map<String, Set<String>> after,
      Map<String, Set<String>> seen,
      Progress progress) {
    compare(name, ledger.delta(from.file(), to.file(), progress), before, after, seen);
  }

  private void compare(
      String name,
      Delta delta,
      Map<String, Set<String>> before,
      Map<String, Set<String>> after,
      Map<String, Set<String>> seen) {
    long newlyIn = after.keySet().stream().filter(id -> !before.containsKey(id)).count();
    long added = 0;
    for (Map.Entry<String, Set<String>> person : after.entrySet()) {
      Set<String> known = before.get(person.getKey());
      if (known != null) {
        Set<String> fresh = new TreeSet<>(person.getValue());
        fresh.removeAll(known);
        fresh.removeAll(seen.getOrDefault(person.getKey(), Set.of()));
        added += fresh.isEmpty() ? 0 : 1;
      }
    }
    long common = after.size() - newlyIn;
    result.count(name + ", newly in", newlyIn, delta.newlyIn());
    result.count(name + ", newly out", before.size() - common, delta.newlyOut());
    result.count(name + ", elements added", added, delta.elementsAdded());
    result.count(name + ", unchanged", common - added, delta.unchanged());
  }

  private int finish() {
    List<String> differences = result.differences();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("people", people);
    all.put("seed", seed);
    all.put("exact", differences.isEmpty());
    all.put("parts", result.parts());
    all.put("differences", differences);
    if (report != null) {
      Ledgers.write(report, List.of(Json.text(all)));
    }
    if (session.json()) {
      session.printJson(all);
    } else {
      for (Map<String, Object> part : result.parts()) {
        StringBuilder line = new StringBuilder(String.valueOf(part.get("part"))).append(':');
        part.forEach(
            (key, value) -> {
              if (!key.equals("part")) {
                line.append("  ").append(key).append(' ').append(value);
              }
            });
        session.println(line.toString());
      }
    }
    if (!differences.isEmpty()) {
      differences.stream().limit(10).forEach(session::println);
      throw new StoplogException(
          Problem.DEMO_DIFFERS,
          "people " + people + ", seed " + seed + ": the result is not the truth");
    }
    return 0;
  }

  private static void remove(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
