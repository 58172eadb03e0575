package org.stoplog.server.accounts;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * The way in for somebody who lost telephone and recovery codes while nobody can help them. Whoever
 * has the data folder and its keys could do as much by hand, so this only makes it easy, and leaves
 * an entry.
 */
public final class OwnerLink {
  /** It is opened at this machine, after the next start. */
  public static final Duration LIFE = Duration.ofMinutes(15);

  private final Transactions transactions;
  private final ServerClock clock;

  public OwnerLink(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * The path of a link that gives an account a new password and second factor, good once; earlier
   * ones for it are void.
   *
   * @return empty when nobody has the name, or the account is disabled
   */
  public Optional<String> openAgain(String typedName) {
    return transactions.actIf(
        act -> {
          Accounts accounts = new Accounts(act.jdbc());
          accounts.lockPowers();
          Accounts.Credentials account =
              AccountName.of(typedName)
                  .flatMap(accounts::credentials)
                  .filter(found -> !found.isOff())
                  .orElse(null);
          if (account == null) {
            return Optional.empty();
          }
          Links links = new Links(act.jdbc());
          links.voidOf(account.id());
          act.record(
              null,
              "account.link-made",
              Map.of("account", account.id().toString(), "by", "owner of the folder"));
          Links.Link link = new Links.Link(null, account.id(), null, null, true);
          return Optional.of(links.make(link, clock.realNow(), LIFE));
        });
  }
}
