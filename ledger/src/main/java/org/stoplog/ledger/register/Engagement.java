package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.util.List;
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
 * @param replaceable within what time another could do it: {@code days}, {@code weeks}, {@code
 *     months} or {@code no}; null when unknown
 */
public record Engagement(
    int id,
    int supplier,
    String name,
    @Nullable String purpose,
    @Nullable Role role,
    @Nullable String owner,
    @Nullable LocalDate started,
    @Nullable LocalDate ended,
    @Nullable String replaceable) {

  /** In what time another could take its place. */
  public static final List<String> REPLACEABLE = List.of("days", "weeks", "months", "no");

  /** What we are for the data (GDPR art. 4). */
  public enum Role {
    CONTROLLER,
    PROCESSOR;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
