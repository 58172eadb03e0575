package org.stoplog.ledger.crash;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.crash.Sheet.Id;
import org.stoplog.ledger.crash.Sheet.PersonRow;
import org.stoplog.ledger.crash.Sheet.RecordRow;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Purpose;

/** What the ledger must hold, as lists in memory. */
final class Model {
  /** A batch; {@code sheet} with its place says which import it was. */
  record Loaded(
      long id,
      Sheet sheet,
      int supplier,
      int connection,
      String status,
      long rows,
      long leftOut,
      long suppressed,
      LocalDate first,
      LocalDate last) {
    Loaded ended(String how) {
      return new Loaded(
          id, sheet, supplier, connection, how, rows, leftOut, suppressed, first, last);
    }

    boolean isLive() {
      return status.equals("live");
    }

    boolean isOf(Sheet other, int atSupplier, int atConnection) {
      return isLive()
          && sheet.purpose() == other.purpose()
          && sheet.text().equals(other.text())
          && supplier == atSupplier
          && connection == atConnection;
    }
  }

  record Fact(String person, long batch, Id id, LocalDate since, LocalDate until) {}

  record Period(
      String person, long batch, LocalDate since, LocalDate until, String plan, String guardian) {}

  record Merge(String person, String into, long batch) {}

  record Link(long batch, Id id, Id other, LocalDate first, LocalDate last) {}

  /** A row of a table's file. */
  record Row(
      long batch,
      String subject,
      int supplier,
      int connection,
      LocalDate day,
      Instant first,
      Instant last,
      ElementSet elements,
      long events) {}

  List<Loaded> batches = new ArrayList<>();
  List<Fact> facts = new ArrayList<>();
  List<Period> periods = new ArrayList<>();
  List<Merge> merges = new ArrayList<>();
  List<Link> links = new ArrayList<>();

  /** By table and partition, the files with their rows. */
  Map<String, List<List<Row>>> files = new TreeMap<>();

  Set<String> suppressed = new TreeSet<>();
  Set<String> named = new TreeSet<>();
  List<String> acts = new ArrayList<>();
  boolean current;
  int exposures;

  Model copy() {
    Model copy = new Model();
    copy.batches = new ArrayList<>(batches);
    copy.facts = new ArrayList<>(facts);
    copy.periods = new ArrayList<>(periods);
    copy.merges = new ArrayList<>(merges);
    copy.links = new ArrayList<>(links);
    copy.files = new TreeMap<>(files);
    copy.suppressed = new TreeSet<>(suppressed);
    copy.named = new TreeSet<>(named);
    copy.acts = new ArrayList<>(acts);
    copy.current = current;
    copy.exposures = exposures;
    return copy;
  }

  List<Loaded> live() {
    return batches.stream().filter(Loaded::isLive).toList();
  }

  /** Why an import of this file comes to nothing, if so. */
  static Optional<Problem> refusal(Sheet sheet) {
    if (sheet.text().isEmpty()) {
      return Optional.of(Problem.FILE_EMPTY);
    }
    boolean used =
        sheet.purpose() == Purpose.PEOPLE
            ? sheet.people().stream().anyMatch(PersonRow::isUsable)
            : sheet.records().stream().anyMatch(row -> isUsable(sheet, row));
    return used ? Optional.empty() : Optional.of(Problem.DATA_MALFORMED);
  }

  private static boolean isUsable(Sheet sheet, RecordRow row) {
    return !row.ids(1).isEmpty() && (row.at() != null || sheet.asOf() != null);
  }

  void load(Sheet sheet, int supplier, int connection, long id) {
    Optional<Loaded> earlier =
        batches.stream().filter(one -> one.isOf(sheet, supplier, connection)).findFirst();
    Set<String> gone = Set.copyOf(suppressed);
    earlier.ifPresent(
        old -> {
          removeFacts(old.id);
          keep(row -> row.batch != old.id);
          batches.replaceAll(one -> one.id == old.id ? one.ended("replaced") : one);
        });
    if (sheet.purpose() == Purpose.PEOPLE) {
      loadPeople(sheet, id, gone);
      current = false;
    } else {
      boolean linked = loadRecords(sheet, supplier, connection, id, gone);
      current = current && !linked && earlier.isEmpty();
    }
    acts.add("batch.committed batch=" + id + earlier.map(old -> " replaced=" + old.id).orElse(""));
  }

