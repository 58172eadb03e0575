package org.stoplog.ledger.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page on detectors says what the program does. */
class DetectorsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "detectors.md");

  @Test
  void listsEachDetectorAsItIs() throws IOException {
    assertThat(Files.readString(PAGE)).contains(rows(Detector.Kind.SECRET));
    assertThat(Files.readString(PAGE)).contains(rows(Detector.Kind.PERSONAL));
  }

  @Test
  void listsTheKeyWords() throws IOException {
    String page = Files.readString(PAGE);
    for (KeyWord key : KeyWord.values()) {
      List<String> words = key.words();
      assertThat(page).contains(String.join(", ", words));
    }
  }

  private static String rows(Detector.Kind kind) {
    StringBuilder rows = new StringBuilder();
    Arrays.stream(Detector.values())
        .filter(one -> one.kind() == kind)
        .forEach(
            one ->
                rows.append(
                    "| `%s` | %s | `%s` | %s | %s | %s |%n"
                        .formatted(
                            one.slug(),
                            one.label(),
                            one.element(),
                            one.certainty().slug(),
                            one.check(),
                            one.source())));
    return rows.toString();
  }
}
