package org.stoplog.server.accounts;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** The address at which somebody hears that a wave starts. */
@Controller
final class OwnMailController {
  private static final String PATH = "/account/mail";
  private static final int LONGEST = 254;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  OwnMailController(Pages pages, Ledger ledger, Transactions transactions, ServerClock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show() {
    Optional<String> kept =
        transactions.run(
            jdbc -> new AccountMails(jdbc, ledger.stores().keys()).of(Caller.signedIn().account()));
    return show(kept.orElse(""), kept.isPresent(), null, 200);
  }

  private View show(String address, boolean isKept, @Nullable String error, int status) {
    return pages.view("account-mail", new OwnMailPage(address, isKept, error), status);
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View keep(@RequestParam(name = "address", defaultValue = "") String typed) {
    String address = typed.strip();
    if (!address.isEmpty()
        && (address.length() > LONGEST || !address.matches("[!-~&&[^@<>,;:\"]]+@[A-Za-z0-9.-]+"))) {
      return show(typed, true, "This is no e-mail address in Latin letters.", UNPROCESSABLE);
    }
    Caller caller = Caller.signedIn();
    transactions.act(
        act -> {
          AccountMails mails = new AccountMails(act.jdbc(), ledger.stores().keys());
          if (address.isEmpty()) {
            mails.remove(caller.account());
          } else {
            mails.put(caller.account(), address, clock.realNow());
          }
          act.record(
              caller.account(),
              address.isEmpty() ? "account.mail-removed" : "account.mail-kept",
              Map.of());
          return true;
        });
    return Redirects.see(PATH);
  }
}
