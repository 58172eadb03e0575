package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The folder that holds everything but the keys. Whoever has it open holds its lock; nobody else,
 * in this process or another, can open it until {@link #close()} or the end of the process.
 */
public final class DataFolder implements AutoCloseable {
  /** The layout of the folder; raised when an older stoplog could not work in it. */
  static final int VERSION = 1;

  private static final String LOCK = "lock";
  private static final String VERSION_FILE = "version";
  private static final String RESTORING = "restoring";

  /*
   * POSIX drops a process's lock on a file when the process closes any descriptor of that file. So a
   * second open in this JVM must be refused before it touches the lock file at all.
   */
  private static final Set<Path> OPEN = new HashSet<>();

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens the folder, creating it if need be, and empties its {@link #temp()} and {@link #work()}.
   * The folder is made readable for its owner only; as root others may pass through it (0711),
   * since the database then runs as another user below it.
   *
   * @throws StoplogException DATA_FOLDER_IN_USE, DATA_FOLDER_NEWER, DATA_FOLDER_UNUSABLE
   */
  public static DataFolder open(Path root) {
    Path real = create(root);
    if (Files.exists(real.resolve(RESTORING))) {
      throw unusable(real, "holds a restore that did not finish; empty it and restore again", null);
    }
    return take(real);
  }

  /**
   * Opens an empty folder that nobody can open again before {@link #restored()}, so that a restore
   * that was killed is never taken for a record.
   */
  static DataFolder openForRestore(Path root) throws IOException {
    Path real = create(root);
    if (Files.exists(real.resolve(VERSION_FILE))) {
      throw unusable(real, "is in use already; restore into an empty folder", null);
    }
    Files.writeString(real.resolve(RESTORING), "");
    return take(real);
  }

  void restored() throws IOException {
    Files.delete(root.resolve(RESTORING));
  }

  private static DataFolder take(Path real) {
    synchronized (OPEN) {
      if (!OPEN.add(real)) {
        throw inUse(real, ProcessHandle.current().pid());
      }
    }
    DataFolder folder = null;
    try {
      folder = lock(real);
      folder.prepare();
      return folder;
    } catch (IOException e) {
      release(folder, real);
      throw unusable(real, "cannot be written: " + reason(e), e);
    } catch (StoplogException e) {
      release(folder, real);
      throw e;
    }
  }

  private static void release(@Nullable DataFolder folder, Path real) {
    if (folder != null) {
      folder.close();
    }
    forget(real);
  }

  private static void forget(Path real) {
    synchronized (OPEN) {
      OPEN.remove(real);
    }
  }

  /** DuckDB would take such a path for a pattern, and might read the files of another folder. */
  private static final Pattern GLOB = Pattern.compile("[*?\\[\\]]");

  private static Path create(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    if (GLOB.matcher(absolute.toString()).find()) {
      throw unusable(absolute, "has one of * ? [ ] in its path; choose another place", null);
    }
    try {
      if (!Files.exists(absolute)) {
        Files.createDirectories(absolute);
        restrict(absolute);
      }
      if (!Files.isDirectory(absolute)) {
        throw unusable(absolute, "is a file, not a folder", null);
      }
      Path real = absolute.toRealPath();
      if (!Files.exists(real.resolve(VERSION_FILE))) {
        refuseStrangers(real);
      }
      return real;
    } catch (IOException e) {
      throw unusable(absolute, "cannot be made or read: " + reason(e), e);
    }
  }

  /** A typing error in --data must not turn somebody's home into a data folder. */
  private static void refuseStrangers(Path real) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!List.of(LOCK, RESTORING, VERSION_FILE + ".new", "lost+found").contains(name)) {
          throw unusable(real, "is not empty and was not made by stoplog", null);
        }
      }
    }
  }

  private static DataFolder lock(Path real) throws IOException {
    FileChannel channel =
        FileChannel.open(
            real.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(real, holder(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)), 0);
      return new DataFolder(real, channel, lock);
    } catch (IOException | StoplogException e) {
      channel.close();
      throw e;
    }
  }

  /** The process that holds the lock, or -1 when it has not written its number yet. */
  private static long holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), UTF_8).strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  private void prepare() throws IOException {
    Path version = root.resolve(VERSION_FILE);
    if (Files.exists(version)) {
      checkVersion(Files.readString(version).strip());
    } else {
      restrict(root);
      Path fresh = root.resolve(VERSION_FILE + ".new");
      Files.writeString(fresh, VERSION + "\n");
      Files.move(fresh, version, StandardCopyOption.ATOMIC_MOVE);
    }
    for (Path folder : List.of(warehouse(), evidence(), segments(), temp(), work(), uploads())) {
      createPrivate(folder);
    }
    if (!Files.isDirectory(postgres())) {
      Files.createDirectory(postgres());
      restrict(postgres());
    }
    empty(temp());
    empty(work());
  }

  private void checkVersion(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw unusable(root, "has a damaged file named version", null);
    }
    if (Integer.parseInt(text) > VERSION) {
      throw new StoplogException(
          Problem.DATA_FOLDER_NEWER,
          root + " has layout " + text + ", this stoplog knows " + VERSION + " and older");
    }
  }

  private static void createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static void restrict(Path folder) throws IOException {
    String mode = ServerAccount.isRoot() ? "rwx--x--x" : "rwx------";
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  /** Removes what is in the folder, never what a link in it points at. */
  static void empty(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!visited.equals(folder)) {
              Files.delete(visited);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void remove(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      empty(folder);
    }
    Files.deleteIfExists(folder);
  }

  static StoplogException unusable(Path folder, String why, @Nullable Throwable cause) {
    return new StoplogException(Problem.DATA_FOLDER_UNUSABLE, folder + " " + why, cause);
  }

  private static StoplogException inUse(Path folder, long pid) {
    String holder = pid < 0 ? "another process" : "process " + pid;
    return new StoplogException(Problem.DATA_FOLDER_IN_USE, folder + " is held by " + holder);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** The real path, links resolved. */
  public Path root() {
    return root;
  }

  /** The database's binaries, cluster and log. */
  public Path postgres() {
    return root.resolve("postgres");
  }

  /** Iceberg's data and metadata files. */
  public Path warehouse() {
    return root.resolve("warehouse");
  }

  /** Spill files; emptied when the folder is opened. */
  public Path temp() {
    return root.resolve("temp");
  }

  /** Evidence, content-addressed. */
  public Path evidence() {
    return root.resolve("evidence");
  }

  /** Segments of gateways that are not in the tables yet, sealed as they came. */
  public Path segments() {
    return root.resolve("segments");
  }

  /** What a command works on until it commits; emptied when the folder is opened. */
  public Path work() {
    return root.resolve("work");
  }

  /**
   * Files that somebody uploaded and that are not imported yet: personal data in the plain. Kept
   * over a restart, never in a backup; whoever puts a file here takes it away.
   */
  public Path uploads() {
    return root.resolve("uploads");
  }

  /** Gives the lock back. Close the database first. */
  @Override
  public void close() {
    try {
      if (lock.isValid()) {
        lock.release();
      }
      channel.close();
    } catch (IOException e) {
      throw unusable(root, "could not be unlocked: " + reason(e), e);
    } finally {
      forget(root);
    }
  }
}
