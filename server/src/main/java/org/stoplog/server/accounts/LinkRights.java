package org.stoplog.server.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rights to make a link, which an approval gave to whoever asked for it. The link itself does not
 * exist before its asker makes it, so nobody else ever sees it.
 */
final class LinkRights {
  static final Duration LIFE = Duration.ofHours(24);

  private final JdbcClient jdbc;

  LinkRights(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param role of the account to be made, or null
   * @param account to be opened again, or null
   */
  record Right(
      UUID approval,
      UUID asker,
      @Nullable Role role,
      @Nullable UUID account,
      Instant createdAt,
      Instant expiresAt) {
    /** A clock that was set back makes none good again. */
    boolean isGood(Instant now) {
      return !now.isBefore(createdAt.minus(Sessions.CORRECTION)) && now.isBefore(expiresAt);
    }
  }

  void give(Approval approval, @Nullable Role role, @Nullable UUID account, Instant now) {
    jdbc.sql("delete from passing.link_due where expires_at < :now")
        .param("now", Accounts.at(now))
        .update();
    jdbc.sql(
            """
            insert into passing.link_due (approval, asker, role, account, created_at, expires_at)
            values (:approval, :asker, :role, :account, :now, :end)
            """)
        .param("approval", approval.id())
        .param("asker", approval.askedBy())
        .param("role", role == null ? null : role.word())
        .param("account", account)
        .param("now", Accounts.at(now))
        .param("end", Accounts.at(now.plus(LIFE)))
        .update();
  }

  /** Locks it, so that it is used once. */
  Optional<Right> locked(UUID approval) {
    return jdbc.sql("select * from passing.link_due where approval = :approval for update")
        .param("approval", approval)
        .query(
            (row, number) -> {
              String role = row.getString("role");
              return new Right(
                  approval,
                  row.getObject("asker", UUID.class),
                  role == null ? null : Role.stored(role),
                  row.getObject("account", UUID.class),
                  row.getObject("created_at", OffsetDateTime.class).toInstant(),
                  row.getObject("expires_at", OffsetDateTime.class).toInstant());
            })
        .optional();
  }

  void use(UUID approval) {
    jdbc.sql("delete from passing.link_due where approval = :approval")
        .param("approval", approval)
        .update();
  }

  /** Approvals whose link this account may make now. */
  java.util.List<UUID> of(UUID asker, Instant now) {
    return jdbc.sql(
            """
            select approval from passing.link_due
            where asker = :asker and created_at <= :now and expires_at > :now order by expires_at
            """)
        .param("asker", asker)
        .param("now", Accounts.at(now))
        .query(UUID.class)
        .list();
  }

  void voidOf(UUID account) {
    jdbc.sql("delete from passing.link_due where asker = :account or account = :account")
        .param("account", account)
        .update();
  }
}
