package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads the times of events: a number of seconds or milliseconds, or ISO 8601 with a zone. */
final class TimeValue {
  /** Below this a number counts seconds: as milliseconds it would lie in early 1973. */
  private static final long FIRST_MILLIS = 100_000_000_000L;

  private static final int LONGEST_NUMBER = 32;

  private final byte[] bytes;
  private final int end;
  private int at;

  private TimeValue(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  /** Milliseconds since 1970-01-01 UTC, or {@link RowBlock#NO_TIME} when it is no such time. */
  static long parse(byte[] bytes, int from, int length) {
    TimeValue value = new TimeValue(bytes, from, length);
    return length > 4 && bytes[from + 4] == '-' ? value.iso() : value.number();
  }

  private long number() {
    if (end - at > LONGEST_NUMBER) {
      return RowBlock.NO_TIME;
    }
    long whole = 0;
    int i = at;
    while (i < end && i < at + 15 && isDigit(i)) {
      whole = whole * 10 + bytes[i++] - '0';
    }
    if (i == at || i == at + 15) {
      return RowBlock.NO_TIME;
    }
    if (i == end) {
      return whole < FIRST_MILLIS ? whole * 1000 : whole;
    }
    double number;
    try {
      // Java reads more than JSON does: 0x1p3, 1d, a space at the end.
      for (int k = i; k < end; k++) {
        if (!isDigit(k) && ".eE+-".indexOf(bytes[k]) < 0) {
          return RowBlock.NO_TIME;
        }
      }
      number = Double.parseDouble(new String(bytes, at, end - at, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      return RowBlock.NO_TIME;
    }
    if (!(number >= 0 && number < 1e15)) {
      return RowBlock.NO_TIME;
    }
    return Math.round(number < FIRST_MILLIS ? number * 1000 : number);
  }

  private long iso() {
    int year = digits(4);
    int month = after('-') ? digits(2) : -1;
    int day = after('-') ? digits(2) : -1;
    int hour = after('T') || after('t') || after(' ') ? digits(2) : -1;
    int minute = after(':') ? digits(2) : -1;
    int second = after(':') ? digits(2) : 0;
    int millis = after('.') || after(',') ? fraction() : 0;
    long zone = zoneMinutes();
    boolean right =
        year >= 0
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second <= 60
            && millis >= 0
            && Math.abs(zone) <= 18 * 60
            && at == end;
    if (!right) {
      return RowBlock.NO_TIME;
    }
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      return ((days * 24 + hour) * 60 + minute - zone) * 60_000 + second * 1000L + millis;
    } catch (DateTimeException e) {
      return RowBlock.NO_TIME;
    }
  }

  private long zoneMinutes() {
    if (after('Z') || after('z')) {
      return 0;
    }
    boolean west = at < end && bytes[at] == '-';
    if (!west && !(at < end && bytes[at] == '+')) {
      return Long.MAX_VALUE;
    }
    at++;
    int hours = digits(2);
    int minutes = after(':') || at < end ? digits(2) : 0;
    if (hours < 0 || minutes < 0 || minutes > 59) {
      return Long.MAX_VALUE;
    }
    return west ? -(hours * 60L + minutes) : hours * 60L + minutes;
  }

  private int fraction() {
    int from = at;
    int millis = 0;
    for (int scale = 100; at < end && isDigit(at); scale /= 10, at++) {
      millis += scale * (bytes[at] - '0');
    }
    return at == from ? -1 : millis;
  }

  private boolean after(char c) {
    if (at < end && bytes[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, at++) {
      if (at >= end || !isDigit(at)) {
        return -1;
      }
      value = value * 10 + bytes[at] - '0';
    }
    return value;
  }

  private boolean isDigit(int i) {
    return bytes[i] >= '0' && bytes[i] <= '9';
  }
}
