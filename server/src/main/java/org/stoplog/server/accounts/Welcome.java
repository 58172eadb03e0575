package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** A one-time link to an account. */
final class Welcome {
  private final Transactions transactions;
  private final ServerClock clock;
  private final Passwords passwords;
  private final Sessions sessions;

  Welcome(Transactions transactions, ServerClock clock, Passwords passwords, Sessions sessions) {
    this.transactions = transactions;
    this.clock = clock;
    this.passwords = passwords;
    this.sessions = sessions;
  }

  /** What the form came to. */
  sealed interface Outcome {
    record Opened(String session) implements Outcome {}

    record Objection(String text) implements Outcome {}
  }

  /**
   * The account that the link opens again; empty when it makes a new one.
   *
   * @throws StoplogException LINK_INVALID
   */
  Optional<Account> opens(String token, HttpServletRequest request) {
    return transactions.run(
        jdbc -> {
          UUID account = link(new Links(jdbc), token, request).account();
          return account == null ? Optional.empty() : new Accounts(jdbc).find(account);
        });
  }

  private Links.Link link(Links links, String token, HttpServletRequest request) {
    Links.Link link = links.find(token, clock.realNow()).orElseThrow(Welcome::invalid);
    if (link.madeBy() == null && !isFromHere(request)) {
      throw invalid();
    }
    return link;
  }

  private static boolean isFirst(Links.Link link) {
    return link.madeBy() == null && !link.isByOwner();
  }

  private static StoplogException invalid() {
    return new StoplogException(
        Problem.LINK_INVALID, "This link was used, is too old, or never was one.");
  }

  /** The first link, and the owner's: whoever uses one must sit at this machine. */
  private static boolean isFromHere(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
          && request.getHeader("X-Forwarded-For") == null
          && request.getHeader("Forwarded") == null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Uses the link up.
   *
   * @param typedName of a new account; not looked at when the link opens an account again
   * @throws StoplogException LINK_INVALID
   */
  Outcome use(String token, String typedName, String password, HttpServletRequest request) {
    Optional<Account> known = opens(token, request);
    String name = known.map(Account::name).or(() -> AccountName.of(typedName)).orElse("");
    if (name.isEmpty()) {
      return new Outcome.Objection("The name must have " + AccountName.RULE + ".");
    }
    Optional<String> objection = Passwords.objection(password, name);
    if (objection.isPresent()) {
      return new Outcome.Objection(objection.get());
    }
    if (known.isEmpty() && transactions.run(jdbc -> new Accounts(jdbc).isTaken(name))) {
      return new Outcome.Objection("Somebody has this name already; take another.");
    }
    String hash = passwords.hash(password);
    return new Outcome.Opened(transactions.act(act -> open(act, token, name, hash, request)));
  }

  private String open(Act act, String token, String name, String hash, HttpServletRequest request) {
    Instant now = clock.realNow();
    Accounts accounts = new Accounts(act.jdbc());
    Links links = new Links(act.jdbc());
    accounts.lockPowers();
    Links.Link link = link(links, token, request);
    Role role = link.role();
    if (!links.use(token) || (isFirst(link) && accounts.administrators() > 0)) {
      throw invalid();
    }
    UUID account = link.account();
    requireApproval(accounts, link);
    if (account != null) {
      accounts.open(account, hash);
      Sessions.endAllOf(act.jdbc(), account);
      int tokens = new ApiTokens(act.jdbc()).endAllOf(account, now);
      act.record(account, "account.opened-again", Map.of("tokens-ended", tokens));
    } else if (role != null) {
      account = UUID.randomUUID();
      accounts.add(account, name, role, hash, now);
      act.record(account, "account.made", Map.of("role", role.word()));
    } else {
      throw invalid();
    }
    accounts.signedIn(account, now);
    return sessions.begin(act.jdbc(), account, request, now);
  }

  /** A link that one person could make when it was made may take two by now. */
  private static void requireApproval(Accounts accounts, Links.Link link) {
    UUID account = link.account();
    Role role =
        account == null ? link.role() : accounts.find(account).map(Account::role).orElse(null);
    boolean isPowerful = role != null && role.isPowerful();
    boolean isAllowed = link.approval() != null || link.isByOwner();
    if (isPowerful && !isAllowed && accounts.powerful() >= Invitations.ALONE) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "Two people decide already, so this link needs an approval.");
    }
  }
}
