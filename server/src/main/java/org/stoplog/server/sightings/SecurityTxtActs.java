package org.stoplog.server.sightings;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.Glance;

/** Has the security.txt of suppliers read, when somebody asks. */
final class SecurityTxtActs {
  private static final int AT_ONCE = 4;

  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Fetch fetch;
  private final Semaphore places = new Semaphore(AT_ONCE);

  SecurityTxtActs(Ledger ledger, Transactions transactions, ServerClock clock, Fetch fetch) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
    this.fetch = fetch;
  }

  SecurityTxtRows rows(JdbcClient jdbc) {
    return new SecurityTxtRows(jdbc, ledger.stores().keys());
  }

  /**
   * Reads it now; what came of it is a row, also when there is none.
   *
   * @param typed host, with a port when it is not 443
   * @throws StoplogException REQUEST_INVALID, ACCESS_DENIED for addresses of private networks, or
   *     SERVER_BUSY when four are being read
   */
  void read(Caller caller, int supplier, String typed, boolean isInside) {
    LookoutActs.requireInside(caller, isInside);
    Targets.Place place = Targets.place(typed);
    if (!places.tryAcquire()) {
      throw new StoplogException(Problem.SERVER_BUSY, "Four such files are being read already.");
    }
    byte[] content = null;
    String failure = null;
    try {
      URI address = Targets.https("https://" + place.text() + SecurityTxt.PATH);
      Fetch.Got got = fetch.get(address, isInside, SecurityTxt.MOST);
      SecurityTxt.read(got.body(), got.type());
      content = got.body();
    } catch (LookFailed e) {
      failure = e.why();
    } finally {
      places.release();
    }
    keep(caller, supplier, place.text(), content, failure);
  }

  private void keep(
      Caller caller,
      int supplier,
      String host,
      byte @Nullable [] content,
      @Nullable String failure) {
    Instant now = clock.realNow();
    transactions.act(
        act -> {
          rows(act.jdbc())
              .add(
                  new SecurityTxtRows.Reading(
                      Ids.next(now), supplier, host, caller.account(), now, content, failure));
          act.record(
              caller.account(),
              "security-txt.read",
              Map.of("supplier", supplier, "seen", content != null));
          return true;
        });
  }

  /** What a reading brought; null when it brought none. */
  static @Nullable SecurityTxt file(SecurityTxtRows.Reading one) {
    byte[] content = one.content();
    return content == null ? null : SecurityTxt.read(content, "");
  }

  /** What a file says, as lines. */
  static List<Fact> facts(SecurityTxt file) {
    List<Fact> facts = new ArrayList<>();
    file.contacts().forEach(one -> facts.add(new Fact("Contact", one)));
    Instant expires = file.expires();
    facts.add(new Fact("Expires", expires == null ? "unknown" : Times.second(expires)));
    facts.addAll(file.others());
    facts.add(
        new Fact("Signed", file.isSigned() ? "says so; the signature is not checked here" : "no"));
    return facts;
  }

  /** A line on the supplier's page. */
  List<Glance> glance(JdbcClient jdbc, int supplier) {
    SecurityTxtRows.Reading last = rows(jdbc).last(supplier).orElse(null);
    SecurityTxt file = last == null ? null : file(last);
    String path = SecurityTxtController.path(supplier);
    if (last == null || file == null) {
      return List.of(new Glance("security.txt", "never read", path, false));
    }
    Instant expires = file.expires();
    boolean isOver = expires != null && !clock.realNow().isBefore(expires);
    return List.of(
        new Glance(
            "security.txt",
            (file.contacts().isEmpty() ? "no contact" : file.contacts().getFirst())
                + "; "
                + (expires == null
                    ? "does not say until when"
                    : (isOver ? "expired on " : "until ") + Times.second(expires))
                + "; read "
                + Times.second(last.at()),
            path,
            isOver));
  }
}
