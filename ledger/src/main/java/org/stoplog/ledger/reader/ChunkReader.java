package org.stoplog.ledger.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into chunks of whole records. A record past the limit is skipped without being held,
 * an unclosed quote costs the line where it opens. Used by one thread.
 */
final class ChunkReader {
  static final int CHUNK_BYTES = 1 << 20;

  private final InputStream in;
  private final int lineLimit;
  private final @Nullable CsvScan csv;
  private byte[] rest = new byte[0];
  private boolean ended;
  private long line;

  /**
   * @param firstLine line at which the stream starts
   * @param csv for separated text, null when every line is a record
   */
  ChunkReader(InputStream in, int lineLimit, long firstLine, @Nullable CsvScan csv) {
    this.in = in;
    this.lineLimit = lineLimit;
    this.line = firstLine;
    this.csv = csv;
  }

  /** Fills the chunk; false at the end of the text. */
  boolean next(Chunk chunk) throws IOException {
    chunk.fault = null;
    chunk.firstLine = line;
    int kept = rest.length;
    chunk.grow(Math.max(CHUNK_BYTES, kept));
    System.arraycopy(rest, 0, chunk.bytes, 0, kept);
    int filled = kept;
    while (true) {
      filled = fill(chunk.bytes, filled);
      if (filled == 0) {
        return false;
      }
      int end = end(chunk.bytes, filled);
      boolean isFaulty = end == 0 && csv != null && csv.openQuote >= 0 && (csv.broken || ended);
      if (end > 0 && end - lastRecordStart(chunk.bytes, end) <= lineLimit) {
        accept(chunk, end, filled);
        return true;
      }
      if (isFaulty && csv != null) {
        dropQuote(chunk, csv, filled);
        return true;
      }
      if (filled > lineLimit || end > 0) {
        if (csv != null && csv.openQuote >= 0) {
          dropQuote(chunk, csv, filled);
        } else {
          skipLine(chunk, filled);
        }
        return true;
      }
      chunk.grow((int) Math.min(chunk.bytes.length * 2L, lineLimit + 1L));
    }
  }

  private int fill(byte[] bytes, int from) throws IOException {
    int filled = from;
    while (!ended && filled < bytes.length) {
      int n = in.read(bytes, filled, bytes.length - filled);
      if (n < 0) {
        ended = true;
      } else {
        filled += n;
      }
    }
    return filled;
  }

  private int end(byte[] bytes, int filled) {
    if (csv != null && hasQuote(bytes, filled)) {
      return csv.scan(bytes, filled, ended);
    }
    if (csv != null) {
      csv.openQuote = -1;
      csv.broken = false;
    }
    if (ended) {
      return filled;
    }
    int i = filled;
    while (i > 0 && bytes[i - 1] != '\n') {
      i--;
    }
    return i;
  }

  private static boolean hasQuote(byte[] bytes, int to) {
    for (int i = 0; i < to; i++) {
      if (bytes[i] == '"') {
        return true;
      }
    }
    return false;
  }

  /** Only a last record without a line end can pass the limit: the array is no longer than it. */
  private int lastRecordStart(byte[] bytes, int end) {
    if (end <= lineLimit) {
      return 0;
    }
    int i = end - 1;
    while (i > 0 && bytes[i - 1] != '\n') {
      i--;
    }
    return i;
  }

  private void accept(Chunk chunk, int end, int filled) {
    chunk.length = end;
    keep(chunk, end, filled);
    line += LineEnds.count(chunk.bytes, 0, end);
  }

  private void dropQuote(Chunk chunk, CsvScan scan, int filled) {
    int quote = scan.openQuote;
    long opened = line + LineEnds.count(chunk.bytes, 0, quote);
    chunk.fault = new Chunk.Fault(opened, scan.openColumn, "unclosed-quote");
    chunk.length = 0;
    int next = quote;
    while (next < filled && chunk.bytes[next] != '\n') {
      next++;
    }
    keep(chunk, Math.min(filled, next + 1), filled);
    line = opened + 1;
  }

  private void skipLine(Chunk chunk, int filled) throws IOException {
    chunk.fault = new Chunk.Fault(line, -1, "line-too-long");
    chunk.length = 0;
    byte[] bytes = chunk.bytes;
    int size = filled;
    while (size > 0) {
      for (int i = 0; i < size; i++) {
        if (bytes[i] == '\n') {
          keep(chunk, i + 1, size);
          line++;
          return;
        }
      }
      size = fill(bytes, 0);
    }
    keep(chunk, 0, 0);
  }

  private void keep(Chunk chunk, int from, int to) {
    rest = Arrays.copyOfRange(chunk.bytes, from, to);
  }
}
