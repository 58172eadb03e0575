package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Who may sign in: the list, invitations, shutting out. */
@Controller
final class AccountsController {
  static final String LIFE = "24 hours";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final Invitations invitations;
  private final Origin origin;

  AccountsController(
      Pages pages, Transactions transactions, Invitations invitations, Origin origin) {
    this.pages = pages;
    this.transactions = transactions;
    this.invitations = invitations;
    this.origin = origin;
  }

  @Access(value = Permission.MANAGE_ACCOUNTS, listener = Listener.INTERNAL)
  @GetMapping("/accounts")
  View list() {
    return list(AccountsPage.Form.EMPTY, 200);
  }

  private View list(AccountsPage.Form form, int status) {
    List<Role> grantable = invitations.grantable();
    List<AccountsPage.Line> lines =
        transactions.run(jdbc -> new Accounts(jdbc).all()).stream()
            .map(account -> line(account, grantable))
            .toList();
    List<AccountsPage.Choice> roles =
        Arrays.stream(Role.values())
            .map(role -> new AccountsPage.Choice(role.word(), !grantable.contains(role)))
            .toList();
    boolean isAlone = grantable.contains(Role.ADMINISTRATOR);
    return pages.view(
        "accounts",
        new AccountsPage(lines, roles, isAlone, LIFE, invitations.settings(), form),
        status);
  }

  private static AccountsPage.Line line(Account account, List<Role> grantable) {
    Instant signedIn = account.signedInAt();
    return new AccountsPage.Line(
        account.id(),
        account.name(),
        account.role().word(),
        account.issuer() != null
            ? "at the provider"
            : account.hasSecondFactor() ? "set up" : "not yet",
        signedIn == null ? "never" : Times.second(signedIn),
        account.isDisabled(),
        !grantable.contains(account.role()));
  }

  @Access(value = Permission.MANAGE_ACCOUNTS, listener = Listener.INTERNAL)
  @PostMapping("/accounts/invite")
  View invite(
      @RequestParam("role") String word,
      @RequestParam(name = "for", defaultValue = "") String forWhom) {
    Role role =
        Role.of(word)
            .orElseThrow(
                () -> new StoplogException(Problem.REQUEST_INVALID, "There is no such role."));
    return answer(
        "Invitation for a new " + role.word(),
        invitations.invite(Caller.signedIn(), role, forWhom),
        new AccountsPage.Form(
            role.word(),
            forWhom,
            "Another person decides on this: say for whom it is, in at most "
                + Invitations.LONGEST_FOR
                + " characters."));
  }

  @Access(value = Permission.MANAGE_ACCOUNTS, listener = Listener.INTERNAL)
  @PostMapping("/accounts/{id}/open-again")
  View openAgain(@PathVariable("id") UUID id) {
    return answer(
        "Link to a new password",
        invitations.openAgain(Caller.signedIn(), id),
        AccountsPage.Form.EMPTY);
  }

  private View answer(String title, Invitations.Made made, AccountsPage.Form form) {
    return switch (made) {
      case Invitations.Made.Link(String path) -> link(title, path);
      case Invitations.Made.Waits(UUID approval) -> Redirects.see("/approvals/" + approval);
      case Invitations.Made.Unsaid() -> list(form, UNPROCESSABLE);
    };
  }

  private View link(String title, String path) {
    return pages.view("link", new LinkPage(title, origin.base() + path, LIFE));
  }

  @Access(value = Permission.MANAGE_ACCOUNTS, listener = Listener.INTERNAL)
  @GetMapping("/accounts/{id}/disable")
  View askToDisable(@PathVariable("id") UUID id) {
    Account account =
        transactions
            .run(jdbc -> new Accounts(jdbc).find(id))
            .filter(found -> !found.isDisabled())
            .orElseThrow(Invitations::unknown);
    return pages.view("disable", line(account, List.of()));
  }

  @Access(value = Permission.MANAGE_ACCOUNTS, listener = Listener.INTERNAL)
  @PostMapping("/accounts/{id}/disable")
  View disable(@PathVariable("id") UUID id) {
    invitations.disable(Caller.signedIn(), id);
    return Redirects.see("/accounts");
  }
}
