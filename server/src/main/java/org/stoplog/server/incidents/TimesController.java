package org.stoplog.server.incidents;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.WindowText;
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
  private static final int LONGEST_REASON = 2_000;
  private static final String UNKNOWN = "unknown";

  private final Pages pages;
  private final Incidents incidents;

  TimesController(Pages pages, Incidents incidents) {
    this.pages = pages;
    this.incidents = incidents;
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
    Window window = null;
    String error = null;
    boolean isUnknown = said.isBlank() || said.strip().equalsIgnoreCase(UNKNOWN);
    if (!isUnknown) {
      try {
        window = WindowText.parse(said, ZoneOffset.UTC);
        if (window.from() == null || window.to() == null) {
          error = "Write one time, or a period with both ends.";
        }
      } catch (StoplogException e) {
        error = e.getMessage();
      }
    }
    List<String> sources =
        Arrays.stream(SaidTimes.Source.values()).map(SaidTimes.Source::slug).toList();
    if (!sources.contains(source)) {
      error = "Say who says it.";
    } else if (kind == TimeKind.AWARE && reason.isBlank()) {
      error = "This is a decision: write the reason, since several deadlines count from it.";
    } else if (reason.length() > LONGEST_REASON) {
      error = "The reason has at most " + LONGEST_REASON + " characters.";
    } else if (kind == TimeKind.AWARE && !source.equals(SaidTimes.Source.US.slug())) {
      error = "When we became aware is ours to decide, not another's to say.";
    }
    if (error != null) {
      return page(id, kind, error, said, source, reason, UNPROCESSABLE);
    }
    Window read = window;
    incidents.change(
        Caller.signedIn(),
        id,
        change -> {
          long seq =
              change.record(
                  new Timeline.News(
                      "time.recorded",
                      kind.slug(),
                      kind.title()
                          + ": "
                          + (read == null ? UNKNOWN : said.strip())
                          + ", says "
                          + source,
                      false),
                  Map.of("time", kind.slug(), "source", source, "known", read != null));
          new SaidTimes(change.jdbc(), change.inside().keys())
              .add(
                  id,
                  seq,
                  kind,
                  source,
                  read == null ? UNKNOWN : said.strip(),
                  read,
                  reason.isBlank() ? null : reason.strip());
          return seq;
        });
    return Redirects.see("/incidents/" + id + "#times");
  }
}
