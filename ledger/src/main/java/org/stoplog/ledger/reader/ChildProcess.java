package org.stoplog.ledger.reader;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A running child with a folder of its own; closing it ends the child and removes the folder. */
final class ChildProcess implements AutoCloseable {
  /** Linux: bounds what native code of the child can take; without it the child still runs. */
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  /** A file is read behind the back of those who work at an incident: they go first. */
  private static final Path NICE = Path.of("/usr/bin/nice");

  private static final String NICENESS = "10";

  /** What the JVM takes of the address space besides heap and DuckDB. */
  private static final long JVM_MEGABYTES = 3072;

  private static final int STDERR_KEPT = 16 << 10;
  private static final long PATIENCE_SECONDS = 10;

  private final Path folder;
  private final Process process;
  private final StringBuilder stderr = new StringBuilder();
  private volatile @Nullable Problem endedBy;

  private ChildProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * @param file offered to the child under a name of ours in its folder: the stranger's may be a
   *     glob or hold quotes
   */
  static ChildProcess start(Path workFolder, Path file, ReadRequest.Limits limits) {
    return start(workFolder, file, limits, Child.class);
  }

  /**
   * @param program whose {@code main} it runs
   */
  static ChildProcess start(
      Path workFolder, Path file, ReadRequest.Limits limits, Class<?> program) {
    Path folder = null;
    try {
      Files.createDirectories(workFolder);
      folder = Files.createTempDirectory(workFolder.toAbsolutePath(), "reader-");
      Files.createSymbolicLink(folder.resolve(Child.INPUT), file.toAbsolutePath());
      ProcessBuilder builder = new ProcessBuilder(command(folder, limits, program));
      builder.environment().clear();
      // Without it the JVM could not name a folder that is not ASCII.
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.directory(folder.toFile());
      ChildProcess child = new ChildProcess(folder, builder.start());
      Thread.ofVirtual().start(child::keepStderr);
      return child;
    } catch (IOException e) {
      if (folder != null) {
        delete(folder);
      }
      throw new StoplogException(
          Problem.DATA_FOLDER_UNUSABLE, "the reader cannot be started in " + workFolder, e);
    }
  }

  /** Sends the request; the pipe stays open, so that the child notices when this process ends. */
  void send(ChildRequest request) {
    send(request.toJson());
  }

  void send(byte[] json) {
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write(ByteBuffer.allocate(4).putInt(json.length).array());
      stdin.write(json);
      stdin.flush();
    } catch (IOException e) {
      // The child is gone; its exit code says why.
      return;
    }
  }

  /** Ends the child when it is told to or takes too long. */
  void watch(BooleanSupplier stopped, Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                  if (stopped.getAsBoolean()) {
                    end(Problem.INTERRUPTED);
                  } else if (System.nanoTime() - deadline > 0) {
                    end(Problem.READER_LIMIT);
                  }
                }
              } catch (InterruptedException e) {
                end(Problem.INTERRUPTED);
              }
            });
  }

  InputStream frames() {
    return process.getInputStream();
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the child to end by itself and says how it ended, null when all was well. */
  @Nullable StoplogException verdict() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        end(Problem.READER_CRASHED);
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(Problem.INTERRUPTED);
    }
    Problem reason = endedBy;
    if (reason == Problem.INTERRUPTED) {
      return new StoplogException(Problem.INTERRUPTED, "reading was stopped");
    }
    if (reason == Problem.READER_LIMIT) {
      return new StoplogException(Problem.READER_LIMIT, "reading took too long");
    }
    int code = process.isAlive() ? -1 : process.exitValue();
    return switch (code) {
      case 0 -> null;
      case Child.OUT_OF_MEMORY ->
          new StoplogException(Problem.READER_LIMIT, "the reader ran out of memory");
      // A terminal sends Ctrl-C, and a service manager its polite end, to the child as well; it may
      // be gone before we were asked to stop.
      case 128 + 2, 128 + 15 -> new StoplogException(Problem.INTERRUPTED, "reading was stopped");
      case 128 + 9, 128 + 24 ->
          new StoplogException(
              Problem.READER_LIMIT, "the reader was killed (signal " + (code - 128) + ")");
      default -> new StoplogException(Problem.READER_CRASHED, "the reader ended with code " + code);
    };
  }

  /** The last of what the child wrote to its standard error: for tests, never for a message. */
  String stderr() {
    synchronized (stderr) {
      return stderr.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  private void end(Problem reason) {
    if (endedBy == null) {
      endedBy = reason;
    }
    process.destroyForcibly();
  }

  private void keepStderr() {
    byte[] buffer = new byte[4096];
    try (InputStream in = process.getErrorStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (stderr) {
          stderr.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
          stderr.delete(0, Math.max(0, stderr.length() - STDERR_KEPT));
        }
      }
    } catch (IOException e) {
      // The child is gone.
      return;
    }
  }

  private static List<String> command(Path folder, ReadRequest.Limits limits, Class<?> program) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", NICENESS));
    }
    if (Files.isExecutable(PRLIMIT)) {
      long megabytes = limits.heapMegabytes() + limits.nativeMegabytes() + JVM_MEGABYTES;
      command.add(PRLIMIT.toString());
      command.add("--as=" + (megabytes << 20));
      command.add("--cpu=" + Math.max(60, limits.time().toSeconds() * 4));
      command.add("--core=0");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + limits.heapMegabytes() + "m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // Else the JVM's last words would get between the frames.
            "-XX:+DisplayVMOutputToStderr",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:ReservedCodeCacheSize=96m",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+DisableAttachMechanism",
            "-Xshare:auto",
            "-Duser.timezone=UTC",
            "-Dfile.encoding=UTF-8",
            "-Djava.io.tmpdir=" + folder,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            absoluteClassPath(),
            program.getName()));
    return command;
  }

  /** The child runs in another folder, where relative entries would lead nowhere. */
  private static String absoluteClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Links are removed, never followed. */
  private static void delete(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        if (Files.isDirectory(entry, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          delete(entry);
        } else {
          Files.deleteIfExists(entry);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
