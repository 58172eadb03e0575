package org.stoplog.server.accounts;

import java.util.ArrayList;
import java.util.List;
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
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts accounts together. */
@Configuration(proxyBeanMethods = false)
@Import(ApprovalsConfiguration.class)
public class AccountsConfiguration {
  /** Fewer recovery codes than this and somebody should know. */
  private static final int FEW = 3;

  @Bean
  Sessions sessions(Transactions transactions, ServerClock clock, Cookies cookies) {
    return new Sessions(transactions, clock, cookies);
  }

  @Bean
  Callers callers(Sessions sessions, Transactions transactions, ServerClock clock) {
    return new Callers(sessions, transactions, clock);
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
  Proof proof(
      Transactions transactions,
      Ledger ledger,
      ServerClock clock,
      Passwords passwords,
      Cookies cookies) {
    Attempts attempts = new Attempts(transactions);
    return new Proof(transactions, ledger, clock, passwords, attempts, cookies);
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
      Cookies cookies) {
    SignIn signIn = new SignIn(transactions, clock, proof, sessions, cookies);
    Welcome welcome = new Welcome(transactions, clock, passwords, sessions);
    return new SignInController(pages, signIn, welcome, sessions, cookies);
  }

  @Bean
  OwnAccountController ownAccountController(
      Pages pages, Transactions transactions, Ledger ledger, ServerClock clock) {
    return new OwnAccountController(pages, transactions, ledger, clock);
  }

  @Bean
  AccountsController accountsController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Approvals approvals,
      Origin origin) {
    Invitations invitations = new Invitations(transactions, clock, approvals);
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

  @Bean
  NavigationItem accountsItem() {
    return new NavigationItem(90, "Accounts", "/accounts", Permission.MANAGE_ACCOUNTS);
  }

  @Bean
  Decision.Source accountDecisions(Transactions transactions) {
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
      int left = transactions.run(jdbc -> new Accounts(jdbc).recoveryCodesLeft(caller.account()));
      if (left < FEW) {
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
