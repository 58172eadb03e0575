package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A suspected or confirmed breach at a supplier.
 *
 * @param number for people: INC-3
 * @param supplier null while nobody knows which one it is
 * @param openedAt by the clock of the product
 * @param version number of its last event
 */
record Incident(
    UUID id,
    int number,
    String title,
    @Nullable Integer supplier,
    State state,
    Signal signal,
    UUID openedBy,
    Instant openedAt,
    long version) {

  /** How people call it. */
  String name() {
    return "INC-" + number;
  }

  /** What exposures of it are called; nothing else has this title. */
  String exposureTitle() {
    return name() + " " + title;
  }

  String path() {
    return "/incidents/" + id;
  }

  /** What binds a sealed text to the incident: moved to another, it does not open. */
  static byte[] sealContext(UUID id) {
    return ("incident:" + id).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** How far it has come. */
  enum State {
    SUSPECTED,
    CONFIRMED,
    CONTAINED,
    CLOSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<State> of(String word) {
      return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
    }
  }

  /** What made us look. */
  enum Signal {
    NOTICE("The supplier told us"),
    PRESS("The press wrote about it"),
    RUMOUR("Somebody heard of it"),
    ATTACKER("An attacker wrote to us"),
    ANOMALY("We saw something odd ourselves"),
    ACCOUNT("The supplier shut or suspended our account"),
    OTHER("Something else");

    private final String sentence;

    Signal(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Signal> of(String word) {
      return Arrays.stream(values()).filter(signal -> signal.word().equals(word)).findFirst();
    }
  }
}
