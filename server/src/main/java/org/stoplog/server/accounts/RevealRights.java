package org.stoplog.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rights to take what an approval allows to be shown. */
final class RevealRights {
  static final Duration LIFE = Duration.ofHours(24);

  private final JdbcClient jdbc;

  RevealRights(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void give(Approval approval, int uses, Instant now) {
    jdbc.sql("delete from passing.reveal_right where expires_at < :now")
        .param("now", Accounts.at(now))
        .update();
    jdbc.sql(
            """
            insert into passing.reveal_right
              (approval, act, target, asker, uses, created_at, expires_at)
            values (:approval, :act, :target, :asker, :uses, :now, :end)
            """)
        .param("approval", approval.id())
        .param("act", approval.act())
        .param("target", approval.target())
        .param("asker", approval.askedBy())
        .param("uses", uses)
        .param("now", Accounts.at(now))
        .param("end", Accounts.at(now.plus(LIFE)))
        .update();
  }

  /** The last one given, as long as its time is not over; it may be used up. */
  Optional<Reveals.Right> find(String act, String target, Instant now) {
    return find(act, target, now, "");
  }

  /** Locks it, so that nobody takes more than was allowed. */
  Optional<Reveals.Right> locked(String act, String target, Instant now) {
    return find(act, target, now, " for update");
  }

  private Optional<Reveals.Right> find(String act, String target, Instant now, String lock) {
    // A clock that was set back makes none good again.
    return jdbc.sql(
            """
            select * from passing.reveal_right
            where act = :act and target = :target and created_at <= :latest and expires_at > :now
            order by created_at desc limit 1
            """
                + lock)
        .param("act", act)
        .param("target", target)
        .param("latest", Accounts.at(now.plus(Sessions.CORRECTION)))
        .param("now", Accounts.at(now))
        .query((row, number) -> right(row))
        .optional();
  }

  private static Reveals.Right right(ResultSet row) throws SQLException {
    return new Reveals.Right(
        row.getObject("approval", UUID.class),
        row.getObject("asker", UUID.class),
        row.getInt("uses"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }

  /** Approvals of which this account may take something now. */
  List<UUID> of(UUID asker, Instant now) {
    return jdbc.sql(
            """
            select approval from passing.reveal_right
            where asker = :asker and uses > 0 and created_at <= :latest and expires_at > :now
            order by expires_at
            """)
        .param("asker", asker)
        .param("latest", Accounts.at(now.plus(Sessions.CORRECTION)))
        .param("now", Accounts.at(now))
        .query(UUID.class)
        .list();
  }

  void use(UUID approval) {
    jdbc.sql("update passing.reveal_right set uses = uses - 1 where approval = :approval")
        .param("approval", approval)
        .update();
  }

  /** Of somebody who is shut out. */
  void voidOf(UUID account) {
    jdbc.sql("delete from passing.reveal_right where asker = :account")
        .param("account", account)
        .update();
  }
}
