package org.stoplog.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where a failure becomes a few lines for the user and an exit code. */
final class Failures {
  private final PrintStream err;
  private final Map<String, String> environment;

  Failures(PrintStream err, Map<String, String> environment) {
    this.err = err;
    this.environment = environment;
  }

  /**
   * Prints what happened and what to do.
   *
   * @param json whether the user wants JSON
   * @return the exit code
   */
  int report(Throwable thrown, boolean json) {
    Failure failure = explain(thrown);
    if (json) {
      err.println(Json.text(failure));
    } else {
      err.println("stoplog: " + failure.message());
      err.println("  " + failure.advice());
      err.println("  docs: " + failure.docs());
    }
    if (!environment.getOrDefault("STOPLOG_DEBUG", "").isEmpty()) {
      thrown.printStackTrace(err);
    }
    return failure.exitCode();
  }

  /** The exit code that a failure gives. */
  int exitCode(Throwable thrown) {
    return explain(thrown).exitCode();
  }

  /** What is told of it in JSON. */
  Failure explain(Throwable thrown) {
    List<Throwable> chain = Fingerprint.chain(thrown);
    for (Throwable cause : chain) {
      if (cause instanceof StoplogException known) {
        return Failure.of(known.problem(), String.valueOf(known.getMessage()));
      }
      if (cause instanceof ParameterException usage) {
        return Failure.of(Problem.USAGE, usageMessage(usage));
      }
      if (cause instanceof IOException io && noSpace(io)) {
        return Failure.of(Problem.DISK_FULL, "no space is left on the disk");
      }
    }
    return Failure.of(
        Problem.INTERNAL,
        "unexpected "
            + chain.getLast().getClass().getSimpleName()
            + ", code "
            + Fingerprint.of(thrown));
  }

  private static boolean noSpace(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }

  private static String usageMessage(ParameterException usage) {
    StringBuilder message = new StringBuilder(String.valueOf(usage.getMessage()));
    if (usage instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message.append("; did you mean ").append(unmatched.getSuggestions().getFirst()).append('?');
    }
    return message.toString();
  }

  /** What a failure looks like in JSON. */
  record Failure(String problem, String message, String advice, String docs, int exitCode) {
    static Failure of(Problem problem, String message) {
      return new Failure(
          problem.slug(),
          message,
          problem.advice(),
          "docs/reference/problems/" + problem.slug() + ".md",
          problem.exitCode());
    }
  }
}
