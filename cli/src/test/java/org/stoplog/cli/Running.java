package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command in a process of its own, as a shell starts it. */
final class Running implements AutoCloseable {
  /** What takes longer hangs. The demo's longest step takes a minute on two idle processors. */
  private static final long MOST_SECONDS = 300;

  private final Process process;
  private final BufferedReader out;
  private final Path err;

  Running(List<String> args) throws IOException {
    err = Files.createTempFile("stoplog", ".err");
    // A group of its own, as a shell gives each command. A test run in the background may have been
    // started with Ctrl-C ignored, which is inherited.
    List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As for the tests themselves: a start is half as dear, and little is computed after it.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(args);
    process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The next line of its output. */
  String line() throws IOException {
    String line = out.readLine();
    assertThat(line).as(() -> errors()).isNotNull();
    return line;
  }

  /** What it printed and was not read yet. */
  List<String> rest() {
    return out.lines().toList();
  }

  String errors() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Waits until it says something on its error output. */
  void says(String words) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!errors().contains(words)) {
      assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as(() -> errors()).isFalse();
      assertThat(System.nanoTime()).as(() -> errors()).isLessThan(end);
    }
  }

  /** Waits until one of its child processes is such a one. @return it */
  ProcessHandle child(Predicate<ProcessHandle> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (System.nanoTime() < end) {
      for (ProcessHandle child : process.descendants().toList()) {
        if (wanted.test(child)) {
          return child;
        }
      }
      assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as(() -> errors()).isFalse();
    }
    throw new AssertionError("no such child: " + errors());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ctrl-C, which a terminal sends to all processes of the group. */
  void interrupt() throws IOException, InterruptedException {
    String group = "-" + process.pid();
    assertThat(new ProcessBuilder("kill", "-INT", "--", group).start().waitFor()).isZero();
  }

  /** A polite end, as a service manager asks for it. */
  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).as(() -> errors()).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    out.close();
    Files.delete(err);
  }
}
