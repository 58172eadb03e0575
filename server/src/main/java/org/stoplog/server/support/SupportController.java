package org.stoplog.server.support;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.Guesses;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.notices.SentCopies;
import org.stoplog.server.notices.Told;
import org.stoplog.server.people.PersonFinder;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** What somebody sees who answers the telephone for one incident. */
@Controller
final class SupportController {
  private static final String GUESS = "support-code";
  private static final int LONGEST_CODE = 60;
  private static final int LONGEST_VALUE = 500;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY = 429;
  private static final Set<String> SCHEMES = Set.of("email", "phone", "user-id");

  /** How it was checked who calls. Without one of them nobody is looked up. */
  private static final Set<String> CHECKS = Set.of("called-back", "signed-in");

  private final Pages pages;
  private final Transactions transactions;
  private final Guesses guesses;
  private final PersonFinder finder;
  private final Told told;
  private final SentCopies copies;
  private final IncidentDoor door;
  private final ServerClock clock;

  SupportController(
      Pages pages,
      Transactions transactions,
      Guesses guesses,
      PersonFinder finder,
      Told told,
      SentCopies copies,
      IncidentDoor door,
      ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.guesses = guesses;
    this.finder = finder;
    this.told = told;
    this.copies = copies;
    this.door = door;
    this.clock = clock;
  }

  @Access(value = Permission.SUPPORT_INCIDENT, listener = Listener.INTERNAL)
  @GetMapping("/support")
  View home() {
    return home(null, 200);
  }

  private View home(@Nullable String error, int status) {
    UUID account = Caller.signedIn().account();
    SupportPage page =
        transactions.run(
            jdbc ->
                new SupportPage(
                    new Codes(jdbc)
                        .entered(account, clock.realNow()).stream()
                            .map(
                                one ->
                                    new SupportPage.Entered(
                                        path(one.incident()),
                                        door.find(jdbc, one.incident()).name(),
                                        Times.second(one.until())))
                            .toList(),
                    error));
    return pages.view("support", page, status);
  }

  private static String path(UUID incident) {
    return "/support/" + incident;
  }

  @Access(value = Permission.SUPPORT_INCIDENT, listener = Listener.INTERNAL)
  @PostMapping("/support")
  View enter(@RequestParam(name = "code", defaultValue = "") String code) {
    UUID account = Caller.signedIn().account();
    Optional<Instant> locked = guesses.count(GUESS, account);
    if (locked.isPresent()) {
      return home(
          "Too many wrong codes. The next one is looked at " + Times.minute(locked.get()) + ".",
          TOO_MANY);
    }
    Optional<Codes.Opened> opened =
        code.length() > LONGEST_CODE
            ? Optional.empty()
            : transactions.actIf(
                act -> {
                  Codes codes = new Codes(act.jdbc());
                  Optional<Codes.Opened> found = codes.open(code, clock.realNow());
                  found.ifPresent(
                      one -> {
                        codes.enter(one.code(), account, clock.realNow());
                        guesses.forgive(act.jdbc(), GUESS, account);
                        act.record(
                            account,
                            "support.code-entered",
                            Map.of(
                                "incident", one.incident().toString(),
                                "code", one.code().toString()));
                      });
                  return found;
                });
    return opened
        .map(one -> Redirects.see(path(one.incident())))
        .orElseGet(
            () ->
                home(
                    "This is no code that is good now. Ask whoever gave it to you.",
                    UNPROCESSABLE));
  }

