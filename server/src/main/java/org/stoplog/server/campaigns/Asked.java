package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A supplier in a campaign, as its rows say. Times are by the real clock.
 *
 * @param assessment null while the campaign is a draft
 * @param likeness in what it is like the breached one
 * @param contact address that gets the link, as it was when the campaign began; null without one
 * @param second address that gets the code; null when none is needed, or there is nobody
 * @param obstacle why nothing is sent: a word of ours; null when something is
 * @param sentBy who sent the answers, in their own words; empty for nobody
 * @param taken when somebody of us took the answers over
 * @param link state of the newest mail with the link; null without one; so is the code's
 * @param reminders that went out or wait
 */
record Asked(
    UUID campaign,
    int supplier,
    String name,
    @Nullable UUID assessment,
    List<String> likeness,
    @Nullable String contact,
    @Nullable String second,
    boolean needsCode,
    @Nullable String obstacle,
    String language,
    int generation,
    @Nullable Instant expires,
    @Nullable Instant revoked,
    @Nullable Instant opened,
    @Nullable Instant saved,
    @Nullable Instant sent,
    String sentBy,
    @Nullable Instant taken,
    int failures,
    @Nullable String link,
    @Nullable String code,
    boolean inDoubt,
    int reminders) {
  Asked {
    likeness = List.copyOf(likeness);
  }

  boolean isAnswered() {
    return sent != null || taken != null;
  }

  /** Whether the supplier was reached as far as anybody can see, and says nothing. */
  boolean isSilent() {
    return !isAnswered() && obstacle == null && revoked == null;
  }

  /** The least of what can be said of it, in one line. */
  String words() {
    if (taken != null) {
      return "answered, taken over";
    }
    if (sent != null) {
      return "answered";
    }
    if (obstacle != null) {
      return obstacle.equals("no-contact")
          ? "not asked: the register has no mail address for its security"
          : "not asked: it was breached, and the register has no second contact for a code";
    }
    if (revoked != null) {
      return "link ended";
    }
    if (saved != null) {
      return "has begun to answer";
    }
    if (opened != null) {
      return "link opened";
    }
    return mail(link) + (needsCode ? "; code: " + mail(code) : "");
  }

  private static String mail(@Nullable String state) {
    return switch (String.valueOf(state)) {
      case "planned" -> "mail waits for its turn";
      case "handed-over" -> "mail handed over, no answer yet";
      case "accepted" -> "mail taken by the mail server";
      case "deferred" -> "mail put off, tried again later";
      case "refused" -> "mail refused by the mail server";
      case "given-up" -> "mail given up after many tries";
      case "dropped" -> "mail not sent, since it was stopped";
      default -> "not sent yet";
    };
  }

  @Override
  public String toString() {
    return "Asked[" + campaign + " " + supplier + "]";
  }
}
