package org.stoplog.server.notices;

import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The hosts that letters may link to.
 *
 * @param version one more at each change
 * @param hosts in order, in lower case ASCII
 * @param proposed the whole list as somebody wants it; null when nobody does
 */
record LinkList(int version, List<String> hosts, @Nullable List<String> proposed) {
  LinkList {
    hosts = List.copyOf(hosts);
    proposed = proposed == null ? null : List.copyOf(proposed);
  }

  private static final String SELECT = "select version, hosts, proposed from notice_link_list";

  static LinkList of(JdbcClient jdbc) {
    return query(jdbc, SELECT);
  }

  /** Held against changes until the transaction ends. */
  static LinkList held(JdbcClient jdbc) {
    return query(jdbc, SELECT + " for share");
  }

  /** Held until the transaction ends, to be changed. */
  static LinkList locked(JdbcClient jdbc) {
    return query(jdbc, SELECT + " for update");
  }

  private static LinkList query(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql)
        .query(
            (row, number) -> {
              Array proposed = row.getArray(3);
              return new LinkList(
                  row.getInt(1), texts(row.getArray(2)), proposed == null ? null : texts(proposed));
            })
        .single();
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }

  /** Keeps what is asked for, in place of what somebody asked for before. */
  static void propose(JdbcClient jdbc, Collection<String> hosts) {
    jdbc.sql("update notice_link_list set proposed = string_to_array(:hosts, ' ')")
        // Names of hosts have no spaces.
        .param("hosts", String.join(" ", new TreeSet<>(hosts)))
        .update();
  }

  /** The proposal becomes the list. */
  static void take(JdbcClient jdbc) {
    jdbc.sql(
            "update notice_link_list set hosts = proposed, version = version + 1, proposed = null"
                + " where proposed is not null")
        .update();
  }
}
