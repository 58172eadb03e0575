package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.ledger.reader.Mapping;

/**
 * A file of an incident; its content lies sealed as evidence.
 *
 * @param name ours, made of the stranger's
 * @param at when it was added, by the clock of the product
 * @param by null when the program itself added it
 * @param origin how it came
 * @param hasPassword whether the password of an encrypted ZIP is kept with it
 * @param guess how it would be read; null while that could not be guessed
 * @param trouble why not; null when nothing is wrong
 */
record KeptFile(
    String sha256,
    String name,
    long bytes,
    long seq,
    Instant at,
    @Nullable UUID by,
    Origin origin,
    boolean hasPassword,
    @Nullable Mapping guess,
    @Nullable Trouble trouble) {

  /**
   * How a file came.
   *
   * @param received when it reached us; null when unknown
   */
  record Origin(Source source, Verified verified, @Nullable Instant received) {}

  /** Why it could not be looked at as rows. */
  record Trouble(Problem problem, String said) {
    boolean isOfPassword() {
      return problem == Problem.PASSWORD_NEEDED || problem == Problem.PASSWORD_WRONG;
    }
  }

  /**
   * One way of reading it, never changed.
   *
   * @param version SHA-256 of the mapping
   * @param rows usable ones; null until it was read to its end
   * @param leftOut null until then
   * @param failure why the last reading came to nothing; null when none did
   */
  record Reading(
      String sha256,
      String version,
      Mapping mapping,
      long seq,
      @Nullable Long rows,
      @Nullable LeftOutPart leftOut,
      @Nullable String failure) {

    /** What a claim's form says to mean it. */
    String choice() {
      return sha256 + "/" + version;
    }

    /** Its mapping's path in a claim's document. */
    static String path(String version) {
      return version + ".yaml";
    }
  }

  static String path(UUID incident, String sha256) {
    return "/incidents/" + incident + "/files/" + sha256;
  }
}
