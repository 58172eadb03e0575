package org.stoplog.server.severity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.severity.Enablement;
import org.stoplog.catalog.severity.Severity;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.incidents.RoomPage;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;

/** Makes the page of the severity of an incident. */
final class SeverityView {
  /** ENISA flags a breach of more people than this. */
  private static final int MANY = 100;

  private final IncidentDoor.Seen seen;
  private final Judgement judgement;
  private final Cohorts cohorts;
  private final Counts counts;
  private final Map<UUID, String> names;
  private final boolean canWork;

  SeverityView(
      IncidentDoor.Seen seen,
      Judgement judgement,
      Cohorts cohorts,
      Caller caller,
      Map<UUID, String> names) {
    this.seen = seen;
    this.judgement = judgement;
    this.cohorts = cohorts;
    this.counts = cohorts.counts(caller);
    this.names = names;
    this.canWork = seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
  }

  static String pathOf(UUID incident) {
    return "/incidents/" + incident + "/severity";
  }

  SeverityPage page(
      List<JudgementRows.Said> said, @Nullable String error, SeverityPage.Typed typed) {
    return new SeverityPage(
        seen.path(),
        seen.name(),
        pathOf(seen.id()),
        state(),
        flags(),
        cohorts.all().stream().map(this::line).toList(),
        cohorts.unknown() == 0 ? null : counts.text(cohorts.unknown()),
        deception(),
        bars(),
        "rules "
            + Enablement.RULES
            + ", "
            + (judgement.weights().number() == 0
                ? "weights as we ship them"
                : "weights " + judgement.weights().number() + " of your own"),
        Arrays.stream(Question.values()).map(this::judged).toList(),
        said.stream().map(this::said).toList(),
        canWork,
        error,
        typed);
  }

  private String state() {
    if (cohorts.people() == 0) {
      return "Nobody knows yet who is affected: work out an exposure first.";
    }
    if (cohorts.all().isEmpty()) {
      return "Of nobody is it known which data it is, so that nothing can be scored.";
    }
    Cohorts.Cohort worst = cohorts.all().getFirst();
    long open = Arrays.stream(Question.values()).filter(one -> !judgement.isJudged(one)).count();
    return "At worst "
        + SeverityWords.word(worst.severity().band())
        + ", "
        + worst.severity().score()
        + ", for "
        + counts.text(worst.people())
        + " people. "
        + (open == 0
            ? "All of it was judged."
            : open
                + " of "
                + Question.values().length
                + " judgements are not made; they count as"
                + " the worst that is likely.");
  }

  private List<String> flags() {
    List<String> flags = new ArrayList<>();
    if (cohorts.people() > MANY) {
      flags.add("More than 100 people.");
    }
    if (judgement.isUnintelligible()) {
      flags.add("Judged to be unintelligible: encrypted, with a key that is safe.");
    }
    return flags;
  }

  private SeverityPage.Line line(Cohorts.Cohort one) {
    Severity severity = one.severity();
    return new SeverityPage.Line(
        SeverityWords.word(severity.band()),
        severity.score().toString(),
        SeverityWords.sum(severity)
            + ": "
            + SeverityWords.word(severity.context().dataClass())
            + " data, identification "
            + SeverityWords.word(severity.identification()),
        counts.text(one.people()),
        severity.toEdge().toString(),
        severity.isAtEdge(),
        SeverityWords.data(one.shared()),
        SeverityWords.data(one.some()),
        SeverityWords.lures(one.shared().plus(one.some())));
  }

  /** {@code 2,100,000 people: 1,900,000 moderate, 180,000 high, 900 severe}. */
  private String deception() {
    if (cohorts.deception().isEmpty()) {
      return "Nobody can be scored yet.";
    }
    return counts.text(cohorts.people() - cohorts.unknown())
        + " people: "
        + bands()
            .map(
                band ->
                    counts.text(cohorts.deception().getOrDefault(band, 0L))
                        + " "
                        + SeverityWords.word(band))
            .collect(Collectors.joining(", "));
  }

  private Stream<Enablement.Band> bands() {
    return Arrays.stream(Enablement.Band.values())
        .filter(band -> cohorts.deception().getOrDefault(band, 0L) > 0);
  }

  private List<RoomPage.Bar> bars() {
    long most =
        Math.max(
            1, cohorts.deception().values().stream().max(Comparator.naturalOrder()).orElse(1L));
    return bands()
        .map(
            band -> {
              long people = cohorts.deception().getOrDefault(band, 0L);
              return new RoomPage.Bar(
                  SeverityWords.word(band), counts.text(people), (int) (100 * people / most));
            })
        .toList();
  }

  private SeverityPage.Judged judged(Question question) {
    return new SeverityPage.Judged(
        question.word(),
        question.title(),
        words(judgement.answers().getOrDefault(question.word(), question.usual())),
        judgement.isJudged(question),
        question.answers().stream()
            .map(answer -> new SeverityPage.Choice(question.word() + ":" + answer, words(answer)))
            .toList());
  }

  private static String words(String answer) {
    return switch (answer) {
      case "not-seen" -> "nobody that we know of: it lay open";
      case "known-recipients" -> "recipients who are known";
      case "unknown-recipients" -> "nobody knows who: taken away, or published";
      case "malicious" -> "yes: theft, an attack, a sale";
      case "mistake" -> "no: an error, a loss, a bug";
      case "not-used" -> "no, or no wrong use is known";
      case "recoverable" -> "yes, and it can be put right";
      case "not-recoverable" -> "yes, and it cannot be put right";
      case "there" -> "yes, or it was brought back without difficulty";
      case "temporarily-lost" -> "not for a while";
      case "lost" -> "no, for good";
      case "by-the-data" -> "as the data says";
      case "theft" -> "that it was taken on purpose";
      case "used" -> "that it was published, or used in attacks";
      default -> answer.replace('-', ' ');
    };
  }

  private SeverityPage.Said said(JudgementRows.Said one) {
    return new SeverityPage.Said(
        Question.of(one.question()).map(Question::title).orElse(one.question()),
        words(one.answer()),
        one.reason(),
        names.getOrDefault(one.by(), "unknown") + ", " + Times.second(one.at()));
  }
}
