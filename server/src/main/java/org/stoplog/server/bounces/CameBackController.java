package org.stoplog.server.bounces;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.stoplog.ledger.Numbers;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/**
 * What came back of all notices, how much of it was forged, and mails that somebody has to look at.
 */
@Controller
final class CameBackController {
  static final String PATH = "/mail/came-back";
  private static final int MOST = 100;
  private static final int DAYS = 14;
  private static final int LONGEST_TEXT = 600;
  private static final int LONGEST_CODE = 60;
  private static final int UNPROCESSABLE = 422;

  /** What somebody may find that a mail says. */
  private static final Map<String, CameBack.Kind> KINDS =
      Map.of(
          "bounced", CameBack.Kind.BOUNCED,
          "delayed", CameBack.Kind.DELAYED,
          "replied", CameBack.Kind.REPLIED,
          "complained", CameBack.Kind.COMPLAINED);

  private final Pages pages;
  private final Transactions transactions;
  private final BounceTaker taker;
  private final ServerClock clock;

  CameBackController(Pages pages, Transactions transactions, BounceTaker taker, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.taker = taker;
    this.clock = clock;
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show() {
    return view(null, 200);
  }

  private View view(@Nullable String error, int status) {
    Instant now = clock.realNow();
    CameBackPage page =
        transactions.run(
            jdbc -> {
              DayCounts counts = new DayCounts(jdbc);
              List<BounceMails.Waiting> waiting = taker.mails(jdbc).waiting(MOST + 1);
              return new CameBackPage(
                  counts.last(now, DAYS).stream()
                      .map(
                          line ->
                              new CameBackPage.Day(
                                  line.day().toString(),
                                  HookProvider.sourceName(line.source()),
                                  line.what().words(),
                                  Numbers.grouped(line.count()),
                                  line.what() == DayCounts.What.FORGED))
                      .toList(),
                  counts.forged(now) >= DayCounts.MANY_FORGED
                      ? Numbers.grouped(counts.forged(now))
                      : null,
                  waiting.stream().limit(MOST).map(CameBackController::line).toList(),
                  waiting.size() > MOST,
                  error);
            });
    return pages.view("came-back", page, status);
  }

  private static CameBackPage.Mail line(BounceMails.Waiting one) {
    String subject = one.report().subject();
    String from = one.report().from();
    String text = masked(one.report().text());
    return new CameBackPage.Mail(
        one.id().toString(),
        PATH + "/" + one.id(),
        subject == null || subject.isBlank() ? "no subject" : masked(subject),
        from == null ? "unknown" : masked(from),
        Times.second(one.seen()),
        one.name(),
        one.report().marks().isEmpty()
            ? "No mark of ours stands in it."
            : "It bears the mark of a copy, but does not say what became of it.",
        text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + " …" : text);
  }

  /** Whoever looks after mail has no business with people's addresses. */
  static String masked(String text) {
    return text.replaceAll("[^\\s<>\"(),;:]+@(?=[^\\s<>\"(),;:])", "•••@");
  }

  /** Says which copy a mail is about, or leaves it. */
  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}")
  View decide(
      @PathVariable("id") UUID id,
      @RequestParam(name = "means", defaultValue = "") String means,
      @RequestParam(name = "code", defaultValue = "") String code) {
    UUID by = Caller.signedIn().account();
    CameBack.Kind kind = KINDS.get(means);
    if (kind == null && !means.equals("aside")) {
      return view("Choose what the mail says.", UNPROCESSABLE);
    }
    boolean isDone =
        transactions.actIf(
            act -> {
              BounceMails.Waiting mail =
                  taker.mails(act.jdbc()).lock(id).orElseThrow(CameBackController::gone);
              if (kind == null) {
                taker.setAside(act, by, mail);
                return true;
              }
              Optional<CameBack.Copy> copy =
                  taker.named(act.jdbc(), code.length() > LONGEST_CODE ? null : code);
              copy.ifPresent(one -> taker.tie(act, by, mail, one, kind));
              return copy.isPresent();
            });
    return isDone
        ? Redirects.see(PATH)
        : view(
            "No copy has this number. It stands in the letter that the mail encloses, such as"
                + " K7QF-9XM2-PD3R.",
            UNPROCESSABLE);
  }

  private static StoplogException gone() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN, "This mail does not wait any more: somebody decided on it.");
  }
}
