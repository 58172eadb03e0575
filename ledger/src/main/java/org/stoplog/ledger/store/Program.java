package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A short program run to its end. */
final class Program {
  private static final long LIMIT_SECONDS = 300;

  private Program() {}

  /** How it ended, and what it printed on both streams. */
  record Outcome(int exitCode, String output) {}

  static Outcome run(List<String> command) {
    return run(command, Path.of("/"));
  }

  static Outcome run(List<String> command, Path folder) {
    try {
      ProcessBuilder builder =
          prepare(command).directory(folder.toFile()).redirectErrorStream(true);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Outcome(-1, output);
      }
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      throw new StoplogException(
          Problem.DATABASE_FAILED, command.getFirst() + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** A builder with an environment of our own: the user's PG* and LC_* settings must not matter. */
  static ProcessBuilder prepare(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
    return builder;
  }

  static StoplogException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoplogException(Problem.INTERRUPTED, "stopped while working on the database", e);
  }
}