  private void loadPeople(Sheet sheet, long id, Set<String> gone) {
    long used = 0;
    long erased = 0;
    Set<Fact> said = new LinkedHashSet<>();
    Set<Merge> merged = new LinkedHashSet<>();
    for (PersonRow row : sheet.people()) {
      if (!row.isUsable()) {
        continue;
      }
      used++;
      if (gone.contains("user-id:" + row.user())) {
        erased++;
        continue;
      }
      named.add(row.user());
      boolean guarded = !row.guardian().isEmpty() && !gone.contains("user-id:" + row.guardian());
      periods.add(
          new Period(
              row.user(),
              id,
              row.since(),
              row.until(),
              row.plan(),
              guarded ? row.guardian() : null));
      List<Id> ids = new ArrayList<>(List.of(Id.of(Scheme.USER_ID, row.user(), 0)));
      if (!row.email().isEmpty()) {
        ids.add(Id.of(Scheme.EMAIL, row.email(), 0));
      }
      if (!row.phone().isEmpty()) {
        ids.add(Id.of(Scheme.PHONE, row.phone(), 0));
      }
      for (Id one : ids) {
        if (!gone.contains(one.subject())) {
          said.add(new Fact(row.user(), id, one, row.since(), row.until()));
        }
      }
      if (!row.mergedInto().isEmpty()
          && !row.mergedInto().equals(row.user())
          && !gone.contains("user-id:" + row.mergedInto())) {
        merged.add(new Merge(row.user(), row.mergedInto(), id));
      }
    }
    facts.addAll(said);
    merges.addAll(merged);
    long leftOut = sheet.people().size() - used;
    batches.add(new Loaded(id, sheet, 0, 0, "live", used - erased, leftOut, erased, null, null));
  }

  /**
   * @return whether it tied identifiers together
   */
  private boolean loadRecords(
      Sheet sheet, int supplier, int connection, long id, Set<String> gone) {
    long used = 0;
    long erased = 0;
    boolean holdings = sheet.purpose() == Purpose.HOLDINGS;
    Map<List<Object>, Row> rolled = new LinkedHashMap<>();
    Map<List<Id>, Link> tied = new LinkedHashMap<>();
    for (RecordRow row : sheet.records()) {
      if (!isUsable(sheet, row)) {
        continue;
      }
      used++;
      Instant at =
          row.at() != null ? row.at() : sheet.asOf().atStartOfDay(ZoneOffset.UTC).toInstant();
      LocalDate sent = LocalDate.ofInstant(at, ZoneOffset.UTC);
      List<Id> ids = row.ids(supplier);
      Id primary = ids.getFirst();
      for (Id one : ids) {
        if (one.scheme() == Scheme.EMAIL.code()) {
          tie(tied, id, one, Id.of(Scheme.EMAIL_BASE, Sheet.base(one.value()), 0), sent, gone);
        }
        tie(tied, id, primary, one, sent, gone);
      }
      if (gone.contains(primary.subject())) {
        erased++;
        continue;
      }
      LocalDate day = holdings ? sheet.asOf() : sent;
      Row fresh =
          new Row(id, primary.subject(), supplier, connection, day, at, at, row.elements(), 1);
      rolled.merge(
          List.of(primary.subject(), day, row.elements()),
          fresh,
          (a, b) ->
              new Row(
                  id,
                  a.subject,
                  supplier,
                  connection,
                  a.day,
                  a.first.isBefore(b.first) ? a.first : b.first,
                  a.last.isAfter(b.last) ? a.last : b.last,
                  a.elements,
                  a.events + b.events));
    }
    links.addAll(tied.values());
    String table = holdings ? "holdings" : "disclosures";
    Map<String, List<Row>> parts =
        rolled.values().stream()
            .collect(
                Collectors.groupingBy(
                    row -> table + " " + supplier + (holdings ? "" : " " + row.day.getYear())));
    parts.forEach((part, rows) -> files.merge(part, List.of(rows), Model::joined));
    batches.add(
        new Loaded(
            id,
            sheet,
            supplier,
            connection,
            "live",
            used - erased,
            sheet.records().size() - used,
            erased,
            rolled.values().stream().map(Row::day).min(LocalDate::compareTo).orElse(null),
            rolled.values().stream().map(Row::day).max(LocalDate::compareTo).orElse(null)));
    return !tied.isEmpty();
  }

