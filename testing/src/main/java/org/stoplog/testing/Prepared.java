package org.stoplog.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A folder that many tests begin with, made once in a JVM by the code that the tests are about, and
 * copied for each: most of the time of a small test went into making the same new database. What
 * makes a folder anew is tested apart from this. Thread-safe.
 */
public final class Prepared {
  /** What makes it, in an empty folder that the database's user can pass through. */
  @FunctionalInterface
  public interface Maker {
    /** Closes whatever it opens in the folder. */
    void make(Path home) throws IOException;
  }

  private final Maker maker;
  private @Nullable Path made;

  public Prepared(Maker maker) {
    this.maker = maker;
  }

  /**
   * Copies what was made into a folder, which keeps what it has.
   *
   * @throws java.nio.file.FileAlreadyExistsException when a file is there already
   */
  public void into(Path home) throws IOException {
    copy(made(), home);
  }

  private synchronized Path made() throws IOException {
    if (made == null) {
      Path home = Files.createTempDirectory("stoplog-prepared");
      // Before the making, so that what is left of one that failed goes as well.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(home)));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      maker.make(home);
      made = home;
    }
    return made;
  }

  /** Copies a folder with owners, permissions and times. Nobody may have it open. */
  public static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(folder));
            if (!Files.isDirectory(target)) {
              Files.copy(folder, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file));
            if (attributes.isRegularFile() && isProgram(from.relativize(file))) {
              Files.createLink(target, file);
            } else {
              Files.copy(
                  file,
                  target,
                  StandardCopyOption.COPY_ATTRIBUTES,
                  java.nio.file.LinkOption.NOFOLLOW_LINKS);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Whether it is of PostgreSQL's own files, {@code …/postgres/18.6/…}: nobody writes to them. */
  private static boolean isProgram(Path file) {
    for (int i = 0; i + 2 < file.getNameCount(); i++) {
      if (file.getName(i).toString().equals("postgres")) {
        return Character.isDigit(file.getName(i + 1).toString().charAt(0));
      }
    }
    return false;
  }

  private static void remove(Path home) {
    try {
      Files.walkFileTree(
          home,
          new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
