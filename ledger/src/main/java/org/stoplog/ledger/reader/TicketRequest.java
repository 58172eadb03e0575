package org.stoplog.ledger.reader;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the child that reads tickets.
 *
 * @param plan null to have it guessed
 */
record TicketRequest(@Nullable TicketPlan plan, @Nullable String password) {
  /**
   * Texts are streamed; a value or line may have some megabytes. Sixteen gigabytes inflated is more
   * than any desk exports at once.
   */
  static final ReadRequest.Limits LIMITS =
      new ReadRequest.Limits(512, 64, Duration.ofHours(6), 16 << 20, 16L << 30, 200);

  static final int ANSWER = 1;
  static final int TICKET = 2;
  static final int PROGRESS = 3;
  static final int REFUSED = 4;

  static final int MOST_FRAME = 4 << 20;

  ChildRequest unpacking() {
    String secret = password;
    return new ChildRequest(
        new ReadRequest(
            Child.INPUT,
            Purpose.KEYS,
            null,
            null,
            secret == null ? null : secret.toCharArray(),
            LIMITS),
        false);
  }
}
