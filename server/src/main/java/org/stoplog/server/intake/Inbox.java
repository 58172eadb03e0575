package org.stoplog.server.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.OwnerFolders;

/**
 * The folder that whoever started the server named. Only folders right below it can be followed,
 * and only files right in them are read: no link leads out of it.
 */
final class Inbox {
  private static final int MOST_FOLDERS = 500;

  private final OwnerFolders folders;

  Inbox(OwnerFolders folders) {
    this.folders = folders;
  }

  /** Null when none was named. */
  @Nullable Path path() {
    return folders.inbox();
  }

  /** Names of the folders in it, sorted. */
  List<String> names() {
    Path inbox = folders.inbox();
    if (inbox == null) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(inbox)) {
      return all.filter(one -> Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS))
          .map(one -> one.getFileName().toString())
          .filter(Inbox::isName)
          .sorted()
          .limit(MOST_FOLDERS)
          .toList();
    } catch (IOException e) {
      // The page says that there is none; the look at a followed one says why.
      return List.of();
    }
  }

  private static boolean isName(String name) {
    return !name.startsWith(".") && name.chars().noneMatch(Character::isISOControl);
  }

  /**
   * @throws StoplogException FILE_NOT_FOUND when it is not there, or not a plain folder
   */
  Path folder(String name) {
    Path inbox = folders.inbox();
    if (inbox == null) {
      throw new StoplogException(
          Problem.FILE_NOT_FOUND, "The server was started without an inbox.");
    }
    Path folder = inbox.resolve(name);
    if (!inbox.equals(folder.getParent())
        || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoplogException(
          Problem.FILE_NOT_FOUND, "The folder is not in the inbox any more.");
    }
    return folder;
  }

  /**
   * @throws StoplogException FILE_NOT_FOUND when it is not there, or not a plain file
   */
  Path file(String folder, String name) {
    Path parent = folder(folder);
    Path file = parent.resolve(name);
    if (!parent.equals(file.getParent()) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoplogException(
          Problem.FILE_NOT_FOUND, "The file is not in the folder any more, or is a link.");
    }
    return file;
  }
}
