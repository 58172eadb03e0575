package org.stoplog.server.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Folders whose files are imported as they come. */
@Controller
final class FoldersController {
  static final String PATH = "/ledger/folders";
  private static final int FILES = 10;
  private static final int LONGEST_MAPPING = 20_000;
  private static final int MOST_HOURS = 10_000;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;
  private final Inbox inbox;
  private final FollowWork follow;
  private final FollowWatch watch;
  private final ServerClock clock;

  FoldersController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Inbox inbox,
      FollowWork follow,
      FollowWatch watch,
      ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
    this.inbox = inbox;
    this.follow = follow;
    this.watch = watch;
    this.clock = clock;
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    return page(FoldersPage.Typed.NOTHING, Map.of());
  }

  private View page(FoldersPage.Typed typed, Map<String, String> errors) {
    Instant now = clock.realNow();
    List<Followed> followed = transactions.run(jdbc -> new FollowedRows(jdbc).all());
    List<FoldersPage.Line> lines = followed.stream().map(one -> line(one, now)).toList();
    List<String> free = new ArrayList<>(inbox.names());
    free.removeAll(followed.stream().map(Followed::name).toList());
    Path path = inbox.path();
    return pages.view(
        "folders",
        new FoldersPage(
            path == null ? null : path.toString(),
            state(lines),
            path != null && Caller.signedIn().may(Permission.KEEP_RECORD),
            lines,
            free,
            ledger.inTransaction(db -> new Register(db).all()).stream()
                .map(Supplier::name)
                .toList(),
            typed,
            errors),
        errors.isEmpty() ? 200 : UNPROCESSABLE);
  }

  private String state(List<FoldersPage.Line> lines) {
    if (inbox.path() == null) {
      return "The server has no inbox.";
    }
    long late = lines.stream().filter(FoldersPage.Line::isLate).count();
    String all = Numbers.amount(lines.size(), lines.size() == 1 ? "folder" : "folders");
    return lines.isEmpty()
        ? "No folder is followed yet."
        : late == 0 ? all + ", none is late." : all + ", " + late + " of them late.";
  }

  private FoldersPage.Line line(Followed folder, Instant now) {
    return transactions.run(
        jdbc -> {
          FollowedRows rows = new FollowedRows(jdbc);
          Optional<Instant> newest = rows.newest(folder.id());
          Optional<Followed.Look> look = rows.look(folder.id());
          List<Followed.Taken> taken = rows.taken(folder.id(), FILES);
          Integer hours = folder.maxHours();
          // Until a first file came, it is as old as the wish to have one.
          Duration age = Duration.between(newest.orElse(folder.createdAt()), now);
          return new FoldersPage.Line(
              PATH + "/" + folder.id(),
              folder.name(),
              follow.about(folder.place()),
              newest.isEmpty()
                  ? "none yet"
                  : Numbers.duration(age.isNegative() ? Duration.ZERO : age),
              hours == null ? "no limit" : Numbers.grouped(hours) + " h",
              hours != null && age.compareTo(Duration.ofHours(hours)) > 0,
              look.map(one -> Times.second(one.at())).orElse("not yet"),
              look.map(Followed.Look::waiting).orElse(0),
              look.map(Followed.Look::failure).orElse(null),
              taken.stream().anyMatch(one -> one.failure() != null),
              taken.stream().map(FoldersController::file).toList());
        });
  }

  private static FoldersPage.File file(Followed.Taken taken) {
    Long batch = taken.batch();
    return new FoldersPage.File(
        taken.file(),
        Times.second(taken.at()),
        batch == null ? null : LedgerController.pathOf(batch),
        taken.failure());
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View add(
      @RequestParam(name = "folder", defaultValue = "") String folder,
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "connection", defaultValue = "") String connection,
      @RequestParam(name = "region", defaultValue = "") String region,
      @RequestParam(name = "hours", defaultValue = "") String hours,
      @RequestParam(name = "mapping", defaultValue = "") String mapping) {
    FoldersPage.Typed typed =
        new FoldersPage.Typed(
            folder,
            kind,
            supplier.strip(),
            connection.strip(),
            region.strip(),
            hours.strip(),
            mapping.strip());
    Map<String, String> errors = new LinkedHashMap<>();
    Followed wished = read(typed, errors);
    if (wished == null || !errors.isEmpty()) {
      return page(typed, errors);
    }
    boolean isNew = transactions.actIf(act -> add(act, wished));
    if (!isNew) {
      return page(typed, Map.of("folder", "Somebody follows this folder already."));
    }
    watch.wake();
    return Redirects.see(PATH);
  }

  private static boolean add(Act act, Followed folder) {
    FollowedRows rows = new FollowedRows(act.jdbc());
    act.jdbc().sql("lock table followed_folder in share row exclusive mode").update();
    if (rows.all().stream().anyMatch(one -> one.name().equals(folder.name()))) {
      return false;
    }
    rows.add(folder);
    act.record(
        folder.by(),
        "folder.followed",
        Map.of(
            "folder", folder.id().toString(),
            "kind", folder.place().kind(),
            "supplier", folder.place().supplier()));
    return true;
  }

  private @Nullable Followed read(FoldersPage.Typed typed, Map<String, String> errors) {
    if (!inbox.names().contains(typed.folder())) {
      errors.put("folder", "Choose a folder that is in the inbox.");
    }
    Upload.Place place =
        PlaceForm.read(
            ledger,
            new ImportPage.Form(
                typed.kind(), typed.supplier(), typed.connection(), typed.region(), ""),
            errors);
    Integer hours = null;
    if (!typed.hours().isEmpty()) {
      hours = hours(typed.hours());
      if (hours == null) {
        errors.put("hours", "Write hours as a number from 1 to " + MOST_HOURS + ".");
      }
    }
    String mapping = typed.mapping().isEmpty() ? null : mapping(typed.mapping(), errors);
    return place == null || !errors.isEmpty()
        ? null
        : new Followed(
            Ids.next(clock.realNow()),
            typed.folder(),
            place,
            mapping,
            hours,
            Caller.signedIn().account(),
            clock.realNow());
  }

  private static @Nullable Integer hours(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= MOST_HOURS
        ? Integer.valueOf(text)
        : null;
  }

  private static @Nullable String mapping(String yaml, Map<String, String> errors) {
    if (yaml.length() > LONGEST_MAPPING) {
      errors.put("mapping", "It has more than " + LONGEST_MAPPING + " characters.");
      return null;
    }
    try {
      return MappingFile.toYaml(MappingFile.parse("mapping", yaml));
    } catch (StoplogException e) {
      errors.put("mapping", String.valueOf(e.getMessage()));
      return null;
    }
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/again")
  View again(@PathVariable("id") UUID id) {
    transactions.run(
        jdbc -> {
          new FollowedRows(jdbc).forgetFailures(found(new FollowedRows(jdbc), id).id());
          return true;
        });
    watch.wake();
    return Redirects.see(PATH);
  }

  private static Followed found(FollowedRows rows, UUID id) {
    return rows.find(id)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "Nobody follows such a folder."));
  }

  /** What was imported stays. */
  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/end")
  View end(@PathVariable("id") UUID id) {
    UUID by = Caller.signedIn().account();
    transactions.act(
        act -> {
          FollowedRows rows = new FollowedRows(act.jdbc());
          found(rows, id);
          rows.end(id, clock.realNow());
          act.record(by, "folder.left", Map.of("folder", id.toString()));
          return true;
        });
    return Redirects.see(PATH);
  }
}
