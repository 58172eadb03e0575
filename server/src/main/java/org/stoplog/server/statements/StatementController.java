package org.stoplog.server.statements;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.FrozenFigures;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.notices.ToldSoFar;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;

/** Writing the statement of an incident, up to asking for its publication. */
@Controller
final class StatementController {
  private static final int UNPROCESSABLE = 422;
  private static final int CONFLICT = 409;
  private static final String PATH = "/incidents/{id}/statement";

  private final Pages pages;
  private final IncidentDoor door;
  private final Ledger ledger;
  private final StatementView views;
  private final Publishing publishing;
  private final Approvals approvals;
  private final ServerClock clock;

  StatementController(
      Pages pages,
      IncidentDoor door,
      Ledger ledger,
      StatementView views,
      Publishing publishing,
      Approvals approvals,
      ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.ledger = ledger;
    this.views = views;
    this.publishing = publishing;
    this.approvals = approvals;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("id") UUID id) {
    return show(id, StatementView.Refused.NOTHING, 200);
  }

  private View show(UUID id, StatementView.Refused refused, int status) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "statement", door.read(caller, id, seen -> views.page(seen, caller, refused)), status);
  }

  /** What the incident room shows of it. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/panel")
  View panel(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "statement-panel",
        door.read(caller, id, seen -> views.page(seen, caller, StatementView.Refused.NOTHING)));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View begin(@PathVariable("id") UUID id, @RequestParam MultiValueMap<String, String> fields) {
    working(id);
    String slug = String.valueOf(fields.getFirst("slug")).strip();
    if (!slug.matches("[a-z0-9]+(-[a-z0-9]+)*") || slug.length() < 3 || slug.length() > 60) {
      return show(
          id,
          new StatementView.Refused(
              "An address has 3 to 60 small letters, digits and single hyphens between them.",
              slug),
          UNPROCESSABLE);
    }
    try {
      door.change(Caller.signedIn(), id, change -> begin(change, slug));
    } catch (Taken e) {
      return show(
          id,
          new StatementView.Refused(
              "There is a statement of this incident, or another one at this address.", slug),
          CONFLICT);
    }
    return Redirects.see(Statement.pathOf(id) + "/edit");
  }

  /** Ends the act, which then is none. */
  private static final class Taken extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private boolean begin(IncidentDoor.Changing change, String slug) {
    UUID statement = Ids.next(clock.realNow());
    StatementRows rows = new StatementRows(change.act().jdbc(), door);
    if (isReserved(slug)
        || !rows.add(statement, change.seen().id(), slug, change.by(), clock.realNow())) {
      throw new Taken();
    }
    entered(change, "statement.begun", slug, Map.of("statement", statement.toString()));
    return true;
  }

  /** Other things are there. */
  private static boolean isReserved(String slug) {
    return slug.equals("key") || slug.startsWith("feed");
  }

  private void entered(
      IncidentDoor.Changing change, String act, String ref, Map<String, Object> detail) {
    door.tell(change.act().jdbc(), change.seen().id(), change.by(), act, ref);
    Map<String, Object> all = new HashMap<>(detail);
    all.put("incident", change.seen().id().toString());
    change.act().record(change.by(), act, all);
  }

  /** A member who may change things; told apart only from other members. */
  private IncidentDoor.Seen working(UUID id) {
    IncidentDoor.Seen seen = door.read(Caller.signedIn(), id, inside -> inside);
    if (!seen.works()) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
    }
    return seen;
  }

  private Statement find(IncidentDoor.Seen seen) {
    return new StatementRows(seen.jdbc(), door)
        .of(seen.id())
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.PAGE_UNKNOWN, "There is no statement of this incident yet."));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/edit")
  View edit(@PathVariable("id") UUID id) {
    working(id);
    return pages.view(
        "statement-edit",
        door.read(
            Caller.signedIn(),
            id,
            seen -> {
              Statement statement = find(seen);
              return views.edit(seen, statement, views.first(seen, statement), Map.of());
            }));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/edit")
  View write(@PathVariable("id") UUID id, @RequestParam MultiValueMap<String, String> fields) {
    working(id);
    Caller caller = Caller.signedIn();
    StatementForm form = StatementForm.read(fields);
    Figures figures = door.read(caller, id, seen -> figures(seen, form));
    String edits = fields.getFirst("edits");
    int changed = edits != null && edits.matches("[0-9]{1,9}") ? Integer.parseInt(edits) : -1;
    int now = door.read(caller, id, seen -> find(seen).edits());
    if (form.errors().isEmpty() && now != changed) {
      form.fail(
          "publisher", "Somebody changed it meanwhile. What you wrote is below; look, then save.");
      return again(id, form, CONFLICT);
    }
    if (!form.errors().isEmpty() || figures == null) {
      return again(id, form, UNPROCESSABLE);
    }
    Content content = form.content(figures);
    door.change(
        caller,
        id,
        change -> {
          StatementRows rows = new StatementRows(change.act().jdbc(), door);
          Statement held = rows.lock(id).orElseThrow();
          if (!rows.write(held, changed, content, change.by())) {
            throw new StoplogException(
                Problem.SERVER_BUSY, "Somebody changed this statement in the same moment.");
          }
          approvals.edited(change.act().jdbc(), Publishing.ACT, id.toString(), change.by());
          entered(
              change,
              "statement.edited",
              held.slug(),
              Map.of(
                  "statement", held.id().toString(),
                  "draft", content.hash().hex(),
                  "exposure", figures.exposure()));
          return true;
        });
    return Redirects.see(Statement.pathOf(id));
  }

  private View again(UUID id, StatementForm form, int status) {
    return pages.view(
        "statement-edit",
        door.read(
            Caller.signedIn(),
            id,
            seen -> views.edit(seen, find(seen), form.typed(), form.errors())),
        status);
  }

  /** The numbers of the chosen exposure; the form is told what is wrong with it. */
  private @Nullable Figures figures(IncidentDoor.Seen seen, StatementForm form) {
    if (form.errors().containsKey("exposure")) {
      return null;
    }
    Optional<FrozenFigures> frozen =
        door.figures(seen.jdbc(), seen.id(), Long.parseLong(form.typed().exposure()));
    if (frozen.isEmpty()) {
      form.fail("exposure", "There is no such exposure of this incident.");
      return null;
    }
    form.prove(frozen.get());
    boolean usesTold =
        form.typed().texts().stream()
            .flatMap(text -> FieldText.of(text.body()).fields().stream())
            .anyMatch(field -> field.name().equals("told"));
    Figures figures =
        Figures.of(
            frozen.get(), supplier(seen), usesTold ? ToldSoFar.of(seen.jdbc(), seen.id()) : 0);
    if (figures == null) {
      form.fail(
          "exposure", "This exposure is from an older version. Compute a new one in the incident.");
    }
    return figures;
  }

  private String supplier(IncidentDoor.Seen seen) {
    Integer id = seen.supplier();
    return ledger.inTransaction(db -> new Register(db).all()).stream()
        .filter(supplier -> id != null && supplier.id() == id)
        .map(Supplier::name)
        .findFirst()
        .orElse("a supplier of ours");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/ask")
  View ask(@PathVariable("id") UUID id) {
    working(id);
    UUID approval =
        door.change(
            Caller.signedIn(),
            id,
            change ->
                approvals.ask(
                    change.act(),
                    publishing
                        .request(change.act().jdbc(), id, change.by())
                        .orElseThrow(
                            () ->
                                new StoplogException(
                                    Problem.REQUEST_INVALID,
                                    "There is no draft, or something stands against it: the"
                                        + " page of the statement says what."))));
    return Redirects.see("/approvals/" + approval);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/discard")
  View discard(@PathVariable("id") UUID id) {
    working(id);
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          StatementRows rows = new StatementRows(change.act().jdbc(), door);
          Statement held = rows.lock(id).orElse(null);
          if (held == null || held.draft() == null) {
            throw new StoplogException(Problem.REQUEST_INVALID, "There is no draft.");
          }
          rows.discard(held.id());
          approvals.edited(change.act().jdbc(), Publishing.ACT, id.toString(), change.by());
          change
              .act()
              .record(
                  change.by(),
                  "statement.draft-discarded",
                  Map.of("incident", id.toString(), "statement", held.id().toString()));
          return true;
        });
    return Redirects.see(Statement.pathOf(id));
  }
}
