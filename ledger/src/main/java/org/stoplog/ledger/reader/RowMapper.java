package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;

/** Turns the cells of a table into what the mapping says they are. Not thread-safe. */
final class RowMapper {
  private final List<Field> fields;
  private final int[] columnOf;
  private final Role[] roles;
  private final int[] elements;
  private final boolean[] isEmail;
  private final boolean[] isHandedOver;
  private final boolean[] isOfContacts;
  private final DateText dates;
  private final RowWriter out;
  private final byte @Nullable [] only;
  private final int onlyField;
  private boolean failed;
  private boolean met;
  private @Nullable String failedColumn;
  private @Nullable String failedReason;
  private boolean identified;
  private int notAnEmail;

  /**
   * @param columnOf for each field, the index of its column in the file, or -1
   */
  RowMapper(Mapping mapping, int[] columnOf, RowWriter out) {
    this(mapping, columnOf, out, null, -1);
  }

  /** For a table; only the rows that were asked for are handed over. */
  static RowMapper of(TablePlan plan, ReadRequest request, RowWriter out) {
    RowFilter only = request.only();
    return new RowMapper(plan.mapping(), plan.columnOf(), out, only, plan.fieldOf(only));
  }

  /**
   * @param only which rows count, null for all
   * @param onlyField index of its field
   */
  RowMapper(
      Mapping mapping, int[] columnOf, RowWriter out, @Nullable RowFilter only, int onlyField) {
    this.only = only == null ? null : only.value().getBytes(StandardCharsets.UTF_8);
    this.onlyField = onlyField;
    this.fields = mapping.fields();
    this.columnOf = columnOf.clone();
    this.dates = new DateText(mapping.dateOrder());
    this.out = out;
    this.roles = new Role[fields.size()];
    this.elements = new int[fields.size()];
    this.isEmail = new boolean[fields.size()];
    this.isHandedOver = new boolean[fields.size()];
    this.isOfContacts = new boolean[fields.size()];
    for (int i = 0; i < roles.length; i++) {
      Field field = fields.get(i);
      String element = field.element();
      roles[i] = field.role();
      elements[i] = element == null ? -1 : Elements.catalogue().get(element).ordinal();
      isHandedOver[i] = isHandedOver(mapping, field);
      isOfContacts[i] = mapping.isOfContacts(field);
      isEmail[i] = field.role() == Role.IDENTIFIER && "email".equals(field.detail());
    }
  }

  /** Whether the parent gets the values of such a field. */
  static boolean isHandedOver(Mapping mapping, Field field) {
    return switch (field.role()) {
      case PERSON,
          IDENTIFIER,
          LINK,
          ORGANISATION,
          ORGANISATION_ROLE,
          ATTRIBUTE,
          SINCE,
          UNTIL,
          MERGED_INTO,
          GUARDIAN,
          RECIPIENT ->
          true;
      case ELEMENT -> mapping.isOfContacts(field);
      case TIME, IGNORE -> false;
    };
  }

  /** A whole row; cell i of the file lies in {@code [starts[i], ends[i])}. */
  void row(long line, byte[] bytes, int[] starts, int[] ends) {
    begin(line);
    for (int i = 0; i < roles.length && (!failed || only != null); i++) {
      int column = columnOf[i];
      if (column >= 0) {
        cell(i, bytes, starts[column], ends[column]);
      }
    }
    end();
  }

  void leaveOut(long line, @Nullable String column, String reason) {
    out.begin(line);
    out.leaveOut(column, reason);
  }

  void begin(long line) {
    out.begin(line);
    failed = false;
    met = only == null;
    identified = false;
    notAnEmail = -1;
  }

  void cell(int field, byte[] bytes, int cellFrom, int cellTo) {
    int from = cellFrom;
    int to = cellTo;
    while (from < to && bytes[from] >= 0 && bytes[from] <= ' ') {
      from++;
    }
    while (to > from && bytes[to - 1] >= 0 && bytes[to - 1] <= ' ') {
      to--;
    }
    // No-break spaces come with values that were copied from a page.
    while (to - from >= 2 && bytes[from] == (byte) 0xc2 && bytes[from + 1] == (byte) 0xa0) {
      from += 2;
    }
    while (to - from >= 2 && bytes[to - 1] == (byte) 0xa0 && bytes[to - 2] == (byte) 0xc2) {
      to -= 2;
    }
    if (only != null
        && field == onlyField
        && Arrays.equals(only, 0, only.length, bytes, from, to)) {
      met = true;
    }
    if (failed || NoValue.is(bytes, from, to)) {
      return;
    }
    Role role = roles[field];
    if (isHandedOver[field] && !(isOfContacts[field] && isUnfit(bytes, from, to))) {
      value(field, role, bytes, from, to);
    } else {
      out.filled(field);
      if (role == Role.TIME) {
        long time = dates.epochMillis(bytes, from, to);
        if (time == RowBlock.NO_TIME) {
          fail(field, "bad-date");
        } else {
          out.time(time);
        }
      }
    }
    if (elements[field] >= 0 && !failed && role != Role.IGNORE) {
      out.element(elements[field]);
    }
  }

  void end() {
    if (!met) {
      out.passOver();
      return;
    }
    if (failed) {
      if (only != null && failedReason != null) {
        out.leaveOut(failedColumn, failedReason);
      }
      return;
    }
    if (!identified && notAnEmail >= 0) {
      out.leaveOut(fields.get(notAnEmail).column(), "not-an-email");
    } else if (!identified) {
      out.leaveOut(null, "no-identifier");
    } else {
      out.end();
    }
  }

  void fail(int field, String reason) {
    if (!failed) {
      failed = true;
      if (only == null) {
        out.leaveOut(fields.get(field).column(), reason);
      } else {
        // Whether the row is one of those that were asked for is known at its end.
        failedColumn = fields.get(field).column();
        failedReason = reason;
      }
    }
  }

  /** A name that cannot be kept is not the row's fault: the row counts without it. */
  private static boolean isUnfit(byte[] bytes, int from, int to) {
    return to - from > Frames.MOST_CELL_BYTES || TextEncoding.isBroken(bytes, from, to);
  }

  private void value(int field, Role role, byte[] bytes, int from, int to) {
    if (to - from > Frames.MOST_CELL_BYTES) {
      fail(field, "value-too-long");
      return;
    }
    if (TextEncoding.isBroken(bytes, from, to)) {
      fail(field, "bad-encoding");
      return;
    }
    if (role == Role.SINCE || role == Role.UNTIL) {
      byte[] day = dates.day(bytes, from, to);
      if (day == null) {
        fail(field, "bad-date");
      } else {
        out.cell(field, day, 0, day.length);
      }
      return;
    }
    if (isEmail[field] && !hasAt(bytes, from, to)) {
      notAnEmail = field;
    } else if (isIdentifying(role)) {
      identified = true;
    }
    out.cell(field, bytes, from, to - from);
  }

  private static boolean isIdentifying(Role role) {
    return role == Role.PERSON
        || role == Role.IDENTIFIER
        || role == Role.LINK
        || role == Role.ORGANISATION;
  }

  private static boolean hasAt(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '@') {
        return i > from && i < to - 1;
      }
    }
    return false;
  }
}
