package org.stoplog.ledger.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The file of a keyset on the disk: written whole or not at all, never over another, 0600. */
final class KeysetFile {
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final int LARGEST = 1 << 20;

  private KeysetFile() {}

  /** Makes the folder if it is missing, and refuses one in which others could swap the file. */
  static void prepareFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    refuseWritableByOthers(folder);
  }

  /**
   * Reads the file.
   *
   * @throws StoplogException KEYSET_MISSING, KEYSET_EXPOSED
   */
  static String read(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!OWNER_FILE.containsAll(permissions)) {
        throw new StoplogException(
            Problem.KEYSET_EXPOSED,
            "The keyset " + file + " has mode " + PosixFilePermissions.toString(permissions) + ".");
      }
    } catch (NoSuchFileException e) {
      throw new StoplogException(Problem.KEYSET_MISSING, "There is no keyset at " + file + ".", e);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    return readAnyMode(file);
  }

  /** Reads a backup, which its passphrase protects wherever it was carried. */
  static String readAnyMode(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new StoplogException(Problem.KEYSET_DAMAGED, file + " is too large to be a keyset.");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /**
   * Writes a new file.
   *
   * @return false when there is one already, which is then left as it is
   */
  static boolean create(Path file, String text) {
    Path temporary = writeTemporary(file, text);
    try {
      // A hard link fails when the name is taken, where a rename would replace: of two processes
      // that create at once, one wins and the other one uses the winner's keys.
      Files.createLink(file, temporary);
      synchroniseFolder(file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException | UnsupportedOperationException e) {
      throw unusable(file, e);
    } finally {
      delete(temporary);
    }
  }

  /** Replaces the file in one step: after a crash the old or the new one is there, whole. */
  static void replace(Path file, String text) {
    Path temporary = writeTemporary(file, text);
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      synchroniseFolder(file);
    } catch (IOException e) {
      delete(temporary);
      throw unusable(file, e);
    }
  }

  /** Runs a change of the file while no other thread or process changes it. */
  static <T> T alone(Path file, Supplier<T> change) {
    // A file's lock is the process's: it does not keep the threads apart.
    synchronized (KeysetFile.class) {
      try (FileChannel channel =
          FileChannel.open(
              file.resolveSibling(file.getFileName() + ".lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_FILE))) {
        channel.lock(); // until the channel is closed
        return change.get();
      } catch (IOException e) {
        throw unusable(file, e);
      }
    }
  }

  private static Path writeTemporary(Path file, String text) {
    Path temporary =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_FILE))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      return temporary;
    } catch (IOException e) {
      delete(temporary);
      throw unusable(file, e);
    }
  }

  private static void synchroniseFolder(Path file) throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw unusable(temporary, e);
    }
  }

  static void refuseWritableByOthers(Path folder) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      if (permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new StoplogException(
            Problem.KEYSET_EXPOSED,
            "Others can write in the keyset's folder " + folder + ": run chmod 700 on it.");
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static StoplogException unusable(Path path, Exception cause) {
    return new StoplogException(
        Problem.DATA_FOLDER_UNUSABLE,
        "The keyset at " + path + " could not be read or written: " + cause.getMessage(),
        cause);
  }
}
