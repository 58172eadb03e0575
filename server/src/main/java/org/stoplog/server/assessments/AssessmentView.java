package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.expectations.Expectation;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Makes the page of one assessment, also of a form on it that could not be taken. */
final class AssessmentView {
  static final String NOT_VERIFIED =
      "Not verified: what was missing in which breach is from notes, and nobody read the reports for"
          + " it";

  private final Transactions transactions;
  private final ActorNames names;
  private final Desk desk;

  AssessmentView(Transactions transactions, ActorNames names, Desk desk) {
    this.transactions = transactions;
    this.names = names;
    this.desk = desk;
  }

  AssessmentPage page(UUID id) {
    return page(id, new Typed(null, 0, "", FindingActs.Typed.NONE));
  }

  /** Of an answer that could not be taken. */
  AssessmentPage answering(UUID id, int question, String words, @Nullable String error) {
    return page(id, new Typed(error, question, words, FindingActs.Typed.NONE));
  }

  /** Of a finding that could not be taken. */
  AssessmentPage finding(UUID id, FindingActs.Typed finding, @Nullable String error) {
    return page(id, new Typed(error, finding.question(), "", finding));
  }

  /** What was typed in a form, and what is wrong with it. */
  private record Typed(
      @Nullable String error, int question, String words, FindingActs.Typed finding) {}

  private AssessmentPage page(UUID id, Typed typed) {
    Map<UUID, String> known = names.names();
    boolean mayEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return transactions.run(jdbc -> page(jdbc, id, typed, known, mayEdit));
  }

  private AssessmentPage page(
      JdbcClient jdbc, UUID id, Typed typed, Map<UUID, String> known, boolean mayEdit) {
    LocalDate today = desk.today();
    Assessment one = desk.find(jdbc, id);
    AssessmentRows rows = desk.assessments(jdbc);
    Scoring scoring = rows.scoring(id);
    Map<String, Answer> before = before(rows, one);
    FindingActs.Typed finding = typed.finding();
    return new AssessmentPage(
        one.path(),
        one.supplier(),
        Desk.name(jdbc, one.supplier()),
        one.title(),
        scoring.words(),
        (one.isOpen() ? "Due " + one.due() : "Closed")
            + ". Made for: "
            + one.why()
            + ". Version "
            + one.version()
            + " of the set, rules "
            + Scoring.VERSION
            + " of the score."
            + (ExpectationSets.find(one.set()).filter(set -> !set.isVerified()).isPresent()
                ? " " + NOT_VERIFIED + "."
                : ""),
        scoring.lines().stream().map(line -> line(line, before, known)).toList(),
        desk.findings(jdbc).of(id).stream()
            .map(
                found ->
                    new AssessmentPage.Found(
                        found.path(), found.title(), found.state(today).words()))
            .toList(),
        known.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(
                account ->
                    new AssessmentPage.Choice(account.getKey().toString(), account.getValue()))
            .toList(),
        mayEdit && one.isOpen(),
        typed.error(),
        typed.question(),
        typed.words(),
        finding.equals(FindingActs.Typed.NONE)
            ? null
            : new AssessmentPage.Finding(
                finding.title(), finding.weight(), finding.owner(), finding.due()));
  }

  /** What was answered last time to the same question of the set, by its id. */
  private static Map<String, Answer> before(AssessmentRows rows, Assessment one) {
    Optional<Assessment> last =
        rows.of(one.supplier()).stream()
            .filter(other -> other.set().equals(one.set()) && !other.isOpen())
            .filter(other -> other.madeAt().isBefore(one.madeAt()))
            .findFirst();
    Map<String, Answer> before = new HashMap<>();
    last.ifPresent(
        found ->
            rows.scoring(found.id())
                .lines()
                .forEach(
                    line -> {
                      Answer answer = line.answer();
                      if (answer != null) {
                        before.put(line.question().asks().id(), answer);
                      }
                    }));
    return before;
  }

  private static AssessmentPage.Line line(
      Scoring.Line line, Map<String, Answer> before, Map<UUID, String> known) {
    Question question = line.question();
    Expectation asks = question.asks();
    Answer answer = line.answer();
    Answer last = before.get(asks.id());
    return new AssessmentPage.Line(
        question.number(),
        asks.title(),
        asks.question(),
        asks.why(),
        asks.source(),
        question.wanted(),
        asks.weight(),
        asks.isProved(),
        answer == null ? null : said(answer, asks) + ", " + who(answer, known),
        answer == null ? "" : answer.words(),
        last == null || answer != null
            ? null
            : said(last, asks) + (last.words().isEmpty() ? "" : ": " + last.words()),
        line.verdict().words(),
        line.verdict().isGap(),
        line.verdict() != Scoring.Verdict.NOT_ASKED,
        line.verdict() == Scoring.Verdict.UNREAD,
        question.form());
  }

  private static String said(Answer answer, Expectation asks) {
    return answer.answer().matches("[0-9]+")
        ? answer.answer() + " " + asks.unit()
        : answer.answer().equals(Answer.SAID) ? "in words" : answer.answer().replace('-', ' ');
  }

  private static String who(Answer answer, Map<UUID, String> known) {
    String who = known.getOrDefault(answer.by(), "unknown") + ", " + Times.second(answer.at());
    return answer.claimed() == null
        ? who
        : "said by the supplier on " + Times.second(answer.claimed()) + ", taken over by " + who;
  }
}
