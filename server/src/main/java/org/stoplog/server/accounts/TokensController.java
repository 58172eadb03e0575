package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** One's own tokens for programs. */
@Controller
final class TokensController {
  private static final int WRONG = 401;
  private static final int UNPROCESSABLE = 422;
  private static final int LOCKED = 429;
  private static final String ABOUT = "a token";
  private static final String USUAL_DAYS = "90";

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Proof proof;

  TokensController(Pages pages, Transactions transactions, ServerClock clock, Proof proof) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.proof = proof;
  }

  /** The form, as it was filled in. */
  private record Form(String purpose, String days, Set<Permission> may) {}

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/account/tokens")
  View list() {
    return list(new Form("", USUAL_DAYS, Set.of()), null, 200);
  }

  private View list(Form form, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    Instant now = clock.realNow();
    List<TokensPage.Line> lines =
        transactions.run(jdbc -> new ApiTokens(jdbc).of(caller.account())).stream()
            .map(token -> line(token, now))
            .toList();
    TokensPage page =
        new TokensPage(
            lines,
            words(ApiTokens.grantable(caller.permissions())),
            ApiTokens.MOST_DAYS,
            form.purpose(),
            form.days(),
            words(form.may()),
            proof.form(caller, ABOUT, "/account/tokens"),
            error);
    return pages.view("tokens", page, status);
  }

  private static List<String> words(Set<Permission> permissions) {
    return permissions.stream().map(Permission::word).sorted().toList();
  }

  private static TokensPage.Line line(ApiTokens.Token token, Instant now) {
    Instant used = token.usedAt();
    String state =
        token.endedAt() != null ? "ended" : now.isBefore(token.expiresAt()) ? "good" : "expired";
    return new TokensPage.Line(
        token.id(),
        token.purpose(),
        String.join(", ", words(token.permissions())),
        Times.second(token.createdAt()),
        Times.second(token.expiresAt()),
        used == null ? "never" : Times.second(used),
        state,
        token.isGood(now));
  }

  /** It outlives the session, so a session alone does not make one. */
  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @PostMapping("/account/tokens")
  View make(
      @RequestParam("purpose") String purpose,
      @RequestParam("days") String days,
      @RequestParam(name = "may", defaultValue = "") List<String> may,
      @RequestParam(name = "password", defaultValue = "") String password,
      @RequestParam(name = "code", defaultValue = "") String code,
      @RequestParam(name = "passkey", defaultValue = "") String passkey,
      HttpServletRequest request) {
    Caller caller = Caller.signedIn();
    Form form = new Form(purpose, days, permissions(may));
    if (purpose.isBlank() || purpose.length() > ApiTokens.LONGEST_PURPOSE) {
      return list(
          form,
          "Say what it is for, in at most " + ApiTokens.LONGEST_PURPOSE + " characters.",
          UNPROCESSABLE);
    }
    if (!days.strip().matches("[1-9][0-9]{0,2}") || number(days) > ApiTokens.MOST_DAYS) {
      return list(
          form, "The days must be a number from 1 to " + ApiTokens.MOST_DAYS + ".", UNPROCESSABLE);
    }
    if (form.may().isEmpty()
        || !ApiTokens.grantable(caller.permissions()).containsAll(form.may())) {
      return list(form, "Choose what it may, of what is offered.", UNPROCESSABLE);
    }
    return switch (proof.toApprove(
        caller, new Proof.Given(password, code, passkey), ABOUT, request)) {
      case Proof.Outcome.Shown shown -> make(caller, form, shown);
      case Proof.Outcome.Wrong() -> list(form, ProofForm.WRONG, WRONG);
      case Proof.Outcome.Locked(Instant until) ->
          list(
              form,
              "Too many attempts from this browser or address. Try again after "
                  + Times.minute(until)
                  + ".",
              LOCKED);
    };
  }

  private static int number(String days) {
    return Integer.parseInt(days.strip());
  }

  private static Set<Permission> permissions(List<String> words) {
    return words.stream()
        .filter(word -> !word.isEmpty())
        .map(
            word ->
                Permission.of(word)
                    .orElseThrow(
                        () ->
                            new StoplogException(
                                Problem.REQUEST_INVALID, "There is no such permission.")))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
  }

  private View make(Caller caller, Form form, Proof.Outcome.Shown shown) {
    int days = number(form.days());
    Instant now = clock.realNow();
    String purpose = form.purpose().strip();
    String token = transactions.actIf(act -> make(act, caller, form, shown, now));
    if (token.isEmpty()) {
      return list(
          form,
          "You have " + ApiTokens.MOST + " tokens that are good; end one first.",
          UNPROCESSABLE);
    }
    String expires = Times.second(now.plus(Duration.ofDays(days)));
    return pages.view("token-made", new TokensPage.Made(purpose, token, expires));
  }

  /** Empty when there are too many. */
  private static String make(
      Act act, Caller caller, Form form, Proof.Outcome.Shown shown, Instant now) {
    Accounts.Credentials maker = new Accounts(act.jdbc()).requireStanding(caller.account());
    if (!shown.isStill(act.jdbc(), maker)) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "Your password, code or passkeys changed meanwhile.");
    }
    ApiTokens tokens = new ApiTokens(act.jdbc());
    Attempts.forgive(act.jdbc(), shown.sources());
    long good = tokens.of(caller.account()).stream().filter(token -> token.isGood(now)).count();
    if (good >= ApiTokens.MOST) {
      return "";
    }
    UUID id = UUID.randomUUID();
    int days = number(form.days());
    act.record(
        caller.account(),
        "token.made",
        Map.of("token", id.toString(), "days", days, "may", words(form.may())));
    return tokens.add(id, caller.account(), form.purpose().strip(), form.may(), now, days);
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @PostMapping("/account/tokens/{id}/end")
  View end(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    transactions.act(
        act -> {
          if (!new ApiTokens(act.jdbc()).end(id, caller.account(), clock.realNow())) {
            throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such token.");
          }
          act.record(caller.account(), "token.ended", Map.of("token", id.toString()));
          return true;
        });
    return Redirects.see("/account/tokens");
  }
}
