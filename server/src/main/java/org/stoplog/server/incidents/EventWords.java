package org.stoplog.server.incidents;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the kinds of events are called in the timeline. */
final class EventWords {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("opened", "opened the incident"),
          Map.entry("note.written", "noted"),
          Map.entry("state.changed", "set the state to"),
          Map.entry("supplier.named", "named the supplier"),
          Map.entry("supplier.cut", "cut the supplier:"),
          Map.entry("supplier.opened", "had the supplier opened again:"),
          Map.entry("supplier.not-silent", "saw traffic of the supplier that is cut:"),
          Map.entry("clock.answered", "answered what duties ask, answer"),
          Map.entry("clock.decided", "decided on the duty"),
          Map.entry("severity.judged", "judged the severity, judgement"),
          Map.entry("clock.reminded", "reminded of deadlines:"),
          Map.entry("filing.filed", "filed a report by the duty"),
          Map.entry("clock.met", "said when a duty was met:"),
          Map.entry("claim.recorded", "recorded claim"),
          Map.entry("file.added", "added a file"),
          Map.entry("file.password-given", "gave the password of a file"),
          Map.entry("file.reading-asked", "asked to read a file"),
          Map.entry("file.read", "read a file to its end"),
          Map.entry("tickets.looked-at", "looked at an export of tickets"),
          Map.entry("tickets.asked", "asked to search an export of tickets"),
          Map.entry("tickets.searched", "searched an export of tickets"),
          Map.entry("letter.added", "added a mail"),
          Map.entry("letter.noted", "noted what the supplier said"),
          Map.entry("letter.sent", "noted what we sent"),
          Map.entry("time.recorded", "recorded a time"),
          Map.entry("scope.decided", "decided the working scope, version"),
          Map.entry("scope.narrowing-asked", "asked to narrow the scope of version"),
          Map.entry("scope.narrowed", "approved a narrower scope, version"),
          Map.entry("exposure.asked", "asked who is affected, by scope version"),
          Map.entry("exposure.frozen", "froze exposure"),
          Map.entry("export.asked", "asked for a list of people, number"),
          Map.entry("export.approved", "approved giving out list of people"),
          Map.entry("export.taken", "took list of people"),
          Map.entry("pack.made", "made evidence pack"),
          Map.entry("pack.taken", "took evidence pack"),
          Map.entry("pack.key-asked", "asked who the pseudonyms are, of evidence pack"),
          Map.entry(
              "pack.key-approved", "approved saying who the pseudonyms are, of evidence pack"),
          Map.entry("pack.key-taken", "took the sealed key file of evidence pack"),
          Map.entry("support.code-made", "made support code"),
          Map.entry("support.code-ended", "ended a support code"),
          Map.entry("member.added", "gave access to a member"),
          Map.entry("member.removed", "removed a member"),
          Map.entry("task.added", "added a task"),
          Map.entry("task.done", "closed a task"),
          Map.entry("question.asked", "asked the supplier"),
          Map.entry("question.answered", "recorded the answer to"),
          Map.entry("question.mail-approved", "had a mail sent to the supplier,"),
          Map.entry("question.mail-sent", "asked the supplier by mail,"),
          Map.entry("question.mail-refused", "could not ask by mail: refused,"),
          Map.entry("question.mail-failed", "could not ask by mail: given up,"),
          Map.entry("question.mail-doubtful", "may have asked by mail: in doubt,"),
          Map.entry("question.chase-set", "set asking again:"),
          Map.entry("inquiry.opened", "let anybody ask whether they are affected"),
          Map.entry("inquiry.closed", "closed the questions of the public"),
          Map.entry(
              "inquiry.code-alarm",
              "saw the number of one letter asked for too often: it may be copied"),
          Map.entry("notice.written", "wrote notice"),
          Map.entry("notice.edited", "changed the text of notice"),
          Map.entry("notice.audience-frozen", "froze who gets wave"),
          Map.entry("notice.hold-entered", "entered what an authority asked to hold back, number"),
          Map.entry("notice.hold-confirmed", "confirmed holding back for an authority, number"),
          Map.entry("notice.hold-lifted", "lifted holding back for an authority, number"),
          Map.entry("notice.wave-delegated", "left to somebody else the people of wave"),
          Map.entry("notice.outside-decided", "decided for people not in our directory, number"),
          Map.entry(
              "notice.residual-asked", "asked by our own ids for whom no letter reached, wave"),
          Map.entry("notice.residual-approved", "approved giving out whom no letter reached, wave"),
          Map.entry("notice.residual-taken", "took the list of whom no letter reached, wave"),
          Map.entry("supplier.decided", "decided about the supplier:"),
          Map.entry("sweep.made", "chose other suppliers to ask, campaign"),
          Map.entry("sweep.started", "began to ask other suppliers, campaign"),
          Map.entry("sweep.reminded", "asked silent suppliers again, campaign"),
          Map.entry("sweep.followed-up", "followed up silent suppliers, campaign"),
          Map.entry("sweep.ended", "ended asking other suppliers, campaign"),
          Map.entry("sweep.link-renewed", "sent a new link to supplier"),
          Map.entry("sweep.link-ended", "ended the link of supplier"),
          Map.entry("sweep.answered", "got answers of supplier"),
          Map.entry("sweep.affected", "was told that it is affected by supplier"),
          Map.entry("sweep.answers-taken", "took over answers of"),
          Map.entry("organisations.frozen", "froze the lists of organisations, round"),
          Map.entry("organisations.started", "approved telling organisations, round"),
          Map.entry("organisations.stopped", "stopped telling organisations, round"),
          Map.entry("organisations.resumed", "let go on telling organisations, round"),
          Map.entry("organisations.discarded", "discarded telling organisations, round"),
          Map.entry("organisations.ended", "had told organisations, round"),
          Map.entry("organisations.link-renewed", "sent a new link to organisation"),
          Map.entry("organisations.link-ended", "ended the link of organisation"),
          Map.entry("organisations.answered", "answered a question of organisation"),
          Map.entry("organisations.list-taken", "saw a list taken by organisation"),
          Map.entry("organisations.acknowledged", "got the acknowledgement of organisation"),
          Map.entry("organisations.asked", "got a question of organisation"),
          Map.entry("notice.wave-started", "approved sending wave"),
          Map.entry("notice.wave-stopped", "stopped wave"),
          Map.entry("notice.wave-resumed", "let go on with wave"),
          Map.entry("notice.wave-ended", "ended wave"),
          Map.entry("notice.parcel-taken", "took letters on paper of wave"),
          Map.entry("notice.letters-came-back", "entered letters that came back, of wave"),
          Map.entry("notice.parcel-posted", "said to be posted: letters of wave"),
          Map.entry("contacts.joined", "joined addresses for letters, file"),
          Map.entry("contacts.shredded", "shredded addresses for letters, file"),
          Map.entry("statement.begun", "began the public statement"),
          Map.entry("statement.edited", "changed the text of the public statement"),
          Map.entry("statement.published", "approved publishing revision"),
          Map.entry(
              "statement.contradicted", "found the public statement contradicted by exposure"),
          Map.entry(
              "statement.outdated", "found figures of the public statement changed by exposure"),
          Map.entry("statement.update-due", "reminded of the next public update, promised for"),
          Map.entry("statement.update-missed", "saw the promised public update missed, due"));

  private EventWords() {}

  static String of(String kind, @Nullable String ref) {
    String words = WORDS.getOrDefault(kind, kind);
    return isNamed(kind) && ref != null ? words + " " + ref : words;
  }

  /** Whether what it is about is a name that people know, not an id. */
  private static boolean isNamed(String kind) {
    return !kind.startsWith("task.")
        && !kind.startsWith("member.")
        && !kind.startsWith("file.")
        && !kind.startsWith("letter.")
        && !kind.startsWith("tickets.")
        && !kind.equals("time.recorded")
        && !kind.equals("opened");
  }
}
