package org.stoplog.server.people;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Times;

/** Look-ups for programs: by the same count, reasons and entries as on the page. */
@Controller
final class PeopleApi {
  private static final String PATH = ApiAnswers.ROOT + "/people/look-ups";

  private final Ledger ledger;
  private final LookUps lookUps;
  private final Stories stories;

  PeopleApi(Ledger ledger, LookUps lookUps) {
    this.ledger = ledger;
    this.lookUps = lookUps;
    this.stories = new Stories(ledger);
  }

  /**
   * Whom to look up, and why.
   *
   * @param scheme email, phone, user-id, supplier-id, email-sha256, email-md5 or phone-sha256
   * @param supplier name of the supplier whose own id it is; only for supplier-id
   * @param reason request, incident, correction, erasure or check
   * @param words why, in 10 to 500 characters
   */
  record Asked(
      String scheme, String value, @Nullable String supplier, String reason, String words) {
    /** No value: it may be logged. */
    @Override
    public String toString() {
      return "a look-up by " + scheme.length() + " characters of a scheme";
    }
  }

  /**
   * What was found, without the values that identify anybody.
   *
   * @param state who was found, in words
   * @param references the company's own ids, masked
   */
  record Found(
      UUID id,
      Instant at,
      int persons,
      String state,
      List<String> references,
      List<PersonPage.Pair> identifiers,
      List<PersonPage.Period> periods,
      List<PersonPage.Sent> sent,
      boolean isCut,
      List<PersonPage.Sent> held,
      List<PersonPage.Pair> exposures) {}

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Looks somebody up by an exact identifier, which is not kept; the reason is.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<Found> make(@JsonBody Asked asked) {
    PeoplePage.Form form =
        new PeoplePage.Form(
            asked.scheme(),
            asked.value(),
            asked.supplier() == null ? "" : asked.supplier().strip(),
            asked.reason(),
            asked.words().strip());
    Map<String, String> errors = new LinkedHashMap<>();
    Optional<Reason> why = Reason.of(form.reason());
    Optional<Supplier> whose = PeopleController.check(ledger, form, why, errors);
    if (why.isEmpty() || !errors.isEmpty()) {
      throw new InvalidBody(
          errors.entrySet().stream()
              .map(one -> new InvalidBody.Fault("/" + one.getKey(), one.getValue()))
              .toList());
    }
    UUID account = Caller.signedIn().account();
    Optional<Instant> next = lookUps.count(account);
    if (next.isPresent()) {
      throw new StoplogException(
          Problem.LOOK_UPS_SPENT,
          "This account looked up "
              + LookUps.PER_HOUR
              + " people within an hour. The next one is possible "
              + Times.minute(next.get())
              + ".");
    }
    try {
      UUID id =
          lookUps.make(
              account,
              PeopleController.scheme(form.scheme()),
              form.value().strip(),
              whose.map(Supplier::id).orElse(0),
              why.get(),
              form.words());
      return ApiAnswers.created(PATH + "/" + id, found(id));
    } catch (StoplogException e) {
      if (e.problem() != Problem.PERSON_UNKNOWN) {
        throw e;
      }
      throw new InvalidBody("/value", PeopleController.notOfThatKind(e));
    }
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells again what a look-up of this account found, for an hour.")
  @GetMapping(PATH + "/{id}")
  ResponseEntity<Found> one(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(found(id));
  }

  private Found found(UUID id) {
    LookUps.Row row =
        lookUps.find(id, Caller.signedIn().account()).orElseThrow(PeopleController::gone);
    UUID subject = row.subject();
    if (subject == null) {
      throw new StoplogException(Problem.PERSON_UNKNOWN, "This person was erased since.");
    }
    PersonPage story = stories.of(row, subject, false);
    return new Found(
        id,
        row.at(),
        row.persons(),
        story.state(),
        story.references(),
        story.identifiers(),
        story.periods(),
        story.sent(),
        story.isCut(),
        story.held(),
        story.exposures());
  }
}
