package org.stoplog.ledger.reader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tickets as rows of separated text, and as texts. Values go over many lines. */
final class TicketCsv {
  private static final int MOST_FIELDS = 4096;
  private static final int LONGEST = TicketSearch.LONGEST_VALUE + 1;

  private final TicketSink sink;
  private final Told told;
  private boolean isUnclosed;

  /** Is told that another ticket was read. */
  interface Told {
    void ticket() throws IOException;
  }

  TicketCsv(TicketSink sink, Told told) {
    this.sink = sink;
    this.told = told;
  }

  void read(InputStream utf8, char separator) throws IOException {
    sink.format("CSV");
    Reader reader =
        new BufferedReader(new InputStreamReader(utf8, StandardCharsets.UTF_8), 1 << 16);
    List<String> header = record(reader, separator);
    if (header == null) {
      return;
    }
    if (header.stream().anyMatch(TicketKeys::isTelling)) {
      // A file without a header: its first row is a ticket too.
      sink.unread(TicketFound.Why.LINE, "row 1: taken for names of columns, and holds values");
    }
    List<String> names = names(header);
    long number = 1;
    for (List<String> row = record(reader, separator);
        row != null && sink.wantsMore();
        row = record(reader, separator)) {
      number++;
      if (row.size() == 1 && row.getFirst().isBlank()) {
        continue;
      }
      sink.begin(null);
      for (int i = 0; i < row.size(); i++) {
        sink.value(i < names.size() ? names.get(i) : "column " + (i + 1), row.get(i), true);
      }
      if (isUnclosed) {
        sink.unread(TicketFound.Why.LINE, "row " + number + ": a quote is not closed");
      }
      sink.end();
      told.ticket();
    }
  }

  /** Each field has a name of its own. */
  private static List<String> names(List<String> header) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String given : header) {
      String plain =
          given.isBlank() || TicketKeys.isTelling(given)
              ? "column " + (names.size() + 1)
              : given.strip();
      String name = plain.length() > 200 ? plain.substring(0, 200) : plain;
      String own = name;
      for (int i = 2; !taken.add(own); i++) {
        own = name + " (" + i + ")";
      }
      names.add(own);
    }
    return names;
  }

  /** The next record; null at the end. */
  private @Nullable List<String> record(Reader reader, char separator) throws IOException {
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    boolean wasQuoted = false;
    isUnclosed = false;
    while (true) {
      if (c < 0) {
        isUnclosed = isQuoted;
        break;
      }
      if (isQuoted) {
        if (c == '"') {
          c = reader.read();
          if (c != '"') {
            isQuoted = false;
            wasQuoted = true;
            continue;
          }
        }
        append(field, (char) c);
      } else if (c == '"' && field.isEmpty() && !wasQuoted) {
        isQuoted = true;
      } else if (c == separator) {
        add(fields, field);
        wasQuoted = false;
      } else if (c == '\n') {
        break;
      } else if (c != '\r') {
        append(field, (char) c);
      }
      c = reader.read();
    }
    add(fields, field);
    return fields;
  }

  private static void append(StringBuilder field, char c) {
    // One more than is searched, so that it is seen to be too long.
    if (field.length() < LONGEST) {
      field.append(c);
    }
  }

  private static void add(List<String> fields, StringBuilder field) {
    if (fields.size() < MOST_FIELDS) {
      fields.add(field.toString());
    }
    field.setLength(0);
  }

  /** A text that is one ticket. */
  static void text(TicketSink sink, String name, InputStream utf8) throws IOException {
    sink.format("text files");
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[1 << 16];
    Reader reader = new InputStreamReader(utf8, StandardCharsets.UTF_8);
    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
      text.append(buffer, 0, Math.min(n, LONGEST - text.length()));
    }
    sink.begin(name);
    sink.value("text", text.toString(), true);
    sink.end();
  }
}
