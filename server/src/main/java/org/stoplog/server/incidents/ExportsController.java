package org.stoplog.server.incidents;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.DeltaExport;
import org.stoplog.ledger.exposure.ExposureExport;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.ledger.exposure.RowReport;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists that name people: asked for by one, approved by another, taken once. */
@Controller
final class ExportsController {
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 500;
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_CHOICES = 20;
  private static final int SHOWN = 8;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Pages pages;
  private final Incidents incidents;
  private final Ledger ledger;
  private final Approvals approvals;
  private final Reveals reveals;
  private final ListReveal kind;
  private final FileKeeping keeping;
  private final ActorNames names;

  ExportsController(
      Pages pages,
      Incidents incidents,
      Ledger ledger,
      Approvals approvals,
      Reveals reveals,
      ListReveal kind,
      FileKeeping keeping,
      ActorNames names) {
    this.pages = pages;
    this.incidents = incidents;
    this.ledger = ledger;
    this.approvals = approvals;
    this.reveals = reveals;
    this.kind = kind;
    this.keeping = keeping;
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

  private static List<Exposures.Frozen> frozen(Incidents.Inside inside) {
    return new Exposures(inside.jdbc(), inside.keys())
        .newest(inside.incident().id(), Integer.MAX_VALUE);
  }

  private static List<ExportsPage.Choice> choices(Incidents.Inside inside, Counts counts) {
    List<ExportsPage.Choice> choices = new ArrayList<>();
    List<Exposures.Frozen> all = frozen(inside);
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
    readings(inside)
        .forEach(
            (choice, reading) ->
                choices.add(
                    new ExportsPage.Choice(
                        choice,
                        "Row by row: file "
                            + choice.substring(0, SHOWN)
                            + ", "
                            + Numbers.grouped(reading.rows() == null ? 0 : reading.rows())
                            + " usable rows")));
    return choices;
  }

  /** Files that were read to their end, in each way in which that was done. */
  private static Map<String, KeptFile.Reading> readings(Incidents.Inside inside) {
    Map<String, KeptFile.Reading> readings = new LinkedHashMap<>();
    for (KeptFile.Reading reading :
        new FileRows(inside.jdbc(), inside.keys()).readings(inside.incident().id())) {
      Long rows = reading.rows();
      if (rows != null && rows > 0) {
        readings.put(reading.choice(), reading);
      }
    }
    return readings;
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
                  kind.request(change.incident(), export, people(change.inside(), export)));
            });
    return Redirects.see("/approvals/" + approval);
  }

  /** How many the list has at most: lines of a delta are fewer. */
  private static long people(Incidents.Inside inside, ExportRows.Export export) {
    Long exposure = export.exposure();
    if (exposure == null) {
      KeptFile.Reading reading = readings(inside).get(String.valueOf(export.reading()));
      Long rows = reading == null ? null : reading.rows();
      return rows == null ? 0 : rows;
    }
    return frozen(inside).stream()
        .filter(one -> one.exposure() == exposure)
        .findFirst()
        .map(
            one -> {
              var summary = one.numbers().summary();
              return summary.people() + summary.ambiguous();
            })
        .orElseThrow();
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
                  counts.text(people(inside, one)),
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

  /** What is read to make the file. */
  private record Asked(
      ExportRows.Export export,
      @Nullable Path exposure,
      @Nullable Path earlier,
      List<String> claims,
      KeptFile.@Nullable Reading reading,
      char @Nullable [] password,
      int supplier) {}

  /** The file, once. It is made first, so that what fails takes nothing. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/exports/{export}/take")
  View take(@PathVariable("id") UUID id, @PathVariable("export") UUID export) {
    Caller caller = Caller.signedIn();
    incidents.requireWork(caller, id);
    Asked asked =
        incidents.read(
            caller,
            id,
            inside -> {
              ExportRows.Export one = find(inside, export);
              reveals.require(inside.jdbc(), caller, kind, one.target());
              return asked(inside, one);
            });
    SealedSpool spool = new SealedSpool(ledger, out -> write(asked, out));
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
    String name =
        switch (asked.export().kind()) {
          case "rows" -> "rows-" + asked.export().number();
          case "delta" -> "delta-" + asked.export().exposure();
          default -> "affected-" + asked.export().exposure();
        };
    return download(spool, name + ".csv");
  }

  private Asked asked(Incidents.Inside inside, ExportRows.Export export) {
    Long exposure = export.exposure();
    if (exposure == null) {
      KeptFile.Reading reading = readings(inside).get(String.valueOf(export.reading()));
      if (reading == null) {
        throw new StoplogException(Problem.PAGE_UNKNOWN, "The incident has no such file.");
      }
      Integer supplier = inside.incident().supplier();
      return new Asked(
          export,
          null,
          null,
          List.of(),
          reading,
          new FileRows(inside.jdbc(), inside.keys())
              .password(inside.incident().id(), reading.sha256()),
          supplier == null ? 0 : supplier);
    }
    List<Exposures.Frozen> all = frozen(inside);
    Long earlier = export.earlier();
    return new Asked(
        export,
        file(all, exposure),
        earlier == null ? null : file(all, earlier),
        claims(inside, exposure),
        null,
        null,
        0);
  }

  private Path file(List<Exposures.Frozen> all, long exposure) {
    return all.stream()
        .filter(one -> one.exposure() == exposure)
        .findFirst()
        .map(one -> ExposureRun.fileOf(ledger.stores().folder(), one.sha256()))
        .orElseThrow();
  }

  /** Their place in the list is their bit in the file. */
  private static List<String> claims(Incidents.Inside inside, long exposure) {
    String scope =
        inside
            .jdbc()
            .sql("select scope from exposure where id = :id")
            .param("id", exposure)
            .query(String.class)
            .single();
    List<String> claims = new ArrayList<>();
    for (JsonNode bit : JSON.readTree(scope).path("bits")) {
      claims.add(bit.asString());
    }
    return claims;
  }

  private long write(Asked asked, Writer out) {
    boolean contacts = asked.export().contacts();
    Path earlier = asked.earlier();
    KeptFile.Reading reading = asked.reading();
    if (reading != null) {
      return keeping.opened(reading.sha256(), plain -> rows(asked, reading, plain, out));
    }
    Path exposure = Objects.requireNonNull(asked.exposure());
    return earlier == null
        ? new ExposureExport(ledger.stores())
            .list(exposure, asked.claims(), contacts, out, Progress.NONE)
        : new DeltaExport(ledger.stores()).list(earlier, exposure, contacts, out, Progress.NONE);
  }

  private long rows(Asked asked, KeptFile.Reading reading, Path plain, Writer out) {
    try {
      return RowReport.write(
          ledger.stores(),
          ledger.reader(),
          plain,
          reading.mapping(),
          asked.password(),
          asked.supplier(),
          out,
          Progress.NONE);
    } catch (StoplogException e) {
      throw new StoplogException(e.problem(), FileKeeping.told(plain, e.getMessage()), e);
    }
  }

  private static View download(SealedSpool spool, String name) {
    return new View() {
      @Override
      public String getContentType() {
        return "text/csv;charset=UTF-8";
      }

      @Override
      public void render(
          @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        try (spool) {
          response.setContentType(getContentType());
          response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
          spool.to(response.getOutputStream());
        }
      }
    };
  }
}
