package org.stoplog.server.notices;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a notice to one audience.
 *
 * @param incident of its notice
 * @param number within the notice
 * @param audience SHA-256 over the frozen rows; null while they are counted
 * @param work the long work that counts or sends; null before it
 * @param paused why it stands still; null unless it does
 * @param proof SHA-256 over the final rows; null until the end
 */
record Wave(
    UUID id,
    UUID notice,
    UUID incident,
    int noticeNumber,
    int number,
    State state,
    Terms terms,
    @Nullable String audience,
    @Nullable UUID work,
    UUID createdBy,
    @Nullable UUID approvedBy,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String paused,
    @Nullable String proof) {

  /**
   * What was chosen for it.
   *
   * @param drill goes to a catcher, and tells nobody
   * @param price of a copy
   * @param exposure its number in the ledger
   * @param resends whether a copy in doubt is sent again, with the same Message-ID
   * @param perMinute messages at most
   * @param domainPerMinute messages at most to one domain of recipients
   * @param warmUp minutes in which the pace rises to its most
   * @param connections to the mail server at once, at most
   * @param errorLimit percent of refusals among the last answers that makes it pause
   */
  record Terms(
      boolean drill,
      Way way,
      Price price,
      long exposure,
      String sha256,
      Choice choice,
      boolean resends,
      int perMinute,
      int domainPerMinute,
      int warmUp,
      int connections,
      int errorLimit) {
    /** How fast it goes, in words. */
    String pace() {
      return "at most "
          + perMinute
          + " a minute"
          + (domainPerMinute < perMinute ? ", " + domainPerMinute + " to one domain" : "")
          + (warmUp > 0 ? ", rising to that within " + warmUp + " minutes" : "")
          + (connections > 1 ? ", over " + connections + " connections" : "");
    }
  }

  enum State {
    COUNTING,
    READY,
    SENDING,
    PAUSED,
    DONE,
    DISCARDED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why a wave stands still. */
  enum Pause {
    STOPPED("somebody stopped it"),
    ROUTE("the mail server cannot be used"),
    ROUTE_CHANGED("the mail route is not the approved one any more"),
    ROUTE_OF_SUPPLIER("the mail route belongs to the breached supplier"),
    ERRORS("too many copies were refused"),
    HELD("an authority asked to hold it back"),
    FAULT("something unexpected failed; its code is in the work that sent it"),
    RESTORED("the record was restored from a backup; what was sent since is not in it");

    private final String words;

    Pause(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Pause> of(@Nullable String word) {
      for (Pause pause : values()) {
        if (pause.word().equals(word)) {
          return Optional.of(pause);
        }
      }
      return Optional.empty();
    }
  }

  /** How people call it: the second wave of notice 3 is 3.2. */
  String name() {
    return noticeNumber + "." + number;
  }

  String path() {
    return pathOf(incident, id);
  }

  static String pathOf(UUID incident, UUID wave) {
    return "/incidents/" + incident + "/waves/" + wave;
  }

  /** What binds the wave's key. */
  static byte[] context(UUID wave) {
    return ("notice wave " + wave).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
