package org.stoplog.server.contacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.UploadLimit;

/** Addresses that are joined for the letters of one incident, and shredded after. */
@Controller
final class ContactFilesController {
  static final String PATH = "/incidents/{id}/contacts";
  static final UploadLimit LIMIT = new UploadLimit(100L << 20);
  private static final String USUAL_DAYS = "30";
  private static final int MOST_DAYS = 365;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Ledger ledger;
  private final IncidentDoor door;
  private final ActorNames names;
  private final ServerClock clock;

  ContactFilesController(
      Pages pages, Ledger ledger, IncidentDoor door, ActorNames names, ServerClock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.door = door;
    this.names = names;
    this.clock = clock;
  }

  static String pathOf(UUID incident) {
    return "/incidents/" + incident + "/contacts";
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("id") UUID id) {
    return show(id, null, List.of(), USUAL_DAYS);
  }

  private View show(UUID id, @Nullable String done, List<String> errors, String days) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    return pages.view(
        "incident-contacts",
        door.read(caller, id, seen -> page(seen, caller, known, done, errors, days)),
        errors.isEmpty() ? 200 : UNPROCESSABLE);
  }

  private static ContactFilesPage page(
      IncidentDoor.Seen seen,
      Caller caller,
      Map<UUID, String> known,
      @Nullable String done,
      List<String> errors,
      String days) {
    List<ContactFileRows.Row> rows = new ContactFileRows(seen.jdbc()).of(seen.id());
    Counts counts =
        Counts.of(caller)
            .among(
                rows.stream()
                    .flatMapToLong(
                        row ->
                            java.util.stream.LongStream.of(
                                row.lines(), row.people(), row.unknown())));
    boolean canWork = seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
    return new ContactFilesPage(
        seen.path(),
        seen.name(),
        pathOf(seen.id()),
        canWork,
        LIMIT.text(),
        done,
        errors,
        days,
        rows.stream()
            .map(
                row ->
                    new ContactFilesPage.Line(
                        Integer.toString(row.number()),
                        counts.text(row.lines()),
                        counts.text(row.people()),
                        counts.text(row.unknown()),
                        known.getOrDefault(row.addedBy(), "unknown")
                            + ", "
                            + Times.second(row.addedAt()),
                        until(row),
                        canWork && row.shreddedAt() == null && row.isHeld()
                            ? pathOf(seen.id()) + "/" + row.id() + "/shred"
                            : null))
            .toList());
  }

  private static String until(ContactFileRows.Row row) {
    if (row.shreddedAt() != null) {
      return "shredded " + Times.second(row.shreddedAt());
    }
    if (!row.isHeld()) {
      return "nothing of it is kept: a later file replaced it, its people were erased, or a backup"
          + " was restored, which has no addresses. Add it again if it is needed";
    }
    return row.due() == null
        ? row.keepDays() + " days after the wave that is not ended yet"
        : Times.second(row.due()) + ", unless a wave is prepared before";
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View join(
      @PathVariable("id") UUID id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "days", defaultValue = USUAL_DAYS) String days) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    if (file == null || file.isEmpty()) {
      return show(id, null, List.of("Choose a CSV file that is not empty."), days);
    }
    if (!days.matches("[0-9]{1,3}")
        || Integer.parseInt(days) < 1
        || Integer.parseInt(days) > MOST_DAYS) {
      return show(
          id, null, List.of("The days until it is shredded are a number from 1 to 365."), days);
    }
    try {
      ContactJoin.Result result =
          door.change(caller, id, change -> join(change, file, Integer.parseInt(days)));
      return show(id, words(result), List.of(), USUAL_DAYS);
    } catch (Faulty e) {
      return show(id, null, e.faults, days);
    }
  }

  private static String words(ContactJoin.Result result) {
    if (result.unknown() == 0) {
      return "Joined with " + people(result) + ".";
    }
    String lines =
        result.unknownLines().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "Joined with "
        + people(result)
        + ". Nobody in the directory has the id of "
        + (result.unknown() == 1 ? "one line" : Numbers.grouped(result.unknown()) + " lines")
        + ": "
        + lines
        + (result.unknown() > result.unknownLines().size() ? " and others." : ".");
  }

  private static String people(ContactJoin.Result result) {
    return result.people() == 1 ? "one person" : Numbers.grouped(result.people()) + " people";
  }

  /** A file that is not kept. */
  private static final class Faulty extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<String> faults;

    Faulty(List<String> faults) {
      super("a file of contact details with faults");
      this.faults = faults;
    }
  }

  private ContactJoin.Result join(IncidentDoor.Changing change, MultipartFile file, int days) {
    UUID id = Ids.next(clock.realNow());
    UUID incident = change.seen().id();
    ContactJoin.Result result;
    try (InputStream in = file.getInputStream()) {
      result = new ContactJoin(ledger.stores(), change.act().connection(), incident, id).run(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("contact details", e);
    }
    if (!result.faults().isEmpty()) {
      throw new Faulty(result.faults());
    }
    int number =
        new ContactFileRows(change.act().jdbc())
            .add(
                new ContactFileRows.Row(
                    id,
                    incident,
                    0,
                    result.lines(),
                    result.people(),
                    result.unknown(),
                    days,
                    change.by(),
                    clock.realNow(),
                    true,
                    null,
                    null),
                result.sha256());
    door.tell(
        change.act().jdbc(), incident, change.by(), "contacts.joined", Integer.toString(number));
    change
        .act()
        .record(
            change.by(),
            "contacts.joined",
            Map.of(
                "incident", incident.toString(),
                "file", result.sha256(),
                "lines", result.lines(),
                "people", result.people(),
                "unknown", result.unknown(),
                "keep-days", days));
    return result;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{file}/shred")
  View shred(@PathVariable("id") UUID id, @PathVariable("file") UUID file) {
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          ContactFileRows rows = new ContactFileRows(change.act().jdbc());
          ContactFileRows.Row row =
              rows.find(file)
                  .filter(one -> one.incident().equals(id) && one.shreddedAt() == null)
                  .orElseThrow(
                      () ->
                          new StoplogException(
                              Problem.PAGE_UNKNOWN,
                              "There is no such file of this incident, or it was shredded."));
          int people = rows.shred(file, change.by(), clock.realNow());
          door.tell(
              change.act().jdbc(),
              id,
              change.by(),
              "contacts.shredded",
              Integer.toString(row.number()));
          change
              .act()
              .record(
                  change.by(),
                  "contacts.shredded",
                  Map.of("incident", id.toString(), "number", row.number(), "people", people));
          return true;
        });
    return Redirects.see(pathOf(id));
  }
}
