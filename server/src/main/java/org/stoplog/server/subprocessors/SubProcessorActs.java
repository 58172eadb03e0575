package org.stoplog.server.subprocessors;

import java.sql.Types;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts suppliers on the public list of sub-processors, and takes them off. */
final class SubProcessorActs {
  private static final int LONGEST = 300;

  private final Transactions transactions;
  private final ServerClock clock;

  SubProcessorActs(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A supplier of the register. */
  record Known(String name, @Nullable String domain) {}

  /**
   * @throws StoplogException PAGE_UNKNOWN when there is none
   */
  static Known known(JdbcClient jdbc, int id) {
    return jdbc.sql("select coalesce(legal_name, name), domain from supplier where id = :id")
        .param("id", id)
        .query((row, number) -> new Known(row.getString(1), row.getString(2)))
        .optional()
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  /** All that the world was told of a supplier, the newest first. */
  static List<SubProcessor> of(JdbcClient jdbc, int id) {
    return jdbc.sql("select * from sub_processor where supplier = :id order by shown_at desc, id")
        .param("id", id)
        .query((row, number) -> SubProcessor.of(row))
        .list();
  }

  /** What the world is told now. */
  static Optional<SubProcessor> shown(JdbcClient jdbc, int id) {
    return of(jdbc, id).stream().filter(one -> one.gone() == null).findFirst();
  }

  /**
   * What the world is to be told, as it was typed.
   *
   * @param since day from which it works for us
   */
  record Typed(String name, String purpose, String data, String place, String since) {}

  /**
   * What stands there now is ended by it, and the new one takes its place.
   *
   * @param look at what stands there now, in the transaction; may refuse
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  void publish(int id, Typed typed, UUID by, Consumer<Optional<SubProcessor>> look) {
    require("name", typed.name());
    require("purpose", typed.purpose());
    require("data", typed.data());
    require("place", typed.place());
    LocalDate since;
    try {
      since = LocalDate.parse(typed.since().strip());
    } catch (java.time.DateTimeException e) {
      throw InvalidBody.ofField("since", "Write the day as 2026-01-31.");
    }
    transactions.act(
        act -> {
          Known known = known(act.jdbc(), id);
          act.jdbc()
              .sql("select id from supplier where id = :id for update")
              .param("id", id)
              .query(Integer.class)
              .single();
          look.accept(shown(act.jdbc(), id));
          end(act.jdbc(), id, by);
          act.jdbc()
              .sql(
                  """
                  insert into sub_processor (id, supplier, name, domain, purpose, data, place, since,
                    shown_by, shown_at)
                  values (:id, :supplier, :name, :domain, :purpose, :data, :place, :since, :by, :at)
                  """)
              .param("id", Ids.next(clock.realNow()))
              .param("supplier", id)
              .param("name", typed.name().strip())
              .param("domain", known.domain(), Types.VARCHAR)
              .param("purpose", typed.purpose().strip())
              .param("data", typed.data().strip())
              .param("place", typed.place().strip())
              .param("since", since)
              .param("by", by)
              .param("at", clock.now().atOffset(ZoneOffset.UTC))
              .update();
          act.record(by, "sub-processor.shown", Map.of("supplier", id));
          return true;
        });
  }

  private static void require(String field, String text) {
    if (text.isBlank()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw InvalidBody.ofField(
          field, "Name, purpose, data and place have 1 to 300 characters each.");
    }
  }

  private int end(JdbcClient jdbc, int id, UUID by) {
    return jdbc.sql(
            """
            update sub_processor set gone_by = :by, gone_at = :at
            where supplier = :id and gone_at is null
            """)
        .param("by", by)
        .param("at", clock.now().atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  /** Takes it off the list; nothing happens where it is on none. */
  void remove(int id, UUID by) {
    transactions.actIf(
        act -> {
          known(act.jdbc(), id);
          if (end(act.jdbc(), id, by) > 0) {
            act.record(by, "sub-processor.removed", Map.of("supplier", id));
          }
          return true;
        });
  }
}
