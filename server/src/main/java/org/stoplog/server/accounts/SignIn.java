package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** Name, password and code to a session. */
final class SignIn {
  static final String DEVICE = "device";

  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Sessions sessions;
  private final Cookies cookies;

  SignIn(
      Transactions transactions,
      Ledger ledger,
      ServerClock clock,
      Passwords passwords,
      Attempts attempts,
      Sessions sessions,
      Cookies cookies) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.passwords = passwords;
    this.attempts = attempts;
    this.sessions = sessions;
    this.cookies = cookies;
  }

  /** What became of it. Why it was refused is not told: it would say who has an account. */
  sealed interface Outcome {
    record SignedIn(String session, String device) implements Outcome {}

    record Refused() implements Outcome {}

    record Locked(Instant until) implements Outcome {}
  }

  Outcome attempt(String typedName, String password, String code, HttpServletRequest request) {
    Instant now = clock.realNow();
    String name = AccountName.of(typedName).orElse(null);
    Accounts.Credentials account =
        name == null
            ? null
            : transactions.run(jdbc -> new Accounts(jdbc).credentials(name)).orElse(null);
    String counted = name == null ? "" : name;
    List<Attempts.Source> sources =
        Attempts.Source.of(counted, request.getRemoteAddr(), knownDevice(account, request));
    Optional<Instant> locked = attempts.count(sources, now);
    if (locked.isPresent()) {
      return new Outcome.Locked(locked.get());
    }
    boolean isRight = passwords.matches(password, account == null ? null : account.password());
    if (account == null || !isRight || account.isOff()) {
      return new Outcome.Refused();
    }
    return finish(account, code, sources, request, now);
  }

  private @Nullable String knownDevice(
      Accounts.@Nullable Credentials account, HttpServletRequest request) {
    String token = cookies.value(request, DEVICE);
    if (account == null || token == null) {
      return null;
    }
    boolean isKnown =
        transactions.run(
            jdbc ->
                jdbc.sql(
                            "select count(*) from passing.device where token_hash = :hash and account = :id")
                        .param("hash", Tokens.sha256(token))
                        .param("id", account.id())
                        .query(Integer.class)
                        .single()
                    > 0);
    return isKnown ? token : null;
  }

  private Outcome finish(
      Accounts.Credentials account,
      String code,
      List<Attempts.Source> sources,
      HttpServletRequest request,
      Instant now) {
    String means = means(account, code, now);
    if (means == null) {
      return new Outcome.Refused();
    }
    return transactions.act(
        act -> {
          JdbcClient jdbc = act.jdbc();
          Accounts accounts = new Accounts(jdbc);
          accounts.signedIn(account.id(), now);
          Attempts.forgive(jdbc, sources);
          String device = Tokens.text(Tokens.random());
          remember(jdbc, account, device, request, now);
          String session = sessions.begin(jdbc, account.id(), request, now);
          act.record(account.id(), "account.signed-in", Map.of("with", means));
          return new Outcome.SignedIn(session, device);
        });
  }

  /** Takes the second factor, which then is used up; null when it is wrong. */
  private @Nullable String means(Accounts.Credentials account, String code, Instant now) {
    byte[] sealed = account.totp();
    if (sealed == null) {
      return "password";
    }
    byte[] secret = ledger.stores().keys().unseal(sealed, context(account.id().toString()));
    OptionalLong step = Totp.accept(secret, code, now, account.totpStep());
    if (step.isPresent()) {
      boolean isFirst =
          transactions.run(jdbc -> new Accounts(jdbc).useStep(account.id(), step.getAsLong()));
      return isFirst ? "code" : null;
    }
    byte[] hash = RecoveryCodes.hash(code);
    boolean isOurs =
        transactions.run(jdbc -> new Accounts(jdbc).useRecoveryCode(account.id(), hash, now));
    return isOurs ? "recovery-code" : null;
  }

  private void remember(
      JdbcClient jdbc,
      Accounts.Credentials account,
      String device,
      HttpServletRequest request,
      Instant now) {
    String before = cookies.value(request, DEVICE);
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

  /** What a sealed secret is bound to. */
  static byte[] context(String account) {
    return ("second factor of " + account).getBytes(UTF_8);
  }
}
