package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.webauthn4j.data.AuthenticationData;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * Shows that somebody is who they say, by name, password and code or by a passkey, under the limits
 * on guessing.
 */
final class Proof {
  static final String DEVICE = "device";

  /** The cookie with the mark of a proof by the provider. */
  static final String PROVED = "proved";

  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Cookies cookies;
  private final Passkeys passkeys;
  private final Challenges challenges;
  private final SignInBy signInBy;

  Proof(
      Transactions transactions,
      Ledger ledger,
      ServerClock clock,
      Passwords passwords,
      Attempts attempts,
      Cookies cookies,
      Passkeys passkeys,
      Challenges challenges,
      SignInBy signInBy) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.passwords = passwords;
    this.attempts = attempts;
    this.cookies = cookies;
    this.passkeys = passkeys;
    this.challenges = challenges;
    this.signInBy = signInBy;
  }

  /**
   * What a form that asks for a fresh proof was filled in with.
   *
   * @param passkey what the browser said when its owner used one instead; empty when not
   */
  record Given(String password, String code, String passkey) {}

  /** What became of it. Why it is wrong is not told: it would say who has an account. */
  sealed interface Outcome {
    /**
     * It is this account.
     *
     * @param means the second factor: code, recovery-code, or password where there is none yet; or
     *     passkey, which is both
     * @param sources to be forgiven with what the proof was for
     * @param passkey that was used, or null
     */
    record Shown(
        Accounts.Credentials account,
        String means,
        List<Attempts.Source> sources,
        @Nullable UUID passkey)
        implements Outcome {
      public Shown {
        sources = List.copyOf(sources);
      }

      /**
       * Whether it still is, in the transaction that uses the proof.
       *
       * @param now the account, locked
       */
      boolean isStill(JdbcClient jdbc, Accounts.Credentials now) {
        return now.isSameAs(account) && (passkey == null || new PasskeyRows(jdbc).isThere(passkey));
      }
    }

    record Wrong() implements Outcome {}

    record Locked(Instant until) implements Outcome {}
  }

  /** Name, password and code or recovery code; only the password where no factor is set up. */
  Outcome toSignIn(String typedName, String password, String code, HttpServletRequest request) {
    return prove(typedName, password, code, true, request);
  }

  /** A passkey, which says itself whose it is. */
  Outcome toSignInByPasskey(String passkey, HttpServletRequest request) {
    return prove(passkey, null, "", request);
  }

  /**
   * Password and a code from the telephone, or a passkey: what is written down somewhere does not
   * approve.
   *
   * @param about what it is for, as in {@link #form}
   */
  Outcome toApprove(Caller caller, Given given, String about, HttpServletRequest request) {
    if (given.passkey().isEmpty() && isOfProvider(caller)) {
      return byProvider(caller, about, request);
    }
    return given.passkey().isEmpty()
        ? prove(caller.name(), given.password(), given.code(), false, request)
        : prove(given.passkey(), caller.account(), about, request);
  }

  private static boolean isHere(SignInBy signInBy, Accounts.Credentials account) {
    return account.issuer() == null && signInBy.isHere(account.name());
  }

  private boolean mayByPassword(Accounts.Credentials account) {
    return !account.isOff() && isHere(signInBy, account);
  }

  private boolean isOfProvider(Caller caller) {
    return transactions
        .run(jdbc -> new Accounts(jdbc).find(caller.account()))
        .filter(account -> account.issuer() != null)
        .isPresent();
  }

  /** The mark that somebody came back from the provider for this, in this session, just now. */
  private Outcome byProvider(Caller caller, String about, HttpServletRequest request) {
    String mark = cookies.value(request, PROVED);
    Accounts.Credentials account =
        transactions.run(jdbc -> new Accounts(jdbc).credentials(caller.account())).orElse(null);
    boolean isProved =
        mark != null
            && challenges.take(
                Challenges.bytes(mark),
                new Challenges.Use(
                    Challenges.Purpose.PROVED, caller.session().getBytes(UTF_8), about));
    return account == null || account.isOff() || !isProved
        ? new Outcome.Wrong()
        : new Outcome.Shown(account, "provider", List.of(), null);
  }

  /**
   * What a form needs to ask for a fresh proof.
   *
   * @param path of its page, to come back to from a provider
   */
  ProofForm form(Caller caller, String about, String path) {
    boolean hasPasskeys = !passkeys.of(caller.account()).isEmpty();
    String site = hasPasskeys ? passkeys.site().orElse("") : "";
    return new ProofForm(site, about, isOfProvider(caller) ? path : "");
  }

  /**
   * @param expected whose passkey it must be; null when it says that itself, to sign in
   */
  private Outcome prove(
      String json, @Nullable UUID expected, String about, HttpServletRequest request) {
    AuthenticationData given = passkeys.read(json).orElse(null);
    PasskeyRows.Passkey passkey = given == null ? null : passkeys.find(given).orElse(null);
    UUID owner = passkey == null ? null : passkey.account();
    Accounts.Credentials account =
        owner == null
            ? null
            : transactions.run(jdbc -> new Accounts(jdbc).credentials(owner)).orElse(null);
    String counted = owner == null ? "" : owner.toString();
    List<Attempts.Source> sources =
        Attempts.Source.of(counted, request.getRemoteAddr(), knownDevice(account, request));
    Optional<Instant> locked = attempts.count(sources, clock.realNow());
    if (locked.isPresent()) {
      return new Outcome.Locked(locked.get());
    }
    if (given == null
        || passkey == null
        || account == null
        || account.isOff()
        || (expected == null && !mayByPassword(account))) {
      return new Outcome.Wrong();
    }
    Challenges.Purpose purpose =
        expected == null ? Challenges.Purpose.SIGN_IN : Challenges.Purpose.PROVE;
    if ((expected != null && !expected.equals(account.id()))
        || !passkeys.isUsed(passkey, given, purpose, about, request)) {
      return new Outcome.Wrong();
    }
    return new Outcome.Shown(account, "passkey", sources, passkey.id());
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
    if (account == null || !isRight || !mayByPassword(account)) {
      return new Outcome.Wrong();
    }
    String means = means(account, code, isToSignIn, now);
    return means == null ? new Outcome.Wrong() : new Outcome.Shown(account, means, sources, null);
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
