package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** One's own passkeys, and what every browser needs to use one. */
@Controller
final class PasskeysController {
  private static final int WRONG = 401;
  private static final int UNPROCESSABLE = 422;
  private static final int LOCKED = 429;
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_ABOUT = 200;
  private static final int MOST = 10;
  private static final String PATH = "/account/passkeys";
  private static final String ABOUT_NEW = "a new passkey";

  private final Pages pages;
  private final Transactions transactions;
  private final Proof proof;
  private final Passkeys passkeys;
  private final Origin origin;

  PasskeysController(
      Pages pages, Transactions transactions, Proof proof, Passkeys passkeys, Origin origin) {
    this.pages = pages;
    this.transactions = transactions;
    this.proof = proof;
    this.passkeys = passkeys;
    this.origin = origin;
  }

  /** What the owner of a passkey signs. To sign in, anybody may ask; nothing is kept. */
  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL)
  @GetMapping("/passkeys/challenge")
  ResponseEntity<byte[]> challenge(
      @RequestParam("for") String purpose,
      @RequestParam(name = "about", defaultValue = "") String about,
      HttpServletRequest request) {
    Caller caller = Caller.orNull();
    boolean isToProve = purpose.equals("prove");
    if (about.length() > LONGEST_ABOUT
        || (isToProve ? caller == null : !purpose.equals("sign-in") || !about.isEmpty())) {
      throw invalid();
    }
    Challenges.Purpose use = isToProve ? Challenges.Purpose.PROVE : Challenges.Purpose.SIGN_IN;
    List<PasskeyRows.Passkey> own =
        isToProve && caller != null ? passkeys.of(caller.account()) : List.of();
    byte[] challenge =
        passkeys.challenge(use, about, request).orElseThrow(PasskeysController::invalid);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(CanonicalJson.write(asked(challenge, own)).getBytes(UTF_8));
  }

  private Map<String, Object> asked(byte[] challenge, List<PasskeyRows.Passkey> own) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("challenge", Tokens.text(challenge));
    asked.put("site", passkeys.site().orElse(""));
    asked.put("passkeys", own.stream().map(one -> Tokens.text(one.credential())).toList());
    return asked;
  }

  private static StoplogException invalid() {
    return new StoplogException(Problem.REQUEST_INVALID, "This asks for no passkey of ours.");
  }

  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list(HttpServletRequest request) {
    UUID own = Caller.signedIn().account();
    boolean isReady =
        transactions
            .run(jdbc -> new Accounts(jdbc).find(own))
            .filter(Account::hasSecondFactor)
            .isPresent();
    return isReady ? list("", null, 200, request) : Redirects.see("/account/second-factor");
  }

  private View list(String name, @Nullable String error, int status, HttpServletRequest request) {
    Caller caller = Caller.signedIn();
    String site = passkeys.site().orElse(null);
    boolean isHere = site == null || site.equals(request.getServerName());
    PasskeysPage page =
        new PasskeysPage(
            passkeys.of(caller.account()).stream().map(PasskeysController::line).toList(),
            site != null,
            isHere ? null : origin.namedBase().map(base -> base + PATH).orElse(null),
            name,
            proof.form(caller, ABOUT_NEW, PATH),
            error);
    return pages.view("passkeys", page, status);
  }

  private static PasskeysPage.Line line(PasskeyRows.Passkey one) {
    Instant used = one.usedAt();
    return new PasskeysPage.Line(
        one.id(),
        one.name(),
        Times.second(one.addedAt()),
        used == null ? "never" : Times.second(used));
  }

  /** It outlives the session, so a session alone does not add one. */
  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View begin(
      @RequestParam("name") String typed,
      @RequestParam(name = "password", defaultValue = "") String password,
      @RequestParam(name = "code", defaultValue = "") String code,
      @RequestParam(name = "passkey", defaultValue = "") String passkey,
      HttpServletRequest request) {
    Caller caller = Caller.signedIn();
    String name = typed.strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ')) {
      return list(
          typed, "Give it a name of 1 to " + LONGEST_NAME + " characters.", UNPROCESSABLE, request);
    }
    if (passkeys.of(caller.account()).size() >= MOST) {
      return list(
          typed, "You have " + MOST + " passkeys; remove one first.", UNPROCESSABLE, request);
    }
    Proof.Given given = new Proof.Given(password, code, passkey);
    return switch (proof.toApprove(caller, given, ABOUT_NEW, request)) {
      case Proof.Outcome.Shown shown -> {
        transactions.run(
            jdbc -> {
              Attempts.forgive(jdbc, shown.sources());
              return true;
            });
        yield make(caller, name, request);
      }
      case Proof.Outcome.Wrong() -> list(typed, ProofForm.WRONG, WRONG, request);
      case Proof.Outcome.Locked(Instant until) -> list(typed, late(until), LOCKED, request);
    };
  }

  private static String late(Instant until) {
    return "Too many attempts from this browser or address. Try again after "
        + Times.minute(until)
        + ".";
  }

  /** The challenge is the mark that the proof was given: only here is one made for adding. */
  private View make(Caller caller, String name, HttpServletRequest request) {
    byte[] challenge =
        passkeys
            .challenge(Challenges.Purpose.ADD, name, request)
            .orElseThrow(PasskeysController::invalid);
    Map<String, Object> asked = asked(challenge, passkeys.of(caller.account()));
    asked.put("account", Tokens.text(Passkeys.handle(caller.account()).array()));
    asked.put("name", caller.name());
    asked.put("algorithms", Passkeys.algorithms());
    return pages.view(
        "passkey-new",
        new PasskeysPage.New(name, passkeys.site().orElse(""), CanonicalJson.write(asked)));
  }

  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/new")
  View add(
      @RequestParam("name") String name,
      @RequestParam("passkey") String answer,
      HttpServletRequest request) {
    Caller caller = Caller.signedIn();
    PasskeyRows.Passkey made = passkeys.made(caller.account(), name, answer, request).orElse(null);
    if (made == null || !transactions.actIf(act -> add(act, made))) {
      return list(
          name,
          "The passkey was not added: it is known already, or the page was open for too long. Begin"
              + " anew.",
          UNPROCESSABLE,
          request);
    }
    return Redirects.see(PATH);
  }

  private static boolean add(Act act, PasskeyRows.Passkey made) {
    new Accounts(act.jdbc()).requireStanding(made.account());
    PasskeyRows rows = new PasskeyRows(act.jdbc());
    if (rows.of(made.account()).size() >= MOST || !rows.add(made)) {
      return false;
    }
    act.record(made.account(), "passkey.added", Map.of("passkey", made.id().toString()));
    return true;
  }

  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{id}/remove")
  View removal(@PathVariable("id") UUID id) {
    return removal(id, null, 200);
  }

  private View removal(UUID id, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    PasskeysPage.Line line =
        passkeys.of(caller.account()).stream()
            .filter(one -> one.id().equals(id))
            .map(PasskeysController::line)
            .findFirst()
            .orElseThrow(PasskeysController::unknown);
    return pages.view(
        "passkey-remove",
        new PasskeysPage.Removal(
            line, proof.form(caller, aboutRemoval(id), PATH + "/" + id + "/remove"), error),
        status);
  }

  private static String aboutRemoval(UUID id) {
    return "without passkey " + id;
  }

  private static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such passkey.");
  }

  /** Password and code stay, so this never takes the last way in. */
  @Access(value = Permission.OWN_ACCOUNT, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/remove")
  View remove(
      @PathVariable("id") UUID id,
      @RequestParam(name = "password", defaultValue = "") String password,
      @RequestParam(name = "code", defaultValue = "") String code,
      @RequestParam(name = "passkey", defaultValue = "") String passkey,
      HttpServletRequest request) {
    Caller caller = Caller.signedIn();
    Proof.Given given = new Proof.Given(password, code, passkey);
    return switch (proof.toApprove(caller, given, aboutRemoval(id), request)) {
      case Proof.Outcome.Shown shown -> {
        transactions.act(
            act -> {
              Accounts.Credentials now = new Accounts(act.jdbc()).requireStanding(caller.account());
              Attempts.forgive(act.jdbc(), shown.sources());
              if (!shown.isStill(act.jdbc(), now)
                  || !new PasskeyRows(act.jdbc()).remove(id, caller.account())) {
                throw unknown();
              }
              act.record(caller.account(), "passkey.removed", Map.of("passkey", id.toString()));
              return true;
            });
        yield Redirects.see(PATH);
      }
      case Proof.Outcome.Wrong() -> removal(id, ProofForm.WRONG, WRONG);
      case Proof.Outcome.Locked(Instant until) -> removal(id, late(until), LOCKED);
    };
  }
}
