package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One use of a supplier for one purpose.
 *
 * @param purpose what it is for, null when not written down
 * @param role our role in it, null when unknown
 * @param owner who answers for it on our side, null when unknown
 * @param started first day, null when unknown
 * @param ended last day, null while it lasts
 */
public record Engagement(
    int id,
    int supplier,
    String name,
    @Nullable String purpose,
    @Nullable Role role,
    @Nullable String owner,
    @Nullable LocalDate started,
    @Nullable LocalDate ended) {

  /** What we are for the data (GDPR art. 4). */
  public enum Role {
    CONTROLLER,
    PROCESSOR;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
