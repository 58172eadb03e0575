package org.stoplog.server.incidents;

import java.util.Arrays;
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
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;

/** The times of an incident, each said by several sources. */
@Controller
final class TimesController {
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Incidents incidents;
  private final SayingTimes saying;

  TimesController(Pages pages, Incidents incidents) {
    this.pages = pages;
    this.incidents = incidents;
    this.saying = new SayingTimes(incidents);
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/times/{kind}")
  View form(@PathVariable("id") UUID id, @PathVariable("kind") String slug) {
    return page(id, kind(slug), null, "", "us", "", 200);
  }

  private static TimeKind kind(String slug) {
    return TimeKind.of(slug)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "An incident has no such time."));
  }

  private View page(
      UUID id,
      TimeKind kind,
      @Nullable String error,
      String said,
      String source,
      String reason,
      int status) {
    Caller caller = Caller.signedIn();
    TimePage page =
        incidents.read(
            caller,
            id,
            inside ->
                new TimePage(
                    inside.incident().path(),
                    inside.incident().name(),
                    inside.incident().path() + "/times/" + kind.slug(),
                    kind.title(),
                    kind.hint(),
                    kind == TimeKind.AWARE,
                    inside.member().works() && caller.may(Permission.WORK_ON_INCIDENTS),
                    error,
                    said,
                    source,
                    reason,
                    new SaidTimes(inside.jdbc(), inside.keys())
                        .current(id).stream()
                            .filter(one -> one.kind() == kind)
                            .map(TimesController::line)
                            .toList(),
                    Arrays.stream(SaidTimes.Source.values()).map(SaidTimes.Source::slug).toList()));
    return pages.view("incident-time", page, status);
  }

  private static TimePage.Line line(SaidTimes.Said said) {
    String reading =
        said.first() == null || said.last() == null
            ? "nobody knows"
            : "from " + Times.second(said.first()) + " to before " + Times.second(said.last());
    return new TimePage.Line(said.source(), said.said(), reading, said.reason());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/times/{kind}")
  View record(
      @PathVariable("id") UUID id,
      @PathVariable("kind") String slug,
      @RequestParam("said") String said,
      @RequestParam("source") String source,
      @RequestParam(name = "reason", defaultValue = "") String reason) {
    TimeKind kind = kind(slug);
    try {
      saying.record(Caller.signedIn(), id, new SayingTimes.Words(kind, source, said, reason));
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return page(id, kind, String.valueOf(e.getMessage()), said, source, reason, UNPROCESSABLE);
    }
    return Redirects.see("/incidents/" + id + "#times");
  }
}
