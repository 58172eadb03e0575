package org.stoplog.server.incidents;

import java.util.Comparator;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Incidents for programs: those that their account is a member of, and no others. */
@Controller
final class IncidentsApi {
  static final String PATH = ApiAnswers.ROOT + "/incidents";

  private final Incidents incidents;
  private final Transactions transactions;
  private final Ledger ledger;

  IncidentsApi(Incidents incidents, Transactions transactions, Ledger ledger) {
    this.incidents = incidents;
    this.transactions = transactions;
    this.ledger = ledger;
  }

  /**
   * A new incident.
   *
   * @param title of 1 to 120 characters
   * @param supplier id; left out while nobody knows which one it is
   * @param signal notice, press, rumour, attacker, anomaly, account or other
   * @param source where the signal came from, such as the name and number of an alarm, or a link;
   *     at most 2 000 characters, kept sealed; may be left out
   */
  record Opening(String title, @Nullable UUID supplier, String signal, @Nullable String source) {}

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lists the incidents that this account is a member of, newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<IncidentJson.One>> list(
      @RequestParam(name = "before", required = false) @Nullable Integer before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    Caller caller = Caller.signedIn();
    int limit = ApiAnswers.limit(asked);
    int below = before == null ? Integer.MAX_VALUE : before;
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              Exposures exposures = new Exposures(jdbc, ledger.stores().keys());
              Scopes scopes = new Scopes(jdbc, ledger.stores().keys());
              Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
              List<Incident> found =
                  new IncidentRows(jdbc)
                      .of(caller.account()).stream()
                          .filter(one -> one.number() < below)
                          .sorted(Comparator.comparingInt(Incident::number).reversed())
                          .limit(limit + 1L)
                          .toList();
              return ApiAnswers.page(
                  found,
                  limit,
                  one ->
                      IncidentJson.one(
                          one,
                          suppliers,
                          scopes.latest(one.id()).map(Scopes.Scope::version).orElse(null),
                          exposures.latest(one.id()).orElse(null),
                          Counts.of(caller)),
                  one -> String.valueOf(one.number()));
            }));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of one incident. Its ETag is its version.")
  @GetMapping(PATH + "/{id}")
  ResponseEntity<IncidentJson.One> one(@PathVariable("id") UUID id) {
    IncidentJson.One one = read(Caller.signedIn(), id);
    return ApiAnswers.ok(one, String.valueOf(one.version()));
  }

  private IncidentJson.One read(Caller caller, UUID id) {
    return incidents.read(
        caller,
        id,
        inside ->
            IncidentJson.one(
                inside.incident(),
                new SupplierIds(inside.jdbc()).all(),
                new Scopes(inside.jdbc(), inside.keys())
                    .latest(id)
                    .map(Scopes.Scope::version)
                    .orElse(null),
                new Exposures(inside.jdbc(), inside.keys()).latest(id).orElse(null),
                Counts.of(caller)));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Opens an incident; this account is its first member.", status = 201)
  @PostMapping(PATH)
  ResponseEntity<IncidentJson.One> open(@JsonBody Opening opening) {
    Caller caller = Caller.signedIn();
    String title = opening.title().strip();
    if (title.isEmpty() || title.length() > IncidentsController.LONGEST_TITLE) {
      throw new InvalidBody(
          "/title",
          "Give it a title of 1 to " + IncidentsController.LONGEST_TITLE + " characters.");
    }
    Optional<Incident.Signal> signal = Incident.Signal.of(opening.signal());
    if (signal.isEmpty()) {
      throw new InvalidBody(
          "/signal", "One of notice, press, rumour, attacker, anomaly, account, other.");
    }
    Integer supplier = transactions.run(jdbc -> new SupplierIds(jdbc).numberOf(opening.supplier()));
    String source = opening.source() == null ? "" : opening.source().strip();
    if (source.length() > IncidentsController.LONGEST_SOURCE) {
      throw new InvalidBody(
          "/source", "At most " + IncidentsController.LONGEST_SOURCE + " characters.");
    }
    UUID id =
        incidents.open(caller, title, supplier, signal.get(), source.isEmpty() ? null : source);
    return ApiAnswers.created(PATH + "/" + id, read(caller, id));
  }
}
