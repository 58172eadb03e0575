package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** What a sign-in at a provider does here: the account, its role, and the session. */
final class ProviderAccounts {
  private final Transactions transactions;
  private final ServerClock clock;
  private final Passwords passwords;
  private final Sessions sessions;
  private final Approvals approvals;

  ProviderAccounts(
      Transactions transactions,
      ServerClock clock,
      Passwords passwords,
      Sessions sessions,
      Approvals approvals) {
    this.transactions = transactions;
    this.clock = clock;
    this.passwords = passwords;
    this.sessions = sessions;
    this.approvals = approvals;
  }

  /** A role that another person gives. */
  private record Wish(UUID account, String name, Role role) {}

  private record Done(@Nullable String session, @Nullable Wish wish) {}

  /**
   * Signs somebody in, with the role that the claims give now and not one more.
   *
   * @return the session's cookie; null when the claims give no role, or the account is disabled
   */
  @Nullable String signIn(
      ProviderSettings settings, Provider.Person person, HttpServletRequest request) {
    // Nobody knows it: the account has no way in but the provider. Made outside of the locks.
    String password = passwords.hash(Tokens.text(Tokens.random()));
    Role mapped = settings.roleOf(person.values()).orElse(null);
    Done done =
        transactions.actIf(
            act -> {
              Accounts accounts = new Accounts(act.jdbc());
              accounts.lockPowers();
              Accounts.Credentials known =
                  accounts.ofProvider(settings.issuer(), person.subject()).orElse(null);
              if (known != null && known.isOff()) {
                return new Done(null, null);
              }
              if (mapped == null) {
                return take(act, known);
              }
              boolean isAsked =
                  mapped.isPowerful()
                      && (known == null
                          || (known.role() != mapped && known.role() != Role.ADMINISTRATOR))
                      && accounts.deciding(settings.issuer()) > 0;
              Role now =
                  !isAsked
                      ? mapped
                      : known != null && known.role().isPowerful() ? known.role() : Role.RESPONDER;
              UUID id = known == null ? UUID.randomUUID() : known.id();
              String name = known == null ? name(accounts, settings, person) : known.name();
              if (known == null) {
                accounts.add(id, name, now, password, clock.realNow());
                accounts.belongsTo(id, settings.issuer(), person.subject());
              } else {
                accounts.setRole(id, now);
              }
              Instant at = clock.realNow();
              accounts.signedIn(id, at);
              String session = sessions.begin(act.jdbc(), id, request, at);
              act.record(
                  id,
                  known == null ? "account.made" : "account.signed-in",
                  Map.of(
                      "with",
                      "provider",
                      "role",
                      now.word(),
                      "before",
                      known == null ? "none" : known.role().word()));
              return new Done(session, isAsked ? new Wish(id, name, mapped) : null);
            });
    Wish wish = done.wish();
    if (wish != null) {
      ask(wish);
    }
    return done.session();
  }

  /** Takes what the claims no longer give: role, sessions and tokens. */
  private Done take(Act act, Accounts.@Nullable Credentials known) {
    if (known != null) {
      new Accounts(act.jdbc()).setRole(known.id(), Role.SUPPORT);
      Sessions.endAllOf(act.jdbc(), known.id());
      int tokens = new ApiTokens(act.jdbc()).endAllOf(known.id(), clock.realNow());
      new LinkRights(act.jdbc()).voidOf(known.id());
      new RevealRights(act.jdbc()).voidOf(known.id());
      Approvals.voidOf(act.jdbc(), known.id(), known.id(), clock.realNow());
      act.record(
          known.id(),
          "account.role-taken",
          Map.of("before", known.role().word(), "by", "claim", "tokens-ended", tokens));
    }
    return new Done(null, null);
  }

  private static String name(Accounts accounts, ProviderSettings settings, Provider.Person person) {
    String mark =
        HexFormat.of()
            .formatHex(Tokens.sha256(settings.issuer() + "\n" + person.subject()))
            .substring(0, 8);
    String wished = AccountName.of(person.name()).orElse("person");
    boolean isFree =
        !wished.equals("person")
            && !wished.equals(settings.breakGlass())
            && !accounts.isTaken(wished);
    return isFree ? wished : wished.substring(0, Math.min(40, wished.length())) + "-" + mark;
  }

  private void ask(Wish wish) {
    transactions.actIf(
        act -> {
          String target = PowerByClaim.target(wish.account(), wish.role());
          if (approvals.waiting(act.jdbc(), PowerByClaim.ACT, target).isEmpty()) {
            new Accounts(act.jdbc()).lockPowers();
            approvals.ask(act, PowerByClaim.request(wish.account(), wish.name(), wish.role()));
          }
          return true;
        });
  }

  void give(HttpServletResponse response, String session) {
    sessions.give(response, session);
  }

  /** Whether somebody is the account that wants to show that it is them. */
  boolean is(ProviderSettings settings, Provider.Person person, String account) {
    return transactions
        .run(jdbc -> new Accounts(jdbc).ofProvider(settings.issuer(), person.subject()))
        .filter(found -> !found.isOff() && found.id().toString().equals(account))
        .isPresent();
  }
}