  /** One that this account entered; all others do not exist. */
  private Codes.Entered entered(JdbcClient jdbc, UUID incident) {
    return new Codes(jdbc)
        .entered(Caller.signedIn().account(), clock.realNow()).stream()
            .filter(one -> one.incident().equals(incident))
            .findFirst()
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.PAGE_UNKNOWN,
                        "There is no such page for you: enter the code that you were given."));
  }

  @Access(value = Permission.SUPPORT_INCIDENT, listener = Listener.INTERNAL)
  @GetMapping("/support/{id}")
  View show(@PathVariable("id") UUID id) {
    return view(id, new Typed("email", ""), null, null, 200);
  }

  /** What exactly one copy said, by the number that its reader reads out. */
  @Access(value = Permission.SUPPORT_INCIDENT, listener = Listener.INTERNAL)
  @PostMapping("/support/{id}/copy")
  View copy(
      @PathVariable("id") UUID id, @RequestParam(name = "number", defaultValue = "") String typed) {
    UUID account = Caller.signedIn().account();
    transactions.run(jdbc -> entered(jdbc, id));
    Optional<Instant> next = finder.count(account);
    if (next.isPresent()) {
      return copy(
          id,
          "You looked up too much within an hour. The next one is possible "
              + Times.minute(next.get())
              + ".",
          null,
          TOO_MANY);
    }
    Optional<SentCopies.Sent> found =
        transactions.act(
            act -> {
              Codes.Entered entered = entered(act.jdbc(), id);
              Optional<SentCopies.Sent> sent =
                  typed.length() > LONGEST_CODE
                      ? Optional.empty()
                      : copies
                          .byCode(act.jdbc(), typed)
                          .filter(one -> one.incident().equals(id) && !one.isDrill());
              new Codes(act.jdbc()).countLookUp(entered.code());
              act.record(
                  account,
                  "support.copy-seen",
                  Map.of(
                      "incident",
                      id.toString(),
                      "code",
                      entered.code().toString(),
                      "found",
                      sent.isPresent()));
              return sent;
            });
    return found.isPresent()
        ? copy(id, null, found.get(), 200)
        : copy(
            id,
            "No copy of this incident has this number. If it was read out as it stands there, the"
                + " letter is not from us.",
            null,
            UNPROCESSABLE);
  }

  private View copy(UUID id, @Nullable String error, SentCopies.@Nullable Sent sent, int status) {
    SupportPage.Copied page =
        transactions.run(
            jdbc ->
                new SupportPage.Copied(
                    path(id),
                    door.find(jdbc, id).name(),
                    error,
                    sent == null ? null : shown(sent)));
    return pages.view("support-copy", page, status);
  }

  private static SupportPage.Copy shown(SentCopies.Sent sent) {
    Instant answered = sent.answered();
    return new SupportPage.Copy(
        sent.state(),
        Times.second(sent.sent()),
        answered == null ? "no answer" : Times.second(answered),
        sent.language(),
        sent.subject(),
        sent.body(),
        sent.elements().isEmpty() ? "not known" : sent.elements(),
        sent.events().stream()
            .map(
                event ->
                    Times.second(event.at())
                        + ": "
                        + event.what()
                        + (event.said() == null ? "" : " (" + event.said() + ")"))
            .toList());
  }

  /** What was typed, for a form that was not taken. */
  private record Typed(String scheme, String value) {
    /** It may stand in a message of a fault. */
    @Override
    public String toString() {
      return "Typed[…]";
    }
  }

  private View view(
      UUID id,
      Typed typed,
      SupportPage.@Nullable Answer answer,
      @Nullable String error,
      int status) {
    SupportPage.Incident page =
        transactions.run(
            jdbc -> {
              Codes.Entered entered = entered(jdbc, id);
              List<SupportPage.Words> words =
                  told.words(jdbc, id).stream()
                      .map(
                          one ->
                              new SupportPage.Words(
                                  Times.second(one.since()),
                                  one.from(),
                                  one.language(),
                                  one.subject(),
                                  one.body(),
                                  one.elements()))
                      .toList();
              return new SupportPage.Incident(
                  path(id),
                  door.find(jdbc, id).name(),
                  Times.second(entered.until()),
                  words,
                  typed.scheme(),
                  typed.value(),
                  answer,
                  error);
            });
    return pages.view("support-incident", page, status);
  }

  /** By an exact identifier that the caller gave; few an hour, and each in the log. */
  @Access(value = Permission.SUPPORT_INCIDENT, listener = Listener.INTERNAL)
  @PostMapping("/support/{id}/look-up")
  View lookUp(
      @PathVariable("id") UUID id,
      @RequestParam(name = "scheme", defaultValue = "") String scheme,
      @RequestParam(name = "value", defaultValue = "") String value,
      @RequestParam(name = "checked", defaultValue = "") String checked) {
    UUID account = Caller.signedIn().account();
    Typed typed = new Typed(scheme, value);
    transactions.run(jdbc -> entered(jdbc, id));
    if (!CHECKS.contains(checked)) {
      return view(
          id,
          typed,
          null,
          "Say how you checked who calls. Before that, say only what is said to anybody.",
          UNPROCESSABLE);
    }
    if (!SCHEMES.contains(scheme) || value.isBlank() || value.length() > LONGEST_VALUE) {
      return view(id, typed, null, "Choose the kind, and type the whole of it.", UNPROCESSABLE);
    }
    Optional<Instant> next = finder.count(account);
    if (next.isPresent()) {
      return view(
          id,
          typed,
          null,
          "You looked up too many people within an hour. The next one is possible "
              + Times.minute(next.get())
              + ".",
          TOO_MANY);
    }
    PersonFinder.Found found;
    try {
      found = finder.find(scheme, value.strip());
    } catch (StoplogException e) {
      if (e.problem() != Problem.PERSON_UNKNOWN) {
        throw e;
      }
      return view(id, typed, null, PersonFinder.wrong(e), UNPROCESSABLE);
    }
    SupportPage.Answer answer = answer(account, id, checked, found);
    return view(id, new Typed(scheme, ""), answer, null, 200);
  }

  private SupportPage.Answer answer(
      UUID account, UUID id, String checked, PersonFinder.Found found) {
    boolean isListed =
        !found.people().isEmpty()
            && transactions.run(jdbc -> door.exposures(jdbc, id, 1)).stream()
                .anyMatch(one -> finder.isIn(found, one.exposure()));
    return transactions.act(
        act -> {
          JdbcClient jdbc = act.jdbc();
          // Looked at again with the answer: a code that was ended meanwhile answers nothing.
          Codes.Entered entered = entered(jdbc, id);
          Told.Copy copy =
              found.people().isEmpty()
                  ? new Told.Copy(Told.How.NO_COPY, null)
                  : told.copy(jdbc, id, found.people());
          new Codes(jdbc).countLookUp(entered.code());
          act.record(
              account,
              "support.looked-up",
              Map.of(
                  "incident",
                  id.toString(),
                  "code",
                  entered.code().toString(),
                  "checked",
                  checked,
                  "answer",
                  Answers.word(copy, isListed),
                  "people",
                  found.persons()));
          return Answers.of(copy, isListed);
        });
  }
}
