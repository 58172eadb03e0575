package org.stoplog.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.crash.Blow.Place;
import org.stoplog.ledger.crash.Blow.Victim;
import org.stoplog.ledger.crash.Sheet.Id;
import org.stoplog.ledger.crash.WorkerProcess.Answer;
import org.stoplog.ledger.identity.Scheme;

/** One data folder, the worker that has it open, and the model of what must be in it. */
final class Trial implements AutoCloseable {
  private static final int ORPHANS = 4_000;
  private static final long GONE_SECONDS = 20;

  private final Path data;
  private final Path keys;
  private final Path universe;
  private final Server server;
  private final Maker maker;
  private final Tally tally;
  private final Map<String, Long> durations = new HashMap<>();
  private Model model = new Model();
  private WorkerProcess worker;
  private String story = "";
  private List<ProcessHandle> dying = List.of();

  Trial(Path temp, long seed, Tally tally) throws IOException {
    this.data = temp.toRealPath().resolve("data");
    this.keys = temp.resolve("keys");
    this.universe = Files.write(temp.resolve("universe.tsv"), Maker.universe());
    this.server = new Server(data, keys);
    this.maker = new Maker(new Random(seed), Files.createDirectory(temp.resolve("files")));
    this.tally = tally;
    this.worker = start();
  }

  String story() {
    return story;
  }

  private void tell(String what) {
    story += what + "\n";
  }

  private WorkerProcess start() throws IOException {
    return new WorkerProcess(data, keys, universe);
  }

  /** The first opening makes the cluster; killed in the middle, the next one makes it anew. */
  void open(boolean kill) throws Exception {
    if (kill) {
      worker.await(200 + maker.below(3_000));
      String phase = "making the data folder: " + makingPhase();
      tell("killed while " + phase);
      worker.kill();
      tally.hit(Victim.JVM, phase, 0);
      worker = start();
    }
    expectOpen();
    compare();
  }

  private String makingPhase() {
    Path postgres = data.resolve("postgres");
    if (Files.exists(postgres.resolve("cluster"))) {
      return "database";
    }
    if (Files.exists(postgres.resolve("cluster.new"))) {
      return "cluster";
    }
    return Files.exists(postgres) ? "programs" : "nothing yet";
  }

  private void expectOpen() throws InterruptedException {
    long from = System.nanoTime();
    Answer answer = worker.await();
    assertThat(answer.isOk()).as("opening: " + answer).isTrue();
    durations.merge("open", (System.nanoTime() - from) / 1_000_000, (a, b) -> (a + b) / 2);
  }

  /** One run: some work, a kill in the middle of more work, and a comparison of everything. */
  void run(Blow blow) throws Exception {
    unharmed(Operation.any(maker, model, Place.ANYWHERE));
    if (maker.chance(0.2)) {
      unharmed(Operation.mistake(maker, model));
    }
    Operation operation = Operation.any(maker, model, blow.place());
    tell(blow + " in " + operation.line().replace('\t', ' '));
    harmed(operation, blow);
    compare();
  }

  private void unharmed(Operation operation) throws InterruptedException {
    tell(operation.line().replace('\t', ' '));
    long from = System.nanoTime();
    Answer answer = worker.ask(operation.line());
    durations.merge(
        operation.kind(), (System.nanoTime() - from) / 1_000_000, (a, b) -> (a + b) / 2);
    expect(operation, answer);
  }

  /** The answer of work that nothing disturbed. */
  private void expect(Operation operation, Answer answer) {
    if (operation.refused().isPresent()) {
      assertThat(answer.problem()).isEqualTo(operation.refused().get().slug());
      return;
    }
    assertThat(answer.isOk()).as(operation.line() + ": " + answer).isTrue();
    long id = operation.kind().startsWith("import") ? id(answer.first()) : 0;
    operation.steps().forEach(step -> step.on(model, id));
    if (operation.asked() != null) {
      assertThat(answer.lines())
          .containsExactlyInAnyOrderElementsOf(new Answers(model).expose(operation.asked()));
    }
  }

  private static long id(String first) {
    return Long.parseLong(first.split("\t")[1]);
  }

