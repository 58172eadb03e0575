package org.stoplog.server.inquiries;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.LookUp;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.messages.PhoneNumber;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicCaller;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;

/**
 * Where anybody may ask. A question is only put into a queue here, by a role that cannot read who
 * is affected; so the page and its time are the same whatever the answer is.
 */
@Controller
final class PublicAsking {
  static final String AFFECTED = "/was-i-affected";
  static final String LETTER = "/is-this-from-you";
  private static final String LANGUAGE = "en";
  private static final int LONGEST = 254;
  private static final int LONGEST_CODE = 60;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY = 429;
  private static final int BUSY = 503;
  private static final int MOST_PAGES = 50;
  private static final int SECONDS = 3;
  private static final String HMAC = "HmacSHA256";

  private final PublicPages pages;
  private final PublicTransactions transactions;
  private final PublicDoor door;
  private final Ledger ledger;
  private final ServerClock clock;

  /** Ends with the program: from where somebody asked cannot be found out afterwards. */
  private final byte[] networkKey = Tokens.random();

  PublicAsking(
      PublicPages pages,
      PublicTransactions transactions,
      PublicDoor door,
      Ledger ledger,
      ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.door = door;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** An open page. */
  private record Open(UUID incident, String slug, String title) {}

  private List<Open> open() {
    return transactions.run(
        jdbc ->
            jdbc.sql(
                    """
                    select incident, slug, title from inquiry_page where state = 'open'
                    order by title, slug limit :most
                    """)
                .param("most", MOST_PAGES)
                .query(
                    (row, number) ->
                        new Open(row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
                .list());
  }

  private Open open(String slug) {
    return open().stream()
        .filter(page -> page.slug().equals(slug))
        .findFirst()
        .orElseThrow(() -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such page."));
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(AFFECTED)
  View affected() {
    List<Open> all = open();
    return pages.view(
        all.isEmpty() ? "public-no-questions" : "public-affected",
        new PublicAskPage(
            AFFECTED,
            null,
            all.stream()
                .map(page -> new PublicAskPage.Link(AFFECTED + "/" + page.slug(), page.title()))
                .toList(),
            "",
            null,
            false),
        LANGUAGE);
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(AFFECTED + "/{slug}")
  View affected(@PathVariable("slug") String slug) {
    return affected(open(slug), "", null, false, 200);
  }

  private View affected(
      Open page, String typed, @Nullable String error, boolean isTaken, int status) {
    return pages.view(
        "public-affected",
        new PublicAskPage(
            AFFECTED + "/" + page.slug(), page.title(), List.of(), typed, error, isTaken),
        LANGUAGE,
        status);
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AFFECTED + "/{slug}")
  View ask(
      @PathVariable("slug") String slug,
      @RequestParam(name = "address", defaultValue = "") String typed,
      HttpServletRequest request) {
    Open page = open(slug);
    String address = typed.strip();
    Optional<byte[]> asker = asker(address);
    if (asker.isEmpty()) {
      String kept = address.length() > LONGEST ? "" : address;
      return affected(
          page, kept, "This is no e-mail address. Type the whole of it.", false, UNPROCESSABLE);
    }
    InquiryRows.Added added =
        add(
            new InquiryRows.Asked(
                InquiryRows.AFFECTED,
                page.incident(),
                asker.get(),
                network(request),
                address,
                null));
    return switch (added) {
      case TAKEN -> affected(page, "", null, true, 200);
      case TOO_MANY -> affected(page, address, TOO_MANY_WORDS, false, TOO_MANY);
      case FULL -> affected(page, address, FULL_WORDS, false, BUSY);
    };
  }

  private static final String TOO_MANY_WORDS =
      "Too many questions came from where you are. Ask again tomorrow.";
  private static final String FULL_WORDS = "Too many are asking now. Ask again in an hour.";

  private InquiryRows.Added add(InquiryRows.Asked asked) {
    return transactions.run(
        jdbc -> new InquiryRows(jdbc).add(asked, ledger.stores().keys(), clock.realNow()));
  }

  /** Empty for what is no address; one of nobody has a hash, too. */
  private Optional<byte[]> asker(String address) {
    if (address.length() > LONGEST || !MailAddress.isSound(address)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Tokens.sha256("asker " + LookUp.subject(ledger.stores(), Scheme.EMAIL, address, 0)));
    } catch (StoplogException e) {
      if (e.problem() != Problem.PERSON_UNKNOWN) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The same for a telephone number. */
  private Optional<byte[]> caller(String typed) {
    String number = PhoneNumber.plain(typed);
    return PhoneNumber.isSound(number)
        ? Optional.of(Tokens.hmac(HMAC, networkKey, ("asker " + number).getBytes(UTF_8)))
        : Optional.empty();
  }

  private byte[] network(HttpServletRequest request) {
    return Tokens.hmac(HMAC, networkKey, PublicCaller.address(door, request).getBytes(UTF_8));
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(LETTER)
  View letter() {
    return letter("", "", null, 200);
  }

  private View letter(String code, String address, @Nullable String error, int status) {
    return pages.view(
        "public-letter", new PublicLetterPage(code, address, error), LANGUAGE, status);
  }

  /** Each question is answered behind a link of its own, some seconds later, and once. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(LETTER)
  View askLetter(
      @RequestParam(name = "code", defaultValue = "") String typedCode,
      @RequestParam(name = "address", defaultValue = "") String typed,
      HttpServletRequest request) {
    String code = typedCode.strip();
    String address = typed.strip();
    Optional<byte[]> asker = asker(address).or(() -> caller(address));
    boolean isCode = !code.isEmpty() && code.length() <= LONGEST_CODE;
    if (asker.isEmpty() || !isCode) {
      return letter(
          isCode ? code : "",
          address.length() > LONGEST ? "" : address,
          isCode
              ? "This is no e-mail address, and no telephone number with its country as +49. Type the"
                  + " one that the letter came to."
              : "Type the number that stands in the letter. It looks like K7QF-9XM2-PD3R.",
          UNPROCESSABLE);
    }
    String token = Tokens.text(Tokens.random());
    InquiryRows.Added added =
        add(
            new InquiryRows.Asked(
                InquiryRows.LETTER,
                null,
                asker.get(),
                network(request),
                LetterQuestion.of(code, address),
                Tokens.sha256("answer " + token)));
    return switch (added) {
      case TAKEN -> Redirects.see(LETTER + "/answers/" + token);
      case TOO_MANY -> letter(code, address, TOO_MANY_WORDS, TOO_MANY);
      case FULL -> letter(code, address, FULL_WORDS, BUSY);
    };
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(LETTER + "/answers/{token}")
  View answer(@PathVariable("token") String token) {
    InquiryRows.Fetched fetched =
        transactions.run(
            jdbc ->
                new InquiryRows(jdbc)
                    .fetch(Tokens.sha256("answer " + token), ledger.stores().keys()));
    return switch (fetched) {
      case InquiryRows.Fetched.Waits _ ->
          pages.view("public-letter-waits", new PublicWaitsPage(SECONDS), LANGUAGE);
      case InquiryRows.Fetched.Gone _ ->
          throw new StoplogException(
              Problem.PAGE_UNKNOWN, "There is no such answer, or it was shown before. Ask again.");
      case InquiryRows.Fetched.Here here ->
          pages.view("public-letter-answer", LetterAnswer.of(here.answer()), LANGUAGE);
    };
  }
}
