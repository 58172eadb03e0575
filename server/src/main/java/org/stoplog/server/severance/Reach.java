package org.stoplog.server.severance;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a credential or grant of a connection could read, as somebody wrote it down.
 *
 * @param credential kind and name, never a value
 * @param systemId id in the register of where it could read
 * @param system name in the register of where it could read
 * @param elements ids of data elements; empty for all that is there
 * @param cohort whom it could read of, as a population; null for everybody there
 * @param since first day (UTC) on which it opened something; null when unknown
 * @param until last such day; null for still, or unknown
 * @param isRecorded whether anything was imported or recorded of the system; else nobody can be
 *     named
 */
public record Reach(
    UUID id,
    int connection,
    String connectionName,
    String credential,
    int systemId,
    String system,
    List<String> elements,
    @Nullable String cohort,
    @Nullable LocalDate since,
    @Nullable LocalDate until,
    boolean isRecorded) {
  public Reach {
    elements = List.copyOf(elements);
  }

  /** In the way of a claim's windows; null when neither day is known. */
  public @Nullable String period() {
    return since == null && until == null
        ? null
        : (since == null ? "" : since.toString()) + ".." + (until == null ? "" : until.toString());
  }

  /** In a line: what it could read, of whom, and when. */
  public String words() {
    String what = elements.isEmpty() ? "everything" : String.join(", ", elements);
    String whom = cohort == null ? "everybody there" : "people with " + cohort;
    String when =
        since == null && until == null
            ? "at times that nobody wrote down"
            : (since == null ? "" : "from " + since + " ")
                + (until == null ? "on" : "until " + until);
    return "%s in %s, of %s, %s".formatted(what, system, whom, when);
  }
}
