package org.stoplog.sample;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the right answers are. Derived from the people: each line of a file is known by whom it was
 * made of, never by comparing what is written in it.
 *
 * <p>Rules. An identifier with a day is exact when one person had it on that day and shared when
 * several had. Without a day, or when nobody had it that day, it is exact when one person ever had
 * it, shared when all who ever had it overlap, else ambiguous. An address that nobody ever had is
 * probable when exactly one person has it with another plus-tag or none, ambiguous when several
 * have. A device is linked when the supplier's recorded events tie it to exactly one person,
 * ambiguous when to more, else unknown. Merged accounts count as the account that they ended in.
 */
public final class Truth {
  private final World world;

  public Truth(World world) {
    this.world = world;
  }

  /** What went to the supplier, whenever; see the other {@code seen}. */
  public Answer seen(String supplier) {
    return seen(supplier, LocalDate.EPOCH, LocalDate.parse("2999-01-01"));
  }

  /**
   * What the recorded events say went to the supplier. A hub's recipients see what was passed on to
   * them. Helphive's is what it holds, whatever the days; a sub-processor's what its suppliers got
   * and hold.
   *
   * @param first UTC day
   * @param last UTC day, inclusive
   */
  public Answer seen(String supplier, LocalDate first, LocalDate last) {
    Span span =
        new Span(Math.toIntExact(first.toEpochDay()), Math.toIntExact(last.toEpochDay()) + 1);
    Tally tally = new Tally(world, new Lumetrics(world).linked());
    switch (supplier) {
      case Suppliers.LUMETRICS -> add(new Lumetrics(world), span, null, tally);
      case Suppliers.RELAYPIPE -> add(new Relaypipe(world), span, null, tally);
      case Suppliers.POSTWREN -> add(new Relaypipe(world), span, supplier, tally);
      case Suppliers.COLDBASIN -> {
        add(new Lumetrics(world), span, null, tally);
        add(SampleFiles.table(world, SampleFiles.CONTACTS), tally);
      }
      case Suppliers.HELPHIVE -> add(SampleFiles.table(world, SampleFiles.CONTACTS), tally);
      default -> {}
    }
    return tally.answer();
  }

  /**
   * What a file says.
   *
   * @param file name of a table, for example {@link SampleFiles#DAY_16}
   * @param supplierEvents whether the analytics supplier's events were recorded, so that its device
   *     ids are known
   */
  public Answer file(String file, boolean supplierEvents) {
    Set<Device> linked = supplierEvents ? new Lumetrics(world).linked() : Set.of();
    Tally tally = new Tally(world, linked);
    add(SampleFiles.table(world, file), tally);
    return tally.answer();
  }

  /** By canonical user id: the elements that the supplier's grants allow, by their populations. */
  public Map<String, Set<String>> declared(String supplier) {
    int[] masks = new int[world.size()];
    for (Register.Line line : Register.LINES) {
      Population population = line.population();
      if (line.supplier().equals(supplier) && population != null) {
        for (Person person : world.people()) {
          if (population.holds(person, line.grant())) {
            masks[person.canonical().index] |= line.mask();
          }
        }
      }
    }
    Map<String, Set<String>> declared = new TreeMap<>();
    for (Person person : world.people()) {
      if (masks[person.index] != 0) {
        declared.put(person.userId, Datum.ids(masks[person.index]));
      }
    }
    return declared;
  }

  /**
   * Canonical user ids of whoever had one of the values at some time since.
   *
   * @param attribute {@code plan} or {@code country}
   * @param since first day, null for any time
   */
  public Set<String> cohort(String attribute, List<String> values, @Nullable YearMonth since) {
    Population population =
        new Population(attribute, values, since == null ? "" : since.toString());
    Set<String> cohort = new TreeSet<>();
    for (Person person : world.people()) {
      if (population.holds(person, Span.EVER)) {
        cohort.add(person.canonical().userId);
      }
    }
    return cohort;
  }

  /**
   * Canonical user ids of the members of organisations.
   *
   * @param first first day of those on which they were members
   * @param last last day, inclusive
   */
  public Set<String> members(Set<String> organisations, LocalDate first, LocalDate last) {
    Span span =
        new Span(Math.toIntExact(first.toEpochDay()), Math.toIntExact(last.toEpochDay()) + 1);
    Set<String> members = new TreeSet<>();
    for (Person person : world.people()) {
      for (Held<Membership> held : person.memberships) {
        if (organisations.contains(held.what().organisation().id()) && held.span().overlaps(span)) {
          members.add(person.canonical().userId);
        }
      }
    }
    return members;
  }

  /** For each event export: name, and number of its lines that cannot be used. */
  public Map<String, Long> dirtyLines() {
    Map<String, Long> dirty = new TreeMap<>();
    for (Export export : SampleFiles.exports(world)) {
      for (YearMonth month : export.recorded()) {
        long[] count = new long[1];
        export.month(
            month, event -> count[0] += event.subject() instanceof Subject.Nothing ? 1 : 0);
        dirty.put(SampleFiles.name(export, month), count[0]);
      }
    }
    return dirty;
  }

  /** How many usable lines of the hub say that they were passed on to somebody of that name. */
  public long passedOn(String name) {
    Export hub = new Relaypipe(world);
    long[] count = new long[1];
    for (YearMonth month : hub.recorded()) {
      hub.month(
          month,
          event -> {
            boolean usable = !(event.subject() instanceof Subject.Nothing);
            count[0] += usable && event.passedOn().contains(name) ? 1 : 0;
          });
    }
    return count[0];
  }

  private static void add(Export export, Span span, @Nullable String recipient, Tally tally) {
    for (YearMonth month : export.recorded()) {
      export.month(
          month,
          event -> {
            if (span.has(event.day())
                && (recipient == null || event.passedOn().contains(recipient))) {
              tally.add(event.subject(), event.day(), event.mask());
            }
          });
    }
  }

  private static void add(Table table, Tally tally) {
    List<Column> columns = table.columns();
    table.rows(
        row -> {
          Organisation organisation = row.organisation();
          if (organisation != null) {
            tally.organisation(organisation);
          }
          tally.add(row.subject(), row.day(), row.mask(columns));
        });
  }
}
