package org.stoplog.server.accounts;

import java.time.Instant;
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
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Who may sign in: the list, invitations, shutting out. */
@Controller
final class AccountsController {
  private static final String LIFE = "24 hours";

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
    List<Role> grantable = invitations.grantable();
    List<AccountsPage.Line> lines =
        transactions.run(jdbc -> new Accounts(jdbc).all()).stream()
            .map(account -> line(account, grantable))
            .toList();
    List<String> roles = grantable.stream().map(Role::word).toList();
    boolean isAlone = grantable.contains(Role.ADMINISTRATOR);
    return pages.view("accounts", new AccountsPage(lines, roles, isAlone, LIFE));
  }

  private static AccountsPage.Line line(Account account, List<Role> grantable) {
    Instant signedIn = account.signedInAt();
    return new AccountsPage.Line(
        account.id(),
        account.name(),
        account.role().word(),
        account.hasSecondFactor() ? "set up" : "not yet",
        signedIn == null ? "never" : Times.second(signedIn),
        account.isDisabled(),
        !account.isDisabled() && grantable.contains(account.role()));
  }

  @Access(value = Permission.MANAGE_ACCOUNTS, listener = Listener.INTERNAL)
  @PostMapping("/accounts/invite")
  View invite(@RequestParam("role") String word) {
    Role role =
        Role.of(word)
            .orElseThrow(
                () -> new StoplogException(Problem.REQUEST_INVALID, "There is no such role."));
    String path = invitations.invite(Caller.signedIn(), role);
    return link("Invitation for a new " + role.word(), path);
  }

  @Access(value = Permission.MANAGE_ACCOUNTS, listener = Listener.INTERNAL)
  @PostMapping("/accounts/{id}/open-again")
  View openAgain(@PathVariable("id") UUID id) {
    return link("Link to a new password", invitations.openAgain(Caller.signedIn(), id));
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
    return SignInController.see("/accounts");
  }
}
