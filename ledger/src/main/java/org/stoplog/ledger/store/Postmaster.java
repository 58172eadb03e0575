package org.stoplog.ledger.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The server process as its postmaster.pid tells of it.
 *
 * @param pid of the process
 * @param port that it listens on, or -1 while it has not said
 * @param isReady whether it says that it takes connections
 */
record Postmaster(long pid, int port, boolean isReady) {
  private static final String FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** What the file says, true or stale; empty when there is none, or it is being written. */
  static Optional<Postmaster> read(Path cluster) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(cluster.resolve(FILE));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,9}")) {
      return Optional.empty();
    }
    boolean isReady = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
    int port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : -1;
    return Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()), port, isReady));
  }

  /** The one that runs in the cluster now. A stale file may name a process that is not one. */
  static Optional<Postmaster> running(Path cluster) throws IOException {
    return read(cluster).filter(found -> isServerOf(found.pid(), cluster));
  }

  static void forget(Path cluster) throws IOException {
    Files.deleteIfExists(cluster.resolve(FILE));
  }

  /** Every process of a server of this cluster, also those that outlived their postmaster. */
  static List<ProcessHandle> processes(Path cluster) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> isServerOf(process.pid(), cluster)).toList();
    }
  }

  /** Every process of a server stays in its cluster's folder, and nobody else goes there. */
  private static boolean isServerOf(long pid, Path cluster) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")).equals(cluster);
    } catch (IOException e) {
      return false; // gone, or another user's
    }
  }
}
