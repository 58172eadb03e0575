package org.stoplog.ledger.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's own programs, unpacked from our jar into the data folder once a version. */
final class PostgresBinaries {
  /** As the server itself says it; a test holds it to the version in the jar. */
  static final String VERSION = "18.6";

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private PostgresBinaries() {}

  /** The folder with bin, lib and share below it. */
  static Path unpack(Path postgres) throws IOException {
    Path home = postgres.resolve(VERSION);
    if (Files.isDirectory(home)) {
      return home;
    }
    Path fresh = postgres.resolve(VERSION + ".new");
    DataFolder.remove(fresh);
    try (InputStream resource =
            Objects.requireNonNull(PostgresBinaries.class.getResourceAsStream(ARCHIVE), ARCHIVE);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(resource, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (isNeeded(entry.getName())) {
          write(entry, tar, fresh);
        }
      }
    }
    // A rename that reaches the disk before the files do would leave a broken home for good.
    Program.run(List.of("sync", "-f", fresh.toString()));
    Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    return home;
  }

  /** Static libraries and build files are a third of the archive and nothing here links. */
  private static boolean isNeeded(String name) {
    return !name.endsWith(".a") && !name.contains("/pkgconfig");
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path home)
      throws IOException {
    Path target = home.resolve(entry.getName()).normalize();
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    String mode = (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--";
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
  }
}
