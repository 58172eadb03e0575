package org.stoplog.server.bounces;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** Sets which providers may call, and what their calls are checked by. */
@Controller
final class HooksController {
  static final String PATH = "/mail/event-webhooks";
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_KEY = 20_000;
  private static final int UNPROCESSABLE = 422;
  private static final Map<String, String> FRESH = Map.of("provider", "ses");

  private final Pages pages;
  private final Ledger ledger;
  private final Transactions transactions;
  private final HookBook book;
  private final PublicDoor door;
  private final ServerClock clock;

  HooksController(
      Pages pages,
      Ledger ledger,
      Transactions transactions,
      HookBook book,
      PublicDoor door,
      ServerClock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.transactions = transactions;
    this.book = book;
    this.door = door;
    this.clock = clock;
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show() {
    return view(FRESH, Map.of(), null, 200);
  }

  private View view(
      Map<String, String> typed, Map<String, String> errors, @Nullable String made, int status) {
    HooksPage page =
        transactions.run(
            jdbc ->
                new HooksPage(
                    new HookRows(jdbc, ledger.stores().keys())
                        .all().stream().map(HooksController::line).toList(),
                    door.isOpen(),
                    typed,
                    errors,
                    made));
    return pages.view("event-webhooks", page, status);
  }

  private static HooksPage.Line line(Hook hook) {
    Instant called = hook.calledAt();
    return new HooksPage.Line(
        PATH + "/" + hook.id(),
        hook.name(),
        hook.provider().title(),
        hook.active(),
        called == null ? "never" : Times.second(called),
        hook.confirm());
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View add(@RequestParam Map<String, String> fields) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String field : new String[] {"name", "provider", "topic"}) {
      typed.put(field, fields.getOrDefault(field, "").strip());
    }
    HookSecret secret =
        new HookSecret(fields.getOrDefault("key", "").strip(), typed.getOrDefault("topic", ""));
    Map<String, String> errors = errors(typed, secret);
    if (!errors.isEmpty()) {
      return view(typed, errors, null, UNPROCESSABLE);
    }
    HookProvider provider = HookProvider.of(typed.getOrDefault("provider", "")).orElseThrow();
    String path = Tokens.text(Tokens.random());
    UUID by = Caller.signedIn().account();
    transactions.act(
        act -> {
          int id =
              new HookRows(act.jdbc(), ledger.stores().keys())
                  .add(
                      typed.getOrDefault("name", ""),
                      provider,
                      Tokens.sha256(path),
                      secret,
                      by,
                      clock.realNow());
          act.record(by, "mail-hook.added", Map.of("hook", id, "provider", provider.word()));
          act.afterwards(book::forget);
          return id;
        });
    Origin origin = door.origin();
    String address = (origin == null ? "" : origin.base()) + HookDoorController.PATH + path;
    return view(FRESH, Map.of(), address, 200);
  }

  private static Map<String, String> errors(Map<String, String> typed, HookSecret secret) {
    Map<String, String> errors = new LinkedHashMap<>();
    String name = typed.getOrDefault("name", "");
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      errors.put("name", "Of 1 to " + LONGEST_NAME + " characters.");
    }
    HookProvider provider = HookProvider.of(typed.getOrDefault("provider", "")).orElse(null);
    if (provider == null) {
      errors.put("provider", "Choose who calls.");
    } else if (secret.key().length() > LONGEST_KEY) {
      errors.put("key", "At most 20 000 characters.");
    } else {
      String wrong = provider.decoder().wrong(secret);
      if (wrong != null) {
        errors.put(wrong.startsWith("A topic") ? "topic" : "key", wrong);
      }
    }
    return errors;
  }

  /** Takes no calls for now, or goes on. */
  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/active")
  View setActive(
      @PathVariable("id") int id,
      @RequestParam(name = "active", defaultValue = "false") boolean active) {
    return change(
        id, active ? "mail-hook.resumed" : "mail-hook.stopped", rows -> rows.setActive(id, active));
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/remove")
  View remove(@PathVariable("id") int id) {
    return change(id, "mail-hook.removed", rows -> rows.remove(id, clock.realNow()));
  }

  /** What becomes of it; false when it is not there. */
  private interface Changes {
    boolean of(HookRows rows);
  }

  private View change(int id, String what, Changes changes) {
    transactions.act(
        act -> {
          if (!changes.of(new HookRows(act.jdbc(), ledger.stores().keys()))) {
            throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such webhook.");
          }
          act.record(Caller.signedIn().account(), what, Map.of("hook", id));
          act.afterwards(book::forget);
          return true;
        });
    return Redirects.see(PATH);
  }
}
