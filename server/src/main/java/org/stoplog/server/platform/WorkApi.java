package org.stoplog.server.platform;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Long work for programs: what their account started, and nobody else's. */
@Controller
final class WorkApi {
  private static final int LISTED = 50;

  private final Works works;

  WorkApi(Works works) {
    this.works = works;
  }

  /**
   * Long work.
   *
   * @param state waiting, running, done, failed or stopped
   * @param step what it is doing now; null when it does not run
   * @param percent of the step; null when nobody knows the end
   * @param result path of the page that shows what came of it; null until it is done
   * @param message why it failed; null unless it did
   */
  record Running(
      UUID id,
      String title,
      String state,
      @Nullable String step,
      @Nullable Integer percent,
      @Nullable String result,
      @Nullable String message,
      Instant startedAt,
      @Nullable Instant endedAt) {}

  @Access(value = Permission.WORK, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lists the last 50 long works that this account started, newest first.")
  @GetMapping(ApiAnswers.ROOT + "/running")
  ResponseEntity<ApiAnswers.Page<Running>> list() {
    List<Running> all =
        works.of(Caller.signedIn().account(), LISTED).stream().map(this::shown).toList();
    return ApiAnswers.ok(new ApiAnswers.Page<>(all, null));
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells how far long work has come.")
  @GetMapping(ApiAnswers.ROOT + "/running/{id}")
  ResponseEntity<Running> one(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(shown(works.own(id, Caller.signedIn())));
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL, byToken = true)
  @Summary("Asks long work to end; look again to see that it has.")
  @PostMapping(ApiAnswers.ROOT + "/running/{id}/stop")
  ResponseEntity<Running> stop(@PathVariable("id") UUID id) {
    works.stop(works.own(id, Caller.signedIn()).task().id());
    return ApiAnswers.ok(shown(works.own(id, Caller.signedIn())));
  }

  private Running shown(WorkRows.Row row) {
    WorkProgress progress = works.progress(row.task().id());
    WorkProgress.Look look = progress == null ? null : progress.look();
    return new Running(
        row.task().id(),
        row.task().title(),
        row.state().word(),
        look == null ? null : look.step(),
        look == null ? null : look.percent(),
        row.result(),
        row.message(),
        row.createdAt(),
        row.endedAt());
  }
}
