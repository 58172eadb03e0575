package org.stoplog.ledger.directory;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.SubjectMaker;
import org.stoplog.ledger.table.Stores;

/** Looks up people in PostgreSQL, the truth, by an exact identifier. */
public final class People {
  private static final byte[] REFERENCE = "person".getBytes(StandardCharsets.UTF_8);

  private People() {}

  /**
   * The subject of an identifier as somebody typed it.
   *
   * @throws StoplogException PERSON_UNKNOWN when it is no identifier of that kind
   */
  static UUID subject(Stores stores, Scheme scheme, String value, int supplier) {
    SubjectMaker subjects = new SubjectMaker(stores.keys().hasher(), null, supplier);
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    String wrong = subjects.make(scheme, text, 0, text.length);
    if (wrong != null) {
      throw new StoplogException(
          Problem.PERSON_UNKNOWN,
          "this is not an identifier of kind " + scheme.slug() + ": " + wrong);
    }
    return new UUID(subjects.high, subjects.low);
  }

  /** The people who own a subject, merged accounts included, in the order of their ids. */
  static List<Long> owners(Connection connection, UUID subject) throws SQLException {
    Set<Long> people = new LinkedHashSet<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            with recursive related (id) as (
              select person from person_identifier where subject = ?
              union
              select case when m.person = r.id then m.into_person else m.person end
              from related r join person_merge m on r.id in (m.person, m.into_person))
            select distinct id from related order by id
            """)) {
      find.setObject(1, subject);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          people.add(row.getLong(1));
        }
      }
    }
    return new ArrayList<>(people);
  }

  /** How many different people some accounts are: merged ones are one. */
  static int roots(Connection connection, List<Long> people) throws SQLException {
    Map<Long, Long> root = new LinkedHashMap<>();
    people.forEach(id -> root.put(id, id));
    try (PreparedStatement find =
        connection.prepareStatement(
            "select person, into_person from person_merge where person = any (?)")) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          Long from = root.get(row.getLong(1));
          Long into = root.get(row.getLong(2));
          if (from != null && into != null && !from.equals(into)) {
            root.replaceAll((id, now) -> now.equals(from) ? into : now);
          }
        }
      }
    }
    return Set.copyOf(root.values()).size();
  }

  /** All subjects under which these people are known, derived forms included. */
  static Set<UUID> subjects(Connection connection, List<Long> people) throws SQLException {
    Set<UUID> subjects = new LinkedHashSet<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            "select subject, derived from person_identifier where person = any (?)")) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          subjects.add(row.getObject(1, UUID.class));
          var derived = java.nio.ByteBuffer.wrap(row.getBytes(2));
          while (derived.hasRemaining()) {
            derived.get();
            subjects.add(new UUID(derived.getLong(), derived.getLong()));
          }
        }
      }
    }
    return subjects;
  }

  /** Identifiers that nobody states and that were seen together with one of these. */
  static Set<UUID> seenWith(Connection connection, Set<UUID> subjects) throws SQLException {
    Set<UUID> found = new LinkedHashSet<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            with near as (
              select subject as id from observed_link where other = any (?)
              union select other from observed_link where subject = any (?))
            select id from near n
            where not exists (select from person_identifier i where i.subject = n.id)
            """)) {
      find.setArray(1, connection.createArrayOf("uuid", subjects.toArray()));
      find.setArray(2, connection.createArrayOf("uuid", subjects.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          found.add(row.getObject(1, UUID.class));
        }
      }
    }
    return found;
  }

  /** The company's own ids of people, unsealed; people who were erased are missing. */
  public static Map<Long, String> references(
      Stores stores, Connection connection, List<Long> people) throws SQLException {
    Map<Long, String> references = new LinkedHashMap<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            "select id, sealed from person where id = any (?) and sealed is not null")) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          references.put(
              row.getLong(1),
              new String(stores.keys().unseal(row.getBytes(2), REFERENCE), StandardCharsets.UTF_8));
        }
      }
    }
    return references;
  }
}
