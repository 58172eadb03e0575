package org.stoplog.ledger.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A program of its own that opens a data folder, to be killed or to be in the way. */
final class Holder {
  static final String PASSWORD = "correct horse";

  private Holder() {}

  /**
   * Opens the folder, and with "transaction" leaves a row uncommitted; says "ready", then waits.
   */
  public static void main(String[] arguments) throws Exception {
    try (DataFolder folder = DataFolder.open(Path.of(arguments[0]))) {
      if (arguments[1].equals("folder")) {
        ready("");
        return;
      }
      try (Database database = Database.start(folder, PASSWORD)) {
        database.transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("insert into setting values ('done', 'yes')");
              }
            });
        database.transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("insert into setting values ('half', 'done')");
              }
              return ready(Long.toString(database.pid()));
            });
      }
    }
  }

  private static boolean ready(String more) {
    System.out.println("ready " + more);
    try {
      return System.in.read() < 0; // until it is killed, or its parent ends
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts it and returns when it is ready; the server's process is in the line it says. */
  static Started start(Path root, String what) throws IOException {
    Process process = launch(root, what);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    if (line == null || !line.startsWith("ready ")) {
      throw new IllegalStateException("the child said " + line);
    }
    String pid = line.substring("ready ".length());
    return new Started(process, pid.isEmpty() ? -1 : Long.parseLong(pid));
  }

  /** Starts it and does not wait. */
  static Process launch(Path root, String what) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-Xmx128m"));
    command.addAll(List.of(Holder.class.getName(), root.toString(), what));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  record Started(Process process, long server) {
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }
}
