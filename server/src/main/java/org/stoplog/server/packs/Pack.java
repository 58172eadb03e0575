package org.stoplog.server.packs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An evidence pack of an incident.
 *
 * @param number in the incident
 * @param madeBy who asked for it
 * @param askedAt by the real clock: the time that stands in it
 * @param productAt the same by the clock of the product
 * @param work that makes it
 * @param made what came of it; null while it is being made, or when that came to nothing
 */
record Pack(
    UUID id,
    UUID incident,
    int number,
    Edition edition,
    UUID madeBy,
    Instant askedAt,
    Instant productAt,
    @Nullable UUID work,
    @Nullable Made made) {

  /**
   * A pack that lies in the evidence.
   *
   * @param at by the real clock
   * @param entry of the audit log that its checkpoint signs
   */
  record Made(Instant at, String sha256, long bytes, long entry, int files) {}

  /** For whom. */
  enum Edition {
    AUTHORITY("for an authority or a court"),
    PUBLIC("public");

    private final String words;

    Edition(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a word that is none. */
    static Optional<Edition> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  static String listOf(UUID incident) {
    return "/incidents/" + incident + "/packs";
  }

  static String pathOf(UUID incident, UUID pack) {
    return listOf(incident) + "/" + pack;
  }

  String path() {
    return pathOf(incident, id);
  }

  /**
   * @param incident as people call it
   */
  String fileName(String incident) {
    return "stoplog-"
        + incident.toLowerCase(Locale.ROOT)
        + "-pack-"
        + number
        + (edition == Edition.PUBLIC ? "-public" : "")
        + ".zip";
  }

  /** What binds the key of its pseudonyms. */
  static byte[] context(UUID pack) {
    return ("evidence pack " + pack).getBytes(US_ASCII);
  }
}
