package org.stoplog.server.platform;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Progress;

/**
 * Takes the files of a pack, one after the other. Names are lower case, with at most three slashes.
 * In no edition does anything stand that names a person whose data it is about: people are {@link
 * #pseudonym}s. In the public edition there is also nothing of accounts, nothing that people wrote
 * for themselves, no row about a person, and no small count.
 */
public interface PackOut {
  boolean isPublic();

  /** A number of people, for {@link #json}: rounded down in the public edition, or in words. */
  Object count(long people);

  /** The same for people to read. */
  String shown(long people);

  /** The id of an account; null in the public edition. */
  @Nullable String account(@Nullable UUID account);

  /** What stands for a person in this pack alone; not for the public edition. */
  String pseudonym(long person);

  /** SQL for the order of pseudonyms; {@code person} is a column with the record's number. */
  String inOrderOf(String person);

  /** Writes canonical JSON: maps, lists, text, whole numbers, booleans and null. */
  void json(String name, Object value) throws IOException;

  void bytes(String name, byte[] content) throws IOException;

  /**
   * Begins a CSV file, to be closed before the next file begins.
   *
   * @param shownAlone whether the manifest has a root over its rows, so that one can be shown alone
   */
  Rows rows(String name, boolean shownAlone, String... header) throws IOException;

  /**
   * Says of a number in the summary that it is that of rows of a file, for whoever checks.
   *
   * @param column null for all rows
   * @param value that the column has in those rows
   */
  void counted(String file, @Nullable String column, @Nullable String value, long rows);

  /** Adds to the summary on paper. */
  void section(Section section);

  /** Entries of the audit log that name this are about the incident, too. */
  void about(UUID id);

  Progress progress();

  /** Rows of a CSV file. */
  interface Rows extends AutoCloseable {
    /** Formulas are disarmed; null is an empty cell; no cell has an end of line. */
    void add(@Nullable Object... cells) throws IOException;

    @Override
    void close() throws IOException;
  }

  /**
   * A part of the summary.
   *
   * @param rows as many cells each as the head has; without a head there are none
   * @param widths of the columns, beside each other
   */
  record Section(
      String title,
      List<String> paragraphs,
      List<String> head,
      List<List<String>> rows,
      List<Integer> widths) {
    public Section {
      paragraphs = List.copyOf(paragraphs);
      head = List.copyOf(head);
      rows = rows.stream().map(List::copyOf).toList();
      widths = List.copyOf(widths);
    }

    public static Section words(String title, String... paragraphs) {
      return new Section(title, List.of(paragraphs), List.of(), List.of(), List.of());
    }
  }
}
