package org.stoplog.server.subprocessors;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Puts a supplier on the public list of sub-processors, and takes it off. */
@Controller
final class SubProcessorController {
  private static final String ONE = "/suppliers/{id}/sub-processor";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST = 300;

  private final Pages pages;
  private final Transactions transactions;
  private final PublicDoor door;
  private final ServerClock clock;

  SubProcessorController(
      Pages pages, Transactions transactions, PublicDoor door, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
  }

  /** A supplier of the register. */
  private record Known(String name, @Nullable String domain) {}

  private static Known known(JdbcClient jdbc, int id) {
    return jdbc.sql("select coalesce(legal_name, name), domain from supplier where id = :id")
        .param("id", id)
        .query((row, number) -> new Known(row.getString(1), row.getString(2)))
        .optional()
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  private static List<SubProcessor> of(JdbcClient jdbc, int id) {
    return jdbc.sql("select * from sub_processor where supplier = :id order by shown_at desc, id")
        .param("id", id)
        .query((row, number) -> SubProcessor.of(row))
        .list();
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("id") int id) {
    return show(id, null, null, 200);
  }

  private View show(
      int id, @Nullable Map<String, String> typed, @Nullable String error, int status) {
    boolean mayEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return pages.view(
        "sub-processor",
        transactions.run(
            jdbc -> {
              Known known = known(jdbc, id);
              List<SubProcessor> all = of(jdbc, id);
              Optional<SubProcessor> shown =
                  all.stream().filter(one -> one.gone() == null).findFirst();
              return new SubProcessorPage(
                  id,
                  known.name(),
                  shown
                      .map(
                          one ->
                              new SubProcessorPage.Line(
                                  one.name(),
                                  one.purpose(),
                                  one.data(),
                                  one.place(),
                                  one.since().toString()))
                      .orElse(null),
                  all.stream()
                      .map(
                          one ->
                              one.purpose()
                                  + ", shown from "
                                  + Times.second(one.shown())
                                  + (one.gone() == null ? "" : " to " + Times.second(one.gone())))
                      .toList(),
                  door.origin() == null ? null : door.origin().base() + PublicSubProcessors.PATH,
                  mayEdit,
                  error,
                  typed == null ? Map.of("name", known.name()) : typed);
            }),
        status);
  }

  /** What stands there now is ended by it, and the new one takes its place. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE)
  View publish(
      @PathVariable("id") int id,
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "purpose", defaultValue = "") String purpose,
      @RequestParam(name = "data", defaultValue = "") String data,
      @RequestParam(name = "place", defaultValue = "") String place,
      @RequestParam(name = "since", defaultValue = "") String since) {
    UUID by = Caller.signedIn().account();
    Map<String, String> typed =
        Map.of("name", name, "purpose", purpose, "data", data, "place", place, "since", since);
    for (String text : List.of(name, purpose, data, place)) {
      if (text.isBlank()
          || text.length() > LONGEST
          || text.chars().anyMatch(Character::isISOControl)) {
        return show(
            id,
            typed,
            "Name, purpose, data and place have 1 to 300 characters each.",
            UNPROCESSABLE);
      }
    }
    LocalDate day;
    try {
      day = LocalDate.parse(since.strip());
    } catch (java.time.DateTimeException e) {
      return show(id, typed, "Write the day as 2026-01-31.", UNPROCESSABLE);
    }
    transactions.act(
        act -> {
          Known known = known(act.jdbc(), id);
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
              .param("name", name.strip())
              .param("domain", known.domain(), java.sql.Types.VARCHAR)
              .param("purpose", purpose.strip())
              .param("data", data.strip())
              .param("place", place.strip())
              .param("since", day)
              .param("by", by)
              .param("at", clock.now().atOffset(java.time.ZoneOffset.UTC))
              .update();
          act.record(by, "sub-processor.shown", Map.of("supplier", id));
          return true;
        });
    return Redirects.see("/suppliers/" + id + "/sub-processor");
  }

  private int end(JdbcClient jdbc, int id, UUID by) {
    return jdbc.sql(
            """
            update sub_processor set gone_by = :by, gone_at = :at
            where supplier = :id and gone_at is null
            """)
        .param("by", by)
        .param("at", clock.now().atOffset(java.time.ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/remove")
  View remove(@PathVariable("id") int id) {
    UUID by = Caller.signedIn().account();
    transactions.actIf(
        act -> {
          known(act.jdbc(), id);
          if (end(act.jdbc(), id, by) > 0) {
            act.record(by, "sub-processor.removed", Map.of("supplier", id));
          }
          return true;
        });
    return Redirects.see("/suppliers/" + id + "/sub-processor");
  }
}
