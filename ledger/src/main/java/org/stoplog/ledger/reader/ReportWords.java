package org.stoplog.ledger.reader;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.DeliveryReport.Action;
import org.stoplog.ledger.reader.DeliveryReport.Kind;

/**
 * What a mail means that does not say it by the standard: by its headers, its subject, and the
 * words that servers use. All patterns take bounded time.
 */
final class ReportWords {
  private static final Pattern FROM_A_SERVER =
      Pattern.compile(
          "(?i)mailer-daemon|postmaster|mail delivery (sub)?system|mail-daemon|mdaemon");
  private static final Pattern FAILED_SUBJECT =
      Pattern.compile(
          "(?i)undeliver|delivery (status notification|failure|has failed|notification)"
              + "|returned (mail|to sender)|failure notice|mail delivery failed|delivery failed"
              + "|could not be delivered|non remis|unzustellbar|nicht zugestellt"
              + "|no se (puede|pudo) entregar|mislukt|mancato recapito");
  private static final Pattern DELAYED_WORDS =
      Pattern.compile(
          "(?i)\\bdelay(ed)?\\b|still (being )?(retried|trying)|will (be retried|keep trying|retry)"
              + "|not (yet )?been delivered (yet|so far)|warning: (could|message)|verzögert");
  private static final Pattern FAILED_WORDS =
      Pattern.compile(
          "(?i)permanent (fatal )?error|i'?ve given up|wasn'?t (able to deliver|delivered)"
              + "|couldn'?t be delivered|could not be delivered|(does not|doesn'?t) exist"
              + "|user unknown|unknown user|no such (user|mailbox|recipient)|mailbox (full|unavailable)"
              + "|address (rejected|not found|couldn'?t be found)|not our customer|account (is )?disabled"
              + "|recipient (unknown|rejected)|quota exceeded|over quota|did not reach"
              + "|konnte nicht zugestellt werden|n'a pas pu être remis");
  private static final Pattern CODE_LINE =
      Pattern.compile("(?m)^.{0,200}?(?<![0-9.])[45][0-9][0-9][ \\-].{3,400}$");
  private static final Pattern STATUS_LINE =
      Pattern.compile("(?m)^.{0,200}?(?<![0-9.])[45]\\.[0-9]{1,3}\\.[0-9]{1,3}(?![0-9.]).{0,400}$");
  private static final Pattern AWAY_SUBJECT =
      Pattern.compile(
          "(?i)^(auto(matic|matische|matique)?[- ]?(reply|response|antwort|réponse)|out of (the )?office"
              + "|abwesend|abwesenheit|on (vacation|holiday|leave)|réponse automatique"
              + "|respuesta automática|risposta automatica|away from)");
  private static final Pattern CHALLENGE_SUBJECT =
      Pattern.compile(
          "(?i)(verify#|requires? (verification|confirmation)|please confirm your (message|e-?mail)"
              + "|confirm (that )?you (sent|are)|sender verification)");

  private ReportWords() {}

  /** A program's own words about itself, which no person's mail has. */
  static Kind kind(MailHead head, @Nullable String from, @Nullable String subject, String text) {
    String title = subject == null ? "" : subject;
    if (isChallenge(head, title)) {
      return Kind.CHALLENGE;
    }
    if (isFailure(head, from, title, text)) {
      return Kind.WORDS;
    }
    return isAutoReply(head, title) ? Kind.AUTO_REPLY : Kind.UNKNOWN;
  }

  private static boolean isChallenge(MailHead head, String subject) {
    return has(head, "x-boxtrapper")
        || has(head, "x-tmda-fingerprint")
        || has(head, "x-ask-version")
        || CHALLENGE_SUBJECT.matcher(subject).find();
  }

  private static boolean isFailure(
      MailHead head, @Nullable String from, String subject, String text) {
    if (has(head, "x-failed-recipients") || isQmail(text)) {
      return true;
    }
    boolean isByServer =
        (from != null && FROM_A_SERVER.matcher(from).find())
            || head.of("return-path").stream()
                .anyMatch(path -> path.value().replace(" ", "").strip().equals("<>"));
    boolean isSaid =
        FAILED_SUBJECT.matcher(subject).find() || DELAYED_WORDS.matcher(subject).find();
    return isByServer && (isSaid || FAILED_WORDS.matcher(text).find());
  }

  private static boolean isQmail(String text) {
    return text.startsWith("Hi. This is the ");
  }

  private static boolean isAutoReply(MailHead head, String subject) {
    boolean isSaid =
        head.of("auto-submitted").stream()
            .map(field -> field.value().strip().toLowerCase(Locale.ROOT))
            .anyMatch(value -> value.startsWith("auto-replied"));
    boolean isBulk =
        head.of("precedence").stream()
            .map(field -> field.value().strip().toLowerCase(Locale.ROOT))
            .anyMatch(value -> value.equals("auto_reply") || value.equals("auto-reply"));
    return isSaid
        || isBulk
        || has(head, "x-autoreply")
        || has(head, "x-autorespond")
        || has(head, "x-autoresponder")
        || AWAY_SUBJECT.matcher(subject).find();
  }

  private static boolean has(MailHead head, String name) {
    return !head.of(name).isEmpty();
  }

  /** What became of a message by words alone; the code counts more than they do. */
  static Action action(@Nullable String subject, String text) {
    boolean isDelay = DELAYED_WORDS.matcher(subject == null ? "" : subject).find();
    Action byCode = ReportFields.byCode(ReportFields.statusIn(text), reason(text));
    if (byCode == Action.FAILED) {
      return Action.FAILED;
    }
    if (isDelay || DELAYED_WORDS.matcher(text).find()) {
      return FAILED_WORDS.matcher(text).find() && !isDelay ? Action.FAILED : Action.DELAYED;
    }
    // Whoever writes a failure about a 4xx has given up trying.
    return Action.FAILED;
  }

  /** The line that gives the reason; null when none has a code. */
  static @Nullable String reason(String text) {
    for (Pattern pattern : List.of(CODE_LINE, STATUS_LINE)) {
      Matcher line = pattern.matcher(text);
      if (line.find()) {
        return line.group().strip();
      }
    }
    Matcher words = FAILED_WORDS.matcher(text);
    return words.find() ? words.group() : null;
  }
}
