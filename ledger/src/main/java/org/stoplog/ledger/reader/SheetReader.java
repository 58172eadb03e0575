package org.stoplog.ledger.reader;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads strangers' workbooks (XLSX) whole, in a child process without keys, as {@link FileReader}
 * reads their lists. Thread-safe.
 */
public final class SheetReader {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path workFolder;
  private final SheetLimits limits;

  /** For what a person fills in by hand. */
  public SheetReader(Path workFolder) {
    this(workFolder, SheetLimits.FILLED_IN);
  }

  /**
   * @param workFolder where the children's folders are made; removed again when they end
   */
  public SheetReader(Path workFolder, SheetLimits limits) {
    this.workFolder = workFolder;
    this.limits = limits;
  }

  /**
   * Takes the cells out.
   *
   * @throws StoplogException FILE_DAMAGED when it is no workbook; ARCHIVE_TOO_LARGE when it has
   *     more than the limits allow; READER_LIMIT or READER_CRASHED when the child did not survive
   *     it
   */
  public SheetOutline read(Path workbook) {
    try (ChildProcess child =
        ChildProcess.start(workFolder, workbook, limits.child(), SheetChild.class)) {
      child.watch(() -> false, limits.child().time());
      child.send(JSON.writeValueAsBytes(limits));
      SheetOutline read = null;
      boolean isBroken = false;
      try {
        DataInputStream in = new DataInputStream(child.frames());
        int kind = in.read();
        int length = in.readInt();
        if (length < 0 || length > limits.bytes()) {
          throw new IOException("an answer of " + length + " bytes");
        }
        byte[] said = in.readNBytes(length);
        if (kind == SheetChild.REFUSED) {
          throw refused(new String(said, StandardCharsets.UTF_8));
        }
        read = JSON.readValue(said, SheetOutline.class);
      } catch (IOException | JacksonException e) {
        // Its exit says why, if it has ended.
        isBroken = true;
      }
      StoplogException verdict = child.verdict();
      if (verdict != null) {
        throw new StoplogException(
            verdict.problem(), "the workbook: " + verdict.getMessage(), verdict);
      }
      if (read == null || isBroken) {
        throw new StoplogException(
            Problem.READER_CRASHED, "the workbook: the reader ended without a result");
      }
      return read;
    }
  }

  private StoplogException refused(String slug) {
    return slug.equals(Problem.ARCHIVE_TOO_LARGE.slug())
        ? new StoplogException(
            Problem.ARCHIVE_TOO_LARGE,
            "the workbook has more than %d rows, %d columns or %d sheets, or becomes too large"
                .formatted(limits.rows(), limits.columns(), limits.sheets()))
        : new StoplogException(
            Problem.FILE_DAMAGED, "the file cannot be read as a workbook (XLSX)");
  }
}
