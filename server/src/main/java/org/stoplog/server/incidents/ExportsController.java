package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;

/** Lists that name people: asked for by one, approved by another, taken once. */
@Controller
final class ExportsController {
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 500;
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_CHOICES = 20;
  private static final int SHOWN = 8;

  private final Pages pages;
  private final Incidents incidents;
  private final Approvals approvals;
  private final Reveals reveals;
  private final ListReveal kind;
  private final ExportFiles files;
  private final ActorNames names;

  ExportsController(
      Pages pages,
      Incidents incidents,
      Approvals approvals,
      Reveals reveals,
      ListReveal kind,
      ExportFiles files,
      ActorNames names) {
    this.pages = pages;
    this.incidents = incidents;
    this.approvals = approvals;
    this.reveals = reveals;
    this.kind = kind;
    this.files = files;
    this.names = names;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/exports")
  View list(@PathVariable("id") UUID id) {
    return list(id, "", null);
  }

  private View list(UUID id, String reason, @Nullable String error) {
    Map<UUID, String> known = names.names();
    Counts counts = Counts.of(Caller.signedIn());
    ExportsPage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                new ExportsPage(
                    inside.incident().path(),
                    inside.incident().name(),
                    FilesController.canWork(inside),
                    choices(inside, counts),
                    new ExportRows(inside.jdbc(), inside.keys())
                        .of(id).stream()
                            .map(
                                one ->
                                    new ExportsPage.Line(
                                        one.path(),
                                        one.title(),
                                        known.getOrDefault(one.askedBy(), "unknown"),
                                        state(inside, one)))
                            .toList(),
                    reason,
                    error));
    return pages.view("incident-exports", page, error == null ? 200 : UNPROCESSABLE);
  }

  private static List<ExportsPage.Choice> choices(Incidents.Inside inside, Counts counts) {
    List<ExportsPage.Choice> choices = new ArrayList<>();
    List<Exposures.Frozen> all = ExportFiles.frozen(inside);
    for (int i = 0; i < all.size() && choices.size() < MOST_CHOICES; i++) {
      Exposures.Frozen one = all.get(i);
      choices.add(
          new ExportsPage.Choice(
              Long.toString(one.exposure()),
              "Exposure "
                  + one.exposure()
                  + ": "
                  + counts.text(one.numbers().summary().people())
                  + " people"));
      if (i + 1 < all.size()) {
        long before = all.get(i + 1).exposure();
        choices.add(
            new ExportsPage.Choice(
                one.exposure() + "-" + before,
                "What changed from exposure " + before + " to " + one.exposure()));
      }
    }
    ExportFiles.readings(inside)
        .forEach(
            (choice, reading) ->
                choices.add(
                    new ExportsPage.Choice(
                        choice,
                        "Row by row: file "
                            + choice.substring(0, SHOWN)
                            + ", "
                            + Numbers.of(
                                reading.rows() == null ? 0 : reading.rows(), "usable row"))));
    return choices;
  }

