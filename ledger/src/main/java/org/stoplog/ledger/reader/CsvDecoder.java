package org.stoplog.ledger.reader;

import java.util.List;

/** Splits the records of a chunk into fields and hands them to the mapper. */
final class CsvDecoder implements Lanes.ChunkDecoder {
  private final byte separator;
  private final List<String> columns;
  private final RowMapper mapper;
  private final int[] starts;
  private final int[] ends;
  private int count;
  private int brokenColumn;
  private int newlines;
  private int quoteEnd;
  private boolean extraFieldsAreEmpty;

  /**
   * @param columns names of the file's columns
   */
  CsvDecoder(byte separator, List<String> columns, RowMapper mapper) {
    this.separator = separator;
    this.columns = columns;
    this.mapper = mapper;
    this.starts = new int[columns.size() + 1];
    this.ends = new int[columns.size() + 1];
  }

  @Override
  public void decode(Chunk chunk) {
    Chunk.Fault fault = chunk.fault;
    if (fault != null) {
      String column = fault.column() < 0 ? null : name(fault.column());
      mapper.leaveOut(fault.line(), column, fault.reason());
      return;
    }
    byte[] bytes = chunk.bytes;
    long line = chunk.firstLine;
    int at = 0;
    while (at < chunk.length) {
      at = split(bytes, at, chunk.length);
      if (count > 1 || ends[0] > starts[0] || brokenColumn >= 0) {
        row(bytes, line);
      }
      line += newlines;
    }
  }

  private void row(byte[] bytes, long line) {
    if (brokenColumn >= 0) {
      mapper.leaveOut(line, name(brokenColumn), "bad-quote");
    } else if (isRagged()) {
      mapper.leaveOut(line, null, "ragged-row");
    } else {
      mapper.row(line, bytes, starts, ends);
    }
  }

  /** Some programs end every line with separators; such a row is not ragged. */
  private boolean isRagged() {
    return count < columns.size() || (count > columns.size() && !extraFieldsAreEmpty);
  }

  /** Splits one record; returns the position after it. */
  private int split(byte[] bytes, int from, int to) {
    int at = from;
    count = 0;
    newlines = 0;
    brokenColumn = -1;
    extraFieldsAreEmpty = true;
    while (true) {
      int start = at;
      int end;
      if (at < to && bytes[at] == '"') {
        start = at + 1;
        end = unquote(bytes, start, to);
        at = quoteEnd;
        if (at < to && bytes[at] == '\r' && (at + 1 == to || bytes[at + 1] == '\n')) {
          at++;
        } else if (at < to && bytes[at] != separator && bytes[at] != '\n') {
          brokenColumn = brokenColumn < 0 ? count : brokenColumn;
          at = fieldEnd(bytes, at, to);
        }
      } else {
        at = fieldEnd(bytes, at, to);
        end = at;
        if (end > start && bytes[end - 1] == '\r' && (at == to || bytes[at] == '\n')) {
          end--;
        }
      }
      add(start, end);
      if (at >= to) {
        return to;
      }
      if (bytes[at++] == '\n') {
        newlines++;
        return at;
      }
    }
  }

  private void add(int start, int end) {
    if (count < columns.size()) {
      starts[count] = start;
      ends[count] = end;
    } else if (end > start) {
      extraFieldsAreEmpty = false;
    }
    count++;
  }

  private int fieldEnd(byte[] bytes, int from, int to) {
    byte stop = separator;
    int i = from;
    while (i < to) {
      byte c = bytes[i];
      if (c == stop || c == '\n') {
        return i;
      }
      i++;
    }
    return to;
  }

  /** Takes doubled quotes together in place; returns the end of the value. */
  private int unquote(byte[] bytes, int from, int to) {
    int close = CsvScan.closing(bytes, from, to);
    quoteEnd = Math.min(to, close + 1);
    int write = from;
    for (int i = from; i < close; i++) {
      byte c = bytes[i];
      if (c == '"') {
        i++;
      } else if (c == '\n') {
        newlines++;
      }
      bytes[write++] = c;
    }
    return write;
  }

  private String name(int column) {
    return column < columns.size() ? columns.get(column) : "#" + (column + 1);
  }
}
