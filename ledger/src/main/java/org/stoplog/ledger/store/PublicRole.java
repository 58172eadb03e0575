package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The role of what strangers can reach: a login of its own, so that no statement can step out of it
 * as it could out of a {@code set role}. It may use the tables that migrations grant it, and no
 * other one.
 */
public final class PublicRole {
  /** As migrations grant to it. */
  public static final String NAME = "stoplog_public";

  private PublicRole() {}

  /** Lets the role in with a password that only whoever has the keyset can make. */
  static boolean letIn(Connection connection, String ownersPassword) throws SQLException {
    String password = password(ownersPassword);
    try (PreparedStatement format =
        connection.prepareStatement(
            """
            select format('alter role %I login password %L', ?, ?),
                   format('revoke temporary on database %I from public', current_database())
            """)) {
      format.setString(1, NAME);
      format.setString(2, password);
      try (ResultSet row = format.executeQuery();
          Statement statement = connection.createStatement()) {
        row.next();
        statement.execute(row.getString(1));
        statement.execute(row.getString(2));
      }
    }
    return true;
  }

  static String password(String ownersPassword) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(ownersPassword.getBytes(UTF_8), "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(NAME.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
