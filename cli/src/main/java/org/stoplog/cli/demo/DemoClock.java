package org.stoplog.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The exercise clock: the real one, moved. It only moves ahead, and after a kill it goes on from
 * where it was. Sessions, links and limits never see it.
 */
final class DemoClock implements InstantSource {
  private final Path file;
  private volatile Duration offset;

  /**
   * @param file keeps how far it is moved, as ISO 8601 says a duration
   * @param begin where the story begins when there is no such file
   */
  DemoClock(Path file, Instant begin) {
    this.file = file;
    try {
      offset =
          Files.exists(file)
              ? Duration.parse(Files.readString(file).strip())
              : Duration.between(InstantSource.system().instant(), begin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Instant instant() {
    return InstantSource.system().instant().plus(offset);
  }

  /** Moves to a time of the story, unless that has passed. */
  void moveTo(Instant time) {
    Instant now = instant();
    if (now.isBefore(time)) {
      Duration moved = offset.plus(Duration.between(now, time));
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      try {
        Files.writeString(fresh, moved.toString());
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      offset = moved;
    }
  }
}
