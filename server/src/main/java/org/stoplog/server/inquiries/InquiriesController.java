package org.stoplog.server.inquiries;

import java.time.Instant;
import java.util.LinkedHashMap;
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
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;

/** The page of an incident on which anybody may ask: its text, its approval, and its alarms. */
@Controller
final class InquiriesController {
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_TITLE = 120;

  private final Pages pages;
  private final IncidentDoor door;
  private final MailRoutes routes;
  private final Approvals approvals;
  private final InquiryOpening opening;
  private final PublicDoor street;
  private final ServerClock clock;

  InquiriesController(
      Pages pages,
      IncidentDoor door,
      MailRoutes routes,
      Approvals approvals,
      InquiryOpening opening,
      PublicDoor street,
      ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.routes = routes;
    this.approvals = approvals;
    this.opening = opening;
    this.street = street;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/inquiries")
  View show(@PathVariable("id") UUID id) {
    return view("inquiries", id, null, Map.of(), 200);
  }

  /** What the incident room shows of it. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/inquiries/panel")
  View panel(@PathVariable("id") UUID id) {
    return view("inquiries-panel", id, null, Map.of(), 200);
  }

  private View view(
      String template,
      UUID id,
      @Nullable Map<String, String> typed,
      Map<String, String> errors,
      int status) {
    Caller caller = Caller.signedIn();
    List<InquiriesPage.Route> choice =
        routes.all().stream()
            .map(
                route ->
                    new InquiriesPage.Route(
                        String.valueOf(route.id()),
                        route.name() + (route.catcher() ? " (a catcher: nothing goes out)" : "")))
            .toList();
    return pages.view(
        template, door.read(caller, id, seen -> page(seen, caller, choice, typed, errors)), status);
  }

  private InquiriesPage page(
      IncidentDoor.Seen seen,
      Caller caller,
      List<InquiriesPage.Route> choice,
      @Nullable Map<String, String> typed,
      Map<String, String> errors) {
    JdbcClient jdbc = seen.jdbc();
    Optional<InquiryPageRows.Kept> kept = new InquiryPageRows(jdbc, door).find(seen.id());
    Origin origin = street.origin();
    Instant now = clock.realNow();
    return new InquiriesPage(
        seen.path(),
        seen.name(),
        InquiryOpening.path(seen.id()),
        seen.works() && caller.may(Permission.WORK_ON_INCIDENTS),
        street.isOpen(),
        kept.map(page -> page.state().word()).orElse("none"),
        origin == null ? null : kept.map(page -> addressOf(origin, page)).orElse(null),
        approvals
            .waiting(jdbc, InquiryOpening.ACT, seen.id().toString())
            .map(Approval::id)
            .map(approval -> "/approvals/" + approval)
            .orElse(null),
        typed != null ? typed : fields(kept.orElse(null)),
        errors,
        choice,
        Numbers.grouped(new InquiryRows(jdbc).asked(seen.id(), now)),
        new AlarmRows(jdbc)
            .of(seen.id()).stream()
                .map(alarm -> AlarmsController.line(alarm, seen.name()))
                .toList());
  }

  private static String addressOf(Origin origin, InquiryPageRows.Kept page) {
    return origin.base() + PublicAsking.AFFECTED + "/" + page.slug();
  }

  private static Map<String, String> fields(InquiryPageRows.@Nullable Kept kept) {
    AnswerText text = kept == null ? AnswerText.draft() : kept.text();
    return Map.of(
        "slug", kept == null ? "" : kept.slug(),
        "title", kept == null ? "" : kept.title(),
        "route", kept == null ? "" : String.valueOf(kept.route()),
        "subject", text.subject(),
        "told", text.told(),
        "open", text.open(),
        "none", text.none());
  }

  /** Saves the text; an open page is closed by it until it is approved again. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/inquiries")
  View save(@PathVariable("id") UUID id, @RequestParam Map<String, String> fields) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String field :
        new String[] {"slug", "title", "route", "subject", "told", "open", "none"}) {
      typed.put(field, fields.getOrDefault(field, "").strip().replace("\r\n", "\n"));
    }
    AnswerText text =
        new AnswerText(
            typed.getOrDefault("subject", ""),
            typed.getOrDefault("told", ""),
            typed.getOrDefault("open", ""),
            typed.getOrDefault("none", ""));
    Map<String, String> errors =
        door.read(
            Caller.signedIn(),
            id,
            seen -> {
              if (!seen.works()) {
                throw new StoplogException(
                    Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
              }
              return errors(seen.jdbc(), id, typed, text);
            });
    if (!errors.isEmpty()) {
      return view("inquiries", id, typed, errors, UNPROCESSABLE);
    }
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          JdbcClient jdbc = change.act().jdbc();
          InquiryPageRows rows = new InquiryPageRows(jdbc, door);
          rows.lock(id);
          approvals.edited(jdbc, InquiryOpening.ACT, id.toString(), change.by());
          rows.save(
              new InquiryPageRows.Kept(
                  id,
                  typed.getOrDefault("slug", ""),
                  typed.getOrDefault("title", ""),
                  text,
                  Integer.parseInt(typed.getOrDefault("route", "")),
                  InquiryPageRows.State.DRAFT,
                  null),
              change.by(),
              clock.realNow());
          change.act().record(change.by(), "inquiry.page-saved", Map.of("incident", id.toString()));
          return true;
        });
    return Redirects.see(InquiryOpening.path(id));
  }

  private Map<String, String> errors(
      JdbcClient jdbc, UUID id, Map<String, String> typed, AnswerText text) {
    Map<String, String> errors = new LinkedHashMap<>();
    String slug = typed.getOrDefault("slug", "");
    String title = typed.getOrDefault("title", "");
    if (!slug.matches("[a-z0-9][a-z0-9-]{2,59}")) {
      errors.put("slug", "3 to 60 small letters, digits and hyphens, such as analytics-2026.");
    } else if (new InquiryPageRows(jdbc, door).isTaken(slug, id)) {
      errors.put("slug", "Another page has this address.");
    }
    if (title.isEmpty() || title.length() > LONGEST_TITLE) {
      errors.put("title", "Of 1 to " + LONGEST_TITLE + " characters.");
    }
    String route = typed.getOrDefault("route", "");
    if (!route.matches("[0-9]{1,9}") || routes.find(Integer.parseInt(route)).isEmpty()) {
      errors.put("route", "Choose by which mail server answers go.");
    }
    errors.putAll(text.errors());
    return errors;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/inquiries/ask")
  View ask(@PathVariable("id") UUID id) {
    UUID approval =
        door.change(
            Caller.signedIn(),
            id,
            change ->
                approvals.ask(
                    change.act(),
                    opening
                        .request(change.act().jdbc(), id, change.by())
                        .orElseThrow(
                            () ->
                                new StoplogException(
                                    Problem.REQUEST_INVALID,
                                    "There is no text that waits to be approved, or its mail route"
                                        + " was removed."))));
    return Redirects.see("/approvals/" + approval);
  }

  /** Nobody is answered any more. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/inquiries/close")
  View close(@PathVariable("id") UUID id) {
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          if (!new InquiryPageRows(change.act().jdbc(), door).close(id)) {
            throw new StoplogException(Problem.REQUEST_INVALID, "The page is not open.");
          }
          door.tell(change.act().jdbc(), id, change.by(), "inquiry.closed", null);
          change.act().record(change.by(), "inquiry.closed", Map.of("incident", id.toString()));
          return true;
        });
    return Redirects.see(InquiryOpening.path(id));
  }
}
