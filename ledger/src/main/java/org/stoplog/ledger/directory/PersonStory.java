package org.stoplog.ledger.directory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/**
 * What the ledger knows of one person.
 *
 * @param references the company's own ids of the person, several when accounts were merged
 * @param people number of people who own the identifier; above one for a shared mailbox
 * @param identifiers number of identifiers known of them
 * @param sent what was sent where, by supplier, connection, month and elements
 */
public record PersonStory(List<String> references, int people, int identifiers, List<Sent> sent) {
  public PersonStory {
    references = List.copyOf(references);
    sent = List.copyOf(sent);
  }

  /** What one supplier was sent about the person over one connection. */
  public record Sent(
      int supplier,
      int connection,
      LocalDate first,
      LocalDate last,
      long events,
      ElementSet elements) {}

  /**
   * @param seenWith identifiers that may be theirs: the derived directory says
   */
  record Known(
      List<Long> people, List<String> references, Set<UUID> subjects, Set<UUID> seenWith) {}

  /**
   * Looks a person up by an exact identifier; that it was done is in the audit log, by whom is
   * known to the caller.
   *
   * @param supplier id of the supplier whose own id it is, 0 for other schemes
   */
  public static PersonStory find(
      Stores stores, Scheme scheme, String value, int supplier, Progress progress) {
    UUID subject = People.subject(stores, scheme, value, supplier);
    Known known =
        stores
            .database()
            .transaction(
                connection -> {
                  Known found = known(stores, connection, subject);
                  AuditLog.append(
                      connection,
                      stores.clock(),
                      stores.actor(),
                      "person.looked-up",
                      java.util.Map.of("people", found.people.size()));
                  return found;
                });
    if (!known.seenWith.isEmpty()) {
      known.subjects.addAll(observed(stores, known, progress));
    }
    List<Sent> sent = sent(stores, known.subjects, progress);
    if (known.people.isEmpty() && sent.isEmpty()) {
      throw new StoplogException(
          Problem.PERSON_UNKNOWN, "nobody in the directory or in the ledger has this identifier");
    }
    return new PersonStory(known.references, known.people.size(), known.subjects.size(), sent);
  }

  /** Who a subject leads to, and under which subjects they are known. */
  static Known known(Stores stores, Connection connection, UUID subject) throws SQLException {
    List<Long> people = People.owners(connection, subject);
    Set<UUID> subjects = People.subjects(connection, people);
    subjects.add(subject);
    return new Known(
        people,
        List.copyOf(People.references(stores, connection, people).values()),
        subjects,
        people.isEmpty() ? Set.of() : People.seenWith(connection, subjects));
  }

  /** Of the identifiers seen with theirs, those that exposures lead to these people alone. */
  static Set<UUID> observed(Stores stores, Known known, Progress progress) {
    new Directory(stores).refresh(progress);
    Set<UUID> theirs = new HashSet<>();
    try (DuckSession duck = stores.duck().open(progress)) {
      List<Path> files = files(stores, LedgerTable.IDENTIFIERS, known.seenWith);
      if (files.isEmpty()) {
        return theirs;
      }
      duck.each(
          bySubject("subject, person, owners", files, known.seenWith),
          row ->
              row.getInt(3) == 1
                  && known.people.contains(row.getLong(2))
                  && theirs.add(row.getObject(1, UUID.class)));
    }
    return theirs;
  }

  /**
   * The rows of some subjects. One scan for each: of a list of keys DuckDB uses only the least and
   * the greatest to pass by row groups, and so would read nearly all of them.
   */
  static String bySubject(String columns, List<Path> files, Set<UUID> subjects) {
    String from = Sql.parquet(files);
    return subjects.stream()
        .map(
            subject ->
                "SELECT "
                    + columns
                    + " FROM "
                    + from
                    + " WHERE subject_key = "
                    + subject.getMostSignificantBits()
                    + " AND subject = '"
                    + subject
                    + "'::UUID")
        .collect(Collectors.joining(" UNION ALL "));
  }

  /**
   * The files that may have rows of these subjects: sorted files have bounds of their keys. Asked
   * for in the turn in which they are read.
   */
  static List<Path> files(Stores stores, LedgerTable table, Set<UUID> subjects) {
    Object[] keys = subjects.stream().map(UUID::getMostSignificantBits).toArray();
    return stores
        .database()
        .transaction(
            connection ->
                new TableFiles(stores.catalog())
                    .plan(connection, table, Expressions.in("subject_key", keys)).stream()
                        .map(TableFiles.Planned::path)
                        .toList());
  }

  /** What was sent under these subjects. */
  static List<Sent> sent(Stores stores, Set<UUID> subjects, Progress progress) {
    var sets = stores.database().transaction(ElementSets::all);
    List<Sent> sent = new ArrayList<>();
    try (DuckSession duck = stores.duck().open(progress)) {
      List<Path> files = files(stores, LedgerTable.DISCLOSURES, subjects);
      if (files.isEmpty()) {
        return List.of();
      }
      duck.each(
          "SELECT supplier, connection, min(day), max(day), sum(events)::BIGINT,"
              + " list(DISTINCT elements)::VARCHAR FROM ("
              + bySubject("supplier, connection, day, events, elements", files, subjects)
              + ") GROUP BY supplier, connection ORDER BY 1, 2",
          row -> {
            ElementSet elements = ElementSet.NONE;
            for (String id : row.getString(6).replaceAll("[\\[\\] ]", "").split(",")) {
              int wanted = Integer.parseInt(id);
              for (ElementSets.Entry entry : sets) {
                elements = entry.id() == wanted ? elements.plus(entry.set()) : elements;
              }
            }
            return sent.add(
                new Sent(
                    row.getInt(1),
                    row.getInt(2),
                    row.getObject(3, LocalDate.class),
                    row.getObject(4, LocalDate.class),
                    row.getLong(5),
                    elements));
          });
    }
    return sent;
  }
}
