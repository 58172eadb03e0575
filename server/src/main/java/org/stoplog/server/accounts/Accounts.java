package org.stoplog.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The rows of accounts. */
final class Accounts {
  private final JdbcClient jdbc;

  Accounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What signing in needs to know. */
  record Credentials(
      UUID id,
      Role role,
      String password,
      byte @Nullable [] totp,
      long totpStep,
      boolean isOff,
      String name,
      @Nullable String issuer) {
    /** Whether neither factor was replaced between the two. */
    boolean isSameAs(Credentials other) {
      return id.equals(other.id)
          && password.equals(other.password)
          && Arrays.equals(totp, other.totp);
    }
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  List<Account> all() {
    return jdbc.sql(
            """
            select id, name, role, (totp is not null or issuer is not null) as factor, created_at, signed_in_at,
                   disabled_at is not null as is_off, issuer
            from account order by disabled_at is not null, name
            """)
        .query(Accounts::account)
        .list();
  }

  Optional<Account> find(UUID id) {
    return jdbc.sql(
            """
            select id, name, role, (totp is not null or issuer is not null) as factor, created_at, signed_in_at,
                   disabled_at is not null as is_off, issuer
            from account where id = :id
            """)
        .param("id", id)
        .query(Accounts::account)
        .optional();
  }

  private static Account account(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("name"),
        Role.stored(row.getString("role")),
        row.getBoolean("factor"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "signed_in_at"),
        row.getBoolean("is_off"),
        row.getString("issuer"));
  }

  Optional<Credentials> credentials(String name) {
    return jdbc.sql(
            """
            select id, name, role, password, totp, totp_step, disabled_at is not null as is_off, issuer
            from account where name = :name
            """)
        .param("name", name)
        .query(Accounts::credentials)
        .optional();
  }

  Optional<Credentials> credentials(UUID id) {
    return jdbc.sql(
            """
            select id, name, role, password, totp, totp_step, disabled_at is not null as is_off, issuer
            from account where id = :id
            """)
        .param("id", id)
        .query(Accounts::credentials)
        .optional();
  }

  private static Credentials credentials(ResultSet row, int number) throws SQLException {
    return new Credentials(
        row.getObject("id", UUID.class),
        Role.stored(row.getString("role")),
        row.getString("password"),
        row.getBytes("totp"),
        row.getLong("totp_step"),
        row.getBoolean("is_off"),
        row.getString("name"),
        row.getString("issuer"));
  }

  /**
   * Locks an account that acts, so that it is not shut out, nor opened again, before the act is
   * done.
   *
   * @throws StoplogException ACCESS_DENIED when it was already
   */
  Credentials requireStanding(UUID id) {
    return jdbc.sql(
            """
            select id, name, role, password, totp, totp_step, disabled_at is not null as is_off, issuer
            from account where id = :id and disabled_at is null
              and (totp is not null or issuer is not null)
            for no key update
            """)
        .param("id", id)
        .query(Accounts::credentials)
        .optional()
        .orElseThrow(
            () -> new StoplogException(Problem.ACCESS_DENIED, "Your account was shut meanwhile."));
  }

  /** The account of somebody whom a provider knows. */
  Optional<Credentials> ofProvider(String issuer, String subject) {
    return jdbc.sql(
            """
            select id, name, role, password, totp, totp_step, disabled_at is not null as is_off, issuer
            from account where issuer = :issuer and subject = :subject
            """)
        .param("issuer", issuer)
        .param("subject", subject)
        .query(Accounts::credentials)
        .optional();
  }

  void belongsTo(UUID id, String issuer, String subject) {
    jdbc.sql("update account set issuer = :issuer, subject = :subject where id = :id")
        .param("issuer", issuer)
        .param("subject", subject)
        .param("id", id)
        .update();
  }

  void setRole(UUID id, Role role) {
    jdbc.sql("update account set role = :role where id = :id")
        .param("role", role.word())
        .param("id", id)
        .update();
  }

  boolean isTaken(String name) {
    return credentials(name).isPresent();
  }

