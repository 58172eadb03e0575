package org.stoplog.server.people;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.LeftOutWords;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;

/** Look-up by an exact identifier, which travels in a form only, and what it found. */
@Controller
final class PeopleController {
  private static final int SHORTEST_WORDS = 10;
  private static final int LONGEST_WORDS = 500;
  private static final int LONGEST_VALUE = 500;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY = 429;

  /** The kinds in which people are named; an organisation is no person, and a base is no name. */
  private static final List<PeoplePage.Choice> SCHEMES =
      List.of(
          new PeoplePage.Choice("email", "e-mail address"),
          new PeoplePage.Choice("phone", "telephone number, with country"),
          new PeoplePage.Choice("user-id", "our own id of the person"),
          new PeoplePage.Choice("supplier-id", "a supplier's own id"),
          new PeoplePage.Choice("email-sha256", "SHA-256 of an e-mail address"),
          new PeoplePage.Choice("email-md5", "MD5 of an e-mail address"),
          new PeoplePage.Choice("phone-sha256", "SHA-256 of a telephone number"));

  private final Pages pages;
  private final Ledger ledger;
  private final LookUps lookUps;
  private final Stories stories;

  PeopleController(Pages pages, Ledger ledger, LookUps lookUps) {
    this.pages = pages;
    this.ledger = ledger;
    this.lookUps = lookUps;
    this.stories = new Stories(ledger);
  }

  static String pathOf(UUID lookUp) {
    return "/people/look-ups/" + lookUp;
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @GetMapping("/people")
  View form() {
    return page(new PeoplePage.Form("email", "", "", "", ""), Map.of(), 200);
  }

  private View page(PeoplePage.Form form, Map<String, String> errors, int status) {
    UUID account = Caller.signedIn().account();
    return pages.view(
        "people",
        new PeoplePage(
            form,
            SCHEMES,
            Arrays.stream(Reason.values())
                .map(one -> new PeoplePage.Choice(one.word(), one.text()))
                .toList(),
            ledger.inTransaction(db -> new Register(db).all()).stream()
                .map(Supplier::name)
                .toList(),
            lookUps.recent(account).stream().map(PeopleController::recent).toList(),
            LookUps.PER_HOUR,
            lookUps.left(account),
            status == TOO_MANY,
            errors),
        status);
  }

  private static PeoplePage.Recent recent(LookUps.Row row) {
    return new PeoplePage.Recent(
        pathOf(row.id()),
        Times.second(row.at()),
        row.reasonKind(),
        row.subject() == null
            ? "erased since"
            : row.persons() == 0
                ? "nobody in the directory"
                : row.persons() == 1 ? "one person" : row.persons() + " people");
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @PostMapping("/people/look-up")
  View lookUp(
      @RequestParam(name = "scheme", defaultValue = "") String scheme,
      @RequestParam(name = "value", defaultValue = "") String value,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "reason", defaultValue = "") String reason,
      @RequestParam(name = "words", defaultValue = "") String words) {
    PeoplePage.Form form =
        new PeoplePage.Form(scheme, value, supplier.strip(), reason, words.strip());
    Map<String, String> errors = new LinkedHashMap<>();
    Optional<Reason> why = Reason.of(reason);
    Optional<Supplier> whose = check(ledger, form, why, errors);
    if (why.isEmpty() || !errors.isEmpty()) {
      return page(form, errors, UNPROCESSABLE);
    }
    UUID account = Caller.signedIn().account();
    Optional<Instant> next = lookUps.count(account);
    if (next.isPresent()) {
      return page(
          form,
          Map.of(
              "value",
              "You looked up "
                  + LookUps.PER_HOUR
                  + " people within an hour. The next one is possible "
                  + Times.minute(next.get())
                  + "."),
          TOO_MANY);
    }
    try {
      return Redirects.see(
          pathOf(
              lookUps.make(
                  account,
                  scheme(scheme),
                  value.strip(),
                  whose.map(Supplier::id).orElse(0),
                  why.get(),
                  form.words())));
    } catch (StoplogException e) {
      if (e.problem() != Problem.PERSON_UNKNOWN) {
        throw e;
      }
      return page(form, Map.of("value", notOfThatKind(e)), UNPROCESSABLE);
    }
  }

  /** The message ends with the slug of what is wrong; it never holds the value. */
  static String notOfThatKind(StoplogException e) {
    String message = String.valueOf(e.getMessage());
    int cut = message.lastIndexOf(": ");
    return "This is no identifier of that kind: it "
        + LeftOutWords.of(cut < 0 ? message : message.substring(cut + 2))
        + ".";
  }

  static Optional<Supplier> check(
      Ledger ledger, PeoplePage.Form form, Optional<Reason> why, Map<String, String> errors) {
    if (SCHEMES.stream().noneMatch(one -> one.value().equals(form.scheme()))) {
      errors.put("scheme", "Choose what the identifier is.");
    }
    if (form.value().isBlank() || form.value().length() > LONGEST_VALUE) {
      errors.put("value", "Type the whole identifier.");
    }
    if (why.isEmpty()) {
      errors.put("reason", "Choose why you look.");
    }
    int length = form.words().length();
    if (length < SHORTEST_WORDS || length > LONGEST_WORDS) {
      errors.put("words", "Say why in 10 to 500 characters: a ticket, a letter, a name of a case.");
    }
    Optional<Supplier> whose =
        form.supplier().isEmpty()
            ? Optional.empty()
            : ledger.inTransaction(db -> new Register(db).find(form.supplier()));
    boolean isSuppliers = form.scheme().equals("supplier-id");
    if (isSuppliers && whose.isEmpty()) {
      errors.put("supplier", "Name the supplier of the register whose id it is.");
    } else if (!isSuppliers && !form.supplier().isEmpty()) {
      errors.put("supplier", "Leave it empty: the identifier is no supplier's own.");
    }
    return whose;
  }

  static Scheme scheme(String slug) {
    return Arrays.stream(Scheme.values())
        .filter(one -> one.slug().equals(slug))
        .findFirst()
        .orElseThrow();
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @GetMapping("/people/look-ups/{id}")
  View story(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    LookUps.Row row = lookUps.find(id, caller.account()).orElseThrow(PeopleController::gone);
    UUID subject = row.subject();
    if (subject == null) {
      throw new StoplogException(Problem.PERSON_UNKNOWN, "This person was erased since.");
    }
    return pages.view("person", stories.of(row, subject, caller.may(Permission.FORGET_PEOPLE)));
  }

  static StoplogException gone() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN, "There is no such look-up of yours within the last hour.");
  }
}
