package org.stoplog.server.sightings;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody wants looked at. Times are by the real clock.
 *
 * @param facts what was configured
 * @param begunAt from when what was seen is compared: since it was made, or got another target
 * @param nextAt when it is due; null for a list that only comes as a file
 * @param failures looks in a row that failed
 */
record Lookout(
    UUID id,
    Facts facts,
    UUID madeBy,
    Instant madeAt,
    Instant begunAt,
    @Nullable Instant pausedAt,
    @Nullable Instant removedAt,
    @Nullable Instant nextAt,
    int failures,
    @Nullable Instant failingSince) {

  /** After so many looks in a row that failed, that itself is sighted. */
  static final int PATIENCE = 3;

  /**
   * What is configured.
   *
   * @param supplier null for all
   * @param target an https address, {@code host:port} or a domain, by the kind; null for none
   * @param products names of a maker and its product, or of a product alone
   * @param isInside whether it may ask addresses of private networks
   * @param everyDays 1 to 92
   */
  record Facts(
      Kind kind,
      @Nullable Integer supplier,
      String title,
      @Nullable String target,
      List<String> products,
      boolean isInside,
      int everyDays) {
    Facts {
      products = List.copyOf(products);
    }
  }

  Kind kind() {
    return facts.kind();
  }

  boolean isRemoved() {
    return removedAt != null;
  }

  boolean isPaused() {
    return pausedAt != null;
  }

  String path() {
    return "/suppliers/lookouts/" + id;
  }
}
