package org.stoplog.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stoplog.ledger.Numbers;

/** Rows in aligned columns. Numbers stand right and in groups of three; text stands left. */
final class Table {
  private static final String GAP = "  ";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;

  Table(String... headers) {
    this.headers = List.of(headers);
    this.right = new boolean[headers.length];
  }

  /** Adds a row: a Long or Integer counts as a number, all else prints as text. */
  Table row(Object... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + headers.size() + " columns");
    }
    for (int i = 0; i < cells.length; i++) {
      right[i] |= cells[i] instanceof Long || cells[i] instanceof Integer;
    }
    rows.add(Arrays.stream(cells).map(Table::text).toList());
    return this;
  }

  /** The table, each line ended. @param colour whether the header may be set off */
  String render(boolean colour) {
    int[] widths = new int[headers.size()];
    measure(headers, widths);
    rows.forEach(row -> measure(row, widths));
    StringBuilder out = new StringBuilder();
    if (colour) {
      out.append(BOLD);
    }
    append(out, headers, widths);
    if (colour) {
      out.append(PLAIN);
    }
    out.append('\n');
    for (List<String> row : rows) {
      append(out, row, widths);
      out.append('\n');
    }
    return out.toString();
  }

  private void append(StringBuilder out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String pad = " ".repeat(widths[i] - width(cell));
      line.append(i == 0 ? "" : GAP).append(right[i] ? pad + cell : cell + pad);
    }
    out.append(line.toString().stripTrailing());
  }

  private static void measure(List<String> cells, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], width(cells.get(i)));
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String text(Object cell) {
    return cell instanceof Long || cell instanceof Integer
        ? Numbers.grouped(((Number) cell).longValue())
        : printable(String.valueOf(cell));
  }

  /** Names come from strangers' files: a control character could move the cursor or hide a line. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "\ufffd");
  }
}
