package org.stoplog.ledger.crash;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.crash.Model.Fact;
import org.stoplog.ledger.crash.Model.Link;
import org.stoplog.ledger.crash.Model.Loaded;
import org.stoplog.ledger.crash.Model.Merge;
import org.stoplog.ledger.crash.Model.Period;
import org.stoplog.ledger.crash.Model.Row;
import org.stoplog.ledger.crash.Sheet.Id;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Purpose;

/** Who owns what, and who is affected, worked out from a model one fact at a time. */
final class Answers {
  private static final LocalDate EVER = LocalDate.of(1, 1, 1);
  private static final LocalDate STILL = LocalDate.of(9999, 12, 31);
  private static final int EXACT = 1;
  private static final int SHARED = 2;
  private static final int PROBABLE = 3;
  private static final int AMBIGUOUS = 4;
  private static final int DECLARED = 5;

  private final Model model;
  private final List<Loaded> files;
  private final Map<String, String> ends = new HashMap<>();
  private final List<Owner> owners = new ArrayList<>();

  /**
   * That an identifier is somebody's for some time.
   *
   * @param kind 0 stated, 1 seen together with somebody's, 2 with several people's, 3 by its base
   */
  private record Owner(Id id, String person, LocalDate since, LocalDate until, int kind) {
    boolean on(LocalDate day) {
      return !day.isBefore(since) && day.isBefore(until);
    }
  }

  Answers(Model model) {
    this.model = model;
    this.files =
        model.live().stream()
            .filter(batch -> batch.sheet().purpose() == Purpose.PEOPLE)
            .sorted(
                Comparator.comparing((Loaded batch) -> batch.sheet().asOf())
                    .thenComparing(Loaded::id))
            .toList();
    merge();
    state();
    observe();
  }

