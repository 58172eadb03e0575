package org.stoplog.ledger.register;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The suppliers as a file: CSV, a workbook (XLSX) or JSON, known by what is in it and not by its
 * name. docs/reference/suppliers.md says how each is written.
 */
public final class RegisterFile {
  /** Most bytes of a file; a workbook unpacks to more, within bounds of its own. */
  public static final int LARGEST = 16 << 20;

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** How an encrypted workbook begins, and one of before 2007 ([MS-CFB]). */
  private static final byte[] COMPOUND = {
    (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
  };

  private final Path workFolder;

  /**
   * @param workFolder where a workbook lies while its reader looks at it
   */
  public RegisterFile(Path workFolder) {
    this.workFolder = workFolder;
  }

  /**
   * Reads and checks all rows.
   *
   * @throws StoplogException {@link Problem#REGISTER_INVALID} with line and column of every fault;
   *     others for a file that is missing, empty or damaged
   */
  public List<Row> read(Path path) {
    return read(bytes(path), String.valueOf(path.getFileName()));
  }

  /**
   * The same of a file that is in memory.
   *
   * @param file its name, for what is told of it
   */
  public List<Row> read(byte[] bytes, String file) {
    checkSize(bytes, file);
    if (begins(bytes, COMPOUND)) {
      throw new StoplogException(
          Problem.REGISTER_INVALID,
          file + " is an encrypted or an old workbook; save it as XLSX, without a password");
    }
    if (begins(bytes, ZIP)) {
      return workbook(bytes, file);
    }
    String text = text(bytes, file);
    return text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")
        ? RegisterJson.read(text, file)
        : RegisterCsv.rows(text, file);
  }

  private List<Row> workbook(byte[] bytes, String file) {
    try {
      Files.createDirectories(workFolder);
      Path copy = Files.createTempFile(workFolder, "suppliers", ".part");
      try {
        Files.copy(
            new ByteArrayInputStream(bytes),
            copy,
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return RegisterWorkbook.read(copy, file, workFolder);
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a file that {@link #read} reads back; the stream stays open.
   *
   * @throws StoplogException REGISTER_INVALID for more than a workbook holds
   */
  public static void write(RegisterFormat format, OutputStream out, List<Row> rows)
      throws IOException {
    switch (format) {
      case CSV -> {
        OutputStreamWriter text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        RegisterCsv.write(text, rows);
      }
      case XLSX -> RegisterWorkbook.write(out, rows);
      case JSON -> RegisterJson.write(out, rows);
    }
  }

  private static boolean begins(byte[] bytes, byte[] mark) {
    return bytes.length >= mark.length
        && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
  }

  static byte[] bytes(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new StoplogException(
          Files.exists(path) ? Problem.FILE_UNREADABLE : Problem.FILE_NOT_FOUND,
          path + (Files.exists(path) ? " is not a plain file" : " does not exist"));
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, path + " could not be read", e);
    }
  }

  private static void checkSize(byte[] bytes, String file) {
    if (bytes.length == 0) {
      throw new StoplogException(Problem.FILE_EMPTY, file + " is empty");
    }
    if (bytes.length > LARGEST) {
      throw new StoplogException(Problem.REGISTER_INVALID, file + " is larger than 16 MB");
    }
  }

  static String text(byte[] bytes, String file) {
    checkSize(bytes, file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new StoplogException(Problem.ENCODING_UNREADABLE, file + " is not UTF-8 text", e);
    }
  }
}
