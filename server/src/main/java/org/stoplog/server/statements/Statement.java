package org.stoplog.server.statements;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The public statement of an incident.
 *
 * @param slug the last part of its address, for good
 * @param published number of its last revision; 0 before the first
 * @param draft the next revision as it is written; null when there is none
 * @param edits one more at each change of the draft
 * @param nextUpdate what the last revision promises; null when nothing is
 * @param reminded number of the revision of whose promise the members were reminded
 * @param missed number of the revision whose promise was seen to have passed
 * @param contradictedBy exposure by which a sentence of the last revision does not hold
 * @param outdatedBy exposure that has other numbers than the last revision
 */
record Statement(
    UUID id,
    UUID incident,
    String slug,
    int published,
    @Nullable Content draft,
    int edits,
    @Nullable Instant nextUpdate,
    int reminded,
    int missed,
    @Nullable Long contradictedBy,
    @Nullable Long outdatedBy) {

  String path() {
    return pathOf(incident);
  }

  static String pathOf(UUID incident) {
    return "/incidents/" + incident + "/statement";
  }

  /**
   * A revision as it was made.
   *
   * @param sha256 of the document
   */
  record Revision(Content content, Document document, String sha256) {}
}
