package org.stoplog.ledger.exposure;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.stoplog.ledger.table.Stores;

/**
 * The company's own ids of people, read beside a list that is in the order of people's numbers: the
 * directory may be larger than memory. Lasts as long as the transaction of its connection.
 */
final class References implements AutoCloseable {
  private static final byte[] CONTEXT = "person".getBytes(StandardCharsets.UTF_8);
  private static final int AT_ONCE = 20_000;

  private final Stores stores;
  private final PreparedStatement find;
  private final ResultSet row;
  private boolean isMore;
  private long last = Long.MIN_VALUE;

  References(Stores stores, Connection connection) throws SQLException {
    this.stores = stores;
    find =
        connection.prepareStatement(
            "select id, sealed from person where sealed is not null order by id");
    find.setFetchSize(AT_ONCE);
    row = find.executeQuery();
    isMore = row.next();
  }

  /**
   * @param person never smaller than the one asked for before
   * @return {@code erased} for a person who was erased since
   */
  String of(long person) throws SQLException {
    if (person < last) {
      throw new IllegalArgumentException("people are asked for in the order of their numbers");
    }
    last = person;
    while (isMore && row.getLong(1) < person) {
      isMore = row.next();
    }
    return isMore && row.getLong(1) == person
        ? new String(stores.keys().unseal(row.getBytes(2), CONTEXT), StandardCharsets.UTF_8)
        : "erased";
  }

  @Override
  public void close() throws SQLException {
    row.close();
    find.close();
  }
}
