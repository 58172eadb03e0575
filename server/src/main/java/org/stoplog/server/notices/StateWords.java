package org.stoplog.server.notices;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.messages.MessageKind;

/** What pages call the states of rows, and the reasons for having none. */
final class StateWords {
  private static final Map<String, String> STATES =
      Map.ofEntries(
          Map.entry("planned", "wait for their turn"),
          Map.entry("claimed", "being prepared"),
          Map.entry("handed-over", "handed over, no answer yet"),
          Map.entry("accepted", "taken by the mail server"),
          Map.entry("deferred", "put off, tried again later"),
          Map.entry("doubtful", "in doubt: handed over without an answer, not sent again"),
          Map.entry("bounced", "taken, and came back later: it did not reach them"),
          Map.entry("refused", "refused by the mail server"),
          Map.entry("given-up", "given up after many tries"),
          Map.entry("no-address", "no address is known"),
          Map.entry("bad-address", "an address that mail cannot be sent to"),
          Map.entry("guardian-no-address", "a minor whose guardian has no address that works"),
          Map.entry("guardian-erased", "a minor whose guardian was erased from the record"),
          Map.entry("guardian-loop", "a minor whose guardians lead in a circle"),
          Map.entry("guardian-changed", "a minor whose guardian changed since it was approved"),
          Map.entry("delegated", "told by somebody else"),
          Map.entry("erased", "erased from the record since"),
          Map.entry("merged", "the same person as somebody who is told"),
          Map.entry("dropped", "not sent, since the wave was ended"));

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("ambiguous", "may be meant, or somebody else; never told without a decision"),
          Map.entry("not-in-directory", "in their file or our record, but not in our directory"),
          Map.entry("organisation", "organisations, which are told another way"),
          Map.entry("erased", "erased from the record since it was frozen"),
          Map.entry("told", "told already, or in a wave that is not ended"),
          Map.entry("not-told-before", "told by no notice before"),
          Map.entry("nothing-more", "told already all that is known of them"),
          Map.entry("not-chosen-confirmed", "confirmed, and not chosen"),
          Map.entry("not-chosen-possible", "possibly affected, and not chosen"),
          Map.entry("not-tried", "no copy of a wave failed to reach them"),
          Map.entry("affected", "in the exposure, so this is not for them"),
          Map.entry("not-chosen-country", "of a country that was not chosen"),
          Map.entry("not-chosen-element", "without any of the chosen elements"),
          Map.entry("not-chosen-severity", "of a severity that was not chosen"),
          Map.entry("not-chosen-role", "of a role that was not chosen"));

  private StateWords() {}

  /** The same for what goes this way. */
  static String state(Way way, String state) {
    return switch (way) {
      case Way.Mail _ -> state(state);
      case Way.Paper _ ->
          switch (state) {
            case "handed-over" -> "in a file that was taken, not yet posted";
            case "accepted" -> "posted";
            case "bounced" -> "posted, and came back later: it did not reach them";
            case "doubtful" -> "in doubt: in a file that was taken, and never said to be posted";
            case "no-address", "bad-address" -> "no address on paper is known";
            default -> state(state);
          };
      case Way.Message message ->
          switch (state) {
            case "accepted" -> "taken by the message service";
            case "refused" -> "refused by the message service";
            case "no-address" ->
                message.kind() == MessageKind.SMS
                    ? "no telephone number is known"
                    : "no id of theirs in our app is known";
            case "bad-address" -> "a telephone number without its country, or none at all";
            default -> state(state);
          };
    };
  }

  static String state(String state) {
    return STATES.getOrDefault(state, state);
  }

  /**
   * @param severity of a bounce; null for what is none
   */
  static String event(String kind, @Nullable String severity) {
    return switch (kind) {
      case "bounced" ->
          "came back"
              + switch (severity == null ? "" : severity) {
                case "hard" -> ": the address is not good";
                case "soft" -> ": the address may be good another time";
                default -> "";
              };
      case "delayed" -> "delayed on its way";
      case "delivered" -> "delivered, as a server says";
      case "complained" -> "called unwanted by its reader";
      case "replied" -> "answered by a program, such as somebody who is away";
      default -> kind;
    };
  }

  static String reason(String reason) {
    return REASONS.getOrDefault(reason, reason);
  }

  static String of(Wave wave) {
    return switch (wave.state()) {
      case COUNTING -> "Who gets it is being frozen";
      case READY -> "Ready; needs the approval of another person";
      case SENDING -> "Being sent";
      case PAUSED ->
          "Stands still: " + Wave.Pause.of(wave.paused()).map(Wave.Pause::words).orElse("unknown");
      case DONE -> "Ended";
      case DISCARDED -> "Discarded; nothing was sent";
    };
  }
}
