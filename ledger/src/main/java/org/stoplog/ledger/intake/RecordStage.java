package org.stoplog.ledger.intake;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.LeftOut;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Role;
import org.stoplog.ledger.reader.RowBlock;
import org.stoplog.ledger.reader.RowHandler;
import org.stoplog.ledger.table.DuckSession;

/**
 * Takes the rows of a disclosures or holdings file into temporary tables: {@code stage} (subject,
 * time, set of elements), {@code stage_passed} (the same for those whom a hub passed it on to) and
 * {@code stage_link} (identifiers that a row tied together).
 */
final class RecordStage implements RowHandler, AutoCloseable {
  private static final long DAY_MILLIS = 86_400_000;

  private final SubjectMaker subjects;
  private final Progress progress;
  private final long defaultMillis;
  private final DuckDBAppender rows;
  private final DuckDBAppender passed;
  private final DuckDBAppender links;
  private final Recipients recipients;
  private final LeftOutReport leftOut = new LeftOutReport();
  private final List<ElementSet> sets = new ArrayList<>();
  private @Nullable Scheme[] schemes = new Scheme[0];
  private String[] columns = new String[0];
  private boolean[] naming = new boolean[0];
  private boolean namesRecipients;
  private boolean closed;
  private long used;
  private int usedSchemes;

  /**
   * @param defaultDay day of rows that name none, null to leave them out
   */
  RecordStage(
      DuckSession duck,
      SubjectMaker subjects,
      Recipients recipients,
      @Nullable LocalDate defaultDay,
      Progress progress) {
    this.subjects = subjects;
    this.recipients = recipients;
    this.progress = progress;
    this.defaultMillis =
        defaultDay == null
            ? RowBlock.NO_TIME
            : defaultDay.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    duck.execute(
        """
        CREATE TEMP TABLE stage
          (subject_key BIGINT, subject UUID, day INTEGER, micros BIGINT, elements INTEGER)
        """);
    duck.execute(
        """
        CREATE TEMP TABLE stage_passed (recipient INTEGER, subject_key BIGINT, subject UUID,
          day INTEGER, micros BIGINT, elements INTEGER)
        """);
    duck.execute(
        """
        CREATE TEMP TABLE stage_link
          (subject UUID, scheme SMALLINT, other UUID, other_scheme SMALLINT, day INTEGER)
        """);
    rows = duck.append("stage");
    passed = duck.append("stage_passed");
    links = duck.append("stage_link");
  }

  @Override
  public void mapping(Mapping mapping) {
    List<Field> fields = mapping.fields();
    schemes = new Scheme[fields.size()];
    columns = new String[fields.size()];
    naming = new boolean[fields.size()];
    for (int i = 0; i < schemes.length; i++) {
      Field field = fields.get(i);
      columns[i] = field.column();
      if (field.role() == Role.IDENTIFIER || field.role() == Role.LINK) {
        schemes[i] = Schemes.of(field);
      } else if (field.role() == Role.PERSON) {
        schemes[i] = Scheme.USER_ID;
      } else if (field.role() == Role.RECIPIENT) {
        naming[i] = true;
        namesRecipients = true;
      }
    }
  }

  @Override
  public void elementSet(ElementSet set) {
    sets.add(set);
  }

  @Override
  public void rows(RowBlock block) {
    try {
      for (int row = 0; row < block.rows; row++) {
        row(block, row);
      }
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "a row could not be staged", e);
    }
  }

  private void row(RowBlock block, int row) throws SQLException {
    long time = block.time[row] == RowBlock.NO_TIME ? defaultMillis : block.time[row];
    if (time == RowBlock.NO_TIME) {
      leftOut.add(new LeftOut(block.line[row], null, "no-time"));
      return;
    }
    @Nullable Scheme primary = null;
    long high = 0;
    long low = 0;
    String reason = "no-identifier";
    String column = null;
    int day = (int) Math.floorDiv(time, DAY_MILLIS);
    for (int cell = block.firstCell[row]; cell < block.firstCell[row + 1]; cell++) {
      Scheme scheme = schemes[block.field[cell]];
      if (scheme == null) {
        continue;
      }
      String wrong = subjects.make(scheme, block.bytes, block.start[cell], block.length[cell]);
      if (wrong != null) {
        reason = wrong;
        column = columns[block.field[cell]];
        continue;
      }
      boolean tagged = subjects.high != subjects.baseHigh || subjects.low != subjects.baseLow;
      long thisHigh = subjects.high;
      long thisLow = subjects.low;
      if (tagged) {
        link(
            thisHigh, thisLow, scheme, subjects.baseHigh, subjects.baseLow, Scheme.EMAIL_BASE, day);
      }
      if (primary == null) {
        primary = scheme;
        high = thisHigh;
        low = thisLow;
      } else {
        link(high, low, primary, thisHigh, thisLow, scheme, day);
      }
    }
    if (primary == null) {
      leftOut.add(new LeftOut(block.line[row], column, reason));
      return;
    }
    rows.beginRow()
        .append(high)
        .appendUUID(high, low)
        .append(day)
        .append(time * 1000)
        .append(block.elements[row])
        .endRow();
    if (namesRecipients) {
      passOn(block, row, high, low, day, time * 1000);
    }
    usedSchemes |= 1 << primary.code();
    used++;
  }

  /** The same went to whoever is named: under the same identifier, since the hub hands it over. */
  private void passOn(RowBlock block, int row, long high, long low, int day, long micros)
      throws SQLException {
    recipients.begin();
    for (int cell = block.firstCell[row]; cell < block.firstCell[row + 1]; cell++) {
      if (naming[block.field[cell]]) {
        Recipients.Target target =
            recipients.add(block.bytes, block.start[cell], block.length[cell]);
        if (target != null) {
          passed
              .beginRow()
              .append(target.number)
              .append(high)
              .appendUUID(high, low)
              .append(day)
              .append(micros)
              .append(block.elements[row])
              .endRow();
        }
      }
    }
    recipients.end();
  }

  private void link(
      long high, long low, Scheme scheme, long otherHigh, long otherLow, Scheme other, int day)
      throws SQLException {
    links
        .beginRow()
        .appendUUID(high, low)
        .append((short) scheme.code())
        .appendUUID(otherHigh, otherLow)
        .append((short) other.code())
        .append(day)
        .endRow();
  }

  @Override
  public void leftOut(LeftOut row) {
    leftOut.add(row);
  }

  @Override
  public void progress(long bytesRead) {
    progress.at(bytesRead);
  }

  LeftOutReport report() {
    return leftOut;
  }

  List<ElementSet> sets() {
    return sets;
  }

  long used() {
    return used;
  }

  /** Bits of the codes of the schemes by which rows were recorded. */
  int usedSchemes() {
    return usedSchemes;
  }

  Recipients recipients() {
    return recipients;
  }

  /** Makes the rows visible to queries; there are no more. */
  void finish() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      rows.close();
      passed.close();
      links.close();
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "rows could not be staged", e);
    }
  }

  @Override
  public void close() {
    finish();
  }
}