  /** Position of a people file in the order in which they speak. */
  private int place(long batch) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).id() == batch) {
        return i;
      }
    }
    throw new IllegalStateException("a fact of batch " + batch + ", which is not live");
  }

  /** An account that was merged is the one at the end of the chain; a circle has no end. */
  private void merge() {
    Map<String, Merge> last = new HashMap<>();
    for (Merge merge : model.merges) {
      last.merge(merge.person(), merge, (a, b) -> place(a.batch()) > place(b.batch()) ? a : b);
    }
    for (String person : last.keySet()) {
      Set<String> passed = new HashSet<>();
      String at = person;
      while (last.containsKey(at) && passed.add(at)) {
        at = last.get(at).into();
      }
      if (!last.containsKey(at)) {
        ends.put(person, at);
      }
    }
  }

  private String end(String person) {
    return ends.getOrDefault(person, person);
  }

  /** What people files say: the last file that names an identifier says from when to when. */
  private void state() {
    Map<List<Object>, Integer> lastSaid = new HashMap<>();
    for (Fact fact : model.facts) {
      lastSaid.merge(List.of(fact.person(), fact.id()), place(fact.batch()), Math::max);
    }
    Map<List<Object>, List<Owner>> stretches = new TreeMap<>(Comparator.comparing(List::toString));
    for (Fact fact : model.facts) {
      int place = place(fact.batch());
      if (lastSaid.get(List.of(fact.person(), fact.id())) != place) {
        continue;
      }
      // A later file that names another identifier of the kind ends an open one.
      int next =
          model.facts.stream()
              .filter(one -> one.person().equals(fact.person()))
              .filter(one -> one.id().scheme() == fact.id().scheme())
              .mapToInt(one -> place(one.batch()))
              .filter(one -> one > place)
              .min()
              .orElse(-1);
      LocalDate open = next < 0 ? STILL : files.get(next).sheet().asOf();
      LocalDate since = fact.since() == null ? EVER : fact.since();
      LocalDate until = fact.until() == null ? open : fact.until();
      if (since.isBefore(until)) {
        for (Id id : fact.id().derived()) {
          stretches
              .computeIfAbsent(List.of(id, end(fact.person())), key -> new ArrayList<>())
              .add(new Owner(id, end(fact.person()), since, until, 0));
        }
      }
    }
    stretches.values().forEach(this::join);
  }

  /** Stretches that touch are one. */
  private void join(List<Owner> stretches) {
    stretches.sort(Comparator.comparing(Owner::since).thenComparing(Owner::until));
    Owner open = null;
    for (Owner next : stretches) {
      if (open == null || next.since.isAfter(open.until)) {
        if (open != null) {
          owners.add(open);
        }
        open = next;
      } else if (next.until.isAfter(open.until)) {
        open = new Owner(open.id, open.person, open.since, next.until, 0);
      }
    }
    owners.add(open);
  }

  /** Identifiers that nobody states, seen together with one that somebody owned then. */
  private void observe() {
    record Near(Id id, String person, boolean byBase) {}
    Set<Id> stated = owners.stream().map(Owner::id).collect(Collectors.toSet());
    Set<Near> near = new LinkedHashSet<>();
    for (Link link : model.links) {
      for (boolean back : List.of(false, true)) {
        Id id = back ? link.other() : link.id();
        Id via = back ? link.id() : link.other();
        if (id.scheme() == Scheme.ORGANISATION_ID.code()
            || stated.contains(id)
            || (back && id.scheme() == Scheme.EMAIL_BASE.code())) {
          continue;
        }
        for (Owner owner : owners) {
          if (owner.id.equals(via)
              && !owner.since.isAfter(link.last())
              && owner.until.isAfter(link.first())) {
            near.add(new Near(id, owner.person, via.scheme() == Scheme.EMAIL_BASE.code()));
          }
        }
      }
    }
    Map<Id, List<Near>> byId = near.stream().collect(Collectors.groupingBy(Near::id));
    byId.forEach(
        (id, all) -> {
          boolean direct = all.stream().anyMatch(one -> !one.byBase);
          List<Near> nearest = all.stream().filter(one -> one.byBase != direct).toList();
          for (Near one : nearest) {
            int kind = nearest.size() > 1 ? 2 : one.byBase ? 3 : 1;
            owners.add(new Owner(id, one.person, EVER, STILL, kind));
          }
        });
  }

  /** Subjects that nobody states and that lead to one of these people alone. */
  Set<String> observedWith(Set<String> people) {
    return owners.stream()
        .filter(one -> one.kind != 0 && count(one.id) == 1 && people.contains(one.person))
        .map(one -> one.id.subject())
        .collect(Collectors.toSet());
  }

  /** Whether it is the base of an address that is another one. */
  private boolean isOfTagged(Id base) {
    return model.facts.stream()
        .anyMatch(
            fact ->
                fact.id().derived().contains(base) && !fact.id().subject().equals(base.subject()));
  }

  /** The derived copy as the worker prints it: it has the bases of tagged addresses alone. */
  List<String> owners() {
    return owners.stream()
        .filter(one -> one.id.scheme() != Scheme.EMAIL_BASE.code() || isOfTagged(one.id))
        .map(
            one ->
                "%d %s %s %s %s %d %d"
                    .formatted(
                        one.id.scheme(),
                        one.id.subject(),
                        one.person,
                        one.since,
                        one.until,
                        one.kind,
                        count(one.id)))
        .toList();
  }

  private long count(Id id) {
    return owners.stream().filter(one -> one.id.equals(id)).map(Owner::person).distinct().count();
  }

  /** One reason why somebody, or an identifier of nobody, is in an exposure. */
  private record Part(
      String who,
      int match,
      int seen,
      ElementSet sent,
      ElementSet held,
      ElementSet declared,
      Instant first,
      Instant last,
      boolean isHeld,
      boolean isDeclared) {
    boolean isSure() {
      return match < AMBIGUOUS;
    }
  }

  private record Hit(String person, int match) {}

  /** The rows of an exposure as the worker prints them, and its summary last. */
  List<String> expose(Asked asked) {
    Map<String, List<Owner>> bySubject =
        owners.stream().collect(Collectors.groupingBy(one -> one.id.subject()));
    List<Part> parts = new ArrayList<>();
    for (Row row : model.rows("disclosures")) {
      int relation = relation(asked, row);
      ElementSet elements = masked(asked, row.elements());
      if (asked.suppliers().contains(row.supplier()) && relation > 0 && !elements.isEmpty()) {
        for (Hit hit : hits(bySubject.getOrDefault(row.subject(), List.of()), row.day(), false)) {
          parts.add(
              new Part(
                  hit.person == null ? row.subject() : hit.person,
                  hit.match,
                  relation,
                  elements,
                  ElementSet.NONE,
                  ElementSet.NONE,
                  row.first(),
                  row.last(),
                  false,
                  false));
        }
      }
    }
    for (Row row : model.rows("holdings")) {
      ElementSet elements = masked(asked, row.elements());
      if (asked.suppliers().contains(row.supplier()) && !elements.isEmpty()) {
        for (Hit hit : hits(bySubject.getOrDefault(row.subject(), List.of()), row.day(), true)) {
          parts.add(
              new Part(
                  hit.person == null ? row.subject() : hit.person,
                  hit.match,
                  0,
                  ElementSet.NONE,
                  elements,
                  ElementSet.NONE,
                  null,
                  null,
                  true,
                  false));
        }
      }
    }
    ElementSet granted = masked(asked, Elements.catalogue().setOf(Asked.GRANTED));
    if (!asked.granted().isEmpty() && !granted.isEmpty()) {
      for (String person : withPlan(asked.granted(), null)) {
        parts.add(
            new Part(
                person, 1, 0, ElementSet.NONE, ElementSet.NONE, granted, null, null, false, true));
      }
    }
    if (!asked.cohort().isEmpty()) {
      Set<String> cohort = withPlan(asked.cohort(), asked.cohortSince());
      parts.removeIf(part -> !cohort.contains(part.who));
    }
    return lines(parts);
  }

  private static ElementSet masked(Asked asked, ElementSet elements) {
    return asked.elements().isEmpty() ? elements : elements.and(asked.mask());
  }

  /** Whom a row leads to: the owners of its subject on its day, or else at any time. */
  private List<Hit> hits(List<Owner> all, LocalDate day, boolean held) {
    List<Owner> direct =
        all.stream().filter(one -> one.id.scheme() != Scheme.EMAIL_BASE.code()).toList();
    if (direct.isEmpty()) {
      return byBase(all, day, held);
    }
    List<Owner> then = direct.stream().filter(one -> one.on(day)).toList();
    Map<String, List<Owner>> people =
        (then.isEmpty() ? direct : then).stream().collect(Collectors.groupingBy(Owner::person));
    boolean open = people.values().stream().flatMap(List::stream).anyMatch(one -> one.kind == 2);
    int match;
    if (open) {
      match = AMBIGUOUS;
    } else if (people.size() == 1) {
      match = direct.stream().anyMatch(one -> one.kind == 3) ? PROBABLE : EXACT;
    } else {
      LocalDate since =
          people.values().stream()
              .flatMap(List::stream)
              .map(Owner::since)
              .max(LocalDate::compareTo)
              .orElseThrow();
      LocalDate until =
          people.values().stream()
              .flatMap(List::stream)
              .map(Owner::until)
              .min(LocalDate::compareTo)
              .orElseThrow();
      match = since.isBefore(until) ? SHARED : AMBIGUOUS;
    }
    return people.keySet().stream().map(person -> new Hit(person, match)).toList();
  }

  /** The day matters to what is held, and never to what was sent. */
  private static List<Hit> byBase(List<Owner> all, LocalDate day, boolean held) {
    List<Owner> then = all.stream().filter(one -> held && one.on(day)).toList();
    if (all.isEmpty()) {
      return List.of(new Hit(null, EXACT));
    }
    boolean several = all.stream().map(Owner::person).distinct().count() > 1;
    return (then.isEmpty() ? all : then)
        .stream()
            .map(Owner::person)
            .distinct()
            .map(person -> new Hit(person, several ? AMBIGUOUS : PROBABLE))
            .toList();
  }

  /** People who had a plan at some time of a period. */
  private Set<String> withPlan(String plan, LocalDate since) {
    Set<String> people = new HashSet<>();
    for (Period period : model.periods) {
      int place = place(period.batch());
      int next =
          model.periods.stream()
              .filter(one -> one.person().equals(period.person()))
              .mapToInt(one -> place(one.batch()))
              .filter(one -> one > place)
              .min()
              .orElse(-1);
      LocalDate open = next < 0 ? STILL : files.get(next).sheet().asOf();
      LocalDate until = period.until() == null ? open : period.until();
      if (period.plan().equals(plan) && (since == null || until.isAfter(since))) {
        people.add(end(period.person()));
      }
    }
    return people;
  }

  private static int relation(Asked asked, Row row) {
    int surest = asked.windows().isEmpty() ? 2 : 0;
    for (Asked.Span window : asked.windows()) {
      int relation;
      boolean startsBeforeEnd = row.first().isBefore(window.to());
      boolean endsBeforeEnd = row.last().isBefore(window.to());
      if (window.access()) {
        Instant gone = null;
        if (asked.deleted() != null && row.supplier() == 1) {
          Instant day = asked.deleted().atStartOfDay(ZoneOffset.UTC).toInstant();
          gone = day.plusSeconds(86_400).isAfter(window.from()) ? null : day;
        }
        boolean allGone = gone != null && row.last().isBefore(gone);
        boolean someGone = gone != null && row.first().isBefore(gone);
        relation = !startsBeforeEnd || allGone ? 0 : endsBeforeEnd && !someGone ? 2 : 1;
      } else {
        boolean inside = !row.first().isBefore(window.from()) && endsBeforeEnd;
        boolean overlaps = !row.last().isBefore(window.from()) && startsBeforeEnd;
        relation = inside ? 2 : overlaps ? 1 : 0;
      }
      surest = Math.max(surest, relation);
    }
    return surest;
  }

  private static List<String> lines(List<Part> all) {
    List<String> lines = new ArrayList<>();
    long[] sums = new long[7];
    Map<String, List<Part>> byWho = all.stream().collect(Collectors.groupingBy(Part::who));
    byWho.forEach(
        (who, parts) -> {
          List<Part> sure = parts.stream().filter(Part::isSure).toList();
          Integer seen = sure.stream().map(Part::seen).max(Integer::compare).orElse(null);
          boolean held = sure.stream().anyMatch(Part::isHeld);
          boolean declared = parts.stream().anyMatch(Part::isDeclared);
          boolean ambiguous = sure.isEmpty();
          boolean isPerson = !who.contains(":");
          sums[0] += isPerson && !ambiguous ? 1 : 0;
          sums[1] += isPerson && seen != null && seen > 0 ? 1 : 0;
          sums[2] += isPerson && seen != null && seen == 1 ? 1 : 0;
          sums[3] += isPerson && held ? 1 : 0;
          sums[4] += isPerson && declared ? 1 : 0;
          sums[5] += isPerson && ambiguous ? 1 : 0;
          sums[6] += isPerson ? 0 : 1;
          lines.add(
              "row %s %d %s %s %s %s %d %s %s %s %s %s"
                  .formatted(
                      who,
                      parts.stream()
                          .mapToInt(part -> part.isDeclared ? DECLARED : part.match)
                          .min()
                          .orElseThrow(),
                      seen,
                      held,
                      declared,
                      ambiguous,
                      parts.stream()
                          .filter(part -> part.seen > 0)
                          .mapToInt(Part::match)
                          .min()
                          .orElse(0),
                      mask(sure.stream().map(Part::sent).toList()),
                      mask(sure.stream().map(Part::held).toList()),
                      mask(parts.stream().map(Part::declared).toList()),
                      time(sure, Part::first, true),
                      time(sure, Part::last, false)));
        });
    lines.add(
        "summary %d %d %d %d %d %d %d"
            .formatted(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]));
    return lines;
  }

  private static String mask(List<ElementSet> sets) {
    ElementSet all = sets.stream().reduce(ElementSet.NONE, ElementSet::plus);
    return all.low() + ":" + all.high();
  }

  private static String time(
      List<Part> parts, java.util.function.Function<Part, Instant> end, boolean first) {
    List<Instant> times =
        parts.stream().map(end).filter(java.util.Objects::nonNull).sorted().toList();
    return times.isEmpty()
        ? "null"
        : String.valueOf((first ? times.getFirst() : times.getLast()).toEpochMilli());
  }
}
