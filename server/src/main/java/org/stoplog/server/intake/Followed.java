package org.stoplog.server.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder below the server's inbox whose files are imported as they come.
 *
 * @param name of the folder
 * @param place what its files are about
 * @param mapping how they are read, as YAML; null to guess
 * @param maxHours no newest file should be older; null for no alarm
 * @param by the account that said so, in whose name they are imported
 * @param createdAt by the real clock
 */
record Followed(
    UUID id,
    String name,
    Upload.Place place,
    @Nullable String mapping,
    @Nullable Integer maxHours,
    UUID by,
    Instant createdAt) {

  /**
   * How the last look at it went.
   *
   * @param waiting complete files that are not imported yet
   * @param failure why it could not be looked into; null when it could
   */
  record Look(Instant at, int waiting, @Nullable String failure) {}

  /**
   * What became of a file.
   *
   * @param marked when its sender said that it is complete
   * @param batch null when it failed
   * @param failure why; null when it is a batch
   */
  record Taken(
      String file, Instant marked, Instant at, @Nullable Long batch, @Nullable String failure) {}
}
