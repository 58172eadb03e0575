package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
  private final CommandRun run = new CommandRun();

  @Test
  void listsTheCatalogue() {
    assertThat(run.of("elements")).isZero();
    assertThat(run.out()).startsWith("ELEMENT").contains("contact.email").contains("sc.health");
    assertThat(run.out().lines()).hasSize(99);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void filtersTheCatalogueByHint() {
    assertThat(run.of("elements", "IDFA")).isZero();
    assertThat(run.out().lines()).hasSize(2).last().asString().startsWith("id.advertising");
  }

  @Test
  void takesGlobalOptionsBeforeAndAfterTheCommand() {
    run.of("--json", "elements", "email");
    String before = run.out();
    run.of("elements", "email", "--json");
    JsonNode elements = new JsonMapper().readTree(run.out());
    assertThat(run.out()).isEqualTo(before);
    assertThat(elements.isArray()).isTrue();
    assertThat(elements.get(0).get("id").asString()).isNotEmpty();
  }

  @Test
  void keepsAFolderGivenBeforeTheCommand() {
    run.of("--data", "/srv/a b", "elements", "email", "--memory", "1.5GB");
    assertThat(run.session().dataFolder()).isEqualTo(Path.of("/srv/a b"));
    assertThat(run.session().memory()).hasValue(3L << 29);
  }

  @Test
  void findsFoldersByTheDesktopsRules() {
    run.environment(Map.of("XDG_DATA_HOME", "/x/data", "XDG_CONFIG_HOME", "relative"));
    run.of("elements", "email");
    assertThat(run.session().dataFolder()).isEqualTo(Path.of("/x/data/stoplog"));
    Path keys = run.session().keysFolder();
    assertThat(keys.isAbsolute() && keys.endsWith("stoplog/keys")).as(keys.toString()).isTrue();
  }

  @Test
  void suggestsTheNearestOption() {
    assertThat(run.of("elements", "--jsn")).isEqualTo(2);
    assertThat(run.err()).contains("Unknown option: '--jsn'").contains("did you mean --json?");
    assertThat(run.err()).contains("docs: docs/reference/problems/usage.md");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void suggestsTheNearestCommand() {
    assertThat(run.of("element")).isEqualTo(2);
    assertThat(run.err()).contains("did you mean elements?");
  }

  @Test
  void refusesANonsenseSize() {
    assertThat(run.of("elements", "--memory", "lots")).isEqualTo(2);
    assertThat(run.err()).contains("--memory").contains("512MB");
  }

  @Test
  void saysWhatThereIsWhenNoCommandIsGiven() {
    assertThat(run.of()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: stoplog").contains("elements");
  }

  @Test
  void helpIsNoFailure() {
    assertThat(run.of("elements", "--help")).isZero();
    assertThat(run.out()).contains("Usage: stoplog elements").contains("--data");
  }

  @Test
  void namesItsVersion() {
    assertThat(run.of("--version")).isZero();
    assertThat(run.out()).startsWith("stoplog ");
  }

  @ParameterizedTest
  @EnumSource(Problem.class)
  void everyProblemHasItsExitCodeAndThreeLines(Problem problem) {
    int exitCode = run.failing(new StoplogException(problem, "people.csv, line 3"));
    assertThat(exitCode).isEqualTo(problem.exitCode());
    assertThat(run.err())
        .isEqualTo(
            "stoplog: people.csv, line 3\n  %s\n  docs: docs/reference/problems/%s.md\n"
                .formatted(problem.advice(), problem.slug()));
    assertThat(run.out()).isEmpty();
  }

  @Test
  void tellsAProblemInJson() {
    StoplogException thrown = new StoplogException(Problem.FILE_EMPTY, "a \"b\".csv has no rows");
    assertThat(run.failing(thrown, "--json")).isEqualTo(12);
    JsonNode told = new JsonMapper().readTree(run.err());
    assertThat(told.get("problem").asString()).isEqualTo("file-empty");
    assertThat(told.get("message").asString()).isEqualTo("a \"b\".csv has no rows");
    assertThat(told.get("advice").asString()).isEqualTo(Problem.FILE_EMPTY.advice());
  }

  @Test
  void tellsAWrongCommandInJson() {
    assertThat(run.of("elements", "--jsn", "--json")).isEqualTo(2);
    assertThat(new JsonMapper().readTree(run.err()).get("problem").asString()).isEqualTo("usage");
  }

  @Test
  void findsAProblemUnderOtherFailures() {
    Throwable wrapped =
        new IllegalStateException(new StoplogException(Problem.KEYSET_WRONG, "other keyset"));
    assertThat(run.failing(wrapped)).isEqualTo(Problem.KEYSET_WRONG.exitCode());
  }

  @Test
  void seesAFullDiskInAnIoFailure() {
    Throwable full = new UncheckedIOException(new IOException("No space left on device"));
    assertThat(run.failing(full)).isEqualTo(Problem.DISK_FULL.exitCode());
  }

  @Test
  void keepsTheMessageOfAFaultToItself() {
    assertThat(run.failing(new IllegalStateException("ann@example.org"))).isEqualTo(99);
    assertThat(run.err())
        .containsPattern("unexpected IllegalStateException, code \\w{4}-\\w{4}-\\w{4}")
        .doesNotContain("ann@example.org");
  }

  @Test
  void reportsErrorsToo() {
    assertThat(run.failing(new StackOverflowError())).isEqualTo(99);
    assertThat(run.err()).contains("unexpected StackOverflowError, code ");
  }

  @Test
  void showsTheStackWhenAskedTo() {
    run.environment(Map.of("STOPLOG_DEBUG", "1"));
    run.failing(new IllegalStateException("inner"));
    assertThat(run.err()).contains("java.lang.IllegalStateException: inner").contains("\tat ");
  }
}