  void add(UUID id, String name, Role role, String password, Instant now) {
    jdbc.sql(
            """
            insert into account (id, name, role, password, created_at)
            values (:id, :name, :role, :password, :now)
            """)
        .param("id", id)
        .param("name", name)
        .param("role", role.word())
        .param("password", password)
        .param("now", at(now))
        .update();
  }

  /** A new password, no second factor and no passkeys: as if the account were new. */
  void open(UUID id, String password) {
    jdbc.sql("update account set password = :password, totp = null, totp_step = 0 where id = :id")
        .param("password", password)
        .param("id", id)
        .update();
    jdbc.sql("delete from recovery_code where account = :id").param("id", id).update();
    new PasskeyRows(jdbc).removeAllOf(id);
  }

  /**
   * @return false when there is a second factor already
   */
  boolean setSecondFactor(UUID id, byte[] sealed, long step) {
    return jdbc.sql(
                "update account set totp = :totp, totp_step = :step where id = :id and totp is null")
            .param("totp", sealed)
            .param("step", step)
            .param("id", id)
            .update()
        == 1;
  }

  void addRecoveryCode(UUID id, byte[] hash) {
    jdbc.sql("insert into recovery_code (account, hash) values (:id, :hash)")
        .param("id", id)
        .param("hash", hash)
        .update();
  }

  /**
   * @return false when it is not one of the account's, or used up
   */
  boolean useRecoveryCode(UUID id, byte[] hash, Instant now) {
    return jdbc.sql(
                """
                update recovery_code set used_at = :now
                where account = :id and hash = :hash and used_at is null
                """)
            .param("now", at(now))
            .param("id", id)
            .param("hash", hash)
            .update()
        == 1;
  }

  int recoveryCodesLeft(UUID id) {
    return jdbc.sql("select count(*) from recovery_code where account = :id and used_at is null")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  /**
   * @return false when that code, or a later one, was taken before
   */
  boolean useStep(UUID id, long step) {
    return jdbc.sql("update account set totp_step = :step where id = :id and totp_step < :step")
            .param("step", step)
            .param("id", id)
            .update()
        == 1;
  }

  void signedIn(UUID id, Instant now) {
    jdbc.sql("update account set signed_in_at = :now where id = :id")
        .param("now", at(now))
        .param("id", id)
        .update();
  }

  /** What tells whether password or second factor were replaced; nobody can sign in with it. */
  String factors(UUID id) {
    return jdbc.sql(
            """
            select encode(sha256(convert_to(password, 'UTF8') || coalesce(totp, '')), 'hex')
            from account where id = :id
            """)
        .param("id", id)
        .query(String.class)
        .single();
  }

  /**
   * @return false when it was disabled before
   */
  boolean disable(UUID id, Instant now) {
    new PasskeyRows(jdbc).removeAllOf(id);
    return jdbc.sql("update account set disabled_at = :now where id = :id and disabled_at is null")
            .param("now", at(now))
            .param("id", id)
            .update()
        == 1;
  }

  /** Lets one transaction at a time decide who is powerful. */
  void lockPowers() {
    jdbc.sql("lock table account in share row exclusive mode").update();
  }

  /** Those who can sign in with both factors: somebody half way in cannot let others in. */
  int administrators() {
    return jdbc.sql(
            """
            select count(*) from account
            where disabled_at is null and (totp is not null or issuer is not null)
              and role = 'administrator'
            """)
        .query(Integer.class)
        .single();
  }

  /** Administrators and approvers whom a provider knows: those who can approve where it is. */
  int deciding(String issuer) {
    return jdbc.sql(
            """
            select count(*) from account
            where disabled_at is null and role in ('administrator', 'approver') and issuer = :issuer
            """)
        .param("issuer", issuer)
        .query(Integer.class)
        .single();
  }

  /** Administrators and approvers, also those who are half way in. */
  int powerful() {
    return jdbc.sql(
            """
            select count(*) from account
            where disabled_at is null and role in ('administrator', 'approver')
            """)
        .query(Integer.class)
        .single();
  }
}
