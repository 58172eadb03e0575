package org.stoplog.catalog.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  private static final Path PAGES = Path.of("..", "docs", "reference", "problems");

  @ParameterizedTest
  @EnumSource
  void hasAPageThatSaysItsExitCode(Problem problem) throws IOException {
    String page = Files.readString(PAGES.resolve(problem.slug() + ".md"));
    assertThat(page)
        .contains("`" + problem.slug() + "`")
        .contains("exit code " + problem.exitCode() + ",")
        .contains("## What it means", "## Why it happens", "## What to do", "## Example")
        .contains("docs: docs/reference/problems/" + problem.slug() + ".md");
  }

  @ParameterizedTest
  @EnumSource
  void quotesItsAdviceOnItsPage(Problem problem) throws IOException {
    assertThat(Files.readString(PAGES.resolve(problem.slug() + ".md"))).contains(problem.advice());
  }

  @ParameterizedTest
  @EnumSource
  void isInTheIndexWithItsExitCode(Problem problem) throws IOException {
    assertThat(Files.readString(PAGES.resolve("README.md")))
        .containsPattern(
            "\\| %d \\| \\[%s]\\(%s\\.md\\) \\|"
                .formatted(problem.exitCode(), problem.slug(), problem.slug()));
  }

  @Test
  void leavesNoPageWithoutAProblem() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(
              pages.map(page -> page.getFileName().toString()).filter(n -> !n.equals("README.md")))
          .hasSameElementsAs(
              Arrays.stream(Problem.values()).map(problem -> problem.slug() + ".md").toList());
    }
  }

  @Test
  void hasAnExitCodeOfItsOwn() {
    assertThat(Problem.values()).extracting(Problem::exitCode).doesNotHaveDuplicates();
    assertThat(Problem.values())
        .extracting(Problem::exitCode)
        .allSatisfy(code -> assertThat(code).isBetween(2, 130))
        // 1 is any shell's failure, 3 ends a JVM out of memory, 126 and 127 are the shell's.
        .doesNotContain(1, 3, 126, 127);
  }

  @Test
  void listsExitCodesInRisingOrder() {
    assertThat(Arrays.stream(Problem.values()).map(Problem::exitCode).toList())
        .containsExactlyElementsOf(
            new TreeSet<>(Arrays.stream(Problem.values()).map(Problem::exitCode).toList()));
  }

  @ParameterizedTest
  @EnumSource
  void advisesInAWholeSentence(Problem problem) {
    assertThat(problem.advice()).matches("(?s)[A-Z`].*[^.]\\.|stoplog .*[^.]\\.");
    assertThat(problem.status()).isBetween(400, 599);
    assertThat(problem.slug()).matches("[a-z]+(-[a-z]+)*");
  }
}
