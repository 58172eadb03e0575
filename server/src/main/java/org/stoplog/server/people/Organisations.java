package org.stoplog.server.people;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Organisations of the directory, with clauses and contacts of ours. */
final class Organisations {
  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  Organisations(Ledger ledger, Transactions transactions, ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A clause as it is kept. */
  record Kept(UUID id, int organisation, Clause clause) {}

  /** A contact, unsealed. */
  record KeptContact(UUID id, int organisation, Contact contact) {}

  /** Ids of the company's own, by our number; they are sealed in the database. */
  Map<Integer, String> names() {
    return new Codes(ledger.stores()).organisations();
  }

  /** How many people are members now. */
  Map<Integer, Long> people() {
    Map<Integer, Long> people = new java.util.HashMap<>();
    transactions.run(
        jdbc -> {
          jdbc.sql(
                  """
                  select organisation, count(distinct person) as people from person_period
                  where organisation is not null and until is null group by organisation
                  """)
              .query(
                  row -> {
                    people.put(row.getInt(1), row.getLong(2));
                  });
          return true;
        });
    return people;
  }

  List<Kept> clauses() {
    return transactions.run(
        jdbc ->
            jdbc.sql("select * from organisation_clause order by organisation, hours, event")
                .query(
                    (row, number) ->
                        new Kept(
                            row.getObject("id", UUID.class),
                            row.getInt("organisation"),
                            new Clause(
                                row.getInt("hours"),
                                row.getString("event"),
                                row.getString("source"),
                                row.getObject("checked_on", LocalDate.class))))
                .list());
  }

  List<KeptContact> contacts() {
    return transactions.run(
        jdbc ->
            jdbc.sql("select id, organisation, sealed from organisation_contact order by id")
                .query((row, number) -> contact(row))
                .list());
  }

  /** One of them; empty when it is gone. */
  Optional<KeptContact> contact(JdbcClient jdbc, UUID id) {
    return jdbc.sql("select id, organisation, sealed from organisation_contact where id = :id")
        .param("id", id)
        .query((row, number) -> contact(row))
        .optional();
  }

  private KeptContact contact(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new KeptContact(
        id,
        row.getInt("organisation"),
        Contact.of(ledger.stores().keys().unseal(row.getBytes("sealed"), context(id))));
  }

  /**
   * Keeps why somebody wants to see a contact, and holds it until the transaction ends.
   *
   * @return false when it is gone
   */
  boolean putReason(JdbcClient jdbc, UUID id, String reason) {
    return jdbc.sql("update organisation_contact set reveal_reason = :reason where id = :id")
            .param(
                "reason",
                ledger.stores().keys().seal(reason.getBytes(StandardCharsets.UTF_8), why(id)))
            .param("id", id)
            .update()
        == 1;
  }

  /**
   * @return null when nobody asked to see it
   */
  @Nullable String reason(JdbcClient jdbc, UUID id) {
    return jdbc.sql(
            """
            select reveal_reason from organisation_contact
            where id = :id and reveal_reason is not null
            """)
        .param("id", id)
        .query(
            (row, number) ->
                new String(
                    ledger.stores().keys().unseal(row.getBytes(1), why(id)),
                    StandardCharsets.UTF_8))
        .optional()
        .orElse(null);
  }

  private static byte[] why(UUID contact) {
    return ("why see organisation contact " + contact).getBytes(StandardCharsets.UTF_8);
  }

  /** Enters a clause; there is one for each event, and a later one replaces it. */
  void put(UUID by, Map<Integer, List<Clause>> clauses) {
    int count = clauses.values().stream().mapToInt(List::size).sum();
    transactions.act(
        act -> {
          clauses.forEach(
              (organisation, all) -> all.forEach(one -> put(act.jdbc(), organisation, one)));
          act.record(
              by,
              "organisation.clauses-entered",
              Map.of("organisations", clauses.size(), "clauses", count));
          return true;
        });
  }

  private void put(JdbcClient jdbc, int organisation, Clause clause) {
    jdbc.sql(
            """
            insert into organisation_clause (id, organisation, hours, event, source, checked_on)
            values (:id, :organisation, :hours, :event, :source, :day)
            on conflict (organisation, event) do update
            set hours = excluded.hours, source = excluded.source, checked_on = excluded.checked_on
            """)
        .param("id", Ids.next(clock.realNow()))
        .param("organisation", organisation)
        .param("hours", clause.hours())
        .param("event", clause.event())
        .param("source", clause.source())
        .param("day", clause.checkedOn())
        .update();
  }

  void add(UUID by, int organisation, Contact contact) {
    UUID id = Ids.next(clock.realNow());
    byte[] sealed = ledger.stores().keys().seal(contact.bytes(), context(id));
    transactions.act(
        act -> {
          act.jdbc()
              .sql(
                  """
                  insert into organisation_contact (id, organisation, sealed)
                  values (:id, :organisation, :sealed)
                  """)
              .param("id", id)
              .param("organisation", organisation)
              .param("sealed", sealed)
              .update();
          act.record(
              by,
              "organisation.contact-entered",
              Map.of("organisation", organisation, "contact", id.toString()));
          return true;
        });
  }

  /** Takes a clause or a contact of this organisation away; nothing happens when it is gone. */
  void remove(UUID by, int organisation, UUID id) {
    transactions.actIf(
        act -> {
          int rows = 0;
          for (String table : List.of("organisation_clause", "organisation_contact")) {
            rows +=
                act.jdbc()
                    .sql(
                        "delete from " + table + " where id = :id and organisation = :organisation")
                    .param("id", id)
                    .param("organisation", organisation)
                    .update();
          }
          if (rows > 0) {
            act.record(
                by,
                "organisation.entry-removed",
                Map.of("organisation", organisation, "entry", id.toString()));
          }
          return rows;
        });
  }

  private static byte[] context(UUID contact) {
    return ("organisation contact " + contact).getBytes(StandardCharsets.UTF_8);
  }
}
