package org.stoplog.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The folder of a journal: one process has it, and no number is used twice, also when all segments
 * were sent and deleted.
 */
final class JournalFolder implements AutoCloseable {
  /** Makes a new file that can be written. */
  interface Disk {
    FileChannel create(Path file) throws IOException;
  }

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  static final Disk REAL = file -> FileChannel.open(file, NEW, OWNER_FILE);

  private static final String TITLE = "stoplog journal 1";
  private static final int LARGEST_STATE = 1 << 10;

  private final Path folder;
  private final UUID gateway;
  private final Disk disk;
  private final FileChannel lock;
  private final List<Long> left;
  private volatile long highest;

  /**
   * Takes the folder; makes it when it is missing.
   *
   * @throws StoplogException DATA_FOLDER_IN_USE, DATA_FOLDER_UNUSABLE
   */
  JournalFolder(Path folder, UUID gateway, Disk disk) {
    this.folder = folder;
    this.gateway = gateway;
    this.disk = disk;
    FileChannel taken = null;
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, OWNER_FOLDER);
      }
      taken = take();
      left = clean();
      highest = Math.max(highestEver(), left.isEmpty() ? 0 : left.getLast());
      lock = taken;
      taken = null;
    } catch (IOException e) {
      throw new StoplogException(
          Problem.DATA_FOLDER_UNUSABLE,
          "The journal at " + folder + " cannot be read or written: " + e,
          e);
    } finally {
      if (taken != null) {
        closeQuietly(taken);
      }
    }
  }

  private FileChannel take() throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("journal.lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OWNER_FILE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another journal of this process has it: told below.
    }
    closeQuietly(channel);
    throw new StoplogException(
        Problem.DATA_FOLDER_IN_USE, "Another gateway writes the journal at " + folder + ".");
  }

  /** Removes what was never begun, and finds the segments. */
  private List<Long> clean() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      for (String name : names) {
        if (name.endsWith(".new")) {
          Files.delete(folder.resolve(name));
        }
      }
      return names.stream()
          .map(Format::number)
          .flatMapToLong(OptionalLong::stream)
          .sorted()
          .boxed()
          .toList();
    }
  }

  private long highestEver() throws IOException {
    Path state = state();
    String text;
    try {
      text = Files.size(state) > LARGEST_STATE ? "" : Files.readString(state);
    } catch (NoSuchFileException e) {
      return 0;
    }
    String[] lines = text.split("\n", -1);
    if (lines.length != 4 || !lines[0].equals(TITLE) || !lines[2].matches("\\d{1,18}")) {
      throw new IOException(state + " is damaged; it says which number was the last");
    }
    if (!lines[1].equals(gateway.toString())) {
      throw new IOException(
          state + " is of the gateway " + lines[1] + ", and this one is " + gateway);
    }
    return Long.parseLong(lines[2]);
  }

  /** Numbers of the segments that an earlier process left, in their order. */
  List<Long> left() {
    return left;
  }

  Path file(long number) {
    return folder.resolve(Format.name(number));
  }

  Path folder() {
    return folder;
  }

  /** The number that the next segment gets. */
  long next() {
    return highest + 1;
  }

  /**
   * Begins the segment {@link #next}. A file of that name is there only with a header that is
   * durable; its number is kept before anything is written behind it.
   */
  FileChannel create(byte[] header) throws IOException {
    long number = next();
    Path file = file(number);
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path fresh = folder.resolve(number + ".new");
    Files.deleteIfExists(fresh);
    FileChannel channel = disk.create(fresh);
    boolean done = false;
    try {
      write(channel, ByteBuffer.wrap(header));
      channel.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      synchronise();
      keepHighest(number);
      highest = number;
      done = true;
      return channel;
    } finally {
      if (!done) {
        closeQuietly(channel);
        deleteQuietly(fresh);
        deleteQuietly(file); // holds no record, and its number is free for the next
      }
    }
  }

  private void keepHighest(long number) throws IOException {
    Path fresh = folder.resolve("journal.state.new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel = disk.create(fresh)) {
      String text = TITLE + "\n" + gateway + "\n" + number + "\n";
      write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    Files.move(fresh, state(), StandardCopyOption.ATOMIC_MOVE);
    synchronise();
  }

  static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Bytes of the disk that this user may still write. */
  long usableBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  void delete(long number) throws IOException {
    Files.deleteIfExists(file(number));
    synchronise();
  }

  private void synchronise() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path state() {
    return folder.resolve("journal.state");
  }

  static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // What was written and not forced was never answered for.
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next one who begins it is told that it is there.
    }
  }

  @Override
  public void close() {
    closeQuietly(lock);
  }
}
