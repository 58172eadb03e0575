package org.stoplog.server.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Tokens;

/** Links that are good once: they make an account, or open one again. Only hashes are kept. */
final class Links {
  private final JdbcClient jdbc;

  Links(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param role of the account to be made, or null
   * @param account to be opened again, or null
   * @param madeBy null for the link of the first start, and of the owner
   * @param approval that allowed it; null where one person could
   * @param isByOwner made at the command line by whoever has the folder and its keys
   */
  record Link(
      @Nullable Role role,
      @Nullable UUID account,
      @Nullable UUID madeBy,
      @Nullable UUID approval,
      boolean isByOwner) {}

  /**
   * @return the path of a new link, which nobody can be told again
   */
  String make(Link link, Instant now, Duration life) {
    jdbc.sql("delete from passing.link where expires_at < :now")
        .param("now", Accounts.at(now))
        .update();
    String token = Tokens.text(Tokens.random());
    Role role = link.role();
    jdbc.sql(
            """
            insert into passing.link
              (token_hash, role, account, made_by, approval, by_owner, created_at, expires_at)
            values (:hash, :role, :account, :madeBy, :approval, :owner, :now, :end)
            """)
        .param("hash", Tokens.sha256(token))
        .param("role", role == null ? null : role.word())
        .param("account", link.account())
        .param("madeBy", link.madeBy())
        .param("approval", link.approval())
        .param("owner", link.isByOwner())
        .param("now", Accounts.at(now))
        .param("end", Accounts.at(now.plus(life)))
        .update();
    return "/welcome/" + token;
  }

  /** A link that is good now. A clock that was set back makes none good again. */
  Optional<Link> find(String token, Instant now) {
    return jdbc.sql(
            """
            select role, account, made_by, approval, by_owner from passing.link
            where token_hash = :hash and created_at <= :now and expires_at > :now
            """)
        .param("hash", Tokens.sha256(token))
        .param("now", Accounts.at(now))
        .query(
            (row, number) -> {
              String role = row.getString("role");
              return new Link(
                  role == null ? null : Role.stored(role),
                  row.getObject("account", UUID.class),
                  row.getObject("made_by", UUID.class),
                  row.getObject("approval", UUID.class),
                  row.getBoolean("by_owner"));
            })
        .optional();
  }

  /** Uses it up. @return false when another was faster */
  boolean use(String token) {
    return jdbc.sql("delete from passing.link where token_hash = :hash")
            .param("hash", Tokens.sha256(token))
            .update()
        == 1;
  }

  /** Voids the links of earlier starts. */
  void voidFirst() {
    jdbc.sql("delete from passing.link where made_by is null and not by_owner").update();
  }

  /** Voids what somebody handed out, and what was handed out for them. */
  void voidOf(UUID account) {
    jdbc.sql("delete from passing.link where made_by = :account or account = :account")
        .param("account", account)
        .update();
  }
}
