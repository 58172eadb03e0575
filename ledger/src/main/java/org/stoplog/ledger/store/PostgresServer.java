package org.stoplog.ledger.store;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The PostgreSQL server that runs in a data folder whose lock we hold. It outlives a killed JVM;
 * the next one adopts it. Thread-safe.
 */
final class PostgresServer {
  /** Long enough for a crash recovery over 4 GB of log. */
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final int LAUNCHES = 5;

  /** Beginning of the name of the file that hands initdb the password. */
  private static final String SECRET = "initdb";

  private static final int POLL_MILLIS = 5;

  private final Path folder;
  private final Path cluster;
  private final Path home;
  private final Path log;
  private final String password;
  private boolean isStopped;
  private volatile Postmaster current = new Postmaster(-1, -1, false);

  private PostgresServer(DataFolder folder, Path home, String password) {
    this.folder = folder.postgres();
    this.cluster = this.folder.resolve("cluster");
    this.log = this.folder.resolve("postgres.log");
    this.home = home;
    this.password = password;
  }

  /** Makes the cluster if there is none, then adopts or starts its server. */
  static PostgresServer start(DataFolder folder, String password) {
    try {
      ServerAccount.requirePassage(folder.postgres());
      Path home = PostgresBinaries.unpack(folder.postgres());
      PostgresServer server = new PostgresServer(folder, home, password);
      server.initialise();
      server.adoptOrStart(true);
      return server;
    } catch (IOException e) {
      throw broken(folder.postgres(), e);
    }
  }

  /** Makes sure that the server runs and takes connections; starts it again if it was killed. */
  synchronized void ensureRunning() {
    if (isStopped) {
      throw new StoplogException(Problem.DATABASE_LOST, "the database was stopped");
    }
    try {
      adoptOrStart(false);
    } catch (IOException e) {
      throw broken(folder, e);
    }
  }

  Login login() {
    return Login.local(current.port(), password);
  }

  long pid() {
    return current.pid();
  }

  Path log() {
    return log;
  }

  /**
   * Fast shutdown, and a harder one if that takes too long. Nothing starts it again: with Ctrl-C it
   * goes first, and what still runs must fail.
   */
  synchronized void stop() {
    isStopped = true;
    try {
      Optional<Postmaster> running = Postmaster.running(cluster);
      if (running.isPresent()) {
        stop(running.get());
      }
    } catch (IOException e) {
      throw broken(folder, e);
    }
  }

  private void initialise() throws IOException {
    if (Files.isDirectory(cluster)) {
      return;
    }
    Path fresh = folder.resolve("cluster.new");
    removeUnfinished(fresh);
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ServerAccount.give(fresh);
    Path secret = Files.createTempFile(folder, SECRET, null); // 0600
    try {
      Files.writeString(secret, password + "\n");
      ServerAccount.give(secret);
      Program.Outcome outcome =
          Program.run(
              ServerAccount.command(
                  List.of(
                      home.resolve("bin/initdb").toString(),
                      "--pgdata=" + fresh,
                      "--username=" + Login.USER,
                      "--pwfile=" + secret,
                      "--auth=scram-sha-256",
                      "--encoding=UTF8",
                      "--no-locale",
                      "--locale-provider=builtin",
                      "--builtin-locale=C.UTF-8")),
              fresh);
      if (outcome.exitCode() != 0) {
        throw failed("initdb failed: " + reason(outcome.output()), outcome.output());
      }
    } finally {
      Files.delete(secret);
    }
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Removes what is left of a making that was killed. Its initdb may still run: it would empty the
   * folder that the next one fills. And the file with the password must not stay.
   */
  private void removeUnfinished(Path fresh) throws IOException {
    for (List<ProcessHandle> left = Postmaster.processes(fresh);
        !left.isEmpty();
        left = Postmaster.processes(fresh)) {
      left.forEach(PostgresServer::kill);
    }
    DataFolder.remove(fresh);
    try (DirectoryStream<Path> secrets = Files.newDirectoryStream(folder, SECRET + "*")) {
      for (Path secret : secrets) {
        Files.delete(secret);
      }
    }
  }

  /** The lines that say what went wrong, without the report of what went well before. */
  private static String reason(String output) {
    return output
        .lines()
        .filter(line -> line.contains("FATAL") || line.contains("error") || line.contains("could"))
        .collect(Collectors.joining("; "));
  }

  private void adoptOrStart(boolean isFirst) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    Optional<Postmaster> running = Postmaster.running(cluster);
    if (running.isPresent()) {
      switch (await(running.get().pid(), deadline, isFirst)) {
        case OURS -> {
          return;
        }
        case NOT_OURS -> stop(running.get());
        case ENDED -> {}
      }
    }
    for (int launch = 1; launch <= LAUNCHES; launch++) {
      killSurvivors();
      Process process = launch();
      switch (await(process.pid(), deadline, isFirst)) {
        case OURS -> {
          return;
        }
        case NOT_OURS -> {
          killSurvivors();
          throw failed("the server does not take our settings; see " + log, "");
        }
        case ENDED -> {}
      }
      String text = Files.readString(log);
      // The port can be taken between our look and the start; old backends can take time to die.
      if (!text.contains("could not bind") && !text.contains("shared memory block")) {
        throw failed("the server stopped while starting; see " + log, text);
      }
    }
    throw failed("the server could not be started; see " + log, "");
  }

