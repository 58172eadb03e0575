package org.stoplog.server.sightings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier's security.txt says.
 *
 * @param host that is asked next
 * @param state of the last reading, in words
 * @param facts of the last file; none when there never was one
 * @param faults what is wrong with that file
 */
public record SecurityTxtPage(
    String path,
    int supplier,
    String supplierName,
    String state,
    @Nullable String error,
    String host,
    List<Fact> facts,
    List<String> faults,
    List<LookoutPage.Look> readings,
    boolean canEdit,
    boolean mayLookInside) {
  public SecurityTxtPage {
    facts = List.copyOf(facts);
    faults = List.copyOf(faults);
    readings = List.copyOf(readings);
  }
}
