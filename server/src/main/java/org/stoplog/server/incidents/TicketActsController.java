package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;

/** What people do with tickets that were searched: reviewing them, and having secrets rotated. */
@Controller
final class TicketActsController {
  private static final int MOST_AT_ONCE = 200;

  private final Incidents incidents;
  private final TicketActs tickets;

  TicketActsController(Incidents incidents, TicketActs tickets) {
    this.incidents = incidents;
    this.tickets = tickets;
  }

  /** Says of one or more tickets what they are; another person says it as well, or otherwise. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tickets/{search}/reviews")
  View review(
      @PathVariable("id") UUID id,
      @PathVariable("search") UUID searchId,
      @RequestParam(name = "verdict", defaultValue = "") String word,
      @RequestParam MultiValueMap<String, String> form) {
    Caller caller = Caller.signedIn();
    incidents.requireWork(caller, id);
    TicketVerdict verdict =
        TicketVerdict.of(word)
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.REQUEST_INVALID,
                        "Say what it is: confirmed, a false alarm, or that it needs more."));
    List<Long> numbers = numbers(form.getOrDefault("ticket", List.of()));
    String path =
        incidents.change(
            caller,
            id,
            change -> {
              TicketRows.Search search = TicketActs.done(change.inside(), searchId);
              int count =
                  new TicketList(change.jdbc(), change.inside().keys(), search)
                      .review(numbers, change.by(), verdict, change.clock().product().instant());
              if (count == 0) {
                throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such ticket.");
              }
              // In the log alone: a timeline of hundreds of these would hide everything else.
              Map<String, Object> detail = new HashMap<>();
              detail.put("incident", id.toString());
              detail.put("search", searchId.toString());
              detail.put("verdict", verdict.slug());
              detail.put("tickets", count);
              if (count == 1) {
                detail.put("ticket", numbers.getFirst());
              }
              change.act().record(change.by(), "incident.tickets.reviewed", detail);
              return search.path();
            });
    String back = form.getFirst("back");
    return Redirects.see(back(path, back == null ? "" : back, numbers));
  }

  /** Where the form was: a ticket's own page, or the list with its filter. */
  private static String back(String path, String back, List<Long> numbers) {
    if (back.equals("ticket")) {
      return path + "/at/" + numbers.getFirst();
    }
    return back.matches("[a-z0-9=&-]{1,200}") ? path + "?" + back : path;
  }

  private static List<Long> numbers(List<String> typed) {
    List<Long> numbers = new ArrayList<>();
    for (String one : typed) {
      if (!one.matches("[0-9]{1,15}")) {
        throw new StoplogException(Problem.REQUEST_INVALID, "A ticket is named by its number.");
      }
      numbers.add(Long.parseLong(one));
    }
    if (numbers.isEmpty() || numbers.size() > MOST_AT_ONCE) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Choose 1 to " + MOST_AT_ONCE + " tickets.");
    }
    return numbers;
  }

  /** A task for each kind of secrets: to rotate them, with how many they are. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tickets/{search}/tasks")
  View tasks(@PathVariable("id") UUID id, @PathVariable("search") UUID searchId) {
    tickets.addTasks(Caller.signedIn(), id, searchId);
    return Redirects.see("/incidents/" + id);
  }
}
