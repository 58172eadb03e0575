package org.stoplog.server.incidents;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;

/** Asking the supplier by mail: seen first, then sent; and again by itself, if somebody says so. */
@Controller
final class QuestionMailController {
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_HOURS = 720;
  private static final int MOST_TIMES = 20;

  private final Pages pages;
  private final Incidents incidents;
  private final QuestionMailing mailing;
  private final QuestionWatch watch;

  QuestionMailController(
      Pages pages, Incidents incidents, QuestionMailing mailing, QuestionWatch watch) {
    this.pages = pages;
    this.incidents = incidents;
    this.mailing = mailing;
    this.watch = watch;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/questions/new")
  View preview(
      @PathVariable("id") UUID id, @RequestParam(name = "route", defaultValue = "") String route) {
    return preview(id, route, null, 200);
  }

  private View preview(UUID id, String typed, @Nullable String error, int status) {
    List<MailRoute> routes = mailing.routes();
    MailRoute route =
        routes.stream()
            .filter(one -> typed.isEmpty() || typed.equals(String.valueOf(one.id())))
            .findFirst()
            .orElse(null);
    QuestionMailPage page =
        incidents.read(Caller.signedIn(), id, inside -> page(inside, routes, route, error));
    return pages.view("incident-question-mail", page, status);
  }

  private static QuestionMailPage page(
      Incidents.Inside inside,
      List<MailRoute> routes,
      @Nullable MailRoute route,
      @Nullable String error) {
    List<QuestionMailPage.Route> lines =
        routes.stream()
            .map(one -> new QuestionMailPage.Route(String.valueOf(one.id()), one.name()))
            .toList();
    String room = inside.incident().path();
    String name = inside.incident().name();
    String chosen = route == null ? "" : String.valueOf(route.id());
    String why = error;
    if (route == null) {
      why = "There is no mail route to send by. An administrator adds one under Mail.";
    } else {
      try {
        QuestionDraft draft = QuestionDraft.of(inside, route, QuestionMailing.open(inside));
        QuestionMail.Words words = draft.words();
        Set<String> domains = SupplierDomains.of(inside.jdbc(), draft.supplier());
        String domain = words.to().substring(words.to().lastIndexOf('@') + 1);
        return new QuestionMailPage(
            room,
            name,
            error,
            lines,
            chosen,
            route.from(),
            words.to(),
            SupplierDomains.hold(domains, domain),
            words.subject(),
            words.text(),
            draft.questions().size(),
            draft.hash());
      } catch (StoplogException e) {
        if (e.problem() != Problem.REQUEST_INVALID) {
          throw e;
        }
        why = String.valueOf(e.getMessage());
      }
    }
    return new QuestionMailPage(room, name, why, lines, chosen, "", "", false, "", "", 0, "");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/questions/new")
  View send(
      @PathVariable("id") UUID id,
      @RequestParam(name = "route", defaultValue = "") String route,
      @RequestParam(name = "hash", defaultValue = "") String hash) {
    incidents.requireWork(Caller.signedIn(), id);
    try {
      mailing.approve(Caller.signedIn(), id, mailing.route(route), hash);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return preview(id, route, e.getMessage(), UNPROCESSABLE);
    }
    watch.wake();
    return Redirects.see("/incidents/" + id + "/questions#mails");
  }

  /** Sets how often it is asked again, or with no hours that it is not. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/questions/chase")
  View chase(
      @PathVariable("id") UUID id,
      @RequestParam(name = "route", defaultValue = "") String route,
      @RequestParam(name = "hours", defaultValue = "") String hours,
      @RequestParam(name = "most", defaultValue = "") String most) {
    incidents.requireWork(Caller.signedIn(), id);
    boolean isOff = hours.isBlank();
    mailing.chase(
        Caller.signedIn(),
        id,
        isOff ? null : mailing.route(route),
        isOff ? 0 : number("Hours are", hours, MOST_HOURS),
        isOff ? 0 : number("Times are", most, MOST_TIMES));
    return Redirects.see("/incidents/" + id + "/questions#mails");
  }

  private static int number(String what, String typed, int most) {
    if (typed.strip().matches("[1-9][0-9]{0,3}") && Integer.parseInt(typed.strip()) <= most) {
      return Integer.parseInt(typed.strip());
    }
    throw new StoplogException(Problem.REQUEST_INVALID, what + " a number from 1 to " + most + ".");
  }
}
