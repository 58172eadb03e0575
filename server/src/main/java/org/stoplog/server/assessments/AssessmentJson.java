package org.stoplog.server.assessments;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.suppliers.SupplierIds;

/** How assessments look to programs. */
final class AssessmentJson {
  private AssessmentJson() {}

  /**
   * An answer, or how the words of one were read.
   *
   * @param question its id within the set: {@code notice-hours}
   * @param answer yes, partly, unknown, no, not-applicable, a number, said, read-well, read-partly
   *     or read-badly
   * @param words with it; left out for none
   */
  record Said(String question, String answer, @Nullable String words) {}

  /** A question of a workbook that a supplier filled in. */
  record Asked(String id, String text) {}

  /**
   * What an assessment is made of.
   *
   * @param set id of the set of expectations; of a workbook that a supplier filled in it begins
   *     with {@code workbook}
   * @param title of a workbook; left out for our sets
   * @param questions of a workbook; left out for our sets
   * @param due day
   * @param why what it is made for
   * @param closed whether nothing of it changes any more
   * @param answers in the order in which they were given; the last one of a question holds
   */
  record Content(
      String set,
      @Nullable String title,
      String due,
      String why,
      boolean closed,
      @Nullable List<Asked> questions,
      List<Said> answers) {
    Content {
      questions = questions == null ? null : List.copyOf(questions);
      answers = List.copyOf(answers);
    }
  }

  /**
   * An assessment.
   *
   * @param version of the set when it began
   * @param score of 100; null when nothing is in the sum
   */
  record Assessed(
      UUID id,
      String title,
      String version,
      @Nullable Integer score,
      Instant madeAt,
      Content content) {}

  /** An answer to add; see {@link Said}. */
  record NewSaid(String question, String answer, @Nullable String words) {}

  /** A question of a workbook to add. */
  record NewAsked(String id, String text) {}

  /** An assessment to add, as {@code content} can be read; see {@link Content}. */
  record NewAssessment(
      String set,
      @Nullable String title,
      String due,
      String why,
      boolean closed,
      @Nullable List<NewAsked> questions,
      List<NewSaid> answers) {
    NewAssessment {
      questions = questions == null ? null : List.copyOf(questions);
      answers = List.copyOf(answers);
    }
  }

  /**
   * An assessment in a list.
   *
   * @param due day
   * @param late whether it is open after its day
   * @param score of 100; null when nothing is in the sum
   * @param counts the score, and how many questions came to what, in words
   */
  record Line(
      UUID id,
      UUID supplier,
      String supplierName,
      String set,
      String title,
      String due,
      boolean open,
      boolean late,
      @Nullable Integer score,
      String counts,
      Instant madeAt) {}

  /**
   * @param suppliers all of the register
   */
  static Line line(
      Assessment one,
      @Nullable Scoring scoring,
      Map<Integer, SupplierIds.Named> suppliers,
      LocalDate today) {
    SupplierIds.Named supplier = Objects.requireNonNull(suppliers.get(one.supplier()));
    return new Line(
        one.id(),
        supplier.id(),
        supplier.name(),
        one.set(),
        one.title(),
        one.due().toString(),
        one.isOpen(),
        one.isOpen() && today.isAfter(one.due()),
        scoring == null ? null : scoring.percent(),
        scoring == null ? "" : scoring.words(),
        one.madeAt());
  }

  /**
   * A question and what was answered.
   *
   * @param id within the set, by which it is answered: {@code notice-hours}
   * @param wanted what would be good, in words
   * @param form yes-no, no-yes, number or text
   * @param proved whether a document is wanted with it
   * @param answer as it is sent; null while there is none
   * @param answeredAt when it was entered or taken over
   * @param claimedAt when the supplier said so; null for our own
   * @param verdict met, partly, not-met, missing, unread, not-applicable or not-asked
   * @param gap whether something has to be done about it
   */
  record Item(
      int number,
      String id,
      String title,
      String text,
      String wanted,
      String form,
      int weight,
      boolean proved,
      @Nullable String answer,
      @Nullable String words,
      @Nullable Instant answeredAt,
      @Nullable Instant claimedAt,
      String verdict,
      boolean gap) {
    static Item of(Scoring.Line line) {
      Question question = line.question();
      Answer answer = line.answer();
      return new Item(
          question.number(),
          question.asks().id(),
          question.asks().title(),
          question.asks().question(),
          question.wanted(),
          question.form(),
          question.asks().weight(),
          question.asks().isProved(),
          answer == null ? null : answer.answer(),
          answer == null || answer.words().isEmpty() ? null : answer.words(),
          answer == null ? null : answer.at(),
          answer == null ? null : answer.claimed(),
          line.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          line.verdict().isGap());
    }
  }

  /**
   * An assessment with its questions.
   *
   * @param why what it is made for
   * @param version of the set when it began
   * @param rules version of the rules of the score
   */
  record Whole(Line assessment, String why, String version, int rules, List<Item> questions) {
    Whole {
      questions = List.copyOf(questions);
    }
  }

  /** Answers to add, all of them or none. */
  record NewAnswers(List<NewSaid> answers) {
    NewAnswers {
      answers = List.copyOf(answers);
    }
  }

  /** Of some, in two queries. */
  static List<Assessed> of(AssessmentRows rows, List<Assessment> some) {
    List<UUID> ids = some.stream().map(Assessment::id).toList();
    Map<UUID, List<Question>> questions = rows.questions(ids);
    Map<UUID, List<Answer>> answers = rows.answers(ids, true);
    return some.stream()
        .map(
            one ->
                of(
                    one,
                    questions.getOrDefault(one.id(), List.of()),
                    answers.getOrDefault(one.id(), List.of())))
        .toList();
  }

  private static Assessed of(Assessment one, List<Question> questions, List<Answer> answers) {
    Map<Integer, String> keys = new HashMap<>();
    questions.forEach(question -> keys.put(question.number(), question.asks().id()));
    return new Assessed(
        one.id(),
        one.title(),
        one.version(),
        Scoring.of(questions, answers).percent(),
        one.madeAt(),
        new Content(
            one.set(),
            AssessmentsApi.isWorkbook(one.set()) ? one.title() : null,
            one.due().toString(),
            one.why(),
            !one.isOpen(),
            AssessmentsApi.isWorkbook(one.set())
                ? questions.stream()
                    .map(question -> new Asked(question.asks().id(), question.asks().question()))
                    .toList()
                : null,
            answers.stream()
                .map(
                    answer ->
                        new Said(
                            String.valueOf(keys.get(answer.question())),
                            answer.answer(),
                            answer.words().isEmpty() ? null : answer.words()))
                .toList()));
  }
}
