package org.stoplog.server.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What an administrator does with accounts. */
final class Invitations {
  static final Duration LIFE = Duration.ofHours(24);

  /** From this many who decide for others on, one more is an act of two people. */
  static final int ALONE = 2;

  static final int LONGEST_FOR = 100;

  private final Transactions transactions;
  private final ServerClock clock;
  private final Approvals approvals;

  Invitations(Transactions transactions, ServerClock clock, Approvals approvals) {
    this.transactions = transactions;
    this.clock = clock;
    this.approvals = approvals;
  }

  /** What came of it. */
  sealed interface Made {
    /** The path of a link, which nobody can be told again. */
    record Link(String path) implements Made {}

    /** Another person decides. */
    record Waits(UUID approval) implements Made {}

    /** Another person decides, and must know more first. */
    record Unsaid() implements Made {}
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
   * Makes a link to a new account, or asks another person.
   *
   * @param forWhom for whoever decides; not looked at when one person may give the role
   */
  Made invite(Caller by, Role role, String forWhom) {
    return transactions.actIf(
        act -> {
          Accounts accounts = new Accounts(act.jdbc());
          accounts.lockPowers();
          if (grantable(accounts).contains(role)) {
            act.record(by.account(), "account.invited", Map.of("role", role.word()));
            return link(act, new Links.Link(role, null, by.account(), null, false));
          }
          if (forWhom.isBlank() || forWhom.length() > LONGEST_FOR) {
            return new Made.Unsaid();
          }
          Approvals.Request request =
              InvitingPower.request(by.account(), role, forWhom.strip(), accounts.powerful());
          return new Made.Waits(approvals.ask(act, request));
        });
  }

  private Made link(Act act, Links.Link link) {
    return new Made.Link(new Links(act.jdbc()).make(link, clock.realNow(), LIFE));
  }

  /** Makes a link that gives an account a new password and second factor, or asks for it. */
  Made openAgain(Caller by, UUID id) {
    return transactions.act(
        act -> {
          Accounts accounts = new Accounts(act.jdbc());
          accounts.lockPowers();
          Account account =
              accounts
                  .find(id)
                  .filter(found -> !found.isDisabled())
                  .orElseThrow(Invitations::unknown);
          if (grantable(accounts).contains(account.role())) {
            act.record(by.account(), "account.link-made", Map.of("account", id.toString()));
            return link(act, new Links.Link(null, id, by.account(), null, false));
          }
          return new Made.Waits(
              approvals.ask(act, OpeningPowerAgain.request(by.account(), account)));
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
          Instant now = clock.realNow();
          if (!accounts.disable(id, now)) {
            throw unknown();
          }
          Sessions.endAllOf(act.jdbc(), id);
          new Links(act.jdbc()).voidOf(id);
          new LinkRights(act.jdbc()).voidOf(id);
          new RevealRights(act.jdbc()).voidOf(id);
          int tokens = new ApiTokens(act.jdbc()).endAllOf(id, now);
          int voided = Approvals.voidOf(act.jdbc(), id, by.account(), now);
          act.record(
              by.account(),
              "account.disabled",
              Map.of("account", id.toString(), "approvals-voided", voided, "tokens-ended", tokens));
          return true;
        });
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such account.");
  }
}
