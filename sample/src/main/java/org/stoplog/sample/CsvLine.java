package org.stoplog.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** Writes lines of plain RFC 4180, with a line feed at the end. */
final class CsvLine {
  private final Writer out;

  CsvLine(Writer out) {
    this.out = out;
  }

  void write(List<String> cells) {
    try {
      for (int i = 0; i < cells.size(); i++) {
        if (i > 0) {
          out.write(',');
        }
        cell(cells.get(i));
      }
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cell(String cell) throws IOException {
    if (cell.indexOf(',') < 0 && cell.indexOf('"') < 0 && cell.indexOf('\n') < 0) {
      out.write(cell);
    } else {
      out.write('"');
      out.write(cell.replace("\"", "\"\""));
      out.write('"');
    }
  }
}