  private void harmed(Operation operation, Blow blow) throws Exception {
    String before = "";
    if (blow.place() == Place.OPENING) {
      before = anywhere(operation, Victim.JVM);
      tell("  first killed at " + before);
    }
    String phase =
        switch (blow.place()) {
          case READING -> whileReading(operation, blow.victim());
          case BEFORE_WRITING -> atLock(operation, blow, "suppressed_subject", "access exclusive");
          case BEFORE_ROWS -> atLock(operation, blow, "batch", "share");
          case BEFORE_POINTERS -> atLock(operation, blow, "iceberg_tables", "share");
          case BEFORE_AUDIT, AFTER_COMMIT -> atAudit(operation, blow);
          case SWEEPING -> whileSweeping(operation, blow.victim());
          case ANYWHERE -> anywhere(operation, blow.victim());
          case OPENING -> whileOpening(blow.victim());
        };
    tell("  landed in: " + phase);
    Answer answer = null;
    if (worker.isAlive() && blow.place() != Place.OPENING) {
      answer = worker.await();
      tell("  it said: " + answer.first());
      if (!answer.isOk()) {
        tally.problem(answer.problem());
      }
    }
    // Until then the next command may still meet a process that is about to end.
    awaitEnd(dying);
    dying = List.of();
    if (!worker.isAlive()) {
      worker = start();
      expectOpen();
    }
    int done = resolve(operation, answer);
    boolean isBefore = blow.place().name().startsWith("BEFORE") && !phase.equals("not reached");
    if (isBefore) {
      assertThat(done).as("commits after a kill " + phase).isLessThan(operation.steps().size());
    }
    if (phase.equals("after the commit, before the sweep")) {
      assertThat(done).as("commits after a kill " + phase).isPositive();
    }
    if (answer != null) {
      judge(operation, blow, answer, done);
    }
    int share = done == 0 ? 0 : done == operation.steps().size() ? 1 : 2;
    tally.hit(blow.victim(), phase, share);
    if (!before.isEmpty()) {
      tally.hit(Victim.JVM, before, share);
    }
  }

  /** What the one who lived on says must be true. */
  private void judge(Operation operation, Blow blow, Answer answer, int done) {
    if (answer.isOk()) {
      assertThat(done).as("it said ok").isEqualTo(operation.steps().size());
      return;
    }
    assertThat(done).as("it said " + answer.first()).isLessThan(operation.steps().size());
    Problem expected =
        blow.victim() == Victim.READER ? Problem.READER_LIMIT : Problem.DATABASE_LOST;
    assertThat(answer.problem()).as(answer.message()).isEqualTo(expected.slug());
  }

  /** Finds out how much of the work was done; everything else must agree with that. */
  private int resolve(Operation operation, Answer answer) throws InterruptedException {
    Answer now = worker.ask("state");
    assertThat(now.isOk()).as("the state after a kill: " + now).isTrue();
    long newest =
        now.lines().stream()
            .filter(line -> line.startsWith("batch "))
            .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
            .max()
            .orElse(0);
    List<String> actual = now.lines().stream().sorted().toList();
    Model next = model.copy();
    List<Model> stages = new ArrayList<>(List.of(next.copy()));
    for (Operation.Step step : operation.steps()) {
      step.on(next, newest);
      stages.add(next.copy());
    }
    // Work that had nothing to do looks the same before and after: then its word is taken.
    List<Integer> order = IntStream.range(0, stages.size()).boxed().toList();
    boolean saysFailed = answer != null && !answer.isOk();
    for (int done : saysFailed ? order : order.reversed()) {
      if (stages.get(done).state().stream().sorted().toList().equals(actual)) {
        model = stages.get(done);
        tell("  done: " + done + " of " + operation.steps().size());
        return done;
      }
    }
    assertThat(actual)
        .as("neither before nor after: " + operation.line())
        .isEqualTo(stages.getFirst().state().stream().sorted().toList());
    throw new AssertionError();
  }

  private void strike(Victim victim) throws Exception {
    boolean isJvmFirst = maker.chance(0.5);
    switch (victim) {
      case JVM -> worker.kill();
      case BOTH -> {
        if (isJvmFirst) {
          worker.kill();
          server.killAll();
        } else {
          server.killAll();
          worker.kill();
        }
      }
      case READER -> worker.reader().ifPresent(ProcessHandle::destroyForcibly);
      case POSTMASTER -> dying = server.killPostmaster();
      case SERVER -> server.killAll();
      case BACKEND -> dying = server.killBackend();
    }
  }

  private String whileReading(Operation operation, Victim victim) throws Exception {
    worker.send(operation.line());
    while (worker.reader().isEmpty() && !worker.answersWithin(5)) {
      // Soon it starts the reader.
    }
    worker.answersWithin(maker.below(500));
    boolean isReading = worker.reader().isPresent();
    strike(victim);
    return isReading ? "reading" : "just after the reading";
  }

