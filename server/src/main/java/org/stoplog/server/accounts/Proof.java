package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * Shows that somebody is who they say, by name, password and code, under the limits on guessing.
 */
final class Proof {
  static final String DEVICE = "device";

  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Cookies cookies;

  Proof(
      Transactions transactions,
      Ledger ledger,
      ServerClock clock,
      Passwords passwords,
      Attempts attempts,
      Cookies cookies) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.passwords = passwords;
    this.attempts = attempts;
    this.cookies = cookies;
  }

  /** What became of it. Why it is wrong is not told: it would say who has an account. */
  sealed interface Outcome {
    /**
     * It is this account.
     *
     * @param means the second factor: code, recovery-code, or password where there is none yet
     * @param sources to be forgiven with what the proof was for
     */
    record Shown(Accounts.Credentials account, String means, List<Attempts.Source> sources)
        implements Outcome {
      public Shown {
        sources = List.copyOf(sources);
      }
    }

    record Wrong() implements Outcome {}

    record Locked(Instant until) implements Outcome {}
  }

  /** Name, password and code or recovery code; only the password where no factor is set up. */
  Outcome toSignIn(String typedName, String password, String code, HttpServletRequest request) {
    return prove(typedName, password, code, true, request);
  }

  /** Password and a code from the telephone: what is written down somewhere does not approve. */
  Outcome toApprove(String name, String password, String code, HttpServletRequest request) {
    return prove(name, password, code, false, request);
  }

  private Outcome prove(
      String typedName,
      String password,
      String code,
      boolean isToSignIn,
      HttpServletRequest request) {
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
      return new Outcome.Wrong();
    }
    String means = means(account, code, isToSignIn, now);
    return means == null ? new Outcome.Wrong() : new Outcome.Shown(account, means, sources);
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

  /** Takes the second factor, which then is used up; null when it is wrong. */
  private @Nullable String means(
      Accounts.Credentials account, String code, boolean isToSignIn, Instant now) {
    byte[] sealed = account.totp();
    if (sealed == null) {
      return isToSignIn ? "password" : null;
    }
    byte[] secret = ledger.stores().keys().unseal(sealed, context(account.id().toString()));
    OptionalLong step = Totp.accept(secret, code, now, account.totpStep());
    if (step.isPresent()) {
      boolean isFirst =
          transactions.run(jdbc -> new Accounts(jdbc).useStep(account.id(), step.getAsLong()));
      return isFirst ? "code" : null;
    }
    if (!isToSignIn) {
      return null;
    }
    byte[] hash = RecoveryCodes.hash(code);
    boolean isOurs =
        transactions.run(jdbc -> new Accounts(jdbc).useRecoveryCode(account.id(), hash, now));
    return isOurs ? "recovery-code" : null;
  }

  /** What a sealed secret is bound to. */
  static byte[] context(String account) {
    return ("second factor of " + account).getBytes(UTF_8);
  }
}
