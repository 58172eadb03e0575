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
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.detect.Detector;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;

/** What people do with tickets that were searched: reviewing them, and having secrets rotated. */
@Controller
final class TicketActsController {
  private static final int MOST_AT_ONCE = 200;

  private final Incidents incidents;

  TicketActsController(Incidents incidents) {
    this.incidents = incidents;
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
              TicketRows.Search search = done(change.inside(), searchId);
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

  static TicketRows.Search done(Incidents.Inside inside, UUID searchId) {
    TicketRows.Search search = TicketsController.search(inside, searchId);
    if (!search.isDone()) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "The export was not searched to its end yet.");
    }
    return search;
  }

  /** A task for each kind of secrets: to rotate them, with how many they are. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tickets/{search}/tasks")
  View tasks(@PathVariable("id") UUID id, @PathVariable("search") UUID searchId) {
    incidents.change(
        Caller.signedIn(),
        id,
        change -> {
          TicketRows.Search search = done(change.inside(), searchId);
          TicketList list = new TicketList(change.jdbc(), change.inside().keys(), search);
          List<TicketList.Secrets> open =
              list.secrets().stream().filter(one -> one.task() == null).toList();
          if (open.isEmpty()) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "There is a task for each kind of secrets already.");
          }
          for (int i = 0; i < open.size(); i++) {
            add(change, list, open.get(i), i == open.size() - 1 ? open.size() : 0);
          }
          return true;
        });
    return Redirects.see("/incidents/" + id);
  }

  /**
   * @param all how many tasks the act makes, where this is the last of them; else 0
   */
  private static void add(
      Incidents.Change change, TicketList list, TicketList.Secrets secrets, int all) {
    Detector detector = Detector.of(secrets.detector()).orElseThrow();
    String title =
        (detector.certainty() == Detector.Certainty.POSSIBLE ? "Check and rotate " : "Rotate ")
            + Numbers.grouped(secrets.different())
            + " \u00d7 "
            + detector.label()
            + ", found in "
            + Numbers.grouped(secrets.tickets())
            + (secrets.tickets() == 1 ? " ticket" : " tickets");
    UUID task = Ids.next(change.clock().realNow());
    Timeline.News news = new Timeline.News("task.added", task.toString(), title, false);
    long seq =
        all == 0
            ? change.tell(news)
            : change.record(news, Map.of("task", task.toString(), "tasks", all));
    new Tasks(change.jdbc(), change.inside().keys())
        .add(change.incident().id(), task, title, null, null, seq);
    list.addTask(secrets.detector(), task);
  }
}
