package org.stoplog.server.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.KeyPair;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** The rows of keys that sign, in the caller's transaction. Whoever changes one holds its route. */
final class RouteKeyRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  RouteKeyRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** Those that were not removed, in the order in which they were made. */
  List<RouteKey> of(int route) {
    return jdbc.sql(
            "select * from mail_route_key where route = :route and removed_at is null order by id")
        .param("route", route)
        .query((row, number) -> key(row))
        .list();
  }

  /** What signs messages from this address; signs nothing when no key of its domain does. */
  DkimSigner signer(MailRoute route) {
    String domain = domainOf(route.from());
    return new DkimSigner(
        jdbc.sql(
                """
                select * from mail_route_key
                where route = :route and domain = :domain and signs order by algorithm desc, id
                """)
            .param("route", route.id())
            .param("domain", domain)
            .query(
                (row, number) -> {
                  RouteKey key = key(row);
                  byte[] secret = keys.unseal(row.getBytes("sealed_private"), context(key.name()));
                  return new DkimSigner.Key(
                      key.domain(),
                      key.selector(),
                      key.algorithm(),
                      RouteKey.secret(key.algorithm(), secret));
                })
            .list());
  }

  static String domainOf(String address) {
    String wire = MailAddress.forTheWire(address);
    return wire.substring(wire.lastIndexOf('@') + 1).toLowerCase(java.util.Locale.ROOT);
  }

  /** One of each kind, for the domain that the route sends from; they do not sign yet. */
  void make(MailRoute route, Instant now) {
    String domain = domainOf(route.from());
    int number =
        jdbc.sql("select count(*) from mail_route_key where domain = :domain")
                .param("domain", domain)
                .query(Integer.class)
                .single()
            + 1;
    for (DkimSigner.Algorithm algorithm : DkimSigner.Algorithm.values()) {
      String selector = "stoplog" + number++;
      KeyPair pair = RouteKey.make(algorithm);
      jdbc.sql(
              """
              insert into mail_route_key
                (route, domain, selector, algorithm, sealed_private, public_key, created_at)
              values (:route, :domain, :selector, :algorithm, :secret, :public, :now)
              """)
          .param("route", route.id())
          .param("domain", domain)
          .param("selector", selector)
          .param("algorithm", algorithm.word())
          .param(
              "secret",
              keys.seal(
                  pair.getPrivate().getEncoded(), context(selector + "._domainkey." + domain)))
          .param("public", pair.getPublic().getEncoded())
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
  }

  /** All of a route begin to sign, or cease to. */
  void sign(int route, boolean signs) {
    jdbc.sql("update mail_route_key set signs = :signs where route = :route and removed_at is null")
        .param("signs", signs)
        .param("route", route)
        .update();
    turn(route);
  }

  /** The secrets are deleted. */
  void remove(int route, Instant now) {
    jdbc.sql(
            """
            update mail_route_key set signs = false, sealed_private = null, removed_at = :now
            where route = :route and removed_at is null
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("route", route)
        .update();
    turn(route);
  }

  /** What was approved with other signatures is another route. */
  private void turn(int route) {
    jdbc.sql("update mail_route set revision = revision + 1 where id = :id")
        .param("id", route)
        .update();
  }

  private static byte[] context(String name) {
    return ("mail key " + name).getBytes(US_ASCII);
  }

  private static RouteKey key(ResultSet row) throws SQLException {
    return new RouteKey(
        row.getInt("id"),
        row.getInt("route"),
        row.getString("domain"),
        row.getString("selector"),
        DkimSigner.Algorithm.of(row.getString("algorithm")),
        row.getBoolean("signs"),
        row.getBytes("public_key"));
  }
}
