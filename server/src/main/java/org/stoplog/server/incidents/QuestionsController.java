package org.stoplog.server.incidents;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;

/** The questions to the breached supplier. */
@Controller
final class QuestionsController {
  private static final int LETTERS = 50;

  private final Pages pages;
  private final Incidents incidents;
  private final QuestionActs acts;
  private final QuestionMailing mailing;

  QuestionsController(Pages pages, Incidents incidents, QuestionMailing mailing) {
    this.mailing = mailing;
    this.pages = pages;
    this.incidents = incidents;
    this.acts = new QuestionActs(incidents);
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/questions")
  View list(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    Instant now = incidents.clock().product().instant();
    List<QuestionsPage.Choice> routes =
        mailing.routes().stream()
            .map(one -> new QuestionsPage.Choice(String.valueOf(one.id()), one.name()))
            .toList();
    QuestionsPage page = incidents.read(caller, id, inside -> page(inside, caller, now, routes));
    return pages.view("incident-questions", page);
  }

  private static QuestionsPage page(
      Incidents.Inside inside, Caller caller, Instant now, List<QuestionsPage.Choice> routes) {
    String room = inside.incident().path();
    Map<SupplierQuestion, Questions.Asked> asked =
        new Questions(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream()
                .collect(Collectors.toMap(Questions.Asked::question, Function.identity()));
    List<QuestionsPage.Line> lines = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (SupplierQuestion question : SupplierQuestion.values()) {
      Questions.Asked one = asked.get(question);
      boolean isAnswered = one != null && one.answer() != null;
      if (!isAnswered) {
        open.add(question.text());
      }
      lines.add(
          new QuestionsPage.Line(
              question.slug(),
              room + "/questions/" + question.slug(),
              question.text(),
              one == null ? null : asked(one),
              one == null || isAnswered
                  ? null
                  : Numbers.duration(Duration.between(one.askedAt(), now)),
              one == null ? null : one.answer(),
              one == null ? null : one.claim(),
              room + "/claims/new?question=" + question.slug()));
    }
    return new QuestionsPage(
        room,
        inside.incident().name(),
        inside.member().works() && caller.may(Permission.WORK_ON_INCIDENTS),
        open.size(),
        letter(inside.incident(), open),
        lines,
        new ClaimRows(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream().map(ClaimRows.Row::id).toList(),
        letters(inside),
        routes,
        new QuestionMailRows(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream().map(QuestionsController::mail).toList(),
        new Chases(inside.jdbc())
            .find(inside.incident().id())
            .map(QuestionsController::chase)
            .orElse(null));
  }

  /** What came from them, which an answer may stand in. */
  private static List<QuestionsPage.Choice> letters(Incidents.Inside inside) {
    return new LetterRows(inside.jdbc(), inside.keys())
        .all(inside.incident().id()).stream()
            .filter(letter -> !letter.isOurs())
            .limit(LETTERS)
            .map(
                letter ->
                    new QuestionsPage.Choice(
                        letter.id().toString(),
                        Times.second(letter.at())
                            + ", "
                            + (letter.content().subject() == null
                                ? "no subject"
                                : letter.content().subject())))
            .toList();
  }

  private static QuestionsPage.Mail mail(QuestionMail mail) {
    Integer code = mail.replyCode();
    String reply = mail.reply();
    return new QuestionsPage.Mail(
        Times.second(mail.madeAt()),
        mail.questions().size() + (mail.chase() == 0 ? " questions" : " questions again"),
        mail.state().words(),
        code == null ? "" : code + (reply == null ? "" : " " + reply),
        mail.state() == QuestionMail.State.DOUBTFUL
            || mail.state() == QuestionMail.State.FAILED
            || mail.state() == QuestionMail.State.REFUSED
            || mail.state() == QuestionMail.State.STOPPED);
  }

  private static QuestionsPage.Chase chase(Chases.Chase chase) {
    String times = chase.done() + " of " + chase.most() + " times done";
    String stopped = chase.stopped();
    return new QuestionsPage.Chase(
        stopped == null,
        stopped == null
            ? "Asked again every "
                + chase.hours()
                + " hours until all is answered; "
                + times
                + ". Next "
                + Times.second(chase.next())
                + "."
            : "Not asked again any more: "
                + switch (stopped) {
                  case "answered" -> "all that was asked is answered";
                  case "done" -> "it was asked as often as was said";
                  case "closed" -> "the incident is closed";
                  case "left" -> "whoever set it works on the incident no more";
                  case "route" -> "the mail route was removed";
                  case "restored" -> "a backup was restored";
                  case "refused" -> "nothing could be sent; look at the mail to see why";
                  default -> "it was switched off";
                }
                + "; "
                + times
                + ".");
  }

  private static String asked(Questions.Asked one) {
    return "asked "
        + Times.second(one.askedAt())
        + (one.chased() == 0 ? "" : ", and again " + one.chased() + " times");
  }

  /** Plain text to send by the way that the register names. */
  static String letter(Incident incident, List<String> open) {
    StringBuilder letter = new StringBuilder();
    letter.append("Our reference: ").append(incident.name()).append("\n\n");
    letter.append("We need these answers to tell the people whose data we gave you:\n\n");
    for (int i = 0; i < open.size(); i++) {
      letter.append(i + 1).append(". ").append(open.get(i)).append('\n');
    }
    letter.append("\nPlease answer each by its number. If an answer is not known yet, say so and");
    letter.append(" say when it will be.\n");
    return letter.toString();
  }

  /** Notes that the open ones were sent; those that were asked before are chased. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/questions")
  View ask(@PathVariable("id") UUID id) {
    acts.ask(Caller.signedIn(), id);
    return Redirects.see("/incidents/" + id + "/questions");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/questions/{question}")
  View answer(
      @PathVariable("id") UUID id,
      @PathVariable("question") String slug,
      @RequestParam("answer") String answer,
      @RequestParam(name = "claim", defaultValue = "") String claim,
      @RequestParam(name = "letter", defaultValue = "") String letter) {
    acts.answer(Caller.signedIn(), id, slug, answer, claim, letter);
    return Redirects.see("/incidents/" + id + "/questions");
  }
}
