package org.stoplog.server.support;

import org.stoplog.server.notices.Told;
import org.stoplog.server.platform.Times;

/**
 * What may be said to somebody who calls. A caller may be anybody: the same words are said to all
 * whom nobody checked, so that a stranger learns nothing by calling.
 */
final class Answers {
  /** Said before it was checked who calls, whoever it is. */
  static final String TO_ANYBODY =
      "We write to everybody who is concerned, to the address that we have of them. I cannot say"
          + " anything about a person before I know who is calling. We never ask for passwords,"
          + " codes or payments, and neither do our messages.";

  private Answers() {}

  /**
   * @param isListed whether they are in the newest exposure
   */
  static SupportPage.Answer of(Told.Copy copy, boolean isListed) {
    return switch (copy.how()) {
      case ACCEPTED ->
          new SupportPage.Answer(
              "A notice was sent to this person by e-mail"
                  + (copy.at() == null ? "" : " on " + Times.second(copy.at()))
                  + ". The mail server accepted the copy; whether it was read is not known.",
              "We wrote to you by e-mail"
                  + (copy.at() == null ? "" : " on " + Times.second(copy.at()))
                  + ", to the address that we have of you. Please look where unwanted mail goes,"
                  + " too. What it says is true and complete as far as we know.");
      case UNANSWERED ->
          new SupportPage.Answer(
              "A copy was handed to the mail server, and no answer came. It may have gone out or"
                  + " not. Pass this on to the team of the incident.",
              "We sent you a message and are not sure that it arrived. Somebody will look at it,"
                  + " and write to you.");
      case WAITING ->
          new SupportPage.Answer(
              "In the list but not told yet: their copy is still to be sent.",
              "We are writing to people these days. Please wait for our message, and trust no other"
                  + " that asks you for anything.");
      case BOUNCED ->
          new SupportPage.Answer(
              "A notice was sent to this person by e-mail"
                  + (copy.at() == null ? "" : " on " + Times.second(copy.at()))
                  + ", and came back later: it did not reach them. Pass this on to the team of the"
                  + " incident.",
              "We wrote to you, and our message came back from the address that we have of you."
                  + " Somebody will get in touch with you on another way that we know.");
      case NOT_REACHED ->
          new SupportPage.Answer(
              "In the list but not told: no copy reached them. Pass this on to the team of the"
                  + " incident.",
              "We could not reach you by the address that we have. Somebody will get in touch with"
                  + " you on another way that we know.");
      case NO_COPY ->
          isListed
              ? new SupportPage.Answer(
                  "In the list but not told yet: no message to them was approved so far.",
                  "We are still finding out who is concerned, and write to everybody who is. Please"
                      + " wait for our message.")
              : new SupportPage.Answer(
                  "We cannot say. Nobody is found by this identifier, or they are not in the list"
                      + " as it is now.",
                  "By what you gave me I find no message to you. That does not mean that you are"
                      + " not concerned: we are still finding out, and write to everybody who is.");
    };
  }

  /** For the log: never more than a word of ours. */
  static String word(Told.Copy copy, boolean isListed) {
    return switch (copy.how()) {
      case ACCEPTED -> "told";
      case UNANSWERED, WAITING, BOUNCED, NOT_REACHED -> "listed";
      case NO_COPY -> isListed ? "listed" : "unknown";
    };
  }
}
