package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.reader.TicketPlan;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Works;

/** Exports of tickets of an incident: how they are read, searching them, and what was found. */
@Controller
final class TicketsController {
  private static final int UNPROCESSABLE = 422;
  private static final int OK = 200;
  private static final int MOST_LINES = 100_000;

  private final Pages pages;
  private final Incidents incidents;
  private final TicketActs tickets;
  private final ActorNames names;

  TicketsController(Pages pages, Incidents incidents, TicketActs tickets, ActorNames names) {
    this.pages = pages;
    this.incidents = incidents;
    this.tickets = tickets;
    this.names = names;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/tickets")
  View list(
      @PathVariable("id") UUID id, @RequestParam(name = "file", defaultValue = "") String file) {
    return list(id, file, null);
  }

  private View list(UUID id, String file, @Nullable String error) {
    TicketPages.All page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside -> new TicketsView(inside, FilesController.canWork(inside)).all(file, error));
    return pages.view("incident-tickets", page, error == null ? OK : UNPROCESSABLE);
  }

  /** Looks at the first tickets of a file, and says how it would be read. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tickets")
  View look(
      @PathVariable("id") UUID id,
      @RequestParam(name = "file", defaultValue = "") String sha256,
      @RequestParam(name = "password", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    if (!tickets.has(caller, id, sha256)) {
      return list(id, sha256, "Choose a file of the incident.");
    }
    TicketActs.Look look;
    try {
      look = tickets.look(caller, id, sha256, typed);
    } catch (StoplogException e) {
      if (e.problem() == Problem.INTERRUPTED || e.problem() == Problem.DATA_FOLDER_UNUSABLE) {
        throw e;
      }
      return list(id, sha256, e.getMessage() + ". " + e.problem().advice());
    }
    UUID search = tickets.add(caller, id, sha256, look);
    return Redirects.see(TicketRows.pathOf(id, search));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/tickets/{search}")
  View show(
      @PathVariable("id") UUID id,
      @PathVariable("search") UUID search,
      @RequestParam(name = "what", defaultValue = "") String what,
      @RequestParam(name = "find", defaultValue = "") String find,
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "after", defaultValue = "0") long after) {
    return page(id, search, TicketFilter.of(what, find, state), after, null);
  }

  private View page(
      UUID id, UUID search, TicketFilter filter, long after, TicketPages.@Nullable Form typed) {
    Caller caller = Caller.signedIn();
    TicketPages.One page =
        incidents.read(
            caller,
            id,
            inside ->
                new TicketsView(inside, FilesController.canWork(inside))
                    .one(
                        TicketActs.search(inside, search),
                        filter,
                        after,
                        typed,
                        Counts.of(caller)));
    return pages.view("incident-ticket-search", page, typed == null ? OK : UNPROCESSABLE);
  }

  /** Starts searching it to its end, read in the way that the form says. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tickets/{search}/start")
  View start(
      @PathVariable("id") UUID id,
      @PathVariable("search") UUID searchId,
      @RequestParam MultiValueMap<String, String> form) {
    Caller caller = Caller.signedIn();
    TicketPlanForm typed = TicketPlanForm.read(tickets.plan(caller, id, searchId), form);
    TicketPlan plan = typed.plan();
    if (plan == null) {
      return page(id, searchId, TicketFilter.of("", "", ""), 0, typed.form());
    }
    return Redirects.see(Works.pathOf(tickets.start(caller, id, searchId, plan)));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/tickets/{search}/at/{ticket}")
  View ticket(
      @PathVariable("id") UUID id,
      @PathVariable("search") UUID searchId,
      @PathVariable("ticket") long number) {
    Map<UUID, String> people = names.names();
    TicketPages.Ticket page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside -> {
              TicketRows.Search search = TicketActs.search(inside, searchId);
              TicketList.Ticket ticket =
                  new TicketList(inside.jdbc(), inside.keys(), search)
                      .find(number)
                      .filter(found -> search.isDone())
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.PAGE_UNKNOWN, "There is no such ticket."));
              return new TicketsView(inside, FilesController.canWork(inside))
                  .ticket(search, ticket, people);
            });
    return pages.view("incident-ticket", page);
  }

  /** What the list shows, without any value, for those who work on it elsewhere. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/tickets/{search}/list.csv")
  ResponseEntity<byte[]> export(
      @PathVariable("id") UUID id,
      @PathVariable("search") UUID searchId,
      @RequestParam(name = "what", defaultValue = "") String what,
      @RequestParam(name = "find", defaultValue = "") String find,
      @RequestParam(name = "state", defaultValue = "") String state) {
    CsvLines csv =
        new CsvLines(
            "number", "ticket", "time", "state", "detector", "element", "certainty", "count");
    incidents.read(
        Caller.signedIn(),
        id,
        inside -> {
          TicketRows.Search search = TicketActs.search(inside, searchId);
          if (!search.isDone()) {
            return false;
          }
          TicketList list = new TicketList(inside.jdbc(), inside.keys(), search);
          TicketFilter filter = TicketFilter.of(what, find, state);
          TicketCsvLines lines = new TicketCsvLines(csv);
          long after = 0;
          List<TicketList.Ticket> some = list.page(filter, after, TicketCsvLines.AT_ONCE);
          while (!some.isEmpty() && lines.count() < MOST_LINES) {
            lines.add(some, list.finds(some));
            after = some.getLast().number();
            some = list.page(filter, after, TicketCsvLines.AT_ONCE);
          }
          if (!some.isEmpty()) {
            lines.cut(MOST_LINES);
          }
          return true;
        });
    return csv.download("tickets.csv");
  }
}
