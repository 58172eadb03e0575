package org.stoplog.ledger.table;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * Files of the Iceberg tables under one folder. Locations are {@code stoplog:/<relative path>}, so
 * that a data folder can be moved and restored elsewhere without rewriting metadata.
 */
final class WarehouseIO implements FileIO {
  static final String PREFIX = "stoplog:/";
  private static final long serialVersionUID = 1L;

  private final File root;

  /** Whether files may lie here that no table names. At first nobody knows. */
  private volatile boolean mayHaveStrays = true;

  /** Shared by those who read what a pointer names, and held alone by who deletes the rest. */
  private final transient ReentrantReadWriteLock uses = new ReentrantReadWriteLock();

  WarehouseIO(Path root) {
    this.root = root.toFile();
  }

  /**
   * Between a pointer and the end of the reading of what it names, nothing of that is deleted.
   * Short: data files are read under {@link DuckDb}'s turns.
   */
  void reads() {
    uses.readLock().lock();
  }

  void hasRead() {
    uses.readLock().unlock();
  }

  /** Waits for those who read, and keeps others from it. */
  void deletes() {
    uses.writeLock().lock();
  }

  void hasDeleted() {
    uses.writeLock().unlock();
  }

  boolean mayHaveStrays() {
    return mayHaveStrays;
  }

  /** Said before a file is written: whether a table will name it, and no longer others, is open. */
  void writes() {
    mayHaveStrays = true;
  }

  void isSwept() {
    mayHaveStrays = false;
  }

  /** The file behind a location. */
  Path resolve(String location) {
    if (!location.startsWith(PREFIX)) {
      throw new IllegalArgumentException("not a location of this warehouse");
    }
    Path base = root.toPath().toAbsolutePath().normalize();
    Path path = base.resolve(location.substring(PREFIX.length())).normalize();
    if (!path.startsWith(base)) {
      throw new IllegalArgumentException("location leaves the warehouse");
    }
    return path;
  }

  String locate(Path file) {
    return PREFIX + root.toPath().relativize(file).toString().replace(File.separatorChar, '/');
  }

  @Override
  public InputFile newInputFile(String location) {
    return new Located(location, org.apache.iceberg.Files.localInput(resolve(location).toFile()));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    writes();
    Path path = resolve(location);
    try {
      Files.createDirectories(path.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LocatedOutput(location, path, org.apache.iceberg.Files.localOutput(path.toFile()));
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(resolve(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A local file that answers with the location it was asked by. */
  private record Located(String location, InputFile file) implements InputFile {
    @Override
    public long getLength() {
      return file.getLength();
    }

    @Override
    public org.apache.iceberg.io.SeekableInputStream newStream() {
      return file.newStream();
    }

    @Override
    public boolean exists() {
      return file.exists();
    }
  }

  /**
   * Has reached the disk when it is closed: a pointer that outlives a power cut must not name a
   * file that did not.
   */
  private static final class Synced extends PositionOutputStream {
    private final PositionOutputStream stream;
    private final Path path;

    Synced(PositionOutputStream stream, Path path) {
      this.stream = stream;
      this.path = path;
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public long storedLength() throws IOException {
      return stream.storedLength();
    }

    @Override
    public void write(int octet) throws IOException {
      stream.write(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      stream.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      stream.close();
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  private record LocatedOutput(String location, Path path, OutputFile file) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      return new Synced(file.create(), path);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return new Synced(file.createOrOverwrite(), path);
    }

    @Override
    public InputFile toInputFile() {
      return new Located(location, file.toInputFile());
    }
  }
}
