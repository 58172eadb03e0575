package org.stoplog.server.filings;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.WindowText;
import org.stoplog.server.clocks.DutyDoor;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** Reports by a duty of an incident: written from the record, filed with a receipt, followed up. */
@Controller
final class FilingsController {
  static final String PATH = "/incidents/{id}/filings/{duty}";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_TEXT = 10_000;
  private static final int LONGEST_RECEIPT = 500;

  private final Pages pages;
  private final IncidentDoor door;
  private final DutyDoor duties;
  private final ServerClock clock;

  FilingsController(Pages pages, IncidentDoor door, DutyDoor duties, ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.duties = duties;
    this.clock = clock;
  }

  static String pathOf(UUID incident, String duty) {
    return "/incidents/" + incident + "/filings/" + duty;
  }

  /**
   * @param report the last one, or the one that follows a filed one, when it is left out
   */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(
      @PathVariable("id") UUID id,
      @PathVariable("duty") String duty,
      @RequestParam(name = "report", defaultValue = "0") int report) {
    return show(id, duty, report, null, null, "", "", 200);
  }

  private View show(
      UUID id,
      String duty,
      int asked,
      @Nullable List<Filing.Line> typed,
      @Nullable String error,
      String filed,
      String receipt,
      int status) {
    Caller caller = Caller.signedIn();
    String standing = door.standing(caller, id);
    return pages.view(
        "filing",
        door.read(
            caller,
            id,
            seen -> {
              DutyDoor.Known known = duties.find(seen, duty);
              List<Filing> kept = new FilingRows(seen.jdbc(), door).of(id, duty);
              FilingFacts facts =
                  FilingFacts.of(door, seen, duties.all(seen), Counts.of(caller), standing);
              int last = kept.isEmpty() ? 0 : kept.getLast().report();
              int next = last > 0 && !kept.getLast().isFiled() ? last : last + 1;
              int report = asked < 1 || asked > next ? next : asked;
              Optional<Filing> filing =
                  kept.stream().filter(one -> one.report() == report).findFirst();
              boolean isFiled = filing.filter(Filing::isFiled).isPresent();
              List<Filing.Line> lines =
                  typed != null
                      ? typed
                      : filing
                          .map(Filing::lines)
                          .orElseGet(() -> proposed(known, facts, kept, report));
              return new FilingPage(
                  seen.path(),
                  seen.name(),
                  DutyDoor.pathOf(id, duty),
                  known.obligation().recipient(),
                  known.obligation().law() + ", " + known.obligation().citation(),
                  known.obligation().isVerified(),
                  pathOf(id, duty),
                  report,
                  state(filing, report, known),
                  filing.isPresent(),
                  isFiled,
                  lines.stream().map(one -> new FilingPage.Line(one.asked(), one.text())).toList(),
                  others(id, duty, kept, next, report),
                  facts.all().stream()
                      .map(one -> new FilingPage.Line(one.title(), one.text()))
                      .toList(),
                  seen.works() && caller.may(Permission.WORK_ON_INCIDENTS) && !isFiled,
                  error,
                  filed,
                  receipt);
            }),
        status);
  }

  /** What the report before said, or the record says. */
  private static List<Filing.Line> proposed(
      DutyDoor.Known known, FilingFacts facts, List<Filing> kept, int report) {
    Optional<Filing> before = kept.stream().filter(one -> one.report() == report - 1).findFirst();
    if (before.isPresent()) {
      return before.get().lines();
    }
    return asked(known).stream().map(line -> new Filing.Line(line, facts.proposed(line))).toList();
  }

  private static List<String> asked(DutyDoor.Known known) {
    List<String> content =
        known.content().stream().filter(line -> !line.contains("no statutory content")).toList();
    return content.isEmpty() ? Filing.USUAL : content;
  }

  private static String state(Optional<Filing> filing, int report, DutyDoor.Known known) {
    Instant by = known.by();
    String due = by == null ? "" : " The duty is due by " + Times.second(by) + ".";
    if (filing.isEmpty()) {
      return "Report "
          + report
          + " is not begun: what stands in it is proposed from "
          + (report == 1 ? "the record" : "the report before")
          + "."
          + due;
    }
    Filing one = filing.get();
    String missing =
        one.missing().isEmpty()
            ? "nothing is missing"
            : one.missing().size() + " of " + one.lines().size() + " are missing";
    return one.filedAt() == null
        ? "Report " + report + " is a draft; " + missing + "." + due
        : "Report "
            + report
            + " was filed "
            + Times.second(one.filedAt())
            + "; "
            + missing
            + ". Receipt: "
            + one.receipt();
  }

  private static List<FilingPage.Other> others(
      UUID id, String duty, List<Filing> kept, int next, int shown) {
    List<FilingPage.Other> others = new ArrayList<>();
    for (int report = 1; report <= next; report++) {
      int number = report;
      String state =
          kept.stream()
              .filter(one -> one.report() == number)
              .findFirst()
              .map(one -> one.isFiled() ? "filed" : "draft")
              .orElse("not begun");
      if (number != shown) {
        others.add(new FilingPage.Other(number, pathOf(id, duty) + "?report=" + number, state));
      }
    }
    return others;
  }

