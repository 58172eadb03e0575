package org.stoplog.server.severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.stoplog.catalog.DataClass;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.severity.Enablement;
import org.stoplog.catalog.severity.Severity;
import org.stoplog.ledger.exposure.ExposureGroups;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;

/**
 * The people of an exposure in groups that are scored alike, the worst first.
 *
 * @param unknown people of whom nobody knows which data it is
 * @param deception people by how far somebody can deceive them
 */
record Cohorts(List<Cohort> all, long unknown, Map<Enablement.Band, Long> deception) {
  Cohorts {
    all = List.copyOf(all);
    deception = Map.copyOf(deception);
  }

  /**
   * People for whom the same class of data decides, with the same points, and who are found as
   * easily.
   *
   * @param shared what of theirs all of them have in it
   * @param some what some of them have beside
   */
  record Cohort(Severity severity, long people, ElementSet shared, ElementSet some) {
    private Cohort plus(Cohort other) {
      ElementSet either = shared.plus(some).plus(other.shared).plus(other.some);
      ElementSet both = shared.and(other.shared);
      return new Cohort(severity, people + other.people, both, either.minus(both));
    }
  }

  /** What makes two people score alike. */
  private record Key(DataClass dataClass, int points, Severity.Identification identification) {}

  static Cohorts of(List<ExposureGroups.Group> groups, Judgement judgement) {
    Map<Key, Cohort> found = new HashMap<>();
    Map<Enablement.Band, Long> deception = new EnumMap<>(Enablement.Band.class);
    long unknown = 0;
    for (ExposureGroups.Group group : groups) {
      Optional<Severity> scored = judgement.severity(group.elements());
      if (scored.isEmpty()) {
        unknown += group.people();
        continue;
      }
      Severity severity = scored.get();
      Severity.Context context = severity.context();
      found.merge(
          new Key(context.dataClass(), context.points(), severity.identification()),
          new Cohort(severity, group.people(), group.elements(), ElementSet.NONE),
          Cohort::plus);
      deception.merge(
          Enablement.of(
                  group.elements(),
                  judgement.isRelationKnown(),
                  0,
                  judgement.threat(),
                  judgement.weights())
              .band(),
          group.people(),
          Long::sum);
    }
    List<Cohort> all = new ArrayList<>(found.values());
    all.sort(
        Comparator.comparing((Cohort one) -> one.severity().score())
            .thenComparing(Cohort::people)
            .reversed()
            .thenComparing(one -> one.severity().context().dataClass()));
    return new Cohorts(all, unknown, deception);
  }

  /** As a caller may see them: each of these numbers is a sum of some of the others. */
  Counts counts(Caller caller) {
    return Counts.of(caller)
        .among(
            LongStream.concat(
                all.stream().mapToLong(Cohort::people),
                LongStream.concat(
                    LongStream.of(unknown),
                    deception.values().stream().mapToLong(Long::longValue))));
  }

  long people() {
    return unknown + all.stream().mapToLong(Cohort::people).sum();
  }
}
