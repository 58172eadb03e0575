package org.stoplog.server.filings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.server.clocks.DutyDoor;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.severity.SeverityWords;
import tools.jackson.databind.json.JsonMapper;

/** The register of breaches, for whoever has to show one to an authority (GDPR art. 33(5)). */
@Controller
final class BreachesController {
  static final String PATH = "/breaches";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Pages pages;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final DutyDoor duties;

  BreachesController(Pages pages, Transactions transactions, IncidentDoor door, DutyDoor duties) {
    this.pages = pages;
    this.transactions = transactions;
    this.door = door;
    this.duties = duties;
  }

  /** Those that the caller is a member of: others do not exist for them. */
  private List<Breach> all(Caller caller) {
    List<Breach> all = new ArrayList<>();
    List<UUID> ids =
        transactions.run(
            jdbc -> door.of(jdbc, caller.account()).stream().map(IncidentDoor.Seen::id).toList());
    for (UUID id : ids) {
      String measures = door.standing(caller, id);
      all.add(door.read(caller, id, seen -> Breach.of(door, duties, seen, measures)));
    }
    return all;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show() {
    Caller caller = Caller.signedIn();
    Counts counts = Counts.of(caller);
    return pages.view(
        "breaches",
        new BreachesPage(
            all(caller).stream()
                .map(
                    one ->
                        new BreachesPage.Line(
                            one.path(),
                            one.name(),
                            one.title(),
                            one.supplier(),
                            one.state(),
                            one.aware() == null ? "not decided" : Times.second(one.aware()),
                            counts.text(one.people()),
                            SeverityWords.data(one.elements()),
                            one.severity(),
                            one.of(Obligation.Tells.AUTHORITY),
                            one.of(Obligation.Tells.INDIVIDUALS),
                            one.measures() == null ? "" : one.measures()))
                .toList()));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/breaches.csv")
  ResponseEntity<byte[]> csv() {
    Caller caller = Caller.signedIn();
    Counts counts = Counts.of(caller);
    CsvLines csv =
        new CsvLines(
            "incident",
            "title",
            "supplier",
            "state",
            "opened",
            "aware",
            "people",
            "data",
            "severity",
            "authorities",
            "people told",
            "measures");
    for (Breach one : all(caller)) {
      csv.add(
          one.name(),
          one.title(),
          one.supplier(),
          one.state(),
          one.opened(),
          one.aware(),
          counts.plain(one.people()),
          SeverityWords.data(one.elements()),
          one.severity(),
          one.of(Obligation.Tells.AUTHORITY),
          one.of(Obligation.Tells.INDIVIDUALS),
          one.measures());
    }
    return csv.download("breaches.csv");
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/breaches.json")
  ResponseEntity<byte[]> json() {
    Caller caller = Caller.signedIn();
    Counts counts = Counts.of(caller);
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"breaches.json\"")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(all(caller).stream().map(one -> one.json(counts)).toList())
                .getBytes(UTF_8));
  }
}
