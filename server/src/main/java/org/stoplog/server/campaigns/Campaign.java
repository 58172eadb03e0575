package org.stoplog.server.campaigns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.mail.Letter;

/**
 * One set of questions to many suppliers.
 *
 * @param incident of a sweep; null for any other campaign
 * @param set id of the set of expectations, and its version when it was made
 * @param drill over a catcher: asks nobody
 * @param days how long a link can be used, from when it was sent
 * @param language of the mail, and of the pages until somebody chooses another
 * @param remind how many days before it is due whoever is silent is written again; 0 for never
 * @param paused why it stands still; null unless it does
 */
record Campaign(
    UUID id,
    int number,
    @Nullable UUID incident,
    String title,
    String set,
    String version,
    LocalDate due,
    String why,
    State state,
    int route,
    boolean drill,
    int days,
    String language,
    int remind,
    Letter letter,
    UUID createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String paused) {

  /** Where it stands. */
  enum State {
    DRAFT("A draft: nothing was sent"),
    RUNNING("Running"),
    PAUSED("No mail goes out"),
    ENDED("Ended: no link works any more"),
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

  boolean isOpen() {
    return state == State.RUNNING || state == State.PAUSED;
  }

  String path() {
    return "/campaigns/" + id;
  }

  /** What binds its text, its addresses and its key. */
  static byte[] context(UUID campaign) {
    return ("campaign " + campaign).getBytes(US_ASCII);
  }
}
