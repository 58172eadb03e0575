package org.stoplog.gateway.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A gateway's folder, of one process until it has ended: also while it sends the last segments,
 * when the journal's own lock is gone.
 */
final class GatewayFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lock;

  private GatewayFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes it; makes it when it is missing.
   *
   * @throws StoplogException DATA_FOLDER_IN_USE, DATA_FOLDER_UNUSABLE
   */
  static GatewayFolder take(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve("gateway.lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      if (locked(channel) != null) {
        return new GatewayFolder(folder, channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new StoplogException(
          Problem.DATA_FOLDER_UNUSABLE, "the gateway's folder " + folder + ": " + e, e);
    }
    throw new StoplogException(
        Problem.DATA_FOLDER_IN_USE, "Another gateway runs in the folder " + folder + ".");
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // of this process
    }
  }

  Path journal() {
    return folder.resolve("journal");
  }

  Path policy() {
    return folder.resolve("policy");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoplogException(Problem.DATA_FOLDER_UNUSABLE, "the folder " + folder, e);
    }
  }
}
