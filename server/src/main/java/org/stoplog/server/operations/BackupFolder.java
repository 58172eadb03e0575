package org.stoplog.server.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.OwnerFolders;

/** The backups in the folder that whoever started the server named. Their names are their times. */
final class BackupFolder {
  private static final String BEFORE = "stoplog-";
  private static final String AFTER = ".backup";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final OwnerFolders folders;

  BackupFolder(OwnerFolders folders) {
    this.folders = folders;
  }

  /**
   * A backup that is complete.
   *
   * @param at when it was begun, by the real clock
   */
  record Kept(String name, Instant at, long bytes) {}

  /** Null when no folder was named at the start. */
  @Nullable Path path() {
    return folders.backups();
  }

  /**
   * @throws StoplogException BACKUPS_UNAVAILABLE when no folder was named
   */
  Path file(String name) {
    if (timeOf(name).isEmpty()) {
      throw new StoplogException(Problem.INTERNAL, "not the name of a backup");
    }
    return required().resolve(name);
  }

  Path required() {
    Path folder = folders.backups();
    if (folder == null) {
      throw new StoplogException(
          Problem.BACKUPS_UNAVAILABLE, "The server was started without a folder for backups.");
    }
    return folder;
  }

  /** Newest first. Empty when there is no folder, or none can be seen in it. */
  List<Kept> all() {
    Path folder = folders.backups();
    if (folder == null) {
      return List.of();
    }
    List<Kept> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Optional<Instant> at = timeOf(name);
        if (at.isPresent() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          found.add(new Kept(name, at.get(), Files.size(file)));
        }
      }
    } catch (IOException e) {
      // Where it cannot be looked there is none to count on; a backup says what is wrong with it.
      return List.of();
    }
    found.sort(Comparator.comparing(Kept::at).reversed());
    return found;
  }

  /** What a backup begun then is called. */
  static String nameOf(Instant at) {
    return BEFORE + TIME.format(at) + AFTER;
  }

  static Optional<Instant> timeOf(String name) {
    if (!name.startsWith(BEFORE) || !name.endsWith(AFTER)) {
      return Optional.empty();
    }
    try {
      String time = name.substring(BEFORE.length(), name.length() - AFTER.length());
      return Optional.of(TIME.parse(time, Instant::from));
    } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
