package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.CallerSource;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * Who sent a request: by a token where there is one, and then cookies are not looked at; else by a
 * session.
 */
final class Callers implements CallerSource {
  private static final String SCHEME = "Bearer";
  private static final Duration USED_EVERY = Duration.ofMinutes(1);

  private final Sessions sessions;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Attempts attempts;
  private final SignInBy signInBy;

  Callers(Sessions sessions, Transactions transactions, ServerClock clock, SignInBy signInBy) {
    this.sessions = sessions;
    this.transactions = transactions;
    this.clock = clock;
    this.signInBy = signInBy;
    this.attempts = new Attempts(transactions);
  }

  @Override
  public @Nullable Caller callerOf(HttpServletRequest request, HttpServletResponse response) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    String[] parts = header == null ? new String[] {""} : header.strip().split(" +", 2);
    if (!parts[0].equalsIgnoreCase(SCHEME)) {
      return sessions.callerOf(request, response);
    }
    return byToken(parts.length < 2 ? "" : parts[1], request.getRemoteAddr());
  }

  private Caller byToken(String text, String address) {
    Instant now = clock.realNow();
    ApiTokens.Token token = transactions.run(jdbc -> new ApiTokens(jdbc).find(text)).orElse(null);
    if (token == null) {
      // One that ended is no guess: a program that was forgotten must not lock its address.
      Optional<Instant> locked = attempts.count(Attempts.Source.ofAddress(address), now);
      if (locked.isPresent()) {
        throw new StoplogException(
            Problem.TOO_MANY_ATTEMPTS, "Too many wrong tokens came from this address.");
      }
      throw invalid();
    }
    if (!token.isGood(now)) {
      throw invalid();
    }
    Account account =
        transactions
            .run(jdbc -> new Accounts(jdbc).find(token.account()))
            .filter(found -> !found.isDisabled() && found.hasSecondFactor())
            .filter(found -> signInBy.lets(found.name(), found.issuer()))
            .orElseThrow(Callers::invalid);
    Instant used = token.usedAt();
    if (used == null || !now.isBefore(used.plus(USED_EVERY))) {
      transactions.run(
          jdbc -> {
            new ApiTokens(jdbc).used(token.id(), now);
            return true;
          });
    }
    Set<Permission> may = EnumSet.noneOf(Permission.class);
    may.addAll(ApiTokens.grantable(signInBy.permissions(account.name(), account.role())));
    may.retainAll(token.permissions());
    return new Caller(account.id(), account.name(), may, "", Tokens.random(), token.id());
  }

  private static StoplogException invalid() {
    return new StoplogException(Problem.TOKEN_INVALID, "The token is unknown, ended or too old.");
  }
}
