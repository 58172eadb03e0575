package org.stoplog.server.filings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.ledger.exposure.ExposureGroups;
import org.stoplog.server.clocks.DutyDoor;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Times;
import org.stoplog.server.severity.Severities;
import org.stoplog.server.severity.SeverityWords;
import org.stoplog.server.suppliers.SupplierIds;

/**
 * A breach in the register: its facts, its effects and what was done about it (GDPR art. 33(5)).
 *
 * @param aware when we became aware; null while nobody decided it
 * @param measures how the supplier is cut; null when that is not known
 * @param told duties that were met or decided, or may have to be met
 */
record Breach(
    UUID id,
    String path,
    String name,
    String title,
    String supplier,
    String state,
    Instant opened,
    @Nullable Instant aware,
    long people,
    ElementSet elements,
    String severity,
    @Nullable String measures,
    List<DutyDoor.Known> told) {
  Breach {
    told = List.copyOf(told);
  }

  static Breach of(
      IncidentDoor door, DutyDoor duties, IncidentDoor.Seen seen, @Nullable String measures) {
    List<ExposureGroups.Group> groups = door.groups(seen.jdbc(), seen.id());
    IncidentDoor.Progress progress = door.progress(seen.jdbc(), seen.id());
    return new Breach(
        seen.id(),
        seen.path(),
        seen.name(),
        seen.title(),
        seen.supplier() == null
            ? ""
            : new SupplierIds(seen.jdbc())
                .all()
                .getOrDefault(seen.supplier(), new SupplierIds.Named(seen.id(), "unknown"))
                .name(),
        progress.state(),
        progress.openedAt(),
        door.clockEvents(seen.jdbc(), seen.id()).get("awareness"),
        groups.stream().mapToLong(ExposureGroups.Group::people).sum(),
        groups.stream()
            .map(ExposureGroups.Group::elements)
            .reduce(ElementSet.NONE, ElementSet::plus),
        new Severities(seen.jdbc(), door)
            .worst(seen.id())
            .map(SeverityWords::score)
            .orElse("not scored"),
        measures,
        duties.all(seen).stream().filter(DutyDoor.Known::matters).toList());
  }

  /** What was said or done of duties that tell such recipients, in words. */
  String of(Obligation.Tells tells) {
    List<String> words = new ArrayList<>();
    List<DutyDoor.Known> these =
        told.stream().filter(one -> one.obligation().tells() == tells).toList();
    for (DutyDoor.Known one : these) {
      Instant met = one.met();
      if (met != null) {
        words.add(one.obligation().recipient() + ": told " + Times.second(met));
      } else if (one.decision() != null) {
        words.add(one.obligation().recipient() + ": " + one.decision() + ", since " + one.reason());
      }
    }
    long open = these.stream().filter(one -> one.met() == null && one.decision() == null).count();
    if (open > 0) {
      words.add(open + (open == 1 ? " duty is open" : " duties are open"));
    }
    return words.isEmpty() ? "no duty" : String.join("; ", words);
  }

  Map<String, Object> json(Counts counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("incident", name);
    json.put("title", title);
    json.put("supplier", supplier);
    json.put("state", state);
    json.put("openedAt", opened.toString());
    if (aware != null) {
      json.put("awareAt", aware.toString());
    }
    json.put("people", counts.plain(people));
    json.put("data", SeverityWords.data(elements));
    json.put("severity", severity);
    json.put("measures", measures == null ? "" : measures);
    json.put("duties", told.stream().map(Breach::duty).collect(Collectors.toList()));
    return json;
  }

  private static Map<String, Object> duty(DutyDoor.Known one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("duty", one.obligation().id());
    json.put("recipient", one.obligation().recipient());
    json.put("law", one.obligation().law() + ", " + one.obligation().citation());
    json.put("verified", one.obligation().isVerified());
    json.put("outcome", one.outcome());
    if (one.by() != null) {
      json.put("by", one.by().toString());
    }
    if (one.decision() != null) {
      json.put("decision", one.decision());
      json.put("reason", String.valueOf(one.reason()));
    }
    if (one.met() != null) {
      json.put("metAt", one.met().toString());
    }
    return json;
  }
}
