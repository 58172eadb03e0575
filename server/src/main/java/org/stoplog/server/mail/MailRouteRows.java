package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** The rows of mail routes, in the caller's transaction. */
final class MailRouteRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  MailRouteRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * A route as it is kept.
   *
   * @param sealedPassword null when the route has no user
   */
  record Kept(MailRoute route, byte @Nullable [] sealedPassword, int revision) {
    @Override
    public String toString() {
      return "Kept[" + route.id() + "]";
    }
  }

  List<MailRoute> all() {
    return jdbc.sql("select * from mail_route where removed_at is null order by lower(name)")
        .query((row, number) -> kept(row).route())
        .list();
  }

  /** Empty when it was removed. */
  Optional<Kept> find(int id) {
    return jdbc.sql("select * from mail_route where id = :id and removed_at is null")
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
  }

  /** Whether another route has the name already. */
  boolean isTaken(String name, int except) {
    return jdbc.sql(
                """
            select count(*) from mail_route
            where lower(name) = lower(:name) and removed_at is null and id <> :except
            """)
            .param("name", name)
            .param("except", except)
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * @param password null for none
   * @return the id
   */
  int add(MailRoute route, @Nullable String password) {
    int id =
        jdbc.sql("select nextval(pg_get_serial_sequence('mail_route', 'id'))")
            .query(Integer.class)
            .single();
    fields(
            """
            insert into mail_route (id, name, catcher, host, port, security, login, sealed_password,
              sender, sender_name, returns, supplier)
            overriding system value
            values (:id, :name, :catcher, :host, :port, :security, :login, :password, :sender,
              :sender_name, :returns, :supplier)
            """,
            id,
            route,
            password == null ? null : seal(id, password))
        .param("catcher", route.catcher())
        .update();
    return id;
  }

  /**
   * Changes all but whether it is a catcher.
   *
   * @param sealedPassword as it is to be kept
   * @return false when somebody else changed or removed it since that revision
   */
  boolean change(MailRoute route, byte @Nullable [] sealedPassword, int revision) {
    return fields(
                """
                update mail_route set name = :name, host = :host, port = :port,
                  security = :security, login = :login, sealed_password = :password,
                  sender = :sender, sender_name = :sender_name, returns = :returns,
                  supplier = :supplier, revision = revision + 1
                where id = :id and revision = :revision and removed_at is null
                """,
                route.id(),
                route,
                sealedPassword)
            .param("revision", revision)
            .update()
        == 1;
  }

  /**
   * @return false when it was removed before
   */
  boolean remove(int id, Instant now) {
    // The password goes; the rest stays for what was sent by it.
    return jdbc.sql(
                """
                update mail_route set removed_at = :now, login = null, sealed_password = null
                where id = :id and removed_at is null
                """)
            .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
            .param("id", id)
            .update()
        == 1;
  }

  private JdbcClient.StatementSpec fields(
      String sql, int id, MailRoute route, byte @Nullable [] sealedPassword) {
    return jdbc.sql(sql)
        .param("id", id)
        .param("name", route.name())
        .param("host", route.host())
        .param("port", route.port())
        .param("security", route.security().word())
        .param("login", route.user())
        .param("password", sealedPassword)
        .param("sender", route.from())
        .param("sender_name", route.fromName())
        .param("returns", route.returns())
        .param("supplier", route.supplier());
  }

  /** What the DNS said, and when; nothing of it while nobody asked. */
  record Checked(@Nullable Instant at, List<SenderDomain.Finding> findings) {}

  Checked checked(int id) {
    return jdbc.sql("select checked_at, findings from mail_route where id = :id")
        .param("id", id)
        .query(
            (row, number) -> {
              OffsetDateTime at = row.getObject(1, OffsetDateTime.class);
              String lines = row.getString(2);
              return new Checked(
                  at == null ? null : at.toInstant(),
                  lines == null ? List.of() : lines.lines().map(MailRouteRows::finding).toList());
            })
        .single();
  }

  private static SenderDomain.Finding finding(String line) {
    int blank = line.indexOf(' ');
    return new SenderDomain.Finding(
        SenderDomain.Level.valueOf(line.substring(0, blank).toUpperCase(java.util.Locale.ROOT)),
        line.substring(blank + 1));
  }

  void check(int id, List<SenderDomain.Finding> findings, Instant now) {
    jdbc.sql("update mail_route set checked_at = :now, findings = :findings where id = :id")
        .param("id", id)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param(
            "findings",
            findings.stream()
                .map(one -> one.level().word() + " " + one.text())
                .collect(java.util.stream.Collectors.joining("\n")))
        .update();
  }

  byte[] seal(int id, String password) {
    return keys.seal(password.getBytes(StandardCharsets.UTF_8), context(id));
  }

  static String password(Keyset keys, int id, byte[] sealed) {
    return new String(keys.unseal(sealed, context(id)), StandardCharsets.UTF_8);
  }

  private static byte[] context(int id) {
    return ("mail route " + id).getBytes(StandardCharsets.US_ASCII);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        new MailRoute(
            row.getInt("id"),
            row.getString("name"),
            row.getBoolean("catcher"),
            row.getString("host"),
            row.getInt("port"),
            Security.of(row.getString("security")).orElseThrow(),
            row.getString("login"),
            row.getString("sender"),
            row.getString("sender_name"),
            row.getString("returns"),
            row.getObject("supplier", Integer.class)),
        row.getBytes("sealed_password"),
        row.getInt("revision"));
  }
}
