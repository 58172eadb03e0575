package org.stoplog.server.inquiries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.notices.SentCopies;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Tokens;

/** Answers "is this mail from you?", and raises the alarm when a number is asked for too often. */
final class LetterAnswering {
  private static final int AT_ONCE = 50;

  private final Ledger ledger;
  private final IncidentDoor door;
  private final SentCopies copies;

  LetterAnswering(Ledger ledger, IncidentDoor door, SentCopies copies) {
    this.ledger = ledger;
    this.door = door;
    this.copies = copies;
  }

  /**
   * @return whether more may wait
   */
  boolean some(Act act, Instant now) {
    Keyset keys = ledger.stores().keys();
    InquiryRows rows = new InquiryRows(act.jdbc());
    List<InquiryRows.Waiting> waiting = rows.waiting(InquiryRows.LETTER, keys, AT_ONCE);
    int raised = 0;
    int ours = 0;
    for (InquiryRows.Waiting one : waiting) {
      LetterQuestion question = LetterQuestion.read(one.text());
      // Both are looked up in each case, so that neither answer takes less.
      Optional<SentCopies.Sent> copy =
          copies.byCode(act.jdbc(), question.code()).filter(sent -> !sent.isDrill());
      boolean isTo = copies.isTo(act.jdbc(), question.code(), question.address());
      Optional<SentCopies.Sent> paper = copy.filter(SentCopies.Sent::isPaper);
      Optional<SentCopies.Sent> shown = copy.filter(sent -> isTo && !sent.isPaper());
      LetterAnswer answer =
          paper.map(LetterAnswer::onPaper).orElseGet(() -> LetterAnswer.of(shown));
      rows.answer(one.id(), answer.json(), keys);
      ours += answer.isOurs() ? 1 : 0;
      raised +=
          watch(act, question, one, copy.orElse(null), isTo || paper.isPresent(), now) ? 1 : 0;
    }
    if (!waiting.isEmpty()) {
      act.record(
          null,
          "inquiry.letters-answered",
          Map.of("questions", waiting.size(), "ours", ours, "alarms", raised));
    }
    return waiting.size() == AT_ONCE;
  }

  private boolean watch(
      Act act,
      LetterQuestion question,
      InquiryRows.Waiting one,
      SentCopies.@Nullable Sent copy,
      boolean isTo,
      Instant now) {
    AlarmRows alarms = new AlarmRows(act.jdbc());
    byte[] number =
        Tokens.sha256(
            ("copy " + question.code().toUpperCase(Locale.ROOT).replaceAll("[\\s-]", ""))
                .getBytes(UTF_8));
    alarms.asked(number, one.network(), copy != null, copy != null && isTo, now);
    if (copy == null) {
      AlarmRows.Asked asked = alarms.unknown(now);
      return asked.all() >= AlarmRows.MANY_UNKNOWN && alarms.raise(null, null, asked, now);
    }
    AlarmRows.Asked asked = alarms.ofCopy(number, now);
    boolean isMany =
        asked.wrong() >= AlarmRows.MANY_WRONG || asked.networks() >= AlarmRows.MANY_NETWORKS;
    UUID incident = copy.incident();
    if (!isMany || !alarms.raise(incident, number, asked, now)) {
      return false;
    }
    door.lock(act.jdbc(), incident);
    door.tell(act.jdbc(), incident, null, "inquiry.code-alarm", null);
    return true;
  }
}
