package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.reader.TicketPlan;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/** Exports of tickets, for programs: searching them, and what was found. People review. */
@Controller
final class TicketsApi {
  private static final String PATH = IncidentsApi.PATH + "/{id}/tickets";
  private static final String ONE = PATH + "/{search}";

  private final Incidents incidents;
  private final TicketActs tickets;

  TicketsApi(Incidents incidents, TicketActs tickets) {
    this.incidents = incidents;
    this.tickets = tickets;
  }

  /**
   * A file of the incident to look at.
   *
   * @param file SHA-256
   * @param password of an encrypted archive; left out for the one that is kept with the file
   */
  record Look(String file, @Nullable String password) {
    /** No value: it may be logged. */
    @Override
    public String toString() {
      return "a look at the file " + file;
    }
  }

  /**
   * How to read an export, where that differs from how it would be read. What is left out stays; an
   * empty text means none.
   */
  record Other(
      @Nullable String id,
      @Nullable String person,
      @Nullable String scheme,
      @Nullable String region,
      @Nullable String time,
      @Nullable List<String> texts) {
    Other {
      texts = texts == null ? null : List.copyOf(texts);
    }
  }

  /** Work that was started; see /api/v1/running/{id}. */
  record Started(UUID work) {}

  /** How many tasks were made. */
  record Made(int tasks) {}

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Searches through exports of tickets of an incident, newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<TicketJson.Line>> list(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            incidents.read(
                Caller.signedIn(),
                id,
                inside ->
                    new TicketRows(inside.jdbc(), inside.keys())
                        .all(id).stream().map(TicketJson.Line::of).toList()),
            null));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of a search, how it reads its export, and what it found.")
  @GetMapping(ONE)
  ResponseEntity<TicketJson.One> one(
      @PathVariable("id") UUID id, @PathVariable("search") UUID search) {
    return ApiAnswers.ok(read(id, search));
  }

  private TicketJson.One read(UUID id, UUID searchId) {
    Caller caller = Caller.signedIn();
    return incidents.read(
        caller,
        id,
        inside -> {
          TicketRows.Search search = TicketActs.search(inside, searchId);
          return TicketJson.One.of(
              search, new TicketList(inside.jdbc(), inside.keys(), search), Counts.of(caller));
        });
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Looks at the first tickets of a file, and says how it would be read.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<TicketJson.One> look(@PathVariable("id") UUID id, @JsonBody Look asked) {
    Caller caller = Caller.signedIn();
    if (!tickets.has(caller, id, asked.file())) {
      throw new InvalidBody("/file", "The incident has no file of this hash.");
    }
    TicketActs.Look look =
        tickets.look(caller, id, asked.file(), Objects.toString(asked.password(), ""));
    UUID search = tickets.add(caller, id, asked.file(), look);
    return ApiAnswers.created(PATH.replace("{id}", id.toString()) + "/" + search, read(id, search));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Starts searching to the end; an empty object reads the export as was guessed.",
      status = 202)
  @PostMapping(ONE + "/start")
  ResponseEntity<Started> start(
      @PathVariable("id") UUID id, @PathVariable("search") UUID search, @JsonBody Other other) {
    Caller caller = Caller.signedIn();
    TicketPlan guess = tickets.plan(caller, id, search);
    UUID work = tickets.start(caller, id, search, plan(guess, other));
    return ApiAnswers.started(ApiAnswers.ROOT + "/running/" + work, new Started(work));
  }

  /** By the rules of the form. */
  private static TicketPlan plan(TicketPlan guess, Other other) {
    MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
    List<InvalidBody.Fault> faults = new ArrayList<>();
    field(form, "id", other.id(), guess.id(), guess, faults);
    field(form, "person", other.person(), guess.person(), guess, faults);
    field(form, "time", other.time(), guess.time(), guess, faults);
    form.add("scheme", other.scheme() == null ? guess.scheme() : other.scheme());
    form.add(
        "region", other.region() == null ? Objects.toString(guess.region(), "") : other.region());
    List<String> texts = other.texts() == null ? guess.texts() : other.texts();
    form.addAll("text", texts);
    for (int i = 0; i < texts.size(); i++) {
      if (other.texts() != null && !guess.fields().contains(texts.get(i))) {
        faults.add(new InvalidBody.Fault("/texts/" + i, "The export has no such field."));
      }
    }
    if (faults.isEmpty()) {
      TicketPlanForm read = TicketPlanForm.read(guess, form);
      TicketPlan plan = read.plan();
      if (plan != null) {
        return plan;
      }
      read.form().errors().forEach(error -> faults.add(new InvalidBody.Fault("", error)));
    }
    throw new InvalidBody(faults);
  }

  private static void field(
      MultiValueMap<String, String> form,
      String name,
      @Nullable String said,
      @Nullable String guessed,
      TicketPlan guess,
      List<InvalidBody.Fault> faults) {
    String value = said == null ? Objects.toString(guessed, "") : said;
    form.add(name, value);
    if (said != null && !said.isEmpty() && !guess.fields().contains(said)) {
      faults.add(new InvalidBody.Fault("/" + name, "The export has no such field."));
    }
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tickets of a search that came to its end, in the order of the export.")
  @GetMapping(ONE + "/list")
  ResponseEntity<ApiAnswers.Page<TicketJson.Ticket>> found(
      @PathVariable("id") UUID id,
      @PathVariable("search") UUID searchId,
      @RequestParam(name = "what", defaultValue = "found") String what,
      @RequestParam(name = "find", defaultValue = "") String find,
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "after", required = false) @Nullable Long after,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    TicketFilter filter = TicketFilter.of(what, find, state);
    if (!filter.equals(new TicketFilter(what, find, state))) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "what is one of %s; state is one of %s; find is the name of a detector."
              .formatted(values(TicketFilter.WHATS), values(TicketFilter.STATES)));
    }
    return ApiAnswers.ok(
        incidents.read(
            Caller.signedIn(),
            id,
            inside -> {
              TicketList list =
                  new TicketList(inside.jdbc(), inside.keys(), TicketActs.done(inside, searchId));
              List<TicketList.Ticket> found =
                  list.page(filter, after == null ? 0 : after, limit + 1);
              Map<Long, Map<String, Integer>> finds = list.finds(found);
              return ApiAnswers.page(
                  found,
                  limit,
                  one -> TicketJson.Ticket.of(one, finds),
                  one -> String.valueOf(one.number()));
            }));
  }

  private static String values(List<TicketPages.Choice> choices) {
    return choices.stream().map(TicketPages.Choice::value).collect(Collectors.joining(", "));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("One ticket, and where to look in the supplier's original.")
  @GetMapping(ONE + "/at/{ticket}")
  ResponseEntity<TicketJson.Detail> ticket(
      @PathVariable("id") UUID id,
      @PathVariable("search") UUID searchId,
      @PathVariable("ticket") long number) {
    return ApiAnswers.ok(
        incidents.read(
            Caller.signedIn(),
            id,
            inside -> {
              TicketList list =
                  new TicketList(inside.jdbc(), inside.keys(), TicketActs.done(inside, searchId));
              return TicketJson.Detail.of(
                  list.find(number)
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.PAGE_UNKNOWN, "There is no such ticket.")),
                  list);
            }));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Makes a task for each kind of secrets that has none: to rotate them.",
      status = 201)
  @PostMapping(ONE + "/tasks")
  ResponseEntity<Made> tasks(@PathVariable("id") UUID id, @PathVariable("search") UUID search) {
    int made = tickets.addTasks(Caller.signedIn(), id, search);
    return ApiAnswers.created(IncidentsApi.PATH + "/" + id + "/tasks", new Made(made));
  }
}