  private static <T> List<T> joined(Collection<? extends T> a, Collection<? extends T> b) {
    List<T> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private static void tie(
      Map<List<Id>, Link> tied, long batch, Id id, Id other, LocalDate day, Set<String> gone) {
    if (id.subject().equals(other.subject())
        || gone.contains(id.subject())
        || gone.contains(other.subject())) {
      return;
    }
    tied.merge(
        List.of(id, other),
        new Link(batch, id, other, day, day),
        (a, b) ->
            new Link(
                batch,
                id,
                other,
                a.first.isBefore(b.first) ? a.first : b.first,
                a.last.isAfter(b.last) ? a.last : b.last));
  }

  private void removeFacts(long batch) {
    facts.removeIf(fact -> fact.batch == batch);
    periods.removeIf(period -> period.batch == batch);
    merges.removeIf(merge -> merge.batch == batch);
    links.removeIf(link -> link.batch == batch);
  }

  /** Only these rows stay in the files. */
  private void keep(Predicate<Row> kept) {
    files.replaceAll(
        (part, all) ->
            all.stream()
                .map(rows -> rows.stream().filter(kept).toList())
                .filter(rows -> !rows.isEmpty())
                .toList());
    files.values().removeIf(List::isEmpty);
  }

  void undo(long id) {
    Loaded batch = batches.stream().filter(one -> one.id == id).findFirst().orElseThrow();
    removeFacts(id);
    keep(row -> row.batch != id);
    batches.replaceAll(one -> one.id == id ? one.ended("undone") : one);
    if (batch.sheet.purpose() == Purpose.PEOPLE) {
      named.removeIf(one -> periods.stream().noneMatch(period -> period.person.equals(one)));
    }
    current = false;
    acts.add("batch.undone batch=" + id);
  }

  /** Puts the files of one table together, where there is something to put together. */
  void compact(String table) {
    boolean changed = false;
    for (Map.Entry<String, List<List<Row>>> part : files.entrySet()) {
      if (part.getKey().startsWith(table) && part.getValue().size() > 1) {
        part.setValue(List.of(part.getValue().stream().flatMap(List::stream).toList()));
        changed = true;
      }
    }
    if (changed) {
      acts.add("ledger.compacted table=" + table);
    }
  }

  /** Everybody who states this identifier, with the accounts that are merged with theirs. */
  Set<String> owners(String subject) {
    Set<String> found =
        facts.stream()
            .filter(fact -> fact.id.subject().equals(subject))
            .map(Fact::person)
            .collect(Collectors.toCollection(TreeSet::new));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Merge merge : merges) {
        if (found.contains(merge.person) || found.contains(merge.into)) {
          grew |= found.add(merge.person) | found.add(merge.into);
        }
      }
    }
    return found;
  }

  Set<String> subjects(Set<String> people) {
    return facts.stream()
        .filter(fact -> people.contains(fact.person))
        .flatMap(fact -> fact.id.derived().stream())
        .map(Id::subject)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether an erasure by this identifier is possible: exactly one account states it. */
  boolean isOfOne(String subject) {
    return facts.stream()
            .filter(fact -> fact.id.subject().equals(subject))
            .map(Fact::person)
            .distinct()
            .count()
        == 1;
  }

  void forget(String subject) {
    Set<String> people = owners(subject);
    Set<String> erased = subjects(people);
    // What others are known by too stays: erasing it would hide their breach.
    List<Fact> others = facts.stream().filter(one -> !people.contains(one.person)).toList();
    Set<String> own =
        facts.stream()
            .filter(one -> people.contains(one.person))
            .map(one -> one.id.subject())
            .collect(Collectors.toSet());
    for (Fact other : others) {
      erased.remove(other.id.subject());
      other.id.derived().stream()
          .map(Id::subject)
          .filter(form -> !own.contains(form))
          .forEach(erased::remove);
    }
    facts.removeIf(fact -> people.contains(fact.person));
    periods.removeIf(period -> people.contains(period.person));
    periods.replaceAll(
        one ->
            one.guardian != null && people.contains(one.guardian)
                ? new Period(one.person, one.batch, one.since, one.until, one.plan, null)
                : one);
    merges.removeIf(merge -> people.contains(merge.person) || people.contains(merge.into));
    links.removeIf(
        link -> erased.contains(link.id.subject()) || erased.contains(link.other.subject()));
    named.removeAll(people);
    keep(row -> !erased.contains(row.subject));
    suppressed.addAll(erased);
    current = false;
    acts.add("person.forgotten accounts=" + people.size() + " subjects=" + erased.size());
  }

  void derive() {
    if (!current) {
      current = true;
      acts.add("directory.derived");
    }
  }

  void freeze() {
    exposures++;
    acts.add("exposure.frozen");
  }

  void lookedUp() {
    acts.add("person.looked-up");
  }

  /** What a look-up says, null when nobody and nothing is known. */
  List<String> story(Id id) {
    Set<String> people = owners(id.subject());
    Set<String> subjects = subjects(people);
    subjects.add(id.subject());
    subjects.addAll(new Answers(this).observedWith(people));
    Map<List<Integer>, List<Row>> sent =
        files.entrySet().stream()
            .filter(part -> part.getKey().startsWith("disclosures"))
            .flatMap(part -> part.getValue().stream())
            .flatMap(List::stream)
            .filter(row -> subjects.contains(row.subject))
            .collect(Collectors.groupingBy(row -> List.of(row.supplier, row.connection)));
    if (people.isEmpty() && sent.isEmpty()) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    Set<String> references = new TreeSet<>(people);
    references.retainAll(named);
    lines.add("known " + people.size() + " " + references + " " + subjects.size());
    sent.forEach(
        (place, rows) -> {
          ElementSet elements =
              rows.stream().map(Row::elements).reduce(ElementSet.NONE, ElementSet::plus);
          lines.add(
              "sent %d %d %s %s %d %d:%d"
                  .formatted(
                      place.get(0),
                      place.get(1),
                      rows.stream().map(Row::day).min(LocalDate::compareTo).orElseThrow(),
                      rows.stream().map(Row::day).max(LocalDate::compareTo).orElseThrow(),
                      rows.stream().mapToLong(Row::events).sum(),
                      elements.low(),
                      elements.high()));
        });
    return lines;
  }

  List<Row> rows(String table) {
    return files.entrySet().stream()
        .filter(part -> part.getKey().startsWith(table))
        .flatMap(part -> part.getValue().stream())
        .flatMap(List::stream)
        .toList();
  }

  /** The same lines as the worker's state, in any order. */
  List<String> state() {
    List<String> lines = new ArrayList<>();
    for (Loaded batch : batches) {
      lines.add(
          "batch %d %s %s %d %d %d %s %s %d %d %s"
              .formatted(
                  batch.id,
                  batch.sheet.purpose().name().toLowerCase(java.util.Locale.ROOT),
                  batch.status,
                  batch.rows,
                  batch.leftOut,
                  batch.suppressed,
                  batch.first,
                  batch.last,
                  batch.supplier,
                  batch.connection,
                  batch.sheet.name()));
    }
    suppressed.forEach(subject -> lines.add("suppressed " + subject));
    named.forEach(person -> lines.add("named " + person));
    count(lines, "person_period", periods.stream().map(Period::batch).toList());
    count(lines, "person_identifier", facts.stream().map(Fact::batch).toList());
    count(lines, "person_merge", merges.stream().map(Merge::batch).toList());
    count(lines, "observed_link", links.stream().map(Link::batch).toList());
    for (int i = 0; i < acts.size(); i++) {
      lines.add("audit " + (i + 1) + " " + acts.get(i));
    }
    lines.add("Intact");
    lines.add("current " + current);
    lines.add("exposures " + exposures);
    for (String table : List.of("disclosures", "holdings")) {
      lines.add(
          "files "
              + table
              + " "
              + files.entrySet().stream()
                  .filter(part -> part.getKey().startsWith(table))
                  .mapToInt(part -> part.getValue().size())
                  .sum());
      Map<Long, List<Row>> byBatch =
          rows(table).stream().collect(Collectors.groupingBy(Row::batch));
      byBatch.forEach(
          (batch, rows) ->
              lines.add(
                  "%s %d %d %d"
                      .formatted(
                          table,
                          batch,
                          rows.size(),
                          table.equals("holdings")
                              ? rows.size()
                              : rows.stream().mapToLong(Row::events).sum())));
    }
    return lines;
  }

  private static void count(List<String> lines, String table, List<Long> batches) {
    new HashSet<>(batches)
        .forEach(
            batch ->
                lines.add(
                    table
                        + " "
                        + batch
                        + " "
                        + batches.stream().filter(one -> Objects.equals(one, batch)).count()));
  }
}
