package org.stoplog.ledger.register;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A sheet of a workbook (XLSX) that is written: a header and rows, all cells texts, so that no
 * program takes a cell for a number, a day or a formula.
 */
public final class TextSheet {
  private static final String TEXT = "@";
  private static final int WIDTH = 22;
  private static final int LONGEST_CELL = 32_767;
  private static final int FLUSHED = 1_000;

  /** ECMA-376 part 1, 22.9.2.19: how a text holds what XML cannot. */
  private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private final Worksheet sheet;
  private final List<String> header;
  private final Problem tooLong;
  private int rows;

  /**
   * @param name of the sheet
   * @param tooLong what it is when a text is longer than a cell may be
   */
  public TextSheet(Workbook book, String name, List<String> header, Problem tooLong) {
    this.sheet = book.newWorksheet(name);
    this.header = List.copyOf(header);
    this.tooLong = tooLong;
    for (int i = 0; i < header.size(); i++) {
      sheet.width(i, WIDTH);
      // Also what somebody adds below stays a text.
      sheet.style(i).format(TEXT).set();
      sheet.value(0, i, header.get(i));
      sheet.style(0, i).bold().format(TEXT).set();
    }
    sheet.freezePane(1, 1);
  }

  /**
   * Adds a row.
   *
   * @param cells one for each of the header, empty for an empty cell
   * @throws StoplogException for a text that no cell holds, with its place
   */
  public void row(List<String> cells) throws IOException {
    rows++;
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        cell(i, cells.get(i));
      }
    }
    if (rows % FLUSHED == 0) {
      sheet.flush();
    }
  }

  private void cell(int column, String text) {
    String written = escaped(text);
    if (written.length() > LONGEST_CELL) {
      throw new StoplogException(
          tooLong,
          "row %d, column %s: longer than a cell of a workbook; take CSV or JSON"
              .formatted(rows + 1, header.get(column)));
    }
    sheet.value(rows, column, written);
    sheet.style(rows, column).format(TEXT).set();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    Matcher looksSo = ESCAPE.matcher(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isEscape = c == '_' && looksSo.region(i, text.length()).lookingAt();
      if (isEscape || (c < ' ' && c != '\n' && c != '\t') || c == '\ufffe' || c == '\uffff') {
        out.append("_x%04X_".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** A text as it was given, of one that was read from a workbook. */
  public static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }
}
