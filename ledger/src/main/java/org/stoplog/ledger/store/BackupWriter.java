package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;

/** A gzipped tar that remembers the hash of each of its entries. */
final class BackupWriter implements Closeable {
  /** A table is cut into entries of this size: tar wants to know a size beforehand. */
  private static final int PART = 8 << 20;

  private static final int PRIVATE = 0600;

  private final FastGzip gzip;
  private final TarArchiveOutputStream tar;
  private final Map<String, String> hashes = new LinkedHashMap<>();
  private final Progress progress;
  private long done;

  BackupWriter(OutputStream target, Progress progress) throws IOException {
    this.progress = progress;
    gzip = new FastGzip(target);
    // No buffer between: what is written goes by the level of its moment.
    tar = new TarArchiveOutputStream(gzip);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /** A stream whose bytes become the parts of a table. */
  OutputStream table(String name) {
    gzip.level(Deflater.BEST_SPEED);
    return new Parts(name);
  }

  /**
   * Every plain file below a folder, as it is at this moment.
   *
   * @throws StoplogException FILE_CHANGED when one goes away meanwhile
   */
  void folder(Path folder) throws IOException {
    gzip.level(Deflater.NO_COMPRESSION); // Parquet and evidence are compressed or encrypted
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    progress.step("Copying the files of " + folder.getFileName(), size(files), "bytes");
    done = 0;
    for (Path file : files) {
      String name = folder.getFileName() + "/" + folder.relativize(file);
      try (InputStream content = Files.newInputStream(file)) {
        add(name, content, Files.size(file));
      } catch (NoSuchFileException e) {
        throw new StoplogException(
            Problem.FILE_CHANGED, name + " went away while it was backed up", e);
      }
    }
  }

  /** About: files of a commit under way may go away before they are copied. */
  private static long size(List<Path> files) throws IOException {
    long size = 0;
    for (Path file : files) {
      size += Files.exists(file) ? Files.size(file) : 0;
    }
    return size;
  }

  /** Counts, and ends when it is asked to. */
  private void wrote(int count) {
    done += count;
    progress.at(done);
    if (progress.stopped()) {
      throw new StoplogException(Problem.INTERRUPTED, "the backup was stopped");
    }
  }

  private void add(String name, InputStream content, long size) throws IOException {
    Hashing hashing = new Hashing();
    begin(name, size);
    byte[] buffer = new byte[1 << 16];
    // Files of a commit under way still grow; the database does not know them yet.
    for (long left = size; left > 0; ) {
      int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new StoplogException(
            Problem.FILE_CHANGED, name + " became shorter while it was backed up");
      }
      hashing.update(buffer, count);
      tar.write(buffer, 0, count);
      left -= count;
      wrote(count);
    }
    tar.closeArchiveEntry();
    hashes.put(name, hashing.hex());
  }

  private void add(String name, byte[] content, int size) throws IOException {
    Hashing hashing = new Hashing();
    hashing.update(content, size);
    begin(name, size);
    tar.write(content, 0, size);
    tar.closeArchiveEntry();
    hashes.put(name, hashing.hex());
    wrote(size);
  }

  private void begin(String name, long size) throws IOException {
    if (!BackupManifest.isName(name) && !name.equals(BackupManifest.NAME)) {
      throw new StoplogException(
          Problem.INTERNAL, "a backup cannot hold a file with a control character in its name");
    }
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(PRIVATE);
    tar.putArchiveEntry(entry);
  }

  /** Writes the manifest, which ends the archive. */
  void finish(int schema, Map<String, Long> sequences) throws IOException {
    byte[] json = new BackupManifest(schema, sequences, hashes).toJson().getBytes(UTF_8);
    add(BackupManifest.NAME, json, json.length);
    tar.finish();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** Cuts what is written into entries named tables/NAME/000000 and so on. */
  private final class Parts extends OutputStream {
    private final String name;
    private final byte[] part = new byte[PART];
    private int filled;
    private int parts;

    Parts(String name) {
      this.name = name;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int count = Math.min(length - done, PART - filled);
        System.arraycopy(bytes, offset + done, part, filled, count);
        filled += count;
        done += count;
        if (filled == PART) {
          cut();
        }
      }
    }

    private void cut() throws IOException {
      if (filled > 0) {
        add("tables/%s/%06d".formatted(name, parts++), part, filled);
        filled = 0;
      }
    }

    @Override
    public void close() throws IOException {
      cut();
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
    }

    void level(int level) {
      def.setLevel(level);
    }
  }
}
