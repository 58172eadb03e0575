package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.directory.Contact;
import org.stoplog.ledger.directory.Contacts;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.ledger.table.Stores;

/**
 * Lines about people, with the record's number of each person and how to write to them behind, when
 * that was asked for. Contacts are read for a thousand people at once.
 */
final class NamedLines implements AutoCloseable {
  private static final String COLUMNS = ",number,email,name,language";

  private final Contacts contacts;
  private final Connection connection;
  private final boolean isNamed;
  private final Writer out;
  private final List<Line> waiting = new ArrayList<>();

  NamedLines(Stores stores, Connection connection, boolean isNamed, Writer out) {
    this.contacts = new Contacts(stores);
    this.connection = connection;
    this.isNamed = isNamed;
    this.out = out;
  }

  private record Line(long person, String text) {}

  /**
   * @param line with its end
   */
  void header(String line) {
    write(isNamed ? line.stripTrailing() + COLUMNS + "\n" : line);
  }

  /**
   * @param text without its end
   */
  void add(long person, String text) throws SQLException {
    if (!isNamed) {
      write(text + "\n");
      return;
    }
    waiting.add(new Line(person, text));
    if (waiting.size() == Contacts.MOST) {
      flush();
    }
  }

  /** Writes what waits yet; without it, closing throws some away. */
  void flush() throws SQLException {
    if (waiting.isEmpty()) {
      return;
    }
    List<Long> people = waiting.stream().map(Line::person).toList();
    // Who was merged since has the address of the account that stayed.
    Map<Long, Long> roots = Merges.roots(connection, people);
    Set<Long> asked = new HashSet<>(people);
    asked.addAll(roots.values());
    Set<Long> erased = Merges.erased(connection, asked);
    Map<Long, Contact> known =
        contacts.of(connection, new ArrayList<>(new HashSet<>(roots.values())));
    for (Line line : waiting) {
      long root = roots.getOrDefault(line.person, line.person);
      boolean isGone = erased.contains(line.person) || erased.contains(root);
      Contact contact = isGone ? null : known.get(root);
      write(
          line.text
              + ","
              + line.person
              + ","
              + cell(contact == null ? null : contact.email())
              + ","
              + cell(contact == null ? null : contact.name())
              + ","
              + cell(contact == null ? null : contact.language())
              + "\n");
    }
    waiting.clear();
  }

  private static String cell(@Nullable String value) {
    return value == null ? "" : ExposureExport.cell(value);
  }

  private void write(String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    waiting.clear();
  }
}
