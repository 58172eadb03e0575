package org.stoplog.ledger.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.table.Stores;

/** The vault: addresses, names and languages of people, sealed one by one. */
public final class Contacts {
  /** Most people that may be asked for at once. */
  public static final int MOST = 1_000;

  /**
   * Of each asked person's accounts, best first: the account that the others ended in, then what
   * the latest file says. Who is whose follows {@link DirectorySql}: the last file has the last
   * word on a merge, and a circle of merges, or what leads into one, ends nowhere and is ignored.
   */
  private static final String FIND =
      """
      with recursive up (asked, at, depth) as (
        select id, id, 0 from unnest(?::bigint[]) as list (id)
        union all
        select u.asked, m.into_person, u.depth + 1 from up u
        cross join lateral (
          select into_person from person_merge w join batch b on b.id = w.batch
          where w.person = u.at order by b.as_of desc, b.id desc limit 1) m
        where u.depth < 50),
      accounts (root, person, depth) as (
        select asked, asked, case when max(depth) = 0 then 0 else 50 end from up
        group by asked having max(depth) in (0, 50)
        union
        select a.root, m.person, a.depth + 1
        from accounts a join person_merge m on m.into_person = a.person
        where a.depth < 50 and a.person = (
          select into_person from person_merge w join batch b on b.id = w.batch
          where w.person = m.person order by b.as_of desc, b.id desc limit 1))
      select distinct on (a.root) a.root, c.person, c.sealed
      from accounts a
      join person_contact c on c.person = a.person
      join batch b on b.id = c.batch
      order by a.root, a.depth, b.as_of desc, b.id desc
      """;

  /** The same of whoever has one account, as nearly everybody does: in a tenth of the time. */
  private static final String FIND_SINGLE =
      """
      select distinct on (c.person) c.person, c.person, c.sealed
      from person_contact c join batch b on b.id = c.batch where c.person = any (?)
      order by c.person, b.as_of desc, b.id desc
      """;

  /** Of asked people, those who were merged into another one, or another one into them. */
  private static final String MERGED =
      """
      select person from person_merge where person = any (?)
      union select into_person from person_merge where into_person = any (?)
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

  /** The same in the caller's transaction. */
  public Map<Long, Contact> of(Connection connection, List<Long> people) throws SQLException {
    Set<Long> merged = new HashSet<>();
    try (PreparedStatement find = connection.prepareStatement(MERGED)) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      find.setArray(2, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          merged.add(row.getLong(1));
        }
      }
    }
    Map<Long, Contact> contacts = new LinkedHashMap<>();
    read(
        connection,
        FIND_SINGLE,
        people.stream().filter(person -> !merged.contains(person)).toList(),
        contacts);
    read(connection, FIND, merged, contacts);
    return contacts;
  }

  private void read(
      Connection connection, String sql, Collection<Long> people, Map<Long, Contact> contacts)
      throws SQLException {
    if (people.isEmpty()) {
      return;
    }
    Keyset keys = stores.keys();
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          long root = row.getLong(1);
          byte[] open = keys.unseal(row.getBytes(3), Contact.context(row.getLong(2)));
          contacts.put(root, Contact.of(root, open));
        }
      }
    }
  }
}
