package org.stoplog.server.organisations;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.mail.Letter;

/**
 * One telling of all organisations of an exposure.
 *
 * @param drill over a catcher: tells nobody
 * @param possible possibly affected people are in the lists, too
 * @param days how long a link works
 * @param lists SHA-256 over the rows of all lists; null while they are made
 * @param paused why it stands still; null unless it does
 */
record Round(
    UUID id,
    UUID incident,
    int number,
    State state,
    int route,
    boolean drill,
    long exposure,
    String sha256,
    boolean possible,
    int days,
    Letter letter,
    @Nullable String lists,
    @Nullable UUID work,
    UUID createdBy,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String paused) {
  enum State {
    COUNTING("Whose people are affected is being looked up"),
    READY("Ready; needs the approval of another person"),
    SENDING("Being sent"),
    PAUSED("Stands still"),
    DONE("Sent"),
    DISCARDED("Discarded; nothing was sent");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  String path() {
    return pathOf(incident, id);
  }

  static String listOf(UUID incident) {
    return "/incidents/" + incident + "/organisations";
  }

  static String pathOf(UUID incident, UUID round) {
    return listOf(incident) + "/" + round;
  }

  /** What binds the round's key. */
  static byte[] context(UUID round) {
    return ("organisation round " + round).getBytes(US_ASCII);
  }
}
