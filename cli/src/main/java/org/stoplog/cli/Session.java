package org.stoplog.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** What every command is given: where to write, what the user asked for, and when to stop. */
final class Session {
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final GlobalOptions options = new GlobalOptions();

  Session(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Terminal terminal,
      Interrupts interrupts) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  Map<String, String> environment() {
    return environment;
  }

  GlobalOptions options() {
    return options;
  }

  Terminal terminal() {
    return terminal;
  }

  Path dataFolder() {
    return options.dataFolder(environment);
  }

  Path keysFolder() {
    return options.keysFolder(environment);
  }

  /** Bytes for queries; empty for the default, which the ledger knows. */
  OptionalLong memory() {
    return options.memory == null ? OptionalLong.empty() : OptionalLong.of(options.memory.bytes());
  }

  boolean json() {
    return options.json;
  }

  /** Whether the user wants the command to end. */
  boolean stopped() {
    return interrupts.stopped();
  }

  /** Waits until the user wants the command to end. */
  void awaitStop() {
    interrupts.await();
  }

  /** Progress of one command; to be closed before the result is printed. */
  CommandProgress progress() {
    if (options.quiet) {
      return new CommandProgress(ProgressView.NONE, interrupts::stopped);
    }
    return new CommandProgress(
        terminal.err() ? new BarView(err, terminal.width()) : new LineView(err, System::nanoTime),
        interrupts::stopped);
  }

  /** Prints a line of the result. */
  void println(String line) {
    out.println(line);
  }

  void print(Table table) {
    out.print(table.render(terminal.colour()));
  }

  void printJson(Object value) {
    out.println(Json.text(value));
  }

  /** Tells something beside the result; silent with --quiet. */
  void note(String line) {
    if (!options.quiet) {
      err.println(line);
    }
  }
}
