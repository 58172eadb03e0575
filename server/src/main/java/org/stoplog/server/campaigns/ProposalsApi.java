package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** What happened after which suppliers may have to be asked, for programs. */
@Controller
final class ProposalsApi {
  private final Transactions transactions;
  private final IncidentDoor door;

  ProposalsApi(Transactions transactions, IncidentDoor door) {
    this.transactions = transactions;
    this.door = door;
  }

  /**
   * Something that happened, and that nobody has decided.
   *
   * @param kind incident, ownership, sub-processor or document
   * @param supplier that it happened to; of an incident the breached one
   * @param incident null unless it is one
   * @param words what happened
   */
  record Line(
      UUID id,
      String kind,
      UUID supplier,
      String name,
      @Nullable UUID incident,
      String words,
      Instant seenAt) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "What happened after which suppliers may have to be asked; of incidents only those that the"
          + " caller is a member of. The newest first.")
  @GetMapping(ApiAnswers.ROOT + "/campaign-proposals")
  ResponseEntity<ApiAnswers.Page<Line>> list() {
    UUID account = Caller.signedIn().account();
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(
                jdbc -> {
                  Set<UUID> mine = new HashSet<>();
                  door.of(jdbc, account).forEach(seen -> mine.add(seen.id()));
                  Map<Integer, SupplierIds.Named> named = new SupplierIds(jdbc).all();
                  return new ProposalRows(jdbc)
                      .open().stream()
                          .filter(one -> one.incident() == null || mine.contains(one.incident()))
                          .filter(one -> named.containsKey(one.supplier()))
                          .map(one -> line(one, named))
                          .toList();
                }),
            null));
  }

  private static Line line(Proposal one, Map<Integer, SupplierIds.Named> named) {
    return new Line(
        one.id(),
        one.kind().word(),
        java.util.Objects.requireNonNull(named.get(one.supplier())).id(),
        one.name(),
        one.incident(),
        one.words(),
        one.seen());
  }
}
