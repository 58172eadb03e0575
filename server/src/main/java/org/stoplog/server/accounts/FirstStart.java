package org.stoplog.server.accounts;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** The way in while there is no administrator. */
public final class FirstStart {
  public static final Duration LIFE = Duration.ofMinutes(15);

  private final Transactions transactions;
  private final ServerClock clock;

  FirstStart(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The path of a new link, and earlier ones are void; empty when somebody administers. */
  public Optional<String> link() {
    if (transactions.run(jdbc -> new Accounts(jdbc).administrators()) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        transactions.act(
            act -> {
              Links links = new Links(act.jdbc());
              links.voidFirst();
              Links.Link link = new Links.Link(Role.ADMINISTRATOR, null, null, null, false);
              String path = links.make(link, clock.realNow(), LIFE);
              act.record(null, "link.made", Map.of("for", "first administrator"));
              return path;
            }));
  }
}
