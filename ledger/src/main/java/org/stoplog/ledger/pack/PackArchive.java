package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A stranger's pack as an archive. It must be laid out as {@link PackWriter} does it: one entry
 * after the other, nothing between them, before or behind, so that every reader of archives sees
 * the same files. How large they become is not believed: each is read up to a bound.
 */
final class PackArchive implements Closeable {
  private static final int LOCAL = 30;
  private static final int LOCAL_MARK = 0x04034b50;
  private static final int DESCRIPTOR = 16;
  private static final int DESCRIPTOR_MARK = 0x08074b50;
  private static final int CENTRAL = 46;
  private static final int END = 22;
  private static final long FOUR_GIGABYTES = 0xffff_ffffL;
  private static final int MANY = 0xffff;

  private final Path path;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private PackArchive(Path path, ZipFile zip) {
    this.path = path;
    this.zip = zip;
  }

  /**
   * @throws StoplogException FILE_NOT_FOUND, FILE_UNREADABLE, PACK_INVALID
   */
  static PackArchive open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, path + " does not exist");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile());
    } catch (IOException e) {
      throw new StoplogException(
          Problem.PACK_INVALID, path + " is no ZIP archive, or breaks off", e);
    }
    PackArchive archive = new PackArchive(path, zip);
    try {
      archive.look();
      return archive;
    } catch (IOException e) {
      archive.quietly();
      throw new StoplogException(Problem.FILE_UNREADABLE, path + " cannot be read", e);
    } catch (RuntimeException e) {
      archive.quietly();
      throw e;
    }
  }

  private void quietly() {
    try {
      zip.close();
    } catch (IOException e) {
      // What made us give it up is told already.
      return;
    }
  }

  private void look() throws IOException {
    if (zip.size() > PackFormat.MOST_FILES) {
      throw invalid("it has more than " + PackFormat.MOST_FILES + " files");
    }
    for (ZipEntry entry : zip.stream().<ZipEntry>map(one -> one).toList()) {
      String name = entry.getName();
      if (!PackFormat.NAME.matcher(name).matches()) {
        throw invalid("a file in it has a name that packs do not use");
      }
      if (entry.getMethod() != ZipEntry.DEFLATED || entry.getSize() < 0) {
        throw invalid(name + " in it is packed in another way");
      }
      if (entries.put(name, entry) != null) {
        throw invalid(name + " is in it twice");
      }
    }
    layout();
  }

  /** Reads the heads one after the other, where they must be. */
  private void layout() throws IOException {
    long length = Files.size(path);
    boolean isLong =
        length >= FOUR_GIGABYTES
            || entries.size() >= MANY
            || entries.values().stream().anyMatch(one -> one.getSize() >= FOUR_GIGABYTES);
    if (zip.getComment() != null) {
      throw invalid("it has a comment");
    }
    long at = 0;
    long central = 0;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      for (ZipEntry entry : entries.values()) {
        byte[] name = entry.getName().getBytes(US_ASCII);
        ByteBuffer head = read(file, at, LOCAL + name.length, entry);
        byte[] given = new byte[name.length];
        head.get(LOCAL, given);
        if (head.getInt(0) != LOCAL_MARK
            || head.getShort(26) != name.length
            || head.getShort(28) != 0
            || !java.util.Arrays.equals(given, name)) {
          throw invalid("it has bytes that belong to no file, before " + entry.getName());
        }
        at += LOCAL + name.length + entry.getCompressedSize();
        boolean isLarge = entry.getSize() >= FOUR_GIGABYTES;
        if (!isLarge) {
          ByteBuffer behind = read(file, at, DESCRIPTOR, entry);
          if (behind.getInt(0) != DESCRIPTOR_MARK
              || behind.getInt(4) != (int) entry.getCrc()
              || behind.getInt(8) != (int) entry.getCompressedSize()
              || behind.getInt(12) != (int) entry.getSize()) {
            throw invalid(entry.getName() + " in it is not as long as it says");
          }
        }
        at += isLarge ? DESCRIPTOR + 8 : DESCRIPTOR;
        central += CENTRAL + name.length;
      }
    }
    if (!isLong && at + central + END != length) {
      throw invalid("it has bytes that belong to no file");
    }
  }

  private ByteBuffer read(RandomAccessFile file, long at, int length, ZipEntry entry)
      throws IOException {
    byte[] bytes = new byte[length];
    if (at + length > file.length()) {
      throw invalid(entry.getName() + " in it breaks off");
    }
    file.seek(at);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  Set<String> names() {
    return entries.keySet();
  }

  /**
   * All of a file.
   *
   * @param most bytes
   */
  byte[] bytes(String name, int most) {
    try (InputStream in = stream(name)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw invalid(name + " in it is too large");
      }
      return bytes;
    } catch (IOException e) {
      throw broken(name, e);
    }
  }

  /** A file, whose reader has to bound it. */
  InputStream stream(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    InputStream in = entry == null ? null : zip.getInputStream(entry);
    if (in == null) {
      throw invalid(name + " is not in it");
    }
    return in;
  }

  StoplogException broken(String name, IOException cause) {
    return new StoplogException(
        Problem.PACK_INVALID, path + " is no usable pack: " + name + " in it is damaged", cause);
  }

  StoplogException invalid(String why) {
    return invalid(path, why);
  }

  static StoplogException invalid(Path path, String why) {
    return new StoplogException(Problem.PACK_INVALID, path + " is no usable pack: " + why);
  }

  /** Where each file is listed, and in which order. */
  List<String> order() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
