package org.stoplog.server.notices;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.accounts.ContentHash;

/**
 * A mail route as an approval binds it: another server, sender or password is another route.
 *
 * @param text for whoever approves
 */
public record RouteFacts(boolean catcher, String text, ContentHash hash) {
  /** Held against changes until the transaction ends; empty when it was removed. */
  public static Optional<RouteFacts> locked(JdbcClient jdbc, int route) {
    return jdbc.sql(
            """
            select name, catcher, host, port, security, login, sender, sender_name, returns,
              supplier, revision
            from mail_route where id = :id and removed_at is null for share
            """)
        .param("id", route)
        .query(
            (row, number) -> {
              Map<String, Object> facts = new LinkedHashMap<>();
              facts.put("route", route);
              for (String text : new String[] {"host", "security", "login", "sender", "returns"}) {
                facts.put(text, row.getString(text));
              }
              facts.put("sender_name", row.getString("sender_name"));
              facts.put("supplier", row.getObject("supplier"));
              facts.put("port", row.getInt("port"));
              facts.put("catcher", row.getBoolean("catcher"));
              facts.put("revision", row.getInt("revision"));
              String text =
                  row.getString("name")
                      + ": "
                      + row.getString("host")
                      + ":"
                      + row.getInt("port")
                      + ", from "
                      + row.getString("sender")
                      + (row.getBoolean("catcher") ? " (a catcher: nothing goes out)" : "");
              return new RouteFacts(row.getBoolean("catcher"), text, ContentHash.of(facts));
            })
        .optional();
  }
}
