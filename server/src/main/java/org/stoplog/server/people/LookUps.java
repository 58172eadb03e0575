package org.stoplog.server.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.LookUp;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Look-ups by exact identifier. Each tells whether somebody is in the directory, so it is counted
 * before it is looked at, written down before it is shown, and few an hour.
 */
final class LookUps {
  static final int PER_HOUR = 30;
  static final Duration HOUR = Duration.ofHours(1);

  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  LookUps(Ledger ledger, Transactions transactions, ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A look-up of the last hour.
   *
   * @param subject null once the person was erased
   * @param people ids of all accounts
   * @param persons how many people that are
   */
  record Row(
      UUID id,
      UUID account,
      Instant at,
      String reasonKind,
      @Nullable UUID subject,
      List<Long> people,
      int persons) {
    Row {
      people = List.copyOf(people);
    }
  }

  /**
   * Counts one more.
   *
   * @return when the next one is looked at; empty when this one is
   */
  Optional<Instant> count(UUID account) {
    Instant now = clock.realNow();
    return transactions.actIf(
        act -> {
          JdbcClient jdbc = act.jdbc();
          // One after the other, so that many at once do not slip through.
          jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:account, 7265))")
              .param("account", account.toString())
              .query((row, number) -> true)
              .list();
          jdbc.sql("delete from passing.lookup_attempt where account = :account and at <= :hour")
              .param("account", account)
              .param("hour", time(now.minus(HOUR)))
              .update();
          List<Instant> counted =
              jdbc.sql("select at from passing.lookup_attempt where account = :account order by at")
                  .param("account", account)
                  .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                  .list();
          if (counted.size() > PER_HOUR) {
            return Optional.of(counted.getFirst().plus(HOUR));
          }
          jdbc.sql("insert into passing.lookup_attempt (account, at) values (:account, :at)")
              .param("account", account)
              .param("at", time(now))
              .update();
          if (counted.size() == PER_HOUR) {
            // One entry, however often somebody tries on.
            act.record(account, "person.look-ups-spent", Map.of("limit", PER_HOUR));
            return Optional.of(counted.getFirst().plus(HOUR));
          }
          return Optional.empty();
        });
  }

  /** How many are left within the hour. */
  int left(UUID account) {
    int counted =
        transactions.run(
            jdbc ->
                jdbc.sql(
                        """
                        select count(*) from passing.lookup_attempt
                        where account = :account and at > :hour
                        """)
                    .param("account", account)
                    .param("hour", time(clock.realNow().minus(HOUR)))
                    .query(Integer.class)
                    .single());
    return Math.max(0, PER_HOUR - counted);
  }

  /**
   * Looks somebody up, and writes that down.
   *
   * @param supplier id of the supplier whose own id it is, else 0
   * @throws org.stoplog.catalog.problem.StoplogException PERSON_UNKNOWN when it is no identifier of
   *     that kind
   */
  UUID make(
      UUID account, Scheme scheme, String value, int supplier, Reason reason, String ownWords) {
    UUID subject = LookUp.subject(ledger.stores(), scheme, value, supplier);
    LookUp found = ledger.inTransaction(connection -> LookUp.of(connection, subject));
    UUID id = Ids.next(clock.realNow());
    transactions.act(
        act -> {
          act.jdbc()
              .sql(
                  """
                  insert into person_lookup
                    (id, account, at, reason_kind, reason, subject, people, persons)
                  values (:id, :account, :at, :kind, :reason, :subject, :people, :persons)
                  """)
              .param("id", id)
              .param("account", account)
              .param("at", time(clock.realNow()))
              .param("kind", reason.word())
              .param("reason", ownWords)
              .param("subject", subject)
              .param("people", found.people().toArray(Long[]::new))
              .param("persons", found.persons())
              .update();
          act.record(
              account,
              "person.looked-up",
              Map.of("lookup", id.toString(), "reason", reason.word(), "people", found.persons()));
          return true;
        });
    return id;
  }

  /** One of this account's, of the last hour. */
  Optional<Row> find(UUID id, UUID account) {
    return find(id)
        .filter(row -> row.account().equals(account))
        .filter(row -> row.at().isAfter(clock.realNow().minus(HOUR)));
  }

  Optional<Row> find(UUID id) {
    return transactions.run(
        jdbc ->
            jdbc.sql("select * from person_lookup where id = :id")
                .param("id", id)
                .query((row, number) -> row(row))
                .optional());
  }

  /** What this account looked up within the hour, the newest first. */
  List<Row> recent(UUID account) {
    return transactions.run(
        jdbc ->
            jdbc.sql(
                    """
                    select * from person_lookup where account = :account and at > :hour
                    order by at desc
                    """)
                .param("account", account)
                .param("hour", time(clock.realNow().minus(HOUR)))
                .query((row, number) -> row(row))
                .list());
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("account", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("reason_kind"),
        row.getObject("subject", UUID.class),
        List.of((Long[]) row.getArray("people").getArray()),
        row.getInt("persons"));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
