package org.stoplog.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.StoplogException;

class FollowedFolderTest {
  private static final Instant NOON = Instant.parse("2025-11-25T12:00:00Z");

  @TempDir Path folder;

  private void put(String name, String text, Instant modified) throws IOException {
    Files.writeString(folder.resolve(name), text);
    Files.setLastModifiedTime(folder.resolve(name), FileTime.from(modified));
  }

  private List<String> names(FollowedFolder followed) {
    return followed.look().stream().map(one -> one.file().getFileName().toString()).toList();
  }

  @Test
  void aFileWithoutItsMarkerIsNotTaken() throws IOException {
    FollowedFolder followed = new FollowedFolder(folder);
    put("b.csv", "b", NOON);
    put("a.csv", "a", NOON);
    put("lonely.csv.done", "", NOON);
    Files.createDirectory(folder.resolve("dir"));
    put("dir.done", "", NOON);
    assertThat(followed.look()).isEmpty();
    put("b.csv.done", "", NOON);
    put("a.csv.done", "", NOON);
    assertThat(names(followed)).containsExactly("a.csv", "b.csv");
  }

  @Test
  void aFileIsGivenOnceAndAgainWhenItWasReplaced() throws IOException {
    FollowedFolder followed = new FollowedFolder(folder);
    put("a.csv", "a", NOON);
    put("a.csv.done", "", NOON);
    followed.look().forEach(one -> followed.handled(one, true));
    assertThat(followed.look()).isEmpty();
    put("a.csv", "a longer one", NOON);
    assertThat(names(followed)).containsExactly("a.csv");
    followed.look().forEach(one -> followed.handled(one, true));
    put("a.csv.done", "", NOON.plusSeconds(5));
    assertThat(names(followed)).containsExactly("a.csv");
  }

  @Test
  void theAgeIsThatOfTheNewestFileThatWasTaken() throws IOException {
    FollowedFolder followed = new FollowedFolder(folder);
    assertThat(followed.age(NOON)).isNull();
    put("a.csv", "a", NOON);
    put("a.csv.done", "", NOON.minus(Duration.ofHours(3)));
    put("b.csv", "b", NOON);
    put("b.csv.done", "", NOON.minus(Duration.ofHours(7)));
    put("broken.csv", "c", NOON);
    put("broken.csv.done", "", NOON.minus(Duration.ofHours(1)));
    followed.look().forEach(one -> followed.handled(one, !one.file().endsWith("broken.csv")));
    assertThat(followed.age(NOON)).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void aMissingFolderIsSaid() {
    assertThatThrownBy(new FollowedFolder(folder.resolve("none"))::look)
        .isInstanceOf(StoplogException.class)
        .hasMessageContaining("none does not exist");
  }
}
