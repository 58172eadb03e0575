package org.stoplog.server.contacts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Contacts;
import org.stoplog.ledger.directory.Merges;

/** Reads how people are written to for an incident. */
public final class ContactDetails {
  private final Ledger ledger;

  public ContactDetails(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * What was joined for the incident has the first word, field by field; of whoever's accounts were
   * merged, what was joined for the one that stayed.
   *
   * @param people by today's ids, as many as there are
   * @return by the same ids; who was erased, or of whom nothing is known, is missing
   */
  public Map<Long, Details> of(Connection connection, UUID incident, List<Long> people)
      throws SQLException {
    Map<Long, Details> details = new HashMap<>();
    for (int i = 0; i < people.size(); i += Contacts.MOST) {
      List<Long> some = people.subList(i, Math.min(people.size(), i + Contacts.MOST));
      ledger
          .contacts()
          .of(connection, some)
          .forEach((person, contact) -> details.put(person, Details.of(contact)));
      joined(connection, incident, some)
          .forEach((person, own) -> details.merge(person, own, (kept, _) -> own.or(kept)));
    }
    return details;
  }

  private Map<Long, Details> joined(Connection connection, UUID incident, List<Long> people)
      throws SQLException {
    if (!isAny(connection, incident)) {
      return Map.of();
    }
    Map<Long, Set<Long>> accounts = Merges.accounts(connection, people);
    Map<Long, Long> roots = new HashMap<>();
    people.forEach(person -> roots.put(person, person));
    accounts.forEach((root, all) -> all.forEach(account -> roots.put(account, root)));
    Set<Long> erased = Merges.erased(connection, roots.keySet());
    Map<Long, Details> joined = new HashMap<>();
    for (Map.Entry<Long, Details> one : rows(connection, incident, roots.keySet()).entrySet()) {
      long person = one.getKey();
      long root = roots.getOrDefault(person, person);
      if (erased.contains(root) || erased.contains(person)) {
        continue;
      }
      joined.merge(
          root, one.getValue(), (kept, next) -> person == root ? next.or(kept) : kept.or(next));
    }
    return joined;
  }

  private static boolean isAny(Connection connection, UUID incident) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            "select exists (select from passing.joined_contact where incident = ?)")) {
      find.setObject(1, incident);
      try (ResultSet row = find.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private Map<Long, Details> rows(Connection connection, UUID incident, Collection<Long> people)
      throws SQLException {
    Map<Long, Details> rows = new HashMap<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select person, sealed from passing.joined_contact
            where incident = ? and person = any (?) order by person
            """)) {
      find.setObject(1, incident);
      find.setArray(2, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          long person = row.getLong(1);
          rows.put(
              person,
              Details.of(
                  ledger
                      .stores()
                      .keys()
                      .unseal(row.getBytes(2), Details.context(incident, person))));
        }
      }
    }
    return rows;
  }
}
