package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** Signing in, and showing that it is still oneself, at a provider. */
@Controller
final class ProviderController {
  private static final int LONGEST = 4096;
  private static final int REFUSED = 401;
  private static final int LOCKED = 429;
  private static final int DOWN = 503;

  private final Pages pages;
  private final ProviderFlows flows;
  private final Attempts attempts;
  private final ServerClock clock;
  private final Origin origin;
  private final @Nullable Parts parts;

  /** Only there where a provider is. */
  record Parts(ProviderSettings settings, Provider provider, ProviderAccounts accounts) {}

  ProviderController(
      Pages pages,
      ProviderFlows flows,
      Attempts attempts,
      ServerClock clock,
      Origin origin,
      @Nullable Parts parts) {
    this.pages = pages;
    this.flows = flows;
    this.attempts = attempts;
    this.clock = clock;
    this.origin = origin;
    this.parts = parts;
  }

  private Parts parts() {
    if (parts == null) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "This server has no provider.");
    }
    return parts;
  }

  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL)
  @GetMapping("/sign-in/provider")
  View begin(HttpServletResponse response) {
    return go(ProviderFlows.Errand.toSignIn(), response);
  }

  /** Goes there to be asked anew, for one form of this session. */
  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @GetMapping("/account/prove")
  View prove(
      @RequestParam("about") String about,
      @RequestParam("path") String path,
      HttpServletResponse response) {
    ProviderFlows.Errand errand = ProviderFlows.proof(Caller.signedIn(), about, path);
    if (errand == null) {
      throw new StoplogException(Problem.REQUEST_INVALID, "This is no form of ours.");
    }
    return go(errand, response);
  }

  private View go(ProviderFlows.Errand errand, HttpServletResponse response) {
    Parts known = parts();
    try {
      Provider.Flow flow = flows.begin(errand, response);
      String to = known.provider().address(flow, clock.realNow());
      return new RedirectView(to, false, false, false);
    } catch (ProviderFailure e) {
      return refused(down(e), DOWN);
    }
  }

  private static String down(ProviderFailure failure) {
    return "Your organisation's sign-in is of no use now: "
        + failure.why()
        + ". Try again in a minute. If it stays so, tell whoever runs it; in an emergency there is the"
        + " account with a password below.";
  }

  /** The browser comes from the provider, so it brings no cookie of a session along. */
  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL)
  @GetMapping("/sign-in/provider/back")
  View back(
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "code", defaultValue = "") String code,
      @RequestParam(name = "iss", required = false) @Nullable String issuer,
      HttpServletRequest request,
      HttpServletResponse response) {
    Parts known = parts();
    Instant now = clock.realNow();
    List<Attempts.Source> sources = Attempts.Source.ofAddress(request.getRemoteAddr());
    Optional<Instant> locked = attempts.count(sources, now);
    if (locked.isPresent()) {
      return refused(
          "Too many attempts from this address. Try again after "
              + Times.minute(locked.get())
              + ".",
          LOCKED);
    }
    ProviderFlows.Back found = flows.end(state, request, response).orElse(null);
    if (found == null) {
      return refused(
          "That answer was not for this browser, was used before, or took too long. Begin anew.",
          REFUSED);
    }
    if (code.isEmpty() || code.length() > LONGEST) {
      return refused("Your organisation did not sign you in. Begin anew.", REFUSED);
    }
    try {
      Provider.Person person =
          known.provider().person(found.flow(), code, issuer, found.since(), now);
      attempts.forgive(sources);
      return found.errand().isProof()
          ? proved(known, found.errand(), person, response)
          : signedIn(known, person, request, response);
    } catch (ProviderFailure e) {
      return refused(down(e), DOWN);
    }
  }

  private View proved(
      Parts known,
      ProviderFlows.Errand errand,
      Provider.Person person,
      HttpServletResponse response) {
    if (!known.accounts().is(known.settings(), person, errand.account())) {
      return refused("Somebody else signed in there. Nothing was shown by that.", REFUSED);
    }
    flows.mark(errand, response);
    return goOn(errand.path(), response);
  }

  private View signedIn(
      Parts known,
      Provider.Person person,
      HttpServletRequest request,
      HttpServletResponse response) {
    String session = known.accounts().signIn(known.settings(), person, request);
    if (session == null) {
      return refused(
          "Your organisation knows you, and gives you no role here. Ask whoever runs its sign-in.",
          REFUSED);
    }
    known.accounts().give(response, session);
    return goOn("/", response);
  }

  /**
   * By a page of ours: after a redirection from elsewhere the session's cookie would stay behind.
   */
  private View goOn(String path, HttpServletResponse response) {
    response.setHeader("Refresh", "0; url=" + origin.base() + path);
    return pages.view("provider-back", path);
  }

  private View refused(String error, int status) {
    String way = origin.base() + "/sign-in/provider";
    return pages.view("sign-in", new SignInPage("", "", way, error), status);
  }
}
