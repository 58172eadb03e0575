package org.stoplog.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** Where a database is and how to get in. Prints nothing of it. */
final class Login {
  /** The role and the database that initdb makes. */
  static final String USER = "stoplog";

  private final String url;
  private final String user;
  private final String password;

  Login(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  static Login local(int port, String password) {
    return new Login("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
  }

  /** The same database by another role. */
  Login as(String otherUser, String otherPassword) {
    return new Login(url, otherUser, otherPassword);
  }

  Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "stoplog");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("gssEncMode", "disable");
    // Details of errors hold values of rows.
    properties.setProperty("logServerErrorDetail", "false");
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("not a PostgreSQL address", "08001");
    }
    return connection;
  }
}
