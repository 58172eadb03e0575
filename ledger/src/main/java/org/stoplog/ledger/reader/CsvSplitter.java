package org.stoplog.ledger.reader;

import java.util.Arrays;

/** Splits one record of separated text into fields, in place. Not thread-safe. */
final class CsvSplitter {
  private final byte separator;
  private final int most;
  private int quoteEnd;

  /** Where the fields start and end; only those up to the most that are wanted. */
  int[] starts;

  int[] ends;

  /** Number of fields, also past the most that are wanted. */
  int count;

  /** Line ends in the record. */
  int newlines;

  /** First field where text follows a closing quote, or -1. */
  int brokenField;

  /** Whether all fields past the most that are wanted are empty. */
  boolean extraFieldsAreEmpty;

  /**
   * @param most fields that are kept
   */
  CsvSplitter(byte separator, int most) {
    this.separator = separator;
    this.most = most;
    int size = Math.min(most, 64);
    this.starts = new int[size];
    this.ends = new int[size];
  }

  /** Splits the record that starts at {@code from}; returns the position after it. */
  int split(byte[] bytes, int from, int to) {
    int at = from;
    count = 0;
    newlines = 0;
    brokenField = -1;
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
          brokenField = brokenField < 0 ? count : brokenField;
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

  /** Whether the record is an empty line. */
  boolean isBlank() {
    return count == 1 && brokenField < 0 && ends[0] == starts[0];
  }

  private void add(int start, int end) {
    if (count < most) {
      if (count == starts.length) {
        int size = Math.min(most, count * 2);
        starts = Arrays.copyOf(starts, size);
        ends = Arrays.copyOf(ends, size);
      }
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
}
