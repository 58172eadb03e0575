package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The child as a process: what it has, and how it ends. */
class ChildIT extends ReaderFixture {
  private static ProcessHandle child() {
    return ProcessHandle.current()
        .children()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void killedInTheMiddleItCostsThisReadOnly() throws IOException {
    Path file = file("list.csv", "email\n" + "ann@example.org\n".repeat(2_000_000));
    RowCounter killer =
        new RowCounter() {
          @Override
          public void mapping(Mapping mapping) {
            child().destroyForcibly();
          }
        };
    assertThatThrownBy(
            () -> reader.read(Collected.request(file, Purpose.KEYS), killer, () -> false))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.READER_LIMIT))
        .hasMessage(file + ": the reader was killed (signal 9)");
    RowCounter next = new RowCounter();
    reader.read(Collected.request(file, Purpose.KEYS), next, () -> false);
    assertThat(next.rows).isEqualTo(2_000_000);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void knowsNoKeysAndNoEnvironment() throws IOException {
    Path file = file("secret-name.csv", "email\nann@example.org\n");
    RowCounter looker =
        new RowCounter() {
          @Override
          public void mapping(Mapping mapping) {
            try {
              Path process = Path.of("/proc/" + child().pid());
              environment = Files.readString(process.resolve("environ")).replace('\0', ' ');
              commandLine = Files.readString(process.resolve("cmdline"));
              folder = Files.readSymbolicLink(process.resolve("cwd"));
              limits = Files.readString(process.resolve("limits"));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };
    ReadRequest request =
        new ReadRequest(
            file, Purpose.KEYS, null, null, "hunter2".toCharArray(), Collected.limits());
    reader.read(request, looker, () -> false);
    assertThat(looker.environment).isEqualTo("LC_ALL=C.UTF-8 ");
    assertThat(looker.commandLine).doesNotContain("hunter2").doesNotContain("secret-name");
    assertThat(looker.folder.getParent()).isEqualTo(work);
    assertThat(looker.limits).containsPattern("Max core file size +0 ");
    assertThat(looker.limits).doesNotContainPattern("Max address space +unlimited");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void endsWhenTheParentIsKilled() throws Exception {
    Path file = file("list.csv", "email\n" + "ann@example.org\n".repeat(500_000));
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StuckParent.class.getName(),
                file.toString(),
                Files.createDirectory(folder.resolve("other")).toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessHandle orphan = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(orphan.isAlive()).isTrue();
      parent.destroyForcibly().waitFor();
      orphan.onExit().get(20, TimeUnit.SECONDS);
      assertThat(orphan.isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }

  /** Starts a read and never goes on with it. */
  static final class StuckParent {
    public static void main(String[] arguments) {
      RowCounter stuck =
          new RowCounter() {
            @Override
            public void mapping(Mapping mapping) {
              System.out.println(child().pid());
              while (true) {
                java.util.concurrent.locks.LockSupport.park();
              }
            }
          };
      new FileReader(Path.of(arguments[1]))
          .read(Collected.request(Path.of(arguments[0]), Purpose.KEYS), stuck, () -> false);
    }
  }

  @Test
  void readsSeveralFilesAtOnce() throws Exception {
    Path file = file("list.csv", "email\n" + "ann@example.org\n".repeat(10_000));
    List<Thread> threads = new java.util.ArrayList<>();
    List<Long> rows = new java.util.concurrent.CopyOnWriteArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () ->
                      rows.add(
                          reader
                              .read(
                                  Collected.request(file, Purpose.KEYS),
                                  new RowCounter(),
                                  () -> false)
                              .rows())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(rows).containsExactly(10_000L, 10_000L, 10_000L);
  }

  private static class RowCounter extends Collected {
    long rows;
    String environment;
    String commandLine;
    String limits;
    Path folder;

    @Override
    public void rows(RowBlock block) {
      rows += block.rows;
    }
  }
}