  private String atLock(Operation operation, Blow blow, String table, String mode)
      throws Exception {
    try (Server.Watch watch = server.new Watch();
        Server.Watch other = server.new Watch()) {
      watch.lock(table, mode);
      worker.send(operation.line());
      if (!awaitBlocked(other)) {
        return "not reached";
      }
      strike(blow.victim());
      return switch (blow.place()) {
        case BEFORE_WRITING -> "all read, nothing written";
        case BEFORE_ROWS -> "files written, rows not";
        default -> "metadata written, pointers not";
      };
    }
  }

  /** Whether the worker waits for a lock; if not, it has answered without asking for it. */
  private boolean awaitBlocked(Server.Watch watch) throws SQLException, InterruptedException {
    while (!watch.isWaiting()) {
      if (worker.answersWithin(2)) {
        return false;
      }
    }
    return true;
  }

  private String atAudit(Operation operation, Blow blow) throws Exception {
    try (Server.Watch audit = server.new Watch();
        Server.Watch sweep = server.new Watch();
        Server.Watch other = server.new Watch()) {
      audit.lockAudit();
      worker.send(operation.line());
      if (!awaitBlocked(other)) {
        return "not reached";
      }
      if (blow.place() == Place.BEFORE_AUDIT) {
        strike(blow.victim());
        return "all written, not committed";
      }
      // Whoever holds back the sweep must queue for the table before the commit lets go of it.
      Thread rival =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      sweep.lock("iceberg_tables", "access exclusive");
                    } catch (SQLException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      while (rival.isAlive() && !other.isRivalWaiting()) {
        rival.join(1);
      }
      long acts = other.acts();
      audit.unlockAudit();
      rival.join();
      boolean isBlocked = awaitBlocked(other);
      boolean isCommitted = other.acts() > acts;
      strike(blow.victim());
      return isBlocked && isCommitted ? "after the commit, before the sweep" : "after the sweep";
    }
  }

  private String whileSweeping(Operation operation, Victim victim) throws Exception {
    Path folder = Files.createDirectories(data.resolve("warehouse/disclosures/data"));
    for (int i = 0; i < ORPHANS; i++) {
      Files.createFile(folder.resolve("orphan" + i));
    }
    long before = orphans(folder);
    Set<Path> others = others();
    worker.send(operation.line());
    while (orphans(folder) == before && !worker.answersWithin(2)) {
      // Not yet at the sweep.
    }
    strike(victim);
    long left = orphans(folder);
    if (left == before && others().equals(others)) {
      // The operation had no file to write: no sweep is due, and nobody knows of ours.
      for (int i = 0; i < ORPHANS; i++) {
        Files.delete(folder.resolve("orphan" + i));
      }
      return "nothing to sweep";
    }
    return left > 0 && left < before ? "in the middle of the sweep" : "after the sweep";
  }

