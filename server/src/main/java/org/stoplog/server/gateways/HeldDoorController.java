package org.stoplog.server.gateways;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.traffic.HeldContent;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.GatewayCaller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Hands requests that were kept, and that two people released, to gateways, one at a time. Once it
 * is handed out it is not handed out again: what nobody says anything of is possibly received.
 */
@Controller
final class HeldDoorController {
  private static final String HELD_HEADER = "Stoplog-Held";
  private static final String CONNECTION_HEADER = "Stoplog-Connection";
  private static final int MOST_STATUS = 999;

  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;

  HeldDoorController(Transactions transactions, Ledger ledger, ServerClock clock) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Gives the next one, or says that there is none. */
  @Access(value = Permission.GATEWAY, listener = Listener.GATEWAY)
  @PostMapping("/gateway/v1/held")
  ResponseEntity<byte[]> next(HttpServletRequest request) {
    UUID gateway = GatewayCaller.of(request);
    // Opened before the commit: what cannot be is not handed out.
    Optional<Opened> next =
        transactions.run(
            jdbc ->
                new HeldRows(jdbc)
                    .handOut(gateway, clock.realNow())
                    .map(one -> new Opened(one, unsealed(one))));
    return next.map(
            one ->
                ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .header(HELD_HEADER, one.row().id().toString())
                    .header(CONNECTION_HEADER, String.valueOf(one.row().connection()))
                    .body(one.content()))
        .orElseGet(() -> ResponseEntity.noContent().build());
  }

  private record Opened(HeldRows.Handed row, byte[] content) {}

  private byte[] unsealed(HeldRows.Handed one) {
    return HeldContent.open(ledger.stores().keys(), one.id(), one.content());
  }

  /** Takes what became of one. What is known already stays. */
  @Access(value = Permission.GATEWAY, listener = Listener.GATEWAY)
  @PostMapping("/gateway/v1/held/{id}")
  ResponseEntity<Void> became(
      @PathVariable("id") UUID id,
      @RequestParam("result") String result,
      @RequestParam("status") String status,
      HttpServletRequest request) {
    UUID gateway = GatewayCaller.of(request);
    Result what =
        Words.find(Result.values(), result)
            .orElseThrow(
                () -> new StoplogException(Problem.REQUEST_INVALID, "There is no such result."));
    long answered =
        Version.of(status)
            .orElseThrow(
                () -> new StoplogException(Problem.REQUEST_INVALID, "A status is a number."));
    if (answered > MOST_STATUS) {
      throw new StoplogException(Problem.REQUEST_INVALID, "A status is a number of HTTP.");
    }
    Instant now = clock.realNow();
    transactions.run(
        jdbc -> {
          HeldRows rows = new HeldRows(jdbc);
          if (!rows.isWith(id, gateway)) {
            throw new StoplogException(
                Problem.PAGE_UNKNOWN, "This gateway was given no such request.");
          }
          switch (what) {
            case DELIVERED -> rows.sent(id, gateway, (int) answered, now);
            case UNKNOWN -> rows.unknown(id, gateway, now);
            case NOT_SENT, REFUSED -> rows.putBack(id, gateway, Words.of(what));
          }
          return true;
        });
    return ResponseEntity.noContent().build();
  }
}
