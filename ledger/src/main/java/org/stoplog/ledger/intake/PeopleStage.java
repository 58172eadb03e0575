package org.stoplog.ledger.intake;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.identity.Derived;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.identity.Normaliser;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.LeftOut;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.RowBlock;
import org.stoplog.ledger.reader.RowHandler;
import org.stoplog.ledger.table.DuckSession;

/**
 * Takes the rows of a people file into temporary tables: {@code stage_row} (one a row) and {@code
 * stage_id} (one an identifier). Values are hashed, coded or sealed before they get there.
 */
final class PeopleStage implements RowHandler, AutoCloseable {
  /**
   * Context of sealed references, so that a sealed value of another kind cannot be put in place.
   */
  static final byte[] REFERENCE = "person".getBytes(StandardCharsets.UTF_8);

  private final DuckSession duck;
  private final Keyset keys;
  private final SubjectMaker subjects;
  private final Codes codes;
  private final Progress progress;
  private final DuckDBAppender rows;
  private final DuckDBAppender identifiers;
  private final LeftOutReport leftOut = new LeftOutReport();
  private @Nullable ContactStage contacts;
  private List<Field> fields = List.of();
  private long used;

  PeopleStage(
      DuckSession duck, Keyset keys, SubjectMaker subjects, Codes codes, Progress progress) {
    this.duck = duck;
    this.keys = keys;
    this.subjects = subjects;
    this.codes = codes;
    this.progress = progress;
    duck.execute(
        """
        CREATE TEMP TABLE stage_row (ref UUID, sealed BLOB, since DATE, until DATE, codes VARCHAR,
          organisation INTEGER, admin BOOLEAN, merged_into UUID, guardian UUID)
        """);
    duck.execute(
        """
        CREATE TEMP TABLE stage_id
          (ref UUID, scheme SMALLINT, subject UUID, derived BLOB, since DATE, until DATE)
        """);
    rows = duck.append("stage_row");
    identifiers = duck.append("stage_id");
  }

  @Override
  public void mapping(Mapping mapping) {
    fields = mapping.fields();
    contacts = mapping.contacts() ? new ContactStage(duck, keys) : null;
  }

  @Override
  public void elementSet(ElementSet set) {
    // What a people file holds is our own data: it discloses nothing to anybody.
  }

  /** What one row says, put together cell by cell. */
  private static final class Row {
    @Nullable UUID reference;
    byte @Nullable [] sealed;
    @Nullable LocalDate since;
    @Nullable LocalDate until;
    final TreeSet<Integer> codes = new TreeSet<>();
    @Nullable Integer organisation;
    boolean admin;
    @Nullable UUID mergedInto;
    @Nullable UUID guardian;
    final ContactStage.Said contact = new ContactStage.Said();
    String reason = "no-identifier";
    @Nullable String column;
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

  private void row(RowBlock block, int index) throws SQLException {
    Row row = new Row();
    int first = block.firstCell[index];
    int last = block.firstCell[index + 1];
    for (int cell = first; cell < last; cell++) {
      describe(block, cell, row);
    }
    if (row.reference == null) {
      // Without an id of ours the person goes by the first identifier that the row has.
      for (int cell = first; cell < last && row.reference == null; cell++) {
        Scheme scheme = identifying(fields.get(block.field[cell]));
        if (scheme != null && make(scheme, block, cell, row)) {
          refer(row);
        }
      }
    }
    UUID reference = row.reference;
    if (reference == null) {
      leftOut.add(new LeftOut(block.line[index], row.column, row.reason));
      return;
    }
    if (row.since != null && row.until != null && !row.since.isBefore(row.until)) {
      leftOut.add(new LeftOut(block.line[index], null, "period-ends-before-it-starts"));
      return;
    }
    for (int cell = first; cell < last; cell++) {
      Field field = fields.get(block.field[cell]);
      Scheme scheme = identifying(field);
      if (scheme == null) {
        continue;
      }
      if (make(scheme, block, cell, row)) {
        if (scheme == Scheme.EMAIL && contacts != null) {
          row.contact.address(
              new UUID(subjects.high, subjects.low), text(block, cell), subjects.normalised());
        }
        identifier(reference, scheme, row);
      } else {
        leftOut.add(new LeftOut(block.line[index], field.column(), row.reason));
      }
    }
    write(row, reference);
    if (contacts != null) {
      contacts.write(reference, row.contact, row.since, row.until);
    }
    used++;
  }