  private enum Found {
    OURS,
    NOT_OURS,
    ENDED
  }

  /** Waits until the server takes our connection, or its process ends. */
  private Found await(long pid, long deadline, boolean isFirst) throws IOException {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    while (process != null && process.isAlive()) {
      Optional<Postmaster> found =
          Postmaster.read(cluster).filter(one -> one.pid() == pid && one.isReady());
      if (found.isPresent()) {
        try (Connection connection = Login.local(found.get().port(), password).open()) {
          if (!isOurs(connection)) {
            return Found.NOT_OURS;
          }
          if (isFirst) {
            endOtherSessions(connection);
          }
          current = found.get();
          return Found.OURS;
        } catch (SQLException e) {
          if (SqlFailure.isRefusedLogin(e)) {
            throw refused(found.get(), isFirst, e);
          }
          // Still starting, recovering or stopping: asked again below.
        }
      }
      if (System.nanoTime() > deadline) {
        kill(process);
        throw failed("the server took no connections in " + START_LIMIT + "; see " + log, "");
      }
      pause();
    }
    return Found.ENDED;
  }

  private StoplogException refused(Postmaster postmaster, boolean isFirst, SQLException e)
      throws IOException {
    if (isFirst) {
      stop(postmaster);
    }
    return new StoplogException(
        Problem.KEYSET_WRONG,
        "the database password kept with the keys does not open " + folder,
        SqlFailure.withoutValues(e));
  }

  /** Whether the server is this version's, in this folder, and keeps what it commits. */
  private boolean isOurs(Connection connection) throws SQLException {
    String check =
        """
        select current_setting('data_directory'), split_part(current_setting('server_version'), ' ', 1),
               current_setting('fsync') || current_setting('full_page_writes')
                 || current_setting('synchronous_commit')
        """;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(check)) {
      row.next();
      return row.getString(1).equals(cluster.toString())
          && row.getString(2).equals(PostgresBinaries.VERSION)
          && row.getString(3).equals("ononon");
    }
  }

  /** A killed JVM's transactions may still run; nothing of theirs may commit from here on. */
  private static void endOtherSessions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          select pg_terminate_backend(pid, 30000) from pg_stat_activity
          where backend_type = 'client backend' and pid <> pg_backend_pid()
          """);
    }
  }

  private Process launch() throws IOException {
    if (Files.exists(log)) {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> server = new ArrayList<>();
    server.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", cluster.toString()));
    ServerSettings.all(freePort())
        .forEach((name, value) -> server.addAll(List.of("-c", name + "=" + value)));
    // A session of its own: Ctrl-C at the terminal is for us, and we stop the server in order.
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(ServerAccount.command(server));
    return Program.prepare(command)
        .directory(cluster.toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private void stop(Postmaster postmaster) throws IOException {
    ProcessHandle process = ProcessHandle.of(postmaster.pid()).orElse(null);
    if (process == null) {
      return;
    }
    String pid = Long.toString(postmaster.pid());
    String control = home.resolve("bin/pg_ctl").toString();
    Program.run(ServerAccount.command(List.of(control, "kill", "INT", pid)));
    if (!awaitEnd(process)) {
      kill(process);
      killSurvivors();
    }
  }

  /** Backends of a killed postmaster end by themselves, but not always at once. */
  private void killSurvivors() throws IOException {
    for (ProcessHandle process : Postmaster.processes(cluster)) {
      kill(process);
    }
    Postmaster.forget(cluster);
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    if (!awaitEnd(process)) {
      throw failed("process " + process.pid() + " of the server cannot be ended", "");
    }
  }

  private static boolean awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw Program.interrupted(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw Program.interrupted(e);
    }
  }

  private static StoplogException failed(String what, String output) {
    boolean isFull = output.contains("No space left on device");
    return new StoplogException(isFull ? Problem.DISK_FULL : Problem.DATABASE_FAILED, what);
  }

  private static StoplogException broken(Path folder, IOException e) {
    boolean isFull = String.valueOf(e.getMessage()).contains("No space left on device");
    return isFull
        ? new StoplogException(Problem.DISK_FULL, folder + ": " + e.getMessage(), e)
        : DataFolder.unusable(folder, "cannot be used by the database: " + e.getMessage(), e);
  }
}
