package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.ExposureTallies;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Counts.Count;
import org.stoplog.server.suppliers.SupplierIds;

/** Incidents as programs see them. Times are by the clock of the product, in UTC. */
final class IncidentJson {
  private IncidentJson() {}

  /**
   * An incident.
   *
   * @param name as people call it: INC-3
   * @param state suspected, confirmed, contained or closed
   * @param signal what made us look
   * @param supplier null while nobody knows which one it is
   * @param version number of its last event
   * @param scope version that is worked with; null before the first
   * @param affected of the last exposure; null before the first
   */
  record One(
      UUID id,
      int number,
      String name,
      String title,
      String state,
      String signal,
      SupplierIds.@Nullable Named supplier,
      UUID openedBy,
      Instant openedAt,
      long version,
      @Nullable Integer scope,
      @Nullable Affected affected) {}

  /**
   * How many people.
   *
   * @param exposure number of the one that says it
   * @param people in any part
   */
  record Affected(long exposure, int scope, Count people) {}

  static One one(
      Incident incident,
      Map<Integer, SupplierIds.Named> suppliers,
      @Nullable Integer scope,
      Exposures.@Nullable Frozen frozen,
      Counts counts) {
    Integer supplier = incident.supplier();
    return new One(
        incident.id(),
        incident.number(),
        incident.name(),
        incident.title(),
        incident.state().word(),
        incident.signal().word(),
        supplier == null ? null : suppliers.get(supplier),
        incident.openedBy(),
        incident.openedAt(),
        incident.version(),
        scope,
        frozen == null
            ? null
            : new Affected(
                frozen.exposure(),
                frozen.scope(),
                counts.count(frozen.numbers().summary().people())));
  }

  /**
   * A frozen exposure. Its parts overlap and are never to be added up.
   *
   * @param scope version that it answers
   * @param sha256 of the frozen file
   * @param sureness what may be said of the number; null for those who see no small counts, as are
   *     alarms and bounds
   * @param delta to the exposure before; null for the first
   */
  record Exposure(
      long number,
      int scope,
      String sha256,
      Instant at,
      Parts parts,
      Count organisations,
      @Nullable String sureness,
      @Nullable List<String> alarms,
      @Nullable List<String> bounds,
      List<OfElement> elements,
      List<Named> byCountry,
      List<Named> byOrganisation,
      List<Named> byClaim,
      List<Scenario> scenarios,
      List<Aside> notApplied,
      @Nullable Change delta) {}

  /**
   * People by the evidence.
   *
   * @param people in any part, surely enough to be told
   * @param unknownIdentifiers in the ledger, of nobody known
   * @param unknownRows in files, of nobody in the directory
   */
  record Parts(
      Count people,
      Count inFile,
      Count seen,
      Count seenOnlyPossibly,
      Count held,
      Count declared,
      Count ambiguous,
      Count unknownIdentifiers,
      Count unknownRows) {
    static Parts of(Summary summary, Counts counts) {
      return new Parts(
          counts.count(summary.people()),
          counts.count(summary.inFile()),
          counts.count(summary.seen()),
          counts.count(summary.seenPossible()),
          counts.count(summary.held()),
          counts.count(summary.declared()),
          counts.count(summary.ambiguous()),
          counts.count(summary.subjects()),
          counts.count(summary.unknownRows()));
    }
  }

  /** People by an element and the evidence. */
  record OfElement(String element, Count inFile, Count seen, Count held, Count declared) {}

  /** People by a name. */
  record Named(String name, Count people) {}

  /** A parallel scenario; its name is null for the working scope. */
  record Scenario(@Nullable String name, List<String> claims, Parts parts) {}

  /** A claim that changes nothing by itself, and how many it would take out. */
  record Aside(String claim, String reason, Count people) {}

  /** What changed since the exposure before. */
  record Change(
      Count newlyIn,
      Count newlyOut,
      Count elementsAdded,
      Count unchanged,
      Count merged,
      Count erased) {
    static Change of(Delta delta, Counts counts) {
      return new Change(
          counts.count(delta.newlyIn()),
          counts.count(delta.newlyOut()),
          counts.count(delta.elementsAdded()),
          counts.count(delta.unchanged()),
          counts.count(delta.merged()),
          counts.count(delta.erased()));
    }
  }

  static Exposure exposure(Exposures.Frozen frozen, Counts counts) {
    ScopeNumbers numbers = frozen.numbers();
    Delta delta = numbers.delta();
    boolean isAll = counts.areSmallShown();
    List<OfElement> elements = new ArrayList<>();
    for (Map.Entry<String, ExposureTallies.Parts> one : numbers.tallies().elements().entrySet()) {
      elements.add(
          new OfElement(
              one.getKey(),
              counts.count(one.getValue().inFile()),
              counts.count(one.getValue().seen()),
              counts.count(one.getValue().held()),
              counts.count(one.getValue().declared())));
    }
    return new Exposure(
        frozen.exposure(),
        frozen.scope(),
        frozen.sha256(),
        frozen.at(),
        Parts.of(numbers.summary(), counts),
        counts.count(numbers.organisations()),
        isAll ? numbers.sureness() : null,
        isAll ? numbers.alarms() : null,
        isAll ? numbers.bounds() : null,
        elements,
        named(numbers.tallies().countries(), counts),
        named(numbers.tallies().organisations(), counts),
        numbers.claims().stream()
            .map(one -> new Named(one.id(), counts.count(one.people())))
            .toList(),
        numbers.scenarios().stream()
            .map(one -> new Scenario(one.name(), one.claims(), Parts.of(one.summary(), counts)))
            .toList(),
        numbers.asides().stream()
            .map(one -> new Aside(one.id(), one.reason(), counts.count(one.people())))
            .toList(),
        delta == null ? null : Change.of(delta, counts));
  }

  private static List<Named> named(Map<String, Long> all, Counts counts) {
    return all.entrySet().stream()
        .map(one -> new Named(one.getKey(), counts.count(one.getValue())))
        .toList();
  }
}
