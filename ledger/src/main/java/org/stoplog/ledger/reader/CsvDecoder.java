package org.stoplog.ledger.reader;

import java.util.List;

/** Hands the records of a chunk to the mapper. */
final class CsvDecoder implements Lanes.ChunkDecoder {
  private final CsvSplitter splitter;
  private final List<String> columns;
  private final RowMapper mapper;

  /**
   * @param columns names of the file's columns
   */
  CsvDecoder(byte separator, List<String> columns, RowMapper mapper) {
    this.splitter = new CsvSplitter(separator, columns.size());
    this.columns = columns;
    this.mapper = mapper;
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
      at = splitter.split(bytes, at, chunk.length);
      if (!splitter.isBlank()) {
        row(bytes, line);
      }
      line += splitter.newlines;
    }
  }

  private void row(byte[] bytes, long line) {
    if (splitter.brokenField >= 0) {
      mapper.leaveOut(line, name(splitter.brokenField), "bad-quote");
    } else if (isRagged()) {
      mapper.leaveOut(line, null, "ragged-row");
    } else {
      mapper.row(line, bytes, splitter.starts, splitter.ends);
    }
  }

  /** Some programs end every line with separators; such a row is not ragged. */
  private boolean isRagged() {
    return splitter.count < columns.size()
        || (splitter.count > columns.size() && !splitter.extraFieldsAreEmpty);
  }

  private String name(int column) {
    return column < columns.size() ? columns.get(column) : "#" + (column + 1);
  }
}
