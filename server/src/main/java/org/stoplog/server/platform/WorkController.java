package org.stoplog.server.platform;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Numbers;

/** Long work as its starter sees it. Nobody else does. */
@Controller
final class WorkController {
  private static final int LISTED = 50;

  private final Pages pages;
  private final Works works;

  WorkController(Pages pages, Works works) {
    this.pages = pages;
    this.works = works;
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/running")
  View list() {
    List<WorkPage> lines =
        works.of(Caller.signedIn().account(), LISTED).stream().map(this::page).toList();
    return pages.view("works", new WorksPage(lines));
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/running/{id}")
  View show(@PathVariable("id") UUID id) {
    return pages.view("work", page(works.own(id, Caller.signedIn())));
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @PostMapping("/running/{id}/stop")
  View stop(@PathVariable("id") UUID id) {
    works.stop(works.own(id, Caller.signedIn()).task().id());
    return Redirects.see(Works.pathOf(id));
  }

  private WorkPage page(WorkRows.Row row) {
    WorkProgress progress = works.progress(row.task().id());
    WorkProgress.Look look = progress == null ? null : progress.look();
    return new WorkPage(
        Works.pathOf(row.task().id()),
        row.task().title(),
        row.state().word(),
        row.state() == WorkRows.State.WAITING || row.state() == WorkRows.State.RUNNING,
        look == null ? null : look.step(),
        look == null ? null : look.percent(),
        look == null ? null : amount(look),
        row.result(),
        row.message(),
        Times.second(row.createdAt()));
  }

  /** {@code 1 200 000 of 9 000 000 rows, 400 000 a second, 19 s left}. */
  private static @Nullable String amount(WorkProgress.Look look) {
    if (look.done() == 0 && look.total() <= 0) {
      return null;
    }
    StringBuilder text = new StringBuilder(Numbers.grouped(look.done()));
    if (look.total() > 0) {
      text.append(" of ").append(Numbers.grouped(look.total()));
    }
    text.append(' ').append(look.unit());
    Long rate = look.perSecond();
    if (rate != null) {
      text.append(", ").append(Numbers.grouped(rate)).append(" a second");
    }
    Duration left = look.left();
    if (left != null) {
      text.append(", ").append(Numbers.duration(left)).append(" left");
    }
    return text.toString();
  }
}