  /** Keeps a draft, or says that it was filed; then the duty is met by its first report. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View keep(
      @PathVariable("id") UUID id,
      @PathVariable("duty") String duty,
      @RequestParam MultiValueMap<String, String> fields) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    int report = number(fields.getFirst("report"));
    boolean isFiling = "yes".equals(fields.getFirst("file"));
    String receipt = Objects.toString(fields.getFirst("receipt"), "").strip();
    String typedTime = Objects.toString(fields.getFirst("filed"), "");
    List<Filing.Line> lines = lines(fields);
    Instant filed;
    try {
      require(!lines.isEmpty(), "A report has at least one line.");
      require(
          lines.stream().allMatch(line -> line.text().length() <= LONGEST_TEXT),
          "Each line has at most 10,000 characters.");
      filed = isFiling ? time(typedTime) : null;
      require(
          !isFiling || (!receipt.isEmpty() && receipt.length() <= LONGEST_RECEIPT),
          "Write the number of the receipt, or how we know that it arrived, in 1 to 500"
              + " characters.");
      require(
          !isFiling || lines.stream().anyMatch(line -> !line.text().isBlank()),
          "A report that says nothing is none.");
    } catch (StoplogException e) {
      return show(id, duty, report, lines, e.getMessage(), typedTime, receipt, UNPROCESSABLE);
    }
    door.change(
        caller,
        id,
        change -> {
          keep(change, duty, report, lines, filed, receipt);
          return true;
        });
    return Redirects.see(pathOf(id, duty) + "?report=" + report);
  }

  private void keep(
      IncidentDoor.Changing change,
      String duty,
      int report,
      List<Filing.Line> lines,
      @Nullable Instant filed,
      String receipt) {
    UUID id = change.seen().id();
    duties.find(change.seen(), duty);
    FilingRows rows = new FilingRows(change.act().jdbc(), door);
    List<Filing> kept = rows.of(id, duty);
    int last = kept.isEmpty() ? 0 : kept.getLast().report();
    boolean isNext = report == last + 1 && (last == 0 || kept.getLast().isFiled());
    boolean isDraft = report == last && last > 0 && !kept.getLast().isFiled();
    require(isNext || isDraft, "This report was filed meanwhile, or is not the next one.");
    Filing filing =
        new Filing(
            duty, report, lines, filed, filed == null ? null : receipt, change.by(), clock.now());
    int number = rows.add(id, filing);
    Map<String, Object> detail = new HashMap<>();
    detail.put("incident", id.toString());
    detail.put("number", number);
    detail.put("duty", duty);
    detail.put("report", report);
    detail.put("missing", filing.missing().size());
    if (filed == null) {
      change.act().record(change.by(), "filing.kept", detail);
      return;
    }
    detail.put("filed", filed.toString());
    if (report == 1) {
      duties.met(change, duty, filed, "Report 1, receipt: " + receipt);
    }
    door.tell(change.act().jdbc(), id, change.by(), "filing.filed", duty + ", report " + report);
    change.act().record(change.by(), "filing.filed", detail);
  }

  private static int number(@Nullable String typed) {
    return typed != null && typed.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(typed) : 1;
  }

  /** As many as were sent, each with what it answers. */
  private static List<Filing.Line> lines(MultiValueMap<String, String> fields) {
    List<String> asked = fields.getOrDefault("asked", List.of());
    List<String> texts = fields.getOrDefault("text", List.of());
    List<Filing.Line> lines = new ArrayList<>();
    for (int i = 0; i < Math.min(100, Math.min(asked.size(), texts.size())); i++) {
      String line = asked.get(i).strip();
      if (!line.isEmpty()) {
        lines.add(
            new Filing.Line(
                line.substring(0, Math.min(LONGEST_RECEIPT, line.length())),
                texts.get(i).strip().replace("\r\n", "\n")));
      }
    }
    return lines;
  }

  private static void require(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new StoplogException(Problem.REQUEST_INVALID, otherwise);
    }
  }

  private Instant time(String typed) {
    Window window = WindowText.parse(typed, ZoneOffset.UTC);
    Instant from = window.from();
    require(from != null, "Write when it was filed.");
    require(!Objects.requireNonNull(from).isAfter(clock.now()), "This time is still to come.");
    return from;
  }

  /** As a file. A draft says that it is one. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{report}/{name}")
  ResponseEntity<byte[]> file(
      @PathVariable("id") UUID id,
      @PathVariable("duty") String duty,
      @PathVariable("report") int report,
      @PathVariable("name") String name) {
    FilingFile file =
        FilingFile.named(name)
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.PAGE_UNKNOWN,
                        "A report is report.docx, report.pdf or report.json."));
    byte[] bytes =
        door.read(
            Caller.signedIn(),
            id,
            seen ->
                file.of(
                    seen.name(),
                    duties.find(seen, duty).obligation(),
                    new FilingRows(seen.jdbc(), door)
                        .find(id, duty, report)
                        .orElseThrow(
                            () ->
                                new StoplogException(
                                    Problem.PAGE_UNKNOWN, "Nothing of this report is kept."))));
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, file.type())
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .body(bytes);
  }
}
