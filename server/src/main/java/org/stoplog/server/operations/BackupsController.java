package org.stoplog.server.operations;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;

/** Backups of a running server, for whoever runs it. */
@Controller
final class BackupsController {
  static final String PATH = "/backups";

  private final Pages pages;
  private final Transactions transactions;
  private final BackupFolder folder;
  private final Backups backups;
  private final ServerClock clock;

  BackupsController(
      Pages pages,
      Transactions transactions,
      BackupFolder folder,
      Backups backups,
      ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.folder = folder;
    this.backups = backups;
    this.clock = clock;
  }

  @Access(value = Permission.MAKE_BACKUPS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    Instant now = clock.realNow();
    List<BackupsPage.Line> lines =
        folder.all().stream()
            .map(
                one ->
                    new BackupsPage.Line(
                        one.name(),
                        Times.second(one.at()),
                        Numbers.duration(Duration.between(one.at(), now)),
                        Numbers.grouped(one.bytes())))
            .toList();
    Path path = folder.path();
    return pages.view(
        "backups", new BackupsPage(path == null ? null : path.toString(), state(lines), lines));
  }

  private String state(List<BackupsPage.Line> lines) {
    if (folder.path() == null) {
      return "The server has no folder for backups.";
    }
    return lines.isEmpty()
        ? "There is no backup yet."
        : "The newest backup is " + lines.getFirst().age() + " old.";
  }

  @Access(value = Permission.MAKE_BACKUPS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View make() {
    return Redirects.see(Works.pathOf(start()));
  }

  private UUID start() {
    UUID by = Caller.signedIn().account();
    return transactions.act(act -> backups.start(act, by));
  }

  /**
   * A backup.
   *
   * @param at when it was begun
   */
  record One(String name, Instant at, long bytes) {}

  @Access(value = Permission.MAKE_BACKUPS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lists the backups in the server's folder for them, newest first.")
  @GetMapping(ApiAnswers.ROOT + "/backups")
  ResponseEntity<ApiAnswers.Page<One>> all() {
    List<One> all =
        folder.all().stream().map(kept -> new One(kept.name(), kept.at(), kept.bytes())).toList();
    return ApiAnswers.ok(new ApiAnswers.Page<>(all, null));
  }

  /** Work that was started; see /api/v1/running/{id}. */
  record Started(UUID work) {}

  @Access(value = Permission.MAKE_BACKUPS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Starts a backup into the server's folder for them.")
  @PostMapping(ApiAnswers.ROOT + "/backups")
  ResponseEntity<Started> begin() {
    UUID work = start();
    return ApiAnswers.started(ApiAnswers.ROOT + Works.pathOf(work), new Started(work));
  }
}
