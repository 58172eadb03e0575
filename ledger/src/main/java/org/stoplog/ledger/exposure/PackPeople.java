package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.LongFunction;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.table.Stores;

/**
 * Says who the people of a pack are: pseudonym, own id, and the record's number, address, name and
 * language as in other lists. Whoever asks enters that in the audit log, and seals the file.
 */
public final class PackPeople {
  private static final int PORTION = 10_000;

  private final Stores stores;

  public PackPeople(Stores stores) {
    this.stores = stores;
  }

  /**
   * Writes a line for each person.
   *
   * @param inTransaction autocommit off
   * @param select gives the numbers of people, each once, in their order
   * @param pseudonym of a number
   * @return how many
   */
  public long write(
      Connection inTransaction,
      String select,
      LongFunction<String> pseudonym,
      Writer out,
      Progress progress)
      throws SQLException, IOException {
    long count = 0;
    try (References references = new References(stores, inTransaction);
        NamedLines lines = new NamedLines(stores, inTransaction, true, out);
        PreparedStatement find = inTransaction.prepareStatement(select)) {
      lines.header("person,own_id\n");
      find.setFetchSize(PORTION);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          long person = row.getLong(1);
          lines.add(
              person, pseudonym.apply(person) + "," + ExposureExport.cell(references.of(person)));
          progress.at(++count);
        }
      }
      lines.flush();
    }
    out.flush();
    return count;
  }
}
