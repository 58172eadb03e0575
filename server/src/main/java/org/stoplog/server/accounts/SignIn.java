package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** Name, password and code, or a passkey, to a session. */
final class SignIn {
  /** The act of the log when the account for emergencies is used. */
  static final String BREAK_GLASS = "break-glass.signed-in";

  private final Transactions transactions;
  private final ServerClock clock;
  private final Proof proof;
  private final Sessions sessions;
  private final Cookies cookies;
  private final SignInBy signInBy;

  SignIn(
      Transactions transactions,
      ServerClock clock,
      Proof proof,
      Sessions sessions,
      Cookies cookies,
      SignInBy signInBy) {
    this.transactions = transactions;
    this.clock = clock;
    this.proof = proof;
    this.sessions = sessions;
    this.cookies = cookies;
    this.signInBy = signInBy;
  }

  /** What became of it. Why it was refused is not told: it would say who has an account. */
  sealed interface Outcome {
    record SignedIn(String session, String device) implements Outcome {}

    record Refused() implements Outcome {}

    record Locked(Instant until) implements Outcome {}
  }

  Outcome attempt(String typedName, String password, String code, HttpServletRequest request) {
    return attempt(proof.toSignIn(typedName, password, code, request), request);
  }

  Outcome attemptByPasskey(String passkey, HttpServletRequest request) {
    return attempt(proof.toSignInByPasskey(passkey, request), request);
  }

  private Outcome attempt(Proof.Outcome proven, HttpServletRequest request) {
    return switch (proven) {
      case Proof.Outcome.Shown shown -> finish(shown, request);
      case Proof.Outcome.Wrong() -> new Outcome.Refused();
      case Proof.Outcome.Locked(Instant until) -> new Outcome.Locked(until);
    };
  }

  private Outcome finish(Proof.Outcome.Shown shown, HttpServletRequest request) {
    Accounts.Credentials account = shown.account();
    Instant now = clock.realNow();
    return transactions.act(
        act -> {
          JdbcClient jdbc = act.jdbc();
          Accounts accounts = new Accounts(jdbc);
          accounts.signedIn(account.id(), now);
          Attempts.forgive(jdbc, shown.sources());
          String device = Tokens.text(Tokens.random());
          remember(jdbc, account, device, request, now);
          String session = sessions.begin(jdbc, account.id(), request, now);
          boolean isEmergency = signInBy.isBreakGlass(account.name());
          act.record(
              account.id(),
              isEmergency ? BREAK_GLASS : "account.signed-in",
              Map.of("with", shown.means()));
          return new Outcome.SignedIn(session, device);
        });
  }

  private void remember(
      JdbcClient jdbc,
      Accounts.Credentials account,
      String device,
      HttpServletRequest request,
      Instant now) {
    String before = cookies.value(request, Proof.DEVICE);
    if (before != null) {
      jdbc.sql("delete from passing.device where token_hash = :hash and account = :id")
          .param("hash", Tokens.sha256(before))
          .param("id", account.id())
          .update();
    }
    jdbc.sql(
            "insert into passing.device (token_hash, account, created_at) values (:hash, :id, :now)")
        .param("hash", Tokens.sha256(device))
        .param("id", account.id())
        .param("now", Accounts.at(now))
        .update();
  }
}
