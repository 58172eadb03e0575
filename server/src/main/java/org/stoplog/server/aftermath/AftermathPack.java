package org.stoplog.server.aftermath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;

/** What was decided about the supplier, for the evidence pack. */
final class AftermathPack implements PackSource {
  private static final int PLACE = 57;

  private final IncidentDoor door;

  AftermathPack(IncidentDoor door) {
    this.door = door;
  }

  @Override
  public int order() {
    return PLACE;
  }

  @Override
  public void write(Asked asked, PackOut out) throws IOException {
    List<SupplierDecision> all =
        new DecisionRows(asked.jdbc(), door).of(asked.incident()).reversed();
    if (all.isEmpty()) {
      return;
    }
    List<Map<String, Object>> lines = new ArrayList<>();
    for (SupplierDecision one : all) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("kind", one.kind().word());
      line.put("at", one.at().toString());
      if (!out.isPublic()) {
        line.put("by", out.account(one.by()));
        line.put("reasons", one.reasons());
        line.put("promises", one.promises());
      }
      lines.add(line);
    }
    out.json("aftermath/decisions.json", lines);
    if (!out.isPublic()) {
      SupplierDecision last = all.getLast();
      out.section(
          PackOut.Section.words(
              "What was decided about the supplier",
              "On " + last.at() + ": " + last.kind().words() + ".",
              last.reasons()));
    }
  }
}
