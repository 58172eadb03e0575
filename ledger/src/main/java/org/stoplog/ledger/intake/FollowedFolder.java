package org.stoplog.ledger.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A folder into which somebody puts files: which of them are complete, which of those are new to
 * us, and how old the newest is. A file is complete when its sender has put an empty {@code
 * NAME.done} beside it.
 */
public final class FollowedFolder {
  static final String MARKER = ".done";

  private final Path folder;
  private final Map<Path, State> seen = new HashMap<>();
  private @Nullable Instant newest;

  public FollowedFolder(Path folder) {
    this.folder = folder;
  }

  /** A complete file. Another one under the same name is another state. */
  public record Ready(Path file, State state) {}

  /** What tells that a file or its marker was written again. */
  public record State(long size, FileTime modified, FileTime marked) {}

  public Path folder() {
    return folder;
  }

  /**
   * Complete files that were not yet {@link #handled}, by name.
   *
   * @throws StoplogException FILE_NOT_FOUND, FILE_UNREADABLE
   */
  public List<Ready> look() {
    List<Path> markers;
    try (Stream<Path> entries = Files.list(folder)) {
      markers =
          entries.filter(one -> one.getFileName().toString().endsWith(MARKER)).sorted().toList();
    } catch (NoSuchFileException e) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, folder + " does not exist", e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, folder + " cannot be listed", e);
    }
    List<Ready> ready = new ArrayList<>();
    for (Path marker : markers) {
      String name = marker.getFileName().toString();
      Path file = marker.resolveSibling(name.substring(0, name.length() - MARKER.length()));
      stateOf(file, marker)
          .filter(state -> !state.equals(seen.get(file)))
          .ifPresent(state -> ready.add(new Ready(file, state)));
    }
    return List.copyOf(ready);
  }

  /** Not to be given by {@link #look} again, unless it or its marker changes. */
  public void handled(Ready ready, boolean taken) {
    seen.put(ready.file, ready.state);
    Instant marked = ready.state.marked.toInstant();
    if (taken && (newest == null || newest.isBefore(marked))) {
      newest = marked;
    }
  }

  /** Time since the newest taken file was marked as complete; null when none was taken. */
  public @Nullable Duration age(Instant now) {
    return newest == null ? null : Duration.between(newest, now);
  }

  /** Empty when there is no such plain file: the marker came first, or the file was moved away. */
  private static Optional<State> stateOf(Path file, Path marker) {
    try {
      BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
      return of.isRegularFile()
          ? Optional.of(
              new State(of.size(), of.lastModifiedTime(), Files.getLastModifiedTime(marker)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
