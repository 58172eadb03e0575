package org.stoplog.ledger.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} as its parent sees it. */
final class WorkerProcess {
  private static final long LIMIT_SECONDS = 120;

  /**
   * What the worker said to one line.
   *
   * @param lines without the first; empty for a problem
   * @param problem slug, null when all was well
   */
  record Answer(String first, List<String> lines, String problem, String message) {
    static final Answer ENDED = new Answer("", List.of(), "ended", "the worker has ended");

    boolean isOk() {
      return problem == null;
    }
  }

  private final Process process;
  private final Writer in;
  private final BlockingDeque<Answer> answers = new LinkedBlockingDeque<>();

  WorkerProcess(Path data, Path keys, Path universe) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            Worker.class.getName(),
            data.toString(),
            keys.toString(),
            universe.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    List<String> lines = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (!line.equals(".")) {
          lines.add(line);
          continue;
        }
        String[] first = lines.removeFirst().split("\t", 3);
        boolean isOk = first[0].equals("ok");
        answers.add(
            new Answer(
                String.join("\t", first),
                List.copyOf(lines),
                isOk ? null : first[1],
                isOk ? null : first[2]));
        lines.clear();
      }
    } catch (IOException e) {
      // Killed: told below.
    }
    answers.add(Answer.ENDED);
  }

  void send(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Waits for the answer to the line that was sent, but not longer than this. */
  Optional<Answer> await(long millis) throws InterruptedException {
    return Optional.ofNullable(answers.poll(millis, TimeUnit.MILLISECONDS));
  }

  Answer await() throws InterruptedException {
    return await(LIMIT_SECONDS * 1000)
        .orElseThrow(() -> new AssertionError("no answer in " + LIMIT_SECONDS + " s"));
  }

  Answer ask(String line) throws InterruptedException {
    send(line);
    return await();
  }

  boolean hasAnswered() {
    return !answers.isEmpty();
  }

  /** Lets it work for so long, or until it has answered; the answer stays to be taken. */
  boolean answersWithin(long millis) throws InterruptedException {
    Answer answer = answers.pollFirst(millis, TimeUnit.MILLISECONDS);
    if (answer != null) {
      answers.putFirst(answer);
    }
    return answer != null;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The child that reads a file for it, if there is one now. */
  Optional<ProcessHandle> reader() {
    return process
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .findFirst();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it end in order. */
  void end() throws IOException, InterruptedException {
    in.close();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker does not end");
    }
  }
}