  private static @Nullable Scheme identifying(Field field) {
    return switch (field.role()) {
      case PERSON -> Scheme.USER_ID;
      case IDENTIFIER -> Schemes.of(field);
      case LINK,
          ORGANISATION,
          ORGANISATION_ROLE,
          ATTRIBUTE,
          SINCE,
          UNTIL,
          TIME,
          MERGED_INTO,
          GUARDIAN,
          RECIPIENT,
          ELEMENT,
          IGNORE ->
          null;
    };
  }

  private void describe(RowBlock block, int cell, Row row) {
    Field field = fields.get(block.field[cell]);
    switch (field.role()) {
      case PERSON -> {
        if (make(Scheme.USER_ID, block, cell, row)) {
          refer(row);
        }
      }
      case ORGANISATION -> {
        if (make(Scheme.ORGANISATION_ID, block, cell, row)) {
          row.organisation =
              codes.organisation(new UUID(subjects.high, subjects.low), subjects.normalised());
        }
      }
      case ORGANISATION_ROLE ->
          row.admin = text(block, cell).toLowerCase(Locale.ROOT).startsWith("admin");
      case ATTRIBUTE -> {
        String value = text(block, cell);
        row.codes.add(codes.of(String.valueOf(field.detail()), value));
        row.contact.take(field, value);
      }
      case SINCE -> row.since = LocalDate.parse(text(block, cell));
      case UNTIL -> row.until = LocalDate.parse(text(block, cell));
      case MERGED_INTO -> {
        if (make(Scheme.USER_ID, block, cell, row)) {
          row.mergedInto = new UUID(subjects.high, subjects.low);
        }
      }
      case GUARDIAN -> {
        if (make(Scheme.USER_ID, block, cell, row)) {
          row.guardian = new UUID(subjects.high, subjects.low);
        }
      }
      // It has a value only where contacts are kept.
      case ELEMENT -> row.contact.take(field, text(block, cell));
      case IDENTIFIER, LINK, TIME, RECIPIENT, IGNORE -> {}
    }
  }

  private boolean make(Scheme scheme, RowBlock block, int cell, Row row) {
    String wrong = subjects.make(scheme, block.bytes, block.start[cell], block.length[cell]);
    if (wrong != null) {
      row.reason = wrong;
      row.column = fields.get(block.field[cell]).column();
    }
    return wrong == null;
  }

  private void refer(Row row) {
    row.reference = new UUID(subjects.high, subjects.low);
    row.sealed = keys.seal(subjects.normalised().getBytes(StandardCharsets.UTF_8), REFERENCE);
  }

  private static String text(RowBlock block, int cell) {
    return new String(block.bytes, block.start[cell], block.length[cell], StandardCharsets.UTF_8);
  }

  private void identifier(UUID reference, Scheme scheme, Row row) throws SQLException {
    long high = subjects.high;
    long low = subjects.low;
    byte[] derived = derived(scheme, subjects.normalised());
    identifiers
        .beginRow()
        .append(reference)
        .append((short) scheme.code())
        .appendUUID(high, low)
        .append(derived)
        .append(row.since)
        .append(row.until)
        .endRow();
  }

  /** The forms that follow from an identifier: for each one byte of scheme, 16 bytes of subject. */
  private byte[] derived(Scheme scheme, String normalised) {
    List<Derived> all = Normaliser.derive(scheme, normalised);
    if (all.size() == 1) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(17 * all.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Derived form : all.subList(1, all.size())) {
        subjects.makeNormalised(form.scheme(), form.text());
        out.writeByte(form.scheme().code());
        out.writeLong(subjects.high);
        out.writeLong(subjects.low);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(Row row, UUID reference) throws SQLException {
    StringBuilder list = new StringBuilder("{");
    row.codes.forEach(code -> list.append(list.length() > 1 ? "," : "").append(code));
    rows.beginRow()
        .append(reference)
        .append(row.sealed)
        .append(row.since)
        .append(row.until)
        .append(list.append('}').toString())
        .append(row.organisation)
        .append(row.admin)
        .append(row.mergedInto)
        .append(row.guardian)
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

  boolean keepsContacts() {
    return contacts != null;
  }

  LeftOutReport report() {
    return leftOut;
  }

  long used() {
    return used;
  }

  void flush() {
    try {
      rows.flush();
      identifiers.flush();
      if (contacts != null) {
        contacts.flush();
      }
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "rows could not be staged", e);
    }
  }

  @Override
  public void close() {
    try {
      rows.close();
      identifiers.close();
      if (contacts != null) {
        contacts.close();
      }
    } catch (SQLException e) {
      throw new StoplogException(Problem.INTERNAL, "rows could not be staged", e);
    }
  }
}
