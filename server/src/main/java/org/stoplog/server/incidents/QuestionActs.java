package org.stoplog.server.incidents;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Caller;

/** Notes that the supplier was asked, and what came back. */
final class QuestionActs {
  private static final int LONGEST_ANSWER = 10_000;

  private final Incidents incidents;

  QuestionActs(Incidents incidents) {
    this.incidents = incidents;
  }

  /** Notes that the open ones were sent; those that were asked before are chased. */
  void ask(Caller who, UUID id) {
    incidents.change(
        who,
        id,
        change -> {
          Questions questions = new Questions(change.jdbc(), change.inside().keys());
          List<SupplierQuestion> answered =
              questions.all(id).stream()
                  .filter(one -> one.answer() != null)
                  .map(Questions.Asked::question)
                  .toList();
          List<SupplierQuestion> open =
              Arrays.stream(SupplierQuestion.values())
                  .filter(one -> !answered.contains(one))
                  .toList();
          if (open.isEmpty()) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "All questions are answered; there is nothing to ask.");
          }
          long seq =
              change.record(
                  new Timeline.News("question.asked", open.size() + " questions"),
                  Map.of("questions", open.size()));
          open.forEach(question -> questions.ask(id, question, seq));
          return seq;
        });
  }

  /**
   * @param claim the claim that came of it; empty for none
   */
  void answer(Caller who, UUID id, String slug, String answer, String claim) {
    answer(who, id, slug, answer, claim, "");
  }

  /**
   * @param claim the claim that came of it; empty for none
   * @param letter the letter that it stands in; empty for none
   */
  void answer(Caller who, UUID id, String slug, String answer, String claim, String letter) {
    SupplierQuestion question =
        SupplierQuestion.of(slug)
            .orElseThrow(
                () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such question."));
    if (answer.isBlank() || answer.length() > LONGEST_ANSWER) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "An answer has 1 to " + LONGEST_ANSWER + " characters.");
    }
    incidents.change(
        who,
        id,
        change -> {
          boolean isKnown =
              claim.isBlank()
                  || new ClaimRows(change.jdbc(), change.inside().keys())
                      .find(id, claim)
                      .isPresent();
          if (!isKnown) {
            throw new StoplogException(Problem.REQUEST_INVALID, "There is no such claim.");
          }
          Letter from = letter.isBlank() ? null : letter(change.inside(), letter);
          long seq =
              change.record(
                  new Timeline.News("question.answered", slug, answer.strip(), false),
                  Map.of("question", slug));
          boolean isAsked =
              new Questions(change.jdbc(), change.inside().keys())
                  .answer(
                      id,
                      question,
                      answer.strip(),
                      claim.isBlank() ? null : claim,
                      from == null ? null : from.id(),
                      seq);
          if (!isAsked) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "It was not asked yet; note that it was, then answer.");
          }
          return seq;
        });
  }

  private static Letter letter(Incidents.Inside inside, String typed) {
    return new LetterRows(inside.jdbc(), inside.keys())
        .all(inside.incident().id()).stream()
            .filter(one -> !one.isOurs() && one.id().toString().equals(typed))
            .findFirst()
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.REQUEST_INVALID, "The incident has no such letter of theirs."));
  }
}
