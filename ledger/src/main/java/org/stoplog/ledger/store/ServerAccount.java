package org.stoplog.ledger.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The user that the database server runs as: ourselves, or, since PostgreSQL refuses to run as
 * root, {@code nobody} when we are root.
 */
final class ServerAccount {
  /** The uid of nobody. initdb wants a user with a name, so a free number would not do. */
  private static final int NOBODY = 65534;

  private static final boolean ROOT = ownUid() == 0;

  private ServerAccount() {}

  static boolean isRoot() {
    return ROOT;
  }

  private static int ownUid() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new StoplogException(Problem.INTERNAL, "/proc is needed and cannot be read", e);
    }
  }

  /** The command line that runs a program as that user. */
  static List<String> command(List<String> program) {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      String id = Integer.toString(NOBODY);
      command.addAll(List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--"));
    }
    command.addAll(program);
    return command;
  }

  /** Hands a file or folder of ours to that user. */
  static void give(Path path) throws IOException {
    if (ROOT) {
      Files.setAttribute(path, "unix:uid", NOBODY);
      Files.setAttribute(path, "unix:gid", NOBODY);
    }
  }

  /**
   * Checks that the user can walk to the folder.
   *
   * @throws StoplogException DATA_FOLDER_UNUSABLE, naming the folder that stops it
   */
  static void requirePassage(Path folder) {
    if (!ROOT || canPass(folder)) {
      return;
    }
    Path blocked = folder;
    for (Path parent = folder; parent != null; parent = parent.getParent()) {
      if (!canPass(parent)) {
        blocked = parent;
      }
    }
    throw DataFolder.unusable(
        folder,
        "cannot be reached by the database, which does not run as root: "
            + blocked
            + " lets only its owner in; choose a folder elsewhere, or run stoplog as another user",
        null);
  }

  private static boolean canPass(Path folder) {
    return Program.run(command(List.of("test", "-x", folder.toString()))).exitCode() == 0;
  }
}
