package org.stoplog.ledger.reader;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.exception.ZipException;
import net.lingala.zip4j.model.FileHeader;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Finds out by its first bytes what a file is, and takes it out of what it is packed in. */
final class Unpacker {
  private static final int MAGIC_BYTES = 8;
  private static final int MOST_LAYERS = 3;
  private static final int BUFFER = 64 << 10;

  private final ChildRequest request;

  Unpacker(ChildRequest request) {
    this.request = request;
  }

  /** What is inside: text as a stream, or a Parquet or XLSX file. */
  sealed interface Content {
    LongSupplier position();

    /**
     * @param encrypted whether it came out of an encrypted archive, where a wrong password that
     *     passes the first check shows as damage
     */
    record Text(InputStream stream, boolean encrypted, LongSupplier position) implements Content {}

    record Binary(Format format, Path file, LongSupplier position) implements Content {}
  }

  Content unpack(Path file) throws IOException {
    return open(file, 0);
  }

  private Content open(Path file, int layer) throws IOException {
    byte[] magic;
    try (InputStream in = Files.newInputStream(file)) {
      magic = in.readNBytes(MAGIC_BYTES);
    }
    switch (Magic.of(magic)) {
      case ZIP -> {
        return zip(file, layer);
      }
      case PARQUET -> {
        return new Content.Binary(Format.PARQUET, file, () -> 0);
      }
      case GZIP, TEXT -> {
        CountedFile counted = new CountedFile(file);
        return open(counted, layer, false, counted::position);
      }
    }
    throw new IllegalStateException();
  }

  private Content open(InputStream in, int layer, boolean encrypted, LongSupplier position)
      throws IOException {
    if (layer > MOST_LAYERS) {
      throw new StoplogException(
          Problem.ARCHIVE_UNSAFE, "more than " + MOST_LAYERS + " archives inside each other");
    }
    BufferedInputStream stream = new BufferedInputStream(in, BUFFER);
    stream.mark(MAGIC_BYTES);
    byte[] magic;
    try {
      magic = stream.readNBytes(MAGIC_BYTES);
      stream.reset();
    } catch (IOException e) {
      throw damaged(e, encrypted);
    }
    return switch (Magic.of(magic)) {
      case TEXT -> new Content.Text(stream, encrypted, position);
      case GZIP -> {
        InputStream inflated;
        try {
          inflated =
              GzipCompressorInputStream.builder()
                  .setInputStream(stream)
                  .setDecompressConcatenated(true)
                  .setBufferSize(BUFFER)
                  .get();
        } catch (IOException e) {
          throw damaged(e, encrypted);
        }
        yield open(
            new InflateGuard(inflated, request.read().limits(), position),
            layer + 1,
            encrypted,
            position);
      }
      case ZIP, PARQUET -> open(spool(stream, layer, encrypted), layer + 1);
    };
  }

  /** These formats are read from their end, so the file is needed as a whole. */
  private Path spool(InputStream stream, int layer, boolean encrypted) throws IOException {
    Path inner = Path.of("inner-" + layer);
    try (OutputStream out = Files.newOutputStream(inner)) {
      byte[] buffer = new byte[BUFFER];
      while (true) {
        int n;
        try {
          n = stream.read(buffer);
        } catch (IOException e) {
          throw damaged(e, encrypted);
        }
        if (n < 0) {
          return inner;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new StoplogException(Problem.DISK_FULL, "no room to unpack the file", e);
    }
  }

  private Content zip(Path file, int layer) throws IOException {
    long size = Files.size(file);
    // Closed by the end of this process; the stream that is handed out needs it open.
    @SuppressWarnings("resource")
    ZipFile zip = new ZipFile(file.toFile(), request.read().password());
    FileHeader entry;
    try {
      List<FileHeader> entries = zip.getFileHeaders();
      if (entries.stream().anyMatch(header -> header.getFileName().startsWith("xl/workbook"))) {
        return new Content.Binary(Format.XLSX, file, () -> 0);
      }
      entry = ZipEntries.onlyDataFile(entries);
    } catch (ZipException e) {
      throw new StoplogException(Problem.FILE_DAMAGED, "the ZIP archive cannot be read", e);
    }
    if (entry.isEncrypted() && request.read().password() == null) {
      throw new StoplogException(Problem.PASSWORD_NEEDED, "the ZIP archive is encrypted");
    }
    InputStream inflated;
    try {
      inflated = zip.getInputStream(entry);
    } catch (IOException e) {
      throw damaged(e, entry.isEncrypted());
    }
    LongSupplier position = () -> size;
    return open(
        new InflateGuard(inflated, request.read().limits(), position),
        layer + 1,
        entry.isEncrypted(),
        position);
  }

  /** What a failure to decompress means. */
  static StoplogException damaged(IOException cause, boolean encrypted) {
    if (cause instanceof ZipException zip && zip.getType() == ZipException.Type.WRONG_PASSWORD) {
      return new StoplogException(Problem.PASSWORD_WRONG, "the password does not fit", cause);
    }
    if (encrypted && !(cause instanceof EOFException)) {
      return new StoplogException(
          Problem.PASSWORD_WRONG, "the password does not fit, or the archive is damaged", cause);
    }
    return new StoplogException(
        Problem.FILE_DAMAGED, "the compressed data ends too early or is altered", cause);
  }

  /** What the first bytes say. */
  private enum Magic {
    GZIP,
    ZIP,
    PARQUET,
    TEXT;

    static Magic of(byte[] head) {
      if (starts(head, 0x1f, 0x8b)) {
        return GZIP;
      }
      if (starts(head, 'P', 'K', 3, 4) || starts(head, 'P', 'K', 5, 6)) {
        return ZIP;
      }
      if (starts(head, 'P', 'A', 'R', '1')) {
        return PARQUET;
      }
      refuse(head, "an old Excel file or an encrypted XLSX file", 0xd0, 0xcf, 0x11, 0xe0);
      refuse(head, "a Zstandard file", 0x28, 0xb5, 0x2f, 0xfd);
      refuse(head, "a bzip2 file", 'B', 'Z', 'h', '1' + 8);
      refuse(head, "an xz file", 0xfd, '7', 'z', 'X', 'Z');
      refuse(head, "a 7z file", '7', 'z', 0xbc, 0xaf);
      refuse(head, "a RAR file", 'R', 'a', 'r', '!', 0x1a);
      refuse(head, "a PDF file", '%', 'P', 'D', 'F', '-');
      refuse(head, "an Avro file", 'O', 'b', 'j', 1);
      refuse(head, "an ORC file", 'O', 'R', 'C');
      return TEXT;
    }

    private static void refuse(byte[] head, String what, int... magic) {
      if (starts(head, magic)) {
        throw new StoplogException(Problem.FILE_FORMAT_UNKNOWN, "this is " + what);
      }
    }

    private static boolean starts(byte[] head, int... magic) {
      if (head.length < magic.length) {
        return false;
      }
      for (int i = 0; i < magic.length; i++) {
        if ((head[i] & 0xff) != magic[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
