package org.stoplog.ledger.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.table.Stores;

/** The vault: addresses, names and languages of people, sealed one by one. */
public final class Contacts {
  /** Most people that may be asked for at once. */
  public static final int MOST = 1_000;

  /**
   * What each asked person's group of merged accounts has, best first: of the account that the
   * others ended in before those, then what the latest file says.
   */
  private static final String FIND =
      """
      with recursive last_word as (
        select distinct on (m.person) m.person, m.into_person
        from person_merge m join batch b on b.id = m.batch
        where b.status = 'live'
        order by m.person, b.as_of desc, b.id desc),
      accounts (root, person, depth) as (
        select id, id, 0 from unnest(?::bigint[]) as asked (id)
        where id not in (select person from last_word)
        union all
        select a.root, l.person, a.depth + 1 from accounts a
        join last_word l on l.into_person = a.person where a.depth < 50)
      select distinct on (a.root) a.root, c.person, c.sealed
      from accounts a
      join person_contact c on c.person = a.person
      join batch b on b.id = c.batch
      order by a.root, a.depth, b.as_of desc, b.id desc
      """;

  private final Stores stores;

  public Contacts(Stores stores) {
    this.stores = stores;
  }

  /**
   * How to write to people. Somebody whose accounts were merged has one contact: the one of the
   * account that stayed, else that of a merged one.
   *
   * @param people ids of at most {@link #MOST} people; who was merged into another one, was erased
   *     or has no contact is missing in the result
   * @throws IllegalArgumentException when more are asked for
   */
  public Map<Long, Contact> of(List<Long> people) {
    if (people.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " people at once");
    }
    return stores.database().transaction(connection -> of(connection, people));
  }

  private Map<Long, Contact> of(Connection connection, List<Long> people) throws SQLException {
    Keyset keys = stores.keys();
    Map<Long, Contact> contacts = new LinkedHashMap<>();
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          long root = row.getLong(1);
          byte[] open = keys.unseal(row.getBytes(3), Contact.context(row.getLong(2)));
          contacts.put(root, Contact.of(root, open));
        }
      }
    }
    return contacts;
  }
}
