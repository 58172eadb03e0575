package org.stoplog.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import picocli.CommandLine.Option;

/** Import what comes into a folder. */
final class FollowOptions {
  @Option(
      names = "--follow",
      paramLabel = "DIR",
      description = "Take each file of a folder once NAME.done lies beside it; until Ctrl-C.")
  @Nullable Path folder;

  @Option(names = "--once", description = "With --follow: take what is there, and end.")
  boolean once;

  @Option(
      names = "--max-age",
      paramLabel = "AGE",
      converter = Age.Converter.class,
      description = "With --follow: warn when the newest file is older, for example 26h.")
  @Nullable Age maxAge;

  /**
   * @throws StoplogException USAGE when the options do not fit each other
   */
  void check(ImportCommand.Kind kind, List<Path> files) {
    if (folder == null && (once || maxAge != null)) {
      throw usage("--once and --max-age belong to --follow DIR");
    }
    if (folder == null && files.isEmpty()) {
      throw usage("name the files to import, or a folder with --follow DIR");
    }
    if (folder != null && !files.isEmpty()) {
      throw usage("give either files or --follow DIR");
    }
    if (folder != null && kind == ImportCommand.Kind.suppliers) {
      throw usage("a suppliers file is imported by its name; --follow takes the other kinds");
    }
  }

  private static StoplogException usage(String message) {
    return new StoplogException(Problem.USAGE, message);
  }
}
