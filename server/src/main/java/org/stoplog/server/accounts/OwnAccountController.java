package org.stoplog.server.accounts;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** One's own account: the second factor, and the codes for when it is lost. */
@Controller
final class OwnAccountController {
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;
  private final Passkeys passkeys;

  OwnAccountController(
      Pages pages, Transactions transactions, Ledger ledger, ServerClock clock, Passkeys passkeys) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.passkeys = passkeys;
  }

  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @GetMapping("/account")
  View account() {
    Account account = own();
    if (!account.hasSecondFactor()) {
      return Redirects.see("/account/second-factor");
    }
    int left = transactions.run(jdbc -> new Accounts(jdbc).recoveryCodesLeft(account.id()));
    int keys = passkeys.of(account.id()).size();
    return pages.view(
        "account",
        new OwnAccountPage(
            account.name(), account.role().word(), left, keys, account.issuer() != null));
  }

  private static Account own(Transactions transactions) {
    Caller caller = Caller.signedIn();
    return transactions
        .run(jdbc -> new Accounts(jdbc).find(caller.account()))
        .orElseThrow(Invitations::unknown);
  }

  private Account own() {
    return own(transactions);
  }

  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @GetMapping("/account/second-factor")
  View secondFactor() {
    Account account = own();
    if (account.hasSecondFactor()) {
      return Redirects.see("/account");
    }
    return form(account, Tokens.random(Totp.SECRET_BYTES), null, 200);
  }

  private View form(Account account, byte[] secret, @Nullable String error, int status) {
    String id = account.id().toString();
    byte[] sealed = ledger.stores().keys().seal(secret, Proof.context(id));
    SecondFactorPage page =
        new SecondFactorPage(
            QrCode.of(Totp.address(account.name(), secret)),
            Totp.base32(secret),
            Tokens.text(sealed),
            error);
    return pages.view("second-factor", page, status);
  }

  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @PostMapping("/account/second-factor")
  View setUp(@RequestParam("sealed") String sealedText, @RequestParam("code") String code) {
    Account account = own();
    if (account.hasSecondFactor()) {
      return Redirects.see("/account");
    }
    byte[] sealed = decode(sealedText);
    byte[] secret = unseal(account, sealed);
    OptionalLong step = Totp.accept(secret, code, clock.realNow(), 0);
    if (step.isEmpty()) {
      return form(
          account,
          secret,
          "The code does not fit. Look whether the telephone's time is right, and type the next one.",
          UNPROCESSABLE);
    }
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RecoveryCodes.COUNT; i++) {
      codes.add(RecoveryCodes.make());
    }
    transactions.act(
        act -> {
          Accounts accounts = new Accounts(act.jdbc());
          if (!accounts.setSecondFactor(account.id(), sealed, step.getAsLong())) {
            throw invalid(null);
          }
          codes.forEach(made -> accounts.addRecoveryCode(account.id(), RecoveryCodes.hash(made)));
          act.record(account.id(), "account.second-factor-set", Map.of());
          return true;
        });
    return pages.view("recovery-codes", new CodesPage(codes));
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  private byte[] unseal(Account account, byte[] sealed) {
    try {
      return ledger.stores().keys().unseal(sealed, Proof.context(account.id().toString()));
    } catch (StoplogException e) {
      throw invalid(e);
    }
  }

  private static StoplogException invalid(@Nullable Throwable cause) {
    return new StoplogException(
        Problem.REQUEST_INVALID, "The form is not the one that was shown.", cause);
  }
}
