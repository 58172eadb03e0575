package org.stoplog.ledger.intake;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.directory.Contact;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.table.DuckSession;

/**
 * How to write to people, as a people file says it, on its way to the vault. DuckDB may spill what
 * it holds to the disk, so a contact gets there sealed: to the row's reference first, and to the
 * person once their id is known.
 */
final class ContactStage implements AutoCloseable {
  private static final int LONGEST = 200;
  private static final Set<String> LANGUAGE = Set.of("language", "lang", "locale");

  private final Keyset keys;
  private final DuckDBAppender rows;

  ContactStage(DuckSession duck, Keyset keys) {
    this.keys = keys;
    duck.execute(
        """
        CREATE TEMP TABLE stage_contact
          (ref UUID, address UUID, sealed BLOB, since DATE, until DATE)
        """);
    rows = duck.append("stage_contact");
  }

  /** What one row says. */
  static final class Said {
    private @Nullable String email;
    private @Nullable UUID address;
    private @Nullable String name;
    private @Nullable String first;
    private @Nullable String last;
    private @Nullable String language;

    /** Takes what makes a contact beside the address. */
    void take(Field field, String value) {
      String element = String.valueOf(field.element());
      if (element.equals("person.language") || LANGUAGE.contains(String.valueOf(field.detail()))) {
        language = language == null ? fit(value) : language;
        return;
      }
      switch (element) {
        case "person.full_name" -> name = name == null ? fit(value) : name;
        case "person.first_name" -> first = first == null ? fit(value) : first;
        case "person.last_name" -> last = last == null ? fit(value) : last;
        default -> {}
      }
    }

    /**
     * Takes an address; the first one of a row is the one to write to.
     *
     * @param written as in the file
     * @param normalised the same in its exact form
     */
    void address(UUID subject, String written, String normalised) {
      if (email != null) {
        return;
      }
      String stripped = written.strip();
      // As given, unless there is more around it: a display name, brackets, mailto.
      email = stripped.toLowerCase(Locale.ROOT).equals(normalised) ? stripped : normalised;
      address = subject;
    }

    private static @Nullable String fit(String value) {
      StringBuilder out = new StringBuilder();
      value
          .codePoints()
          .limit(LONGEST)
          .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
          .forEach(out::appendCodePoint);
      String text = out.toString().strip();
      return text.isEmpty() ? null : text;
    }

    private @Nullable String fullName() {
      if (name != null) {
        return name;
      }
      String both = (first == null ? "" : first + " ") + (last == null ? "" : last);
      return fit(both);
    }

    /** Names nobody. */
    @Override
    public String toString() {
      return "Said[…]";
    }
  }

  /** Keeps what a row says; a name without an address is no way to write to anybody. */
  void write(UUID reference, Said said, @Nullable LocalDate since, @Nullable LocalDate until)
      throws SQLException {
    UUID address = said.address;
    if (address == null) {
      return;
    }
    byte[] open = new Contact(0, said.email, said.fullName(), said.language).toBytes();
    rows.beginRow()
        .append(reference)
        .append(address)
        .append(keys.seal(open, staged(reference)))
        .append(since)
        .append(until)
        .endRow();
  }

  private static byte[] staged(UUID reference) {
    return ("contact of reference " + reference).getBytes(StandardCharsets.US_ASCII);
  }

  void flush() throws SQLException {
    rows.flush();
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }

  /**
   * Leaves one row for each person: the one that holds longest. An address of somebody who was
   * erased does not come back with another person's id.
   */
  static void choose(DuckSession duck) {
    duck.execute("DELETE FROM stage_contact WHERE address IN (SELECT subject FROM suppressed)");
    duck.execute(
        """
        CREATE TEMP TABLE contact_in AS
        SELECT p.id, s.ref, s.sealed FROM stage_contact s JOIN people_in p USING (ref)
        WHERE s.rowid IN (
          SELECT nr FROM (
            SELECT rowid AS nr, row_number() OVER (
              PARTITION BY ref ORDER BY coalesce(until, DATE '9999-12-31') DESC,
                coalesce(since, DATE '0001-01-01') DESC, rowid DESC) AS place
            FROM stage_contact)
          WHERE place = 1)
        """);
  }

  /**
   * Copies what was chosen into the vault, sealed anew to each person.
   *
   * @return how many
   */
  static long insert(Connection connection, DuckSession duck, Keyset keys, long batch)
      throws SQLException {
    long[] count = new long[1];
    PeopleImport.copy(
        connection,
        duck,
        "person_contact (person, batch, sealed)",
        "SELECT id, ref, sealed FROM contact_in ORDER BY id",
        row -> {
          long person = row.getLong(1);
          UUID reference = row.getObject(2, UUID.class);
          byte[] open = keys.unseal(row.getBytes(3), staged(reference));
          count[0]++;
          return new Object[] {person, batch, keys.seal(open, Contact.context(person))};
        });
    return count[0];
  }
}
