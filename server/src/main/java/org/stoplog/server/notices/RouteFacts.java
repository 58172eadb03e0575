package org.stoplog.server.notices;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.messages.MessageKind;

/**
 * What takes copies, as an approval binds it: another server, sender, address or secret is another.
 *
 * @param supplier of the register whose it is; null for nobody's
 * @param longest characters that a text may have; 0 for as many as it has
 * @param text for whoever approves
 */
public record RouteFacts(
    boolean catcher, @Nullable Integer supplier, int longest, String text, ContentHash hash) {
  /** What to do when the route is the breached supplier's own. */
  public static final String OF_SUPPLIER =
      "This way belongs to the breached supplier, so nothing goes out by it. Choose another one; an"
          + " administrator adds it under Mail.";

  private static final String HOLDING = " for share";

  /**
   * Whether it is this company's own.
   *
   * @param breached ids of its suppliers; empty while nobody knows which one it is
   */
  public boolean isOf(Set<Integer> breached) {
    return supplier != null && breached.contains(supplier);
  }

  /** Held against changes until the transaction ends; empty when it was removed. */
  static Optional<RouteFacts> locked(JdbcClient jdbc, Way way) {
    return of(jdbc, way, HOLDING);
  }

  /** The same, to be shown: it may change in the next moment. */
  static Optional<RouteFacts> shown(JdbcClient jdbc, Way way) {
    return of(jdbc, way, "");
  }

  private static Optional<RouteFacts> of(JdbcClient jdbc, Way way, String holding) {
    return switch (way) {
      case Way.Mail(int route) -> route(jdbc, route, holding);
      case Way.Paper _ ->
          Optional.of(
              new RouteFacts(
                  false,
                  null,
                  0,
                  "letters on paper, which we take as files, print and post",
                  ContentHash.of(Map.of("channel", "paper"))));
      case Way.Message message -> service(jdbc, message.number(), holding);
    };
  }

  private static Optional<RouteFacts> service(JdbcClient jdbc, int service, String holding) {
    return jdbc.sql(
            """
            select name, kind, catcher, url, own_network, longest, supplier, revision
            from message_service where id = :id and removed_at is null
            """
                + holding)
        .param("id", service)
        .query(
            (row, number) -> {
              Map<String, Object> facts = new LinkedHashMap<>();
              facts.put("service", service);
              facts.put("kind", row.getString("kind"));
              facts.put("url", row.getString("url"));
              facts.put("own_network", row.getBoolean("own_network"));
              facts.put("longest", row.getInt("longest"));
              facts.put("supplier", row.getObject("supplier"));
              facts.put("catcher", row.getBoolean("catcher"));
              facts.put("revision", row.getInt("revision"));
              String text =
                  MessageKind.of(row.getString("kind")).orElseThrow().words()
                      + " by "
                      + row.getString("name")
                      + ": "
                      + row.getString("url")
                      + (row.getBoolean("catcher") ? " (a catcher: nothing goes out)" : "");
              return new RouteFacts(
                  row.getBoolean("catcher"),
                  row.getObject("supplier", Integer.class),
                  row.getInt("longest"),
                  text,
                  ContentHash.of(facts));
            })
        .optional();
  }

  /** Held against changes until the transaction ends; empty when it was removed. */
  public static Optional<RouteFacts> locked(JdbcClient jdbc, int route) {
    return route(jdbc, route, HOLDING);
  }

  private static Optional<RouteFacts> route(JdbcClient jdbc, int route, String holding) {
    return jdbc.sql(
            """
            select name, catcher, host, port, security, login, sender, sender_name, returns,
              supplier, revision
            from mail_route where id = :id and removed_at is null
            """
                + holding)
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
              return new RouteFacts(
                  row.getBoolean("catcher"),
                  row.getObject("supplier", Integer.class),
                  0,
                  text,
                  ContentHash.of(facts));
            })
        .optional();
  }
}
