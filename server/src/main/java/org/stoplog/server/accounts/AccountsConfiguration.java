package org.stoplog.server.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.SameBrowser;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Puts accounts together. */
@Configuration(proxyBeanMethods = false)
@Import({ApprovalsConfiguration.class, ProviderConfiguration.class})
public class AccountsConfiguration {
  /** Fewer recovery codes than this and somebody should know. */
  private static final int FEW = 3;

  @Bean
  OwnMailController ownMailController(
      Pages pages, Ledger ledger, Transactions transactions, ServerClock clock) {
    return new OwnMailController(pages, ledger, transactions, clock);
  }

  @Bean
  ApprovalPack approvalPack() {
    return new ApprovalPack();
  }

  @Bean
  Sessions sessions(
      Transactions transactions, ServerClock clock, Cookies cookies, SignInBy signInBy) {
    return new Sessions(transactions, clock, cookies, signInBy);
  }

  @Bean
  Callers callers(
      Sessions sessions, Transactions transactions, ServerClock clock, SignInBy signInBy) {
    return new Callers(sessions, transactions, clock, signInBy);
  }

  @Bean
  TokensController tokensController(
      Pages pages, Transactions transactions, ServerClock clock, Proof proof) {
    return new TokensController(pages, transactions, clock, proof);
  }

  @Bean
  ApiController apiController(Transactions transactions) {
    return new ApiController(transactions);
  }

  @Bean
  FirstStart firstStart(Transactions transactions, ServerClock clock) {
    return new FirstStart(transactions, clock);
  }

  @Bean
  Passwords passwords() {
    return new Passwords();
  }

  @Bean
  Challenges challenges(Transactions transactions, ServerClock clock) {
    return new Challenges(transactions, clock);
  }

  @Bean
  Passkeys passkeys(
      Transactions transactions,
      ServerClock clock,
      Origin origin,
      Cookies cookies,
      Challenges challenges) {
    return new Passkeys(transactions, clock, origin, new SameBrowser(cookies), challenges);
  }

  @Bean
  PasskeysController passkeysController(
      Pages pages, Transactions transactions, Proof proof, Passkeys passkeys, Origin origin) {
    return new PasskeysController(pages, transactions, proof, passkeys, origin);
  }

  @Bean
  Proof proof(
      Transactions transactions,
      Ledger ledger,
      ServerClock clock,
      Passwords passwords,
      Cookies cookies,
      Passkeys passkeys,
      Challenges challenges,
      SignInBy signInBy) {
    Attempts attempts = new Attempts(transactions);
    return new Proof(
        transactions, ledger, clock, passwords, attempts, cookies, passkeys, challenges, signInBy);
  }

  @Bean
  Guesses guesses(Transactions transactions, ServerClock clock) {
    return new Guesses(transactions, clock);
  }

  @Bean
  SignInController signInController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Proof proof,
      Passwords passwords,
      Sessions sessions,
      Cookies cookies,
      Passkeys passkeys,
      Origin origin,
      SignInBy signInBy) {
    SignIn signIn = new SignIn(transactions, clock, proof, sessions, cookies, signInBy);
    String way = signInBy.provider() == null ? "" : origin.base() + "/sign-in/provider";
    Welcome welcome = new Welcome(transactions, clock, passwords, sessions);
    return new SignInController(pages, signIn, welcome, sessions, cookies, passkeys, way);
  }

  @Bean
  OwnAccountController ownAccountController(
      Pages pages, Transactions transactions, Ledger ledger, ServerClock clock, Passkeys passkeys) {
    return new OwnAccountController(pages, transactions, ledger, clock, passkeys);
  }

  @Bean
  AccountsController accountsController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Approvals approvals,
      Origin origin,
      SignInBy signInBy) {
    Invitations invitations = new Invitations(transactions, clock, approvals, signInBy);
    return new AccountsController(pages, transactions, invitations, origin);
  }

  @Bean
  ActorNames actorNames(Transactions transactions) {
    return () ->
        transactions.run(jdbc -> new Accounts(jdbc).all()).stream()
            .collect(Collectors.toMap(Account::id, Account::name));
  }

  @Bean
  Colleagues colleagues(Transactions transactions) {
    return () ->
        transactions.run(jdbc -> new Accounts(jdbc).all()).stream()
            .filter(account -> !account.isDisabled())
            .map(
                account ->
                    new Colleagues.Colleague(
                        account.id(), account.name(), account.role().permissions()))
            .toList();
  }

  /** Says for a week that the account for emergencies was used. */
  private static Optional<Decision> emergency(
      Transactions transactions, Instant now, SignInBy signInBy) {
    return transactions.run(jdbc -> new Accounts(jdbc).all()).stream()
        .filter(account -> signInBy.isBreakGlass(account.name()) && account.issuer() == null)
        .flatMap(account -> Optional.ofNullable(account.signedInAt()).stream())
        .filter(at -> at.isAfter(now.minus(Duration.ofDays(7))))
        .map(
            at ->
                new Decision(
                    "The account for emergencies was used",
                    "On " + Times.second(at) + ". If nobody told you why, ask who it was.",
                    "See the log",
                    "/audit"))
        .findFirst();
  }

  @Bean
  NavigationItem accountsItem() {
    return new NavigationItem(90, "Accounts", "/accounts", Permission.MANAGE_ACCOUNTS);
  }

  @Bean
  Decision.Source accountDecisions(
      Transactions transactions, ServerClock clock, SignInBy signInBy) {
    return caller -> {
      List<Decision> decisions = new ArrayList<>();
      if (caller.may(Permission.MANAGE_ACCOUNTS)
          && transactions.run(jdbc -> new Accounts(jdbc).administrators()) < 2) {
        decisions.add(
            new Decision(
                "You are the only administrator",
                "If you cannot sign in, nobody can let others in.",
                "Invite a second one",
                "/accounts"));
      }
      if (caller.may(Permission.MANAGE_ACCOUNTS)) {
        emergency(transactions, clock.realNow(), signInBy).ifPresent(decisions::add);
      }
      boolean isByPassword =
          transactions
              .run(jdbc -> new Accounts(jdbc).find(caller.account()))
              .filter(own -> own.issuer() == null)
              .isPresent();
      int left = transactions.run(jdbc -> new Accounts(jdbc).recoveryCodesLeft(caller.account()));
      if (isByPassword && left < FEW) {
        decisions.add(
            new Decision(
                "Recovery codes left: " + left,
                "Without them and without your telephone you cannot sign in.",
                "See your account",
                "/account"));
      }
      return decisions;
    };
  }
}
