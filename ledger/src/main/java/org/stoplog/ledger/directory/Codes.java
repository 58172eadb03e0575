package org.stoplog.ledger.directory;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.identity.Subject;
import org.stoplog.ledger.table.Stores;

/**
 * Codes for values of attributes (plan, country …) and for organisations. The values lie sealed in
 * PostgreSQL; everything else knows the code alone. The dictionary is append-only, so a code is
 * given at once and stays even if the import that asked for it comes to nothing. Not thread-safe.
 */
public final class Codes {
  private static final char BETWEEN = '\u001f';
  private static final byte[] CONTEXT = "attribute".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ORGANISATION = "organisation".getBytes(StandardCharsets.UTF_8);

  private final Stores stores;
  private final Map<String, Integer> known = new HashMap<>();
  private final Map<UUID, Integer> organisations = new HashMap<>();

  public Codes(Stores stores) {
    this.stores = stores;
  }

  /** The code of a value; a new one is given when it is seen for the first time. */
  public int of(String attribute, String value) {
    String key = attribute + BETWEEN + value;
    Integer code = known.get(key);
    if (code == null) {
      byte[] text = key.getBytes(StandardCharsets.UTF_8);
      Subject lookup =
          stores.keys().hasher().hash(Scheme.ORGANISATION_ID, prefixed(text), 0, text.length + 1);
      code =
          stores
              .database()
              .transaction(
                  connection ->
                      get(
                          connection,
                          "attribute_value (lookup, sealed)",
                          "select code from attribute_value where lookup = ?",
                          "lookup",
                          lookup.uuid(),
                          stores.keys().seal(text, CONTEXT)));
      known.put(key, code);
    }
    return code;
  }

  /** An attribute's key can never be the id of an organisation: those hold no unit separator. */
  private static byte[] prefixed(byte[] text) {
    byte[] bytes = new byte[text.length + 1];
    bytes[0] = BETWEEN;
    System.arraycopy(text, 0, bytes, 1, text.length);
    return bytes;
  }

  /** The code of an organisation. */
  public int organisation(UUID subject, String id) {
    Integer code = organisations.get(subject);
    if (code == null) {
      byte[] sealed = stores.keys().seal(id.getBytes(StandardCharsets.UTF_8), ORGANISATION);
      code =
          stores
              .database()
              .transaction(
                  connection ->
                      get(
                          connection,
                          "organisation (subject, sealed)",
                          "select id from organisation where subject = ?",
                          "subject",
                          subject,
                          sealed));
      organisations.put(subject, code);
    }
    return code;
  }

  private static int get(
      Connection connection, String target, String find, String unique, UUID key, byte[] sealed)
      throws SQLException {
    try (PreparedStatement add =
        connection.prepareStatement(
            "insert into " + target + " values (?, ?) on conflict (" + unique + ") do nothing")) {
      add.setObject(1, key);
      add.setBytes(2, sealed);
      add.executeUpdate();
    }
    try (PreparedStatement select = connection.prepareStatement(find)) {
      select.setObject(1, key);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** A value behind a code. */
  public record Value(String attribute, String value) {
    @Override
    public String toString() {
      return "Value[" + attribute + "]";
    }
  }

  /** All values by code, unsealed. */
  public Map<Integer, Value> values() {
    return stores
        .database()
        .transaction(
            connection -> {
              Map<Integer, Value> values = new LinkedHashMap<>();
              try (PreparedStatement find =
                      connection.prepareStatement(
                          "select code, sealed from attribute_value order by 1");
                  ResultSet row = find.executeQuery()) {
                while (row.next()) {
                  values.put(row.getInt(1), value(row.getBytes(2)));
                }
              }
              return values;
            });
  }

  /** The value behind one code, unsealed. */
  public Optional<Value> value(int code) {
    return stores
        .database()
        .transaction(
            connection -> {
              try (PreparedStatement find =
                  connection.prepareStatement(
                      "select sealed from attribute_value where code = ?")) {
                find.setInt(1, code);
                try (ResultSet row = find.executeQuery()) {
                  return row.next() ? Optional.of(value(row.getBytes(1))) : Optional.empty();
                }
              }
            });
  }

  private Value value(byte[] sealed) {
    String text = new String(stores.keys().unseal(sealed, CONTEXT), StandardCharsets.UTF_8);
    int cut = text.indexOf(BETWEEN);
    return new Value(text.substring(0, cut), text.substring(cut + 1));
  }

  /** The ids of organisations by code, unsealed. */
  public Map<Integer, String> organisations() {
    return organisations("id", row -> row.getInt(1));
  }

  /** The ids of organisations by their subject, unsealed. */
  public Map<UUID, String> organisationsBySubject() {
    return organisations("subject", row -> row.getObject(1, UUID.class));
  }

  private interface Key<K> {
    K of(ResultSet row) throws SQLException;
  }

  private <K> Map<K, String> organisations(String column, Key<K> key) {
    return stores
        .database()
        .transaction(
            connection -> {
              Map<K, String> ids = new HashMap<>();
              try (PreparedStatement find =
                      connection.prepareStatement(
                          "select "
                              + column
                              + ", sealed from organisation where sealed is not null");
                  ResultSet row = find.executeQuery()) {
                while (row.next()) {
                  ids.put(
                      key.of(row),
                      new String(
                          stores.keys().unseal(row.getBytes(2), ORGANISATION),
                          StandardCharsets.UTF_8));
                }
              }
              return ids;
            });
  }
}
