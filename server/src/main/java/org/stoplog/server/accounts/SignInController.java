package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;

/** The ways in, and out. */
@Controller
final class SignInController {
  private static final Duration DEVICE_LIFE = Duration.ofDays(365);
  private static final String WRONG = "Name, password or code is wrong. Each code works once.";
  private static final String WRONG_PASSKEY =
      "The passkey was not taken: it is not known here any more, or the page was open for too long."
          + " Try once more, or use name, password and code.";
  private static final int REFUSED = 401;
  private static final int LOCKED = 429;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final SignIn signIn;
  private final Welcome welcome;
  private final Sessions sessions;
  private final Cookies cookies;
  private final Passkeys passkeys;
  private final String provider;

  SignInController(
      Pages pages,
      SignIn signIn,
      Welcome welcome,
      Sessions sessions,
      Cookies cookies,
      Passkeys passkeys,
      String provider) {
    this.pages = pages;
    this.signIn = signIn;
    this.welcome = welcome;
    this.sessions = sessions;
    this.cookies = cookies;
    this.passkeys = passkeys;
    this.provider = provider;
  }

  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL)
  @GetMapping("/sign-in")
  View form() {
    return pages.view("sign-in", page("", null));
  }

  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL)
  @PostMapping("/sign-in")
  View signIn(
      @RequestParam("name") String name,
      @RequestParam("password") String password,
      @RequestParam(name = "code", defaultValue = "") String code,
      @RequestParam(name = "passkey", defaultValue = "") String passkey,
      HttpServletRequest request,
      HttpServletResponse response) {
    SignIn.Outcome outcome =
        passkey.isEmpty()
            ? signIn.attempt(name, password, code, request)
            : signIn.attemptByPasskey(passkey, request);
    return switch (outcome) {
      case SignIn.Outcome.SignedIn(String session, String device) -> {
        sessions.give(response, session);
        cookies.set(response, Proof.DEVICE, device, DEVICE_LIFE);
        yield Redirects.see("/");
      }
      case SignIn.Outcome.Refused() ->
          again(name, passkey.isEmpty() ? WRONG : WRONG_PASSKEY, REFUSED);
      case SignIn.Outcome.Locked(java.time.Instant until) ->
          again(
              name,
              "Too many attempts from this browser or address. Try again after "
                  + Times.minute(until)
                  + ".",
              LOCKED);
    };
  }

  private SignInPage page(String name, @Nullable String error) {
    return new SignInPage(name, passkeys.site().orElse(""), provider, error);
  }

  private View again(String name, String error, int status) {
    return pages.view("sign-in", page(name, error), status);
  }

  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @PostMapping("/sign-out")
  View signOut(HttpServletResponse response) {
    sessions.signOut(Caller.signedIn(), response);
    return Redirects.see("/sign-in");
  }

  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL)
  @GetMapping("/welcome/{token}")
  View welcome(@PathVariable("token") String token, HttpServletRequest request) {
    return welcomeForm(token, "", null, 200, request);
  }

  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL)
  @PostMapping("/welcome/{token}")
  View open(
      @PathVariable("token") String token,
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam("password") String password,
      HttpServletRequest request,
      HttpServletResponse response) {
    return switch (welcome.use(token, name, password, request)) {
      case Welcome.Outcome.Opened(String session) -> {
        sessions.give(response, session);
        yield Redirects.see("/account/second-factor");
      }
      case Welcome.Outcome.Objection(String text) ->
          welcomeForm(token, name, text, UNPROCESSABLE, request);
    };
  }

  private View welcomeForm(
      String token, String name, @Nullable String error, int status, HttpServletRequest request) {
    String known = welcome.opens(token, request).map(Account::name).orElse(null);
    WelcomePage page =
        new WelcomePage("/welcome/" + token, known, name, AccountName.RULE, Passwords.RULE, error);
    return pages.view("welcome", page, status);
  }
}
