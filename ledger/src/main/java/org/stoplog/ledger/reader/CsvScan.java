package org.stoplog.ledger.reader;

/**
 * Finds where the records of separated text end. A quote counts only at the start of a field; a
 * closing quote that something follows, lines below its opening one, shows that the opening one was
 * never closed.
 */
final class CsvScan {
  private final byte separator;

  /** Where the quote opened that is open at the end or is at fault, else -1. */
  int openQuote;

  /** Number of the column of {@link #openQuote}, from 0. */
  int openColumn;

  /** Whether {@link #openQuote} is known never to close. */
  boolean broken;

  CsvScan(byte separator) {
    this.separator = separator;
  }

  /**
   * @param last whether the text ends at {@code to}
   * @return the end of the last whole record before {@code to} and before a broken one; 0 when
   *     there is none
   */
  int scan(byte[] bytes, int to, boolean last) {
    openQuote = -1;
    broken = false;
    if (!Utf8.contains(bytes, to, (byte) '"')) {
      // Then every line is a record, and only the last end matters.
      return last ? to : lastLineEnd(bytes, to);
    }
    int end = 0;
    int column = 0;
    boolean fieldStarts = true;
    int i = 0;
    while (i < to) {
      byte c = bytes[i];
      if (c == '"' && fieldStarts) {
        int open = i;
        int close = closing(bytes, i + 1, to);
        boolean undecided = close == to || (close == to - 1 && !last);
        if (undecided) {
          openQuote = open;
          openColumn = column;
          return end;
        }
        i = close + 1;
        if (i < to && !endsField(bytes[i]) && hasNewline(bytes, open, close)) {
          openQuote = open;
          openColumn = column;
          broken = true;
          return end;
        }
        fieldStarts = false;
        continue;
      }
      i++;
      if (c == '\n') {
        end = i;
        column = 0;
        fieldStarts = true;
      } else if (c == separator) {
        column++;
        fieldStarts = true;
      } else {
        fieldStarts = false;
      }
    }
    return last ? to : end;
  }

  private static int lastLineEnd(byte[] bytes, int to) {
    int end = to;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Position of the quote that closes, or {@code to}. */
  static int closing(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (bytes[i] != '"') {
        i++;
      } else if (i + 1 < to && bytes[i + 1] == '"') {
        i += 2;
      } else {
        return i;
      }
    }
    return to;
  }

  private boolean endsField(byte c) {
    return c == separator || c == '\n' || c == '\r';
  }

  private static boolean hasNewline(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return true;
      }
    }
    return false;
  }
}
