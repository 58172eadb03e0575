package org.stoplog.server.people;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.directory.WholeStory;
import org.stoplog.ledger.exposure.ExposedIn;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.server.platform.Times;

/** Tells what the record has of somebody. */
final class Stories {
  /** A request waits no longer: an import may have the ledger's one turn. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Ledger ledger;

  Stories(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Stops other work of the ledger from holding up a request for long. */
  static Progress patience() {
    return new Patience();
  }

  /** Gives up after some time. */
  private static final class Patience implements Progress {
    private final long end = System.nanoTime() + PATIENCE.toNanos();

    @Override
    public void step(String name, long total, String unit) {}

    @Override
    public void at(long done) {}

    @Override
    public boolean stopped() {
      return System.nanoTime() - end > 0;
    }
  }

  /**
   * @param isForgettable whether this person may erase others
   * @throws StoplogException SERVER_BUSY when other work had the ledger for too long
   */
  PersonPage of(LookUps.Row row, UUID subject, boolean isForgettable) {
    try {
      Progress patience = new Patience();
      WholeStory story = WholeStory.of(ledger.stores(), subject, patience);
      List<FrozenExposure> exposures =
          ExposedIn.of(ledger.stores(), story.people(), subject, patience);
      return page(row, story, exposures, isForgettable);
    } catch (StoplogException e) {
      if (e.problem() == Problem.INTERRUPTED) {
        throw new StoplogException(
            Problem.SERVER_BUSY, "The ledger is busy with other work, such as an import.", e);
      }
      throw e;
    }
  }

  private PersonPage page(
      LookUps.Row row, WholeStory story, List<FrozenExposure> exposures, boolean isForgettable) {
    Names names = names();
    Map<Integer, Codes.Value> values =
        story.periods().isEmpty() ? Map.of() : new Codes(ledger.stores()).values();
    Map<Integer, String> organisations =
        story.periods().stream().allMatch(period -> period.organisation() == null)
            ? Map.of()
            : new Codes(ledger.stores()).organisations();
    List<PersonPage.Pair> identifiers = new ArrayList<>();
    story
        .identifiers()
        .forEach(
            (scheme, count) ->
                identifiers.add(new PersonPage.Pair(scheme.slug(), Numbers.grouped(count))));
    if (story.seenWith() > 0) {
      identifiers.add(
          new PersonPage.Pair("tied to them by events only", Numbers.grouped(story.seenWith())));
    }
    Instant until = row.at().plus(LookUps.HOUR);
    return new PersonPage(
        state(row, story),
        Times.minute(until),
        story.references().stream().map(Masked::text).toList(),
        identifiers,
        story.periods().stream().map(period -> period(period, values, organisations)).toList(),
        story.sent().stream().map(day -> sent(day, names)).toList(),
        story.isCut(),
        story.held().stream().map(day -> sent(day, names)).toList(),
        exposures.stream()
            .map(
                one ->
                    new PersonPage.Pair(
                        "Exposure " + one.id() + ", " + one.title(), Times.second(one.createdAt())))
            .toList(),
        isForgettable && row.persons() == 1 ? PeopleController.pathOf(row.id()) + "/forget" : null,
        row.persons() == 1 ? ContactReveal.pathTo(row.id()) : null);
  }

  private static String state(LookUps.Row row, WholeStory story) {
    if (row.persons() > 1) {
      return row.persons() + " people have this identifier. What follows is of all of them.";
    }
    if (row.persons() == 1) {
      return story.people().size() > 1
          ? "One person, with " + story.people().size() + " accounts that were merged."
          : "One person.";
    }
    return story.sent().isEmpty() && story.held().isEmpty()
        ? "Nobody in the directory has this identifier, and no supplier is known to have got it."
        : "Nobody in the directory has this identifier, but suppliers got it.";
  }

  private static PersonPage.Period period(
      WholeStory.Period period,
      Map<Integer, Codes.Value> values,
      Map<Integer, String> organisations) {
    List<String> attributes =
        period.codes().stream()
            .map(values::get)
            .filter(java.util.Objects::nonNull)
            .map(value -> value.attribute() + " = " + value.value())
            .sorted()
            .toList();
    Integer organisation = period.organisation();
    String member =
        organisation == null
            ? ""
            : organisations.getOrDefault(organisation, "unknown")
                + (period.isAdmin() ? ", administrator" : "");
    return new PersonPage.Period(
        day(period.since(), "ever") + " to " + day(period.until(), "now"),
        member,
        String.join(", ", attributes));
  }

  private static String day(@Nullable LocalDate day, String none) {
    return day == null ? none : day.toString();
  }

  private record Names(Map<Integer, String> suppliers, Map<Integer, String> connections) {}

  private Names names() {
    return ledger.inTransaction(
        db -> {
          Register register = new Register(db);
          Map<Integer, String> suppliers = new HashMap<>();
          Map<Integer, String> connections = new HashMap<>();
          for (Supplier supplier : register.all()) {
            suppliers.put(supplier.id(), supplier.name());
            for (SupplierConnection connection : register.connections(supplier.id())) {
              connections.put(connection.id(), connection.name());
            }
          }
          return new Names(suppliers, connections);
        });
  }

  private static PersonPage.Sent sent(WholeStory.Day day, Names names) {
    return new PersonPage.Sent(
        day.day().toString(),
        names.suppliers.getOrDefault(day.supplier(), "unknown"),
        names.connections.getOrDefault(day.connection(), "unknown"),
        Numbers.grouped(day.events()),
        String.join(", ", Elements.catalogue().idsOf(day.elements())));
  }
}
