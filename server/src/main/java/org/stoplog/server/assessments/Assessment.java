package org.stoplog.server.assessments;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A supplier that is held against a set of expectations, as the set was when it began.
 *
 * @param set id of the set, and its version then
 * @param why what it is made for: its turn, a breach, a new sub-processor
 * @param closedAt null while it is open; then nothing of it changes
 */
public record Assessment(
    UUID id,
    int supplier,
    String set,
    String version,
    String title,
    LocalDate due,
    String why,
    UUID madeBy,
    Instant madeAt,
    @Nullable Instant closedAt) {

  public boolean isOpen() {
    return closedAt == null;
  }

  public String path() {
    return "/assessments/" + id;
  }
}
