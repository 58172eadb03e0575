package org.stoplog.ledger.directory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.table.Stores;

/**
 * Who has an identifier. Whoever asks writes down that it was asked, in the same transaction.
 *
 * @param subject the identifier's keyed hash
 * @param people ids of all who own it, of all their accounts; none when nobody does
 * @param persons how many different people that are: above one for a shared mailbox
 */
public record LookUp(UUID subject, List<Long> people, int persons) {
  public LookUp {
    people = List.copyOf(people);
  }

  /**
   * The subject of an identifier as it was typed.
   *
   * @param supplier id of the supplier whose own id it is, 0 for other schemes
   * @throws StoplogException PERSON_UNKNOWN when it is no identifier of that kind
   */
  public static UUID subject(Stores stores, Scheme scheme, String value, int supplier) {
    return People.subject(stores, scheme, value, supplier);
  }

  public static LookUp of(Connection connection, UUID subject) throws SQLException {
    List<Long> people = People.owners(connection, subject);
    return new LookUp(subject, people, People.roots(connection, people));
  }
}