  /** What lies in the warehouse beside the orphans. */
  private Set<Path> others() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("warehouse"))) {
      return all.filter(path -> !String.valueOf(path.getFileName()).startsWith("orphan"))
          .collect(Collectors.toSet());
    }
  }

  private static long orphans(Path folder) throws IOException {
    String[] names = folder.toFile().list((parent, name) -> name.startsWith("orphan"));
    return names == null ? 0 : names.length;
  }

  /** After a part of the time that such work takes, so that all of its phases are hit. */
  private String anywhere(Operation operation, Victim victim) throws Exception {
    long usual = durations.getOrDefault(operation.kind(), 1_000L);
    try (Server.Watch watch = server.new Watch()) {
      long acts = watch.acts();
      worker.send(operation.line());
      worker.answersWithin(usual * maker.below(1_000) / 1_000);
      String phase = "any time: ";
      if (worker.hasAnswered()) {
        phase += "after the answer";
      } else if (worker.reader().isPresent()) {
        phase += "reading";
      } else if (watch.acts() > acts) {
        phase += "after a commit";
      } else if (watch.isWriting()) {
        phase += "in a transaction";
      } else {
        phase += "between transactions";
      }
      strike(victim);
      return phase;
    }
  }

  /** The program is dead; the next one is struck while it opens the folder. */
  private String whileOpening(Victim victim) throws Exception {
    boolean isServerDown = maker.chance(0.5);
    if (isServerDown) {
      server.killAll();
    }
    worker = start();
    Optional<Answer> opened;
    if (isServerDown && maker.chance(0.5)) {
      // The first thing done under the lock is to start the server, which takes less time than one
      // blow at random in ten would hit.
      opened = Optional.empty();
      while (opened.isEmpty() && !isHeldByWorker()) {
        opened = worker.await(1);
      }
    } else {
      long usual = durations.getOrDefault("open", 1_500L);
      opened = worker.await(usual * maker.below(1_000) / 1_000);
    }
    String phase;
    if (opened.isPresent()) {
      phase = "opening: just opened";
    } else if (!isHeldByWorker()) {
      phase = "opening: before the lock";
    } else if (!server.isReady()) {
      phase = "opening: the server starts or recovers";
    } else {
      phase = "opening: the server runs";
    }
    strike(victim);
    if (worker.isAlive()) {
      Answer answer = opened.isPresent() ? opened.get() : worker.await();
      tell("  opening said: " + answer.first());
      if (!answer.isOk()) {
        tally.problem("opening: " + answer.problem());
        // The other when it was killed before it took a connection; the log is named then.
        assertThat(answer.problem())
            .isIn(Problem.DATABASE_LOST.slug(), Problem.DATABASE_FAILED.slug());
        worker.end();
      }
    }
    return phase;
  }

  private boolean isHeldByWorker() throws IOException {
    try {
      return Files.readString(data.resolve("lock")).strip().equals(Long.toString(worker.pid()));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Everything that can be asked, against the model. */
  private void compare() throws Exception {
    unharmed(Operation.expose(maker.everything()));
    assertThat(worker.ask("owners").lines())
        .as("who owns what")
        .containsExactlyInAnyOrderElementsOf(new Answers(model).owners());
    unharmed(Operation.expose(maker.question()));
    for (int i = 0; i < 2; i++) {
      lookUp(maker.somebody());
    }
    assertThat(worker.ask("state").lines())
        .as("the state at last")
        .containsExactlyInAnyOrderElementsOf(model.state());
    assertThat(worker.ask("sweep").first()).as("orphans after the last commit").isEqualTo("ok\t0");
    compareFiles();
    compareProcesses();
  }

  private void lookUp(Id who) throws InterruptedException {
    String scheme = Scheme.values()[who.scheme() - 1].slug();
    int supplier = who.scheme() == Scheme.SUPPLIER_ID.code() ? 1 : 0;
    String value = supplier == 0 ? who.value() : who.value().substring(2);
    Answer answer = worker.ask("person\t" + scheme + "\t" + value + "\t" + supplier);
    List<String> expected = model.story(who);
    model.lookedUp();
    if (expected == null) {
      assertThat(answer.problem()).as(value).isEqualTo(Problem.PERSON_UNKNOWN.slug());
    } else {
      assertThat(answer.lines()).as(value).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private void compareFiles() throws IOException, InterruptedException {
    List<String> named = worker.ask("files").lines();
    Path warehouse = data.resolve("warehouse");
    List<String> found = new ArrayList<>();
    int metadata = 0;
    try (Stream<Path> all = Files.walk(warehouse)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = warehouse.relativize(file).toString();
        if (name.contains("/data/")) {
          found.add(name);
        } else if (name.contains("metadata.json")) {
          metadata++;
        }
      }
    }
    for (Path file : list(data.resolve("evidence/exposures"))) {
      found.add(file.getFileName().toString());
    }
    assertThat(found).as("files on the disk").containsExactlyInAnyOrderElementsOf(named);
    assertThat(metadata).as("one metadata file for each table").isEqualTo(4);
    assertThat(list(data.resolve("work"))).as("left in the work folder").isEmpty();
    assertThat(list(data.resolve("temp"))).as("left in the temp folder").isEmpty();
    assertThat(list(data.resolve("postgres")).stream().map(Path::getFileName).map(Path::toString))
        .as("left beside the cluster")
        .isSubsetOf("18.6", "cluster", "postgres.log", "postgres.log.1");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** One server and nothing else; a reader whose parent was killed ends by itself. */
  private void compareProcesses() {
    awaitNone(data.resolve("work"));
    assertThat(server.postmasters()).as("servers").hasSize(1);
  }

  private static void awaitNone(Path folder) {
    awaitEnd(Server.processesIn(folder));
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      assertThat(process.onExit())
          .as("end of process " + process.pid())
          .succeedsWithin(GONE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Ends the worker in order, which leaves no process. */
  void end() throws Exception {
    worker.end();
    awaitNone(data);
  }

  /** Leaves no process behind, however the test ended. */
  @Override
  public void close() throws Exception {
    worker.kill();
    while (!server.processes().isEmpty()) {
      server.killAll();
    }
  }
}
