package org.stoplog.server.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Organisations by name.
 *
 * @param imported what an import did, null when there was none
 * @param errors what is wrong with a file
 */
public record OrganisationsPage(
    List<Line> organisations,
    String total,
    boolean canChange,
    @Nullable String newer,
    @Nullable String older,
    @Nullable String imported,
    List<String> errors) {
  public OrganisationsPage {
    organisations = List.copyOf(organisations);
    errors = List.copyOf(errors);
  }

  public record Line(String path, String name, String people, String clause, String contacts) {}
}
