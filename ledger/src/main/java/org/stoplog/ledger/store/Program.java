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
  private static final int STARTS = 3;

  /** 128 and the number of the signal, as shells write it. */
  private static final int ENDED_BY_CTRL_C = 130;

  private Program() {}

  /** How it ended, and what it printed on both streams. */
  record Outcome(int exitCode, String output) {}

  static Outcome run(List<String> command) {
    return run(command, Path.of("/"));
  }

  /**
   * A Ctrl-C goes to all programs of our terminal, also to one that is just being started. Whoever
   * stops needs it all the same, so it is started again.
   */
  static Outcome run(List<String> command, Path folder) {
    for (int start = 1; ; start++) {
      Outcome outcome = once(command, folder);
      if (outcome.exitCode() != ENDED_BY_CTRL_C || start == STARTS) {
        return outcome;
      }
    }
  }

  private static Outcome once(List<String> command, Path folder) {
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
      // Java starts programs by one of its own, which has our terminal until it is the other one.
      if (String.valueOf(e.getMessage()).contains("spawn helper: pid: ")
          && String.valueOf(e.getMessage()).contains("signal: 2,")) {
        return new Outcome(ENDED_BY_CTRL_C, "");
      }
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
