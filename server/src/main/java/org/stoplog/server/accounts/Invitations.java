package org.stoplog.server.accounts;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What an administrator does with accounts. */
final class Invitations {
  static final Duration LIFE = Duration.ofHours(24);

  /**
   * From this many who decide for others on, one more is an act of two people. That act does not
   * exist yet, so it is refused.
   */
  static final int ALONE = 2;

  private final Transactions transactions;
  private final ServerClock clock;

  Invitations(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The roles that one person may give. */
  List<Role> grantable() {
    return transactions.run(jdbc -> grantable(new Accounts(jdbc)));
  }

  private static List<Role> grantable(Accounts accounts) {
    boolean isAlone = accounts.powerful() < ALONE;
    return Arrays.stream(Role.values()).filter(role -> isAlone || !role.isPowerful()).toList();
  }

  /**
   * @return the path of a link that makes an account
   */
  String invite(Caller by, Role role) {
    return transactions.act(
        act -> {
          Accounts accounts = new Accounts(act.jdbc());
          accounts.lockPowers();
          require(grantable(accounts).contains(role));
          Links.Link link = new Links.Link(role, null, by.account());
          act.record(by.account(), "account.invited", Map.of("role", role.word()));
          return new Links(act.jdbc()).make(link, clock.realNow(), LIFE);
        });
  }

  /**
   * @return the path of a link that gives an account a new password and second factor
   */
  String openAgain(Caller by, UUID id) {
    return transactions.act(
        act -> {
          Accounts accounts = new Accounts(act.jdbc());
          accounts.lockPowers();
          Account account = accounts.find(id).orElseThrow(Invitations::unknown);
          require(!account.isDisabled() && grantable(accounts).contains(account.role()));
          act.record(by.account(), "account.link-made", Map.of("account", id.toString()));
          return new Links(act.jdbc())
              .make(new Links.Link(null, id, by.account()), clock.realNow(), LIFE);
        });
  }

  void disable(Caller by, UUID id) {
    transactions.act(
        act -> {
          Accounts accounts = new Accounts(act.jdbc());
          accounts.lockPowers();
          Account account = accounts.find(id).orElseThrow(Invitations::unknown);
          if (account.role() == Role.ADMINISTRATOR && accounts.administrators() < 2) {
            throw new StoplogException(
                Problem.ACCESS_DENIED, "The last administrator cannot be shut out.");
          }
          if (!accounts.disable(id, clock.realNow())) {
            throw unknown();
          }
          Sessions.endAllOf(act.jdbc(), id);
          new Links(act.jdbc()).voidOf(id);
          act.record(by.account(), "account.disabled", Map.of("account", id.toString()));
          return true;
        });
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such account.");
  }

  private static void require(boolean isAllowed) {
    if (!isAllowed) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "Two people decide already; this would need an approval.");
    }
  }
}
