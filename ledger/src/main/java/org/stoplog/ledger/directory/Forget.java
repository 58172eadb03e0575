package org.stoplog.ledger.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.table.BatchRemoval;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableChange;

/**
 * Erases one person: facts, sealed values and rows of the ledger in one transaction; the subjects
 * go to a keyed list, so that a later import cannot bring the person back.
 */
public final class Forget {
  private final Stores stores;

  public Forget(Stores stores) {
    this.stores = stores;
  }

  /**
   * What was erased.
   *
   * @param accounts accounts of the person, more than one when accounts were merged
   * @param subjects identifiers that are suppressed from now on; one that others share stays
   */
  public record Report(int accounts, int subjects) {}

  private record Plan(List<Long> people, Set<UUID> subjects) {}

  /**
   * @throws StoplogException PERSON_UNKNOWN when nobody has the identifier, or when several people
   *     do: then a more exact one is needed
   */
  public Report run(Scheme scheme, String value, Progress progress) {
    UUID subject = People.subject(stores, scheme, value, 0);
    return erase(
        stores.database().transaction(connection -> plan(connection, subject)), Map.of(), progress);
  }

  /**
   * Erases somebody who was looked up before.
   *
   * @param people ids of one person, of all their accounts
   * @param detail more words for the entry of the log, no personal value
   * @throws StoplogException PERSON_UNKNOWN when it is not one person's any more
   */
  public Report run(List<Long> people, Map<String, String> detail, Progress progress) {
    return erase(
        stores.database().transaction(connection -> plan(connection, people)), detail, progress);
  }

  private Report erase(Plan plan, Map<String, String> more, Progress progress) {
    progress.step("Forgetting", Progress.UNKNOWN, "rows");
    List<TableChange> changes = new ArrayList<>();
    try (DuckSession duck = stores.duck().open(progress)) {
      String list =
          plan.subjects.stream()
              .map(s -> "'" + s + "'::UUID")
              .collect(Collectors.joining(", ", "(", ")"));
      Object[] keys = plan.subjects.stream().map(UUID::getMostSignificantBits).toArray();
      for (LedgerTable table :
          List.of(LedgerTable.DISCLOSURES, LedgerTable.HOLDINGS, LedgerTable.IDENTIFIERS)) {
        if (!plan.subjects.isEmpty()) {
          changes.add(
              new BatchRemoval(stores)
                  .without(
                      duck, table, Expressions.in("subject_key", keys), "subject NOT IN " + list));
        }
      }
      stores.commit(
          "person.forgotten",
          changes,
          connection -> {
            erase(connection, plan);
            Directory.changed(connection);
            Map<String, Object> detail = new HashMap<>(more);
            detail.put("accounts", plan.people.size());
            detail.put("subjects", plan.subjects.size());
            return detail;
          });
    }
    return new Report(plan.people.size(), plan.subjects.size());
  }

  private static Plan plan(Connection connection, UUID subject) throws SQLException {
    List<Long> direct = new ArrayList<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            "select distinct person from person_identifier where subject = ?")) {
      find.setObject(1, subject);
      try (var row = find.executeQuery()) {
        while (row.next()) {
          direct.add(row.getLong(1));
        }
      }
    }
    if (direct.size() != 1) {
      throw new StoplogException(
          Problem.PERSON_UNKNOWN,
          direct.isEmpty()
              ? "nobody in the directory has this identifier"
              : direct.size() + " people have this identifier; name one by the company's own id");
    }
    return plan(connection, People.owners(connection, subject));
  }

  private static Plan plan(Connection connection, List<Long> people) throws SQLException {
    Set<UUID> subjects = People.subjects(connection, people);
    if (subjects.isEmpty()) {
      throw new StoplogException(
          Problem.PERSON_UNKNOWN, "the directory has no identifier of this person any more");
    }
    for (UUID candidate : List.copyOf(subjects)) {
      // What somebody else is known by too stays: erasing it would hide their breach.
      if (!people.containsAll(People.owners(connection, candidate))) {
        subjects.remove(candidate);
      }
    }
    subjects.removeAll(derivedByOthers(connection, people, subjects));
    return new Plan(people, subjects);
  }

  /**
   * Of forms that only follow from these people's identifiers, those that also follow from somebody
   * else's: two addresses that differ by their tags have one base. Reads the whole directory.
   */
  private static Set<UUID> derivedByOthers(
      Connection connection, List<Long> people, Set<UUID> subjects) throws SQLException {
    Set<UUID> shared = new HashSet<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select one.subject from unnest(?::uuid[]) as one (subject)
            where one.subject not in (
                select subject from person_identifier where person = any (?))
              and exists (
                select from person_identifier i
                where position(uuid_send(one.subject) in i.derived) > 0 and i.person <> all (?))
            """)) {
      find.setArray(1, connection.createArrayOf("uuid", subjects.toArray()));
      find.setArray(2, connection.createArrayOf("bigint", people.toArray()));
      find.setArray(3, connection.createArrayOf("bigint", people.toArray()));
      try (var row = find.executeQuery()) {
        while (row.next()) {
          shared.add(row.getObject(1, UUID.class));
        }
      }
    }
    return shared;
  }

  private void erase(Connection connection, Plan plan) throws SQLException {
    OffsetDateTime now = OffsetDateTime.ofInstant(stores.clock().instant(), ZoneOffset.UTC);
    var people = connection.createArrayOf("bigint", plan.people.toArray());
    for (String delete :
        List.of(
            "delete from person_period where person = any (?)",
            "delete from person_identifier where person = any (?)",
            "delete from person_contact where person = any (?)",
            "delete from passing.joined_contact where person = any (?)",
            "delete from person_merge where person = any (?)",
            "delete from person_merge where into_person = any (?)",
            "update person_period set guardian = null, guardian_erased = true"
                + " where guardian = any (?)")) {
      try (PreparedStatement statement = connection.prepareStatement(delete)) {
        statement.setArray(1, people);
        statement.executeUpdate();
      }
    }
    try (PreparedStatement person =
        connection.prepareStatement(
            "update person set ref = null, sealed = null, erased_at = ? where id = any (?)")) {
      person.setObject(1, now);
      person.setArray(2, people);
      person.executeUpdate();
    }
    try (PreparedStatement lookups =
        connection.prepareStatement(
            "update person_lookup set subject = null, reason = null, reveal_reason = null"
                + " where people && ?")) {
      lookups.setArray(1, people);
      lookups.executeUpdate();
    }
    try (PreparedStatement tickets =
        connection.prepareStatement(
            "update incident_ticket set person = null where person = any (?)")) {
      tickets.setArray(1, people);
      tickets.executeUpdate();
    }
    var subjects = connection.createArrayOf("uuid", plan.subjects.toArray());
    try (PreparedStatement links =
        connection.prepareStatement(
            "delete from observed_link where subject = any (?) or other = any (?)")) {
      links.setArray(1, subjects);
      links.setArray(2, subjects);
      links.executeUpdate();
    }
    try (PreparedStatement suppress =
        connection.prepareStatement(
            """
            insert into suppressed_subject (subject, erased_at) select unnest(?::uuid[]), ?
            on conflict do nothing
            """)) {
      suppress.setArray(1, subjects);
      suppress.setObject(2, now);
      suppress.executeUpdate();
    }
  }
}
