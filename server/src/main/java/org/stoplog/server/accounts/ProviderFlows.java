package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Tokens;

/**
 * The way to a provider and back. The browser holds the secret of it in a cookie, from which nonce
 * and verifier are made; the state is a challenge bound to that secret. So an answer is taken once,
 * in the browser that asked, and the server keeps nothing meanwhile.
 */
final class ProviderFlows {
  private static final String COOKIE = "provider";
  private static final int PARTS = 5;

  private final Challenges challenges;
  private final Cookies cookies;
  private final Origin origin;

  ProviderFlows(Challenges challenges, Cookies cookies, Origin origin) {
    this.challenges = challenges;
    this.cookies = cookies;
    this.origin = origin;
  }

  /**
   * What somebody goes for.
   *
   * @param account empty to sign in, else who wants to show that it is them
   * @param session of that account
   * @param about what the proof is for
   * @param path where to go on afterwards
   */
  record Errand(String account, String session, String about, String path) {
    static Errand toSignIn() {
      return new Errand("", "", "", "/");
    }

    boolean isProof() {
      return !account.isEmpty();
    }
  }

  /** Somebody who came back, with what they went for. */
  record Back(Provider.Flow flow, Errand errand, Instant since) {}

  Provider.Flow begin(Errand errand, HttpServletResponse response) {
    String secret = Tokens.text(Tokens.random());
    String said =
        String.join(
            "\n", secret, errand.account(), errand.session(), errand.about(), errand.path());
    String state = Tokens.text(challenges.make(use(secret, said)));
    cookies.setForReturn(response, COOKIE, Tokens.text(said.getBytes(UTF_8)), Challenges.LIFE);
    return flow(secret, state, errand);
  }

  private static Challenges.Use use(String secret, String said) {
    return new Challenges.Use(Challenges.Purpose.PROVIDER, secret.getBytes(UTF_8), said);
  }

  private Provider.Flow flow(String secret, String state, Errand errand) {
    return new Provider.Flow(
        state,
        derived(secret, "nonce " + state),
        derived(secret, "verifier " + state),
        origin.base() + "/sign-in/provider/back",
        errand.isProof());
  }

  private static String derived(String secret, String what) {
    return Tokens.text(Tokens.hmac("HmacSHA256", secret.getBytes(UTF_8), what.getBytes(UTF_8)));
  }

  /** Uses the state up; empty when it is not of this browser, too old, or was used before. */
  Optional<Back> end(String state, HttpServletRequest request, HttpServletResponse response) {
    String cookie = cookies.value(request, COOKIE);
    String said = cookie == null ? "" : new String(Challenges.bytes(cookie), UTF_8);
    String[] parts = said.split("\n", -1);
    byte[] challenge = Challenges.bytes(state);
    if (parts.length != PARTS || !challenges.take(challenge, use(parts[0], said))) {
      return Optional.empty();
    }
    cookies.remove(response, COOKIE);
    Errand errand = new Errand(parts[1], parts[2], parts[3], parts[4]);
    return Optional.of(
        new Back(flow(parts[0], state, errand), errand, Challenges.madeAt(challenge)));
  }

  /** Marks that somebody showed that it is them, for the form that they came from. */
  void mark(Errand errand, HttpServletResponse response) {
    byte[] mark =
        challenges.make(
            new Challenges.Use(
                Challenges.Purpose.PROVED, errand.session().getBytes(UTF_8), errand.about()));
    cookies.set(response, Proof.PROVED, Tokens.text(mark), Challenges.LIFE);
  }

  /** Whether a session's owner asks for it; null when the words make no errand. */
  static @Nullable Errand proof(Caller caller, String about, String path) {
    boolean isOurs =
        path.matches("/(approvals|account)[A-Za-z0-9/_-]{0,100}")
            && about.length() <= 200
            && about.chars().noneMatch(c -> c < ' ');
    return isOurs ? new Errand(caller.account().toString(), caller.session(), about, path) : null;
  }
}
