package org.stoplog.server.bounces;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;

/**
 * Where providers call. A call is checked here, and what it says only put into a queue: nothing
 * here can read what was sent to whom.
 */
@Controller
final class HookDoorController {
  static final String PATH = "/events/";

  /** SendGrid sends many events at once. */
  static final int MOST_BYTES = 4 << 20;

  private static final List<String> HEADERS =
      List.of("Authorization", SendGridDecoder.SIGNATURE, SendGridDecoder.TIMESTAMP);
  private static final int LONGEST_HEADER = 1_000;

  private final HookBook book;
  private final PublicTransactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;

  HookDoorController(
      HookBook book, PublicTransactions transactions, Ledger ledger, ServerClock clock) {
    this.book = book;
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(PATH + "{secret}")
  ResponseEntity<Void> call(@PathVariable("secret") String secret, HttpServletRequest request)
      throws IOException {
    HookRows.Open hook =
        book.find(secret)
            .orElseThrow(
                () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such page."));
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new StoplogException(Problem.REQUEST_INVALID, "The call is too long.");
    }
    Instant now = clock.realNow();
    HookDecoder.Verdict verdict;
    try {
      verdict =
          hook.provider()
              .decoder()
              .read(
                  new HookDecoder.Call(body, headers(request), now),
                  hook.secret(ledger.stores().keys()));
    } catch (HookDecoder.NotReadable e) {
      verdict = new HookDecoder.Verdict.Unreadable();
    }
    return answer(hook, verdict, now);
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (String name : HEADERS) {
      String value = request.getHeader(name);
      if (value != null && value.length() <= LONGEST_HEADER) {
        headers.put(name.toLowerCase(java.util.Locale.ROOT), value);
      }
    }
    return headers;
  }

  private ResponseEntity<Void> answer(
      HookRows.Open hook, HookDecoder.Verdict verdict, Instant now) {
    HttpStatus status =
        transactions.run(
            jdbc ->
                switch (verdict) {
                  case HookDecoder.Verdict.Events events -> {
                    HookQueue queue = new HookQueue(jdbc);
                    if (queue.isFull()) {
                      yield HttpStatus.SERVICE_UNAVAILABLE;
                    }
                    String token = events.token();
                    if (token == null || queue.isFirst(hook.id(), token, now)) {
                      events.events().forEach(event -> queue.add(hook.id(), event, now));
                      new HookRows(jdbc, ledger.stores().keys()).called(hook.id(), now);
                    } else {
                      count(jdbc, hook, DayCounts.What.KNOWN, now);
                    }
                    yield HttpStatus.OK;
                  }
                  case HookDecoder.Verdict.Confirm confirm -> {
                    new HookRows(jdbc, ledger.stores().keys())
                        .confirm(hook.id(), confirm.address());
                    yield HttpStatus.OK;
                  }
                  case HookDecoder.Verdict.Forged _ -> {
                    count(jdbc, hook, DayCounts.What.FORGED, now);
                    yield HttpStatus.FORBIDDEN;
                  }
                  case HookDecoder.Verdict.Unreadable _ -> {
                    count(jdbc, hook, DayCounts.What.REFUSED, now);
                    yield HttpStatus.BAD_REQUEST;
                  }
                });
    return ResponseEntity.status(status).build();
  }

  private static void count(
      org.springframework.jdbc.core.simple.JdbcClient jdbc,
      HookRows.Open hook,
      DayCounts.What what,
      Instant now) {
    new DayCounts(jdbc).count(now, hook.provider().word(), what);
  }
}