  private String state(Incidents.Inside inside, ExportRows.Export export) {
    if (approvals.waiting(inside.jdbc(), ListReveal.ACT, export.target()).isPresent()) {
      return "waits for another person";
    }
    return reveals
        .of(inside.jdbc(), kind, export.target())
        .map(
            right ->
                right.uses() == 0
                    ? "taken"
                    : "approved; to be taken until " + Times.second(right.until()))
        .orElse("over: not approved, changed, or not taken in time");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/exports")
  View ask(
      @PathVariable("id") UUID id,
      @RequestParam(name = "what", defaultValue = "") String what,
      @RequestParam(name = "contacts", defaultValue = "false") boolean contacts,
      @RequestParam(name = "reason", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    incidents.requireWork(caller, id);
    String reason = typed.strip();
    if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
      return list(id, typed, "Say in 10 to 500 characters what the list is for.");
    }
    UUID approval =
        incidents.change(
            caller,
            id,
            change -> {
              if (choices(change.inside(), new Counts(true)).stream()
                  .noneMatch(choice -> choice.value().equals(what))) {
                throw new StoplogException(
                    Problem.REQUEST_INVALID, "The incident has no such list.");
              }
              boolean isOfFile = what.contains("/");
              String[] parts = what.split("-", 2);
              ExportRows rows = new ExportRows(change.jdbc(), change.inside().keys());
              ExportRows.Export export =
                  new ExportRows.Export(
                      Ids.next(change.clock().realNow()),
                      id,
                      rows.next(id),
                      isOfFile ? null : Long.valueOf(parts[0]),
                      isOfFile || parts.length == 1 ? null : Long.valueOf(parts[1]),
                      isOfFile ? what : null,
                      contacts && !isOfFile,
                      reason,
                      change.by(),
                      change.clock().realNow());
              rows.add(export);
              change.tell(new Timeline.News("export.asked", Integer.toString(export.number())));
              return approvals.ask(
                  change.act(),
                  kind.request(
                      change.incident(), export, ExportFiles.people(change.inside(), export)));
            });
    return Redirects.see("/approvals/" + approval);
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/exports/{export}")
  View show(@PathVariable("id") UUID id, @PathVariable("export") UUID export) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    Counts counts = Counts.of(caller);
    ExportsPage.One page =
        incidents.read(
            caller,
            id,
            inside -> {
              ExportRows.Export one = find(inside, export);
              Optional<Approval> waiting =
                  approvals.waiting(inside.jdbc(), ListReveal.ACT, one.target());
              boolean canTake =
                  FilesController.canWork(inside)
                      && reveals
                          .of(inside.jdbc(), kind, one.target())
                          .filter(right -> right.uses() > 0)
                          .filter(right -> right.asker().equals(caller.account()))
                          .isPresent();
              String state = state(inside, one);
              return new ExportsPage.One(
                  inside.incident().path(),
                  inside.incident().name(),
                  one.path(),
                  one.title(),
                  Character.toUpperCase(state.charAt(0)) + state.substring(1) + ".",
                  known.getOrDefault(one.askedBy(), "unknown") + ", " + Times.second(one.askedAt()),
                  one.reason(),
                  counts.text(ExportFiles.people(inside, one)),
                  waiting.map(found -> "/approvals/" + found.id()).orElse(null),
                  canTake);
            });
    return pages.view("incident-export", page);
  }

  private static ExportRows.Export find(Incidents.Inside inside, UUID export) {
    return new ExportRows(inside.jdbc(), inside.keys())
        .find(inside.incident().id(), export)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "The incident has no such list."));
  }

  /** The file, once. It is made first, so that what fails takes nothing. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/exports/{export}/take")
  View take(@PathVariable("id") UUID id, @PathVariable("export") UUID export) {
    Caller caller = Caller.signedIn();
    incidents.requireWork(caller, id);
    ExportFiles.Asked asked =
        incidents.read(
            caller,
            id,
            inside -> {
              ExportRows.Export one = find(inside, export);
              reveals.require(inside.jdbc(), caller, kind, one.target());
              return files.asked(inside, one);
            });
    SealedSpool spool = files.make(asked);
    boolean isTaken = false;
    try {
      incidents.change(
          caller,
          id,
          change -> {
            Reveals.Right right =
                reveals.take(change.jdbc(), caller, kind, asked.export().target());
            return change.record(
                new Timeline.News("export.taken", Integer.toString(asked.export().number())),
                Map.of(
                    "export",
                    export.toString(),
                    "approval",
                    right.approval().toString(),
                    "list",
                    asked.export().kind(),
                    "contacts",
                    asked.export().contacts(),
                    asked.reading() == null ? "people" : "rows",
                    spool.lines()));
          });
      isTaken = true;
    } finally {
      if (!isTaken) {
        spool.close();
      }
    }
    return spool.download(asked.export().fileName());
  }
}
