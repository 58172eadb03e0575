package org.stoplog.server.suppliers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was last worked out of a supplier, as it stands in table {@code outlook}.
 *
 * @param name of the supplier, as it is now
 * @param clauseOrganisations organisations with a clause, null while nobody keeps clauses
 * @param clauseHours of the shortest clause, null when there is none
 * @param coverage in words, of all connections that a breach there reaches
 * @param lastImport about the supplier itself, null when there was none
 */
record OutlookRow(
    int supplier,
    String name,
    Numbers numbers,
    long organisations,
    @Nullable Long clauseOrganisations,
    @Nullable Integer clauseHours,
    long harm,
    String coverage,
    int connections,
    int darkConnections,
    int declaredOnlyMonths,
    boolean isComplete,
    @Nullable Instant lastImport,
    @Nullable LocalDate ended,
    @Nullable LocalDate deleted,
    List<OfElement> elements,
    List<OfCountry> countries) {
  OutlookRow {
    elements = List.copyOf(elements);
    countries = List.copyOf(countries);
  }

  /** An exposure's, without a file. */
  record Numbers(
      long people,
      long seen,
      long seenPossible,
      long held,
      long declared,
      long ambiguous,
      long subjects) {}

  /**
   * @param sure people of whom it was seen or is held
   * @param declared people of whom a grant allows it
   */
  record OfElement(String element, long sure, long declared) {}

  /**
   * @param country code of the value, 0 where it is not known
   */
  record OfCountry(int country, long people) {}

  /** Whether the record says nothing at all of whom the supplier has. */
  boolean isUnknown() {
    return numbers.people() + numbers.subjects() + numbers.ambiguous() == 0
        && deleted == null
        && !isComplete;
  }

  /** Whether it still has what it was sent, for all that we know. */
  boolean isEndedAndKept() {
    return ended != null && deleted == null;
  }
}
