package org.stoplog.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Runs commands as a user does and keeps what they print. */
final class CommandRun {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Map<String, String> environment = Map.of();
  private Session session = newSession();

  void environment(Map<String, String> environment) {
    this.environment = environment;
  }

  int of(String... args) {
    session = newSession();
    return new Main(session, Main.commands(session)).run(args);
  }

  /** The exit code of a command that fails so. */
  int failing(Throwable thrown, String... options) {
    session = newSession();
    List<String> args = new ArrayList<>(List.of("fail"));
    args.addAll(List.of(options));
    return new Main(session, List.of(new FailingCommand(thrown))).run(args.toArray(String[]::new));
  }

  /** Of the last run. */
  Session session() {
    return session;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Session newSession() {
    out.reset();
    err.reset();
    return new Session(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        Terminal.NONE,
        new Interrupts());
  }

  @Command(name = "fail")
  private record FailingCommand(Throwable thrown) implements Runnable {
    @Override
    public void run() {
      sneak(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }
}
