package org.stoplog.server.incidents;

import java.util.List;
import org.stoplog.server.severance.Reach;
import org.stoplog.server.severance.SupplierReach;

/**
 * What the credentials of an incident's supplier could read.
 *
 * @param fresh how many claims would be recorded
 */
public record ReachOfIncidentPage(
    String path,
    String incident,
    String supplier,
    String state,
    List<Reach> known,
    List<SupplierReach.Unknown> unknown,
    int fresh,
    boolean mayWork,
    boolean mayEdit) {
  public ReachOfIncidentPage {
    known = List.copyOf(known);
    unknown = List.copyOf(unknown);
  }
}
