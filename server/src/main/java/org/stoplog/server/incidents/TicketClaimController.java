package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.detect.Detector;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;

/** A claim of what an export of tickets held, seen before it is recorded. */
@Controller
final class TicketClaimController {
  /** Whatever is found in them: what was taken are tickets. */
  private static final String TICKETS = "content.support_ticket";

  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Incidents incidents;
  private final Ledger ledger;
  private final Claiming claiming;

  TicketClaimController(Pages pages, Incidents incidents, Facts facts, Ledger ledger) {
    this.pages = pages;
    this.incidents = incidents;
    this.ledger = ledger;
    this.claiming = new Claiming(facts);
  }

  /**
   * What the claim says besides its name and supplier.
   *
   * @param elements with the number of tickets that show each; 0 for the tickets themselves
   * @param reading of the export as rows, which says who is in it; empty while there is none
   */
  private record Draft(
      TicketRows.Search search, Map<String, Long> elements, Optional<KeptFile.Reading> reading) {}

  private static Draft draft(Incidents.Inside inside, UUID searchId) {
    TicketRows.Search search = TicketActs.done(inside, searchId);
    List<String> checked = new ArrayList<>();
    for (Detector one : Detector.values()) {
      if (one.certainty() == Detector.Certainty.CHECKED) {
        checked.add(one.slug());
      }
    }
    Map<String, Long> elements = new TreeMap<>();
    elements.put(TICKETS, 0L);
    new TicketList(inside.jdbc(), inside.keys(), search)
        .forClaim(checked)
        .forEach(
            (slug, count) ->
                elements.merge(Detector.of(slug).orElseThrow().element(), count, Math::max));
    Optional<KeptFile.Reading> reading =
        new FileRows(inside.jdbc(), inside.keys())
            .readings(inside.incident().id()).stream()
                .filter(one -> one.sha256().equals(search.sha256()))
                .filter(
                    one -> {
                      Long rows = one.rows();
                      return rows != null && rows > 0;
                    })
                .findFirst();
    return new Draft(search, elements, reading);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/tickets/{search}/claim/new")
  View preview(@PathVariable("id") UUID id, @PathVariable("search") UUID searchId) {
    incidents.requireWork(Caller.signedIn(), id);
    return preview(id, searchId, "", "", null);
  }

  private View preview(
      UUID id, UUID searchId, String name, String supplier, @Nullable String error) {
    List<Supplier> suppliers = ledger.inTransaction(connection -> new Register(connection).all());
    TicketPages.Claim page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside -> {
              Draft draft = draft(inside, searchId);
              return new TicketPages.Claim(
                  inside.incident().path(),
                  inside.incident().name(),
                  draft.search().path(),
                  new TicketsView(inside, true).name(draft.search()),
                  name.isEmpty() ? freeId(inside) : name,
                  supplier.isEmpty() ? supplier(inside.incident(), suppliers) : supplier,
                  suppliers.stream().map(Supplier::name).toList(),
                  error,
                  draft.reading().map(TicketClaimController::words).orElse(null),
                  KeptFile.path(id, draft.search().sha256()),
                  draft.elements().entrySet().stream()
                      .map(TicketClaimController::element)
                      .toList());
            });
    return pages.view("incident-ticket-claim", page, error == null ? 200 : UNPROCESSABLE);
  }

  private static String words(KeptFile.Reading reading) {
    Long rows = reading.rows();
    return Numbers.of(rows == null ? 0 : rows, "usable row")
        + ", read as "
        + reading.version().substring(0, 8);
  }

  private static TicketPages.Choice element(Map.Entry<String, Long> one) {
    String label =
        Elements.catalogue().all().stream()
            .filter(element -> element.id().equals(one.getKey()))
            .map(Element::label)
            .findFirst()
            .orElse(one.getKey());
    long count = one.getValue();
    return new TicketPages.Choice(
        one.getKey(),
        count == 0
            ? label + ": all of them"
            : label
                + ": found in "
                + Numbers.grouped(count)
                + (count == 1 ? " ticket" : " tickets"));
  }

  private static String supplier(Incident incident, List<Supplier> suppliers) {
    Integer known = incident.supplier();
    return suppliers.stream()
        .filter(one -> known != null && one.id() == known)
        .map(Supplier::name)
        .findFirst()
        .orElse("");
  }

  private static String freeId(Incidents.Inside inside) {
    List<String> taken =
        new ClaimRows(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream().map(ClaimRows.Row::id).toList();
    int number = 1;
    while (taken.contains("tickets-" + number)) {
      number++;
    }
    return "tickets-" + number;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tickets/{search}/claim")
  View record(
      @PathVariable("id") UUID id,
      @PathVariable("search") UUID searchId,
      @RequestParam(name = "id", defaultValue = "") String name,
      @RequestParam(name = "supplier", defaultValue = "") String supplier) {
    String refused =
        incidents.tryChange(
            Caller.signedIn(),
            id,
            change ->
                claiming.add(
                    change,
                    List.of(
                        new Claiming.Said(
                            name.strip(),
                            supplier.strip(),
                            document(change.inside(), searchId, name, supplier)))),
            StoplogException::getMessage,
            Problem.CLAIMS_INVALID,
            Problem.REQUEST_INVALID);
    return refused == null
        ? Redirects.see("/incidents/" + id)
        : preview(id, searchId, name, supplier, ClaimsController.plain(refused));
  }

  private static String document(
      Incidents.Inside inside, UUID searchId, String name, String supplier) {
    Draft draft = draft(inside, searchId);
    Map<String, String> typed = new LinkedHashMap<>();
    typed.put("id", name.strip());
    typed.put("supplier", supplier.strip());
    typed.put("polarity", "in");
    // What a program found by patterns is not what somebody confirmed.
    typed.put("certainty", "suspected");
    new FileRows(inside.jdbc(), inside.keys())
        .find(inside.incident().id(), draft.search().sha256())
        .ifPresent(
            file -> {
              typed.put("source", file.origin().source().slug());
              typed.put("verified", file.origin().verified().slug());
              Instant received = file.origin().received();
              if (received != null) {
                typed.put("received", received.truncatedTo(ChronoUnit.SECONDS).toString());
              }
            });
    draft
        .reading()
        .ifPresent(
            reading -> {
              typed.put("file", reading.choice());
              typed.put("file-kind", "dataset");
            });
    typed.put(
        "note",
        "Made of search "
            + draft.search().id()
            + " through an export of tickets, SHA-256 "
            + draft.search().sha256()
            + ".");
    return ClaimDocument.write(ClaimForm.document(typed, List.copyOf(draft.elements().keySet())));
  }
}
