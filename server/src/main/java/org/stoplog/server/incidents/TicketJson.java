package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.detect.Detector;
import org.stoplog.ledger.reader.TicketFound;
import org.stoplog.ledger.reader.TicketPlan;
import org.stoplog.server.platform.Counts;

/** Searches through exports of tickets as programs see them: no value that was found. */
final class TicketJson {
  private TicketJson() {}

  /**
   * A search through an export, in one way.
   *
   * @param file SHA-256 of the export
   * @param state looked-at, asked, failed or done
   * @param failure why the last one came to nothing; null when none did
   */
  record Line(UUID id, String file, String state, @Nullable String failure) {
    static Line of(TicketRows.Search search) {
      String state =
          search.isDone()
              ? "done"
              : search.failure() != null ? "failed" : search.isAsked() ? "asked" : "looked-at";
      return new Line(search.id(), search.sha256(), state, search.failure());
    }
  }

  /**
   * How an export is read.
   *
   * @param format what was found, in words of ours
   * @param id field with the ticket's id; null for none, as the others
   * @param person field that says whose ticket it is
   * @param scheme kind of identifier in it: email, phone or user-id
   * @param region country of telephone numbers without one
   * @param texts fields that people wrote; all that are text are searched
   * @param fields all that the first tickets have
   */
  record Way(
      String format,
      @Nullable String id,
      @Nullable String person,
      String scheme,
      @Nullable String region,
      @Nullable String time,
      List<String> texts,
      List<String> fields) {
    Way {
      texts = List.copyOf(texts);
      fields = List.copyOf(fields);
    }

    private static Way of(TicketPlan plan) {
      return new Way(
          plan.format(),
          plan.id(),
          plan.person(),
          plan.scheme(),
          plan.region(),
          plan.time(),
          plan.texts(),
          plan.fields());
    }
  }

  /**
   * A search, and what it found.
   *
   * @param result null until it came to its end
   */
  record One(Line search, Way way, @Nullable Result result) {
    static One of(TicketRows.Search search, TicketList list, Counts counts) {
      return new One(
          Line.of(search),
          Way.of(search.plan()),
          search.isDone() ? Result.of(search, list, counts) : null);
    }
  }

  /**
   * What a search found.
   *
   * @param people different ones whom tickets name exactly
   * @param unread how much could not be searched
   * @param around what of that belongs to no ticket, the first of it
   * @param finds in how many tickets each detector found something
   * @param states of reviews: open, second, disagree, confirmed, false-alarm, more
   */
  record Result(
      long tickets,
      Counts.Count people,
      long unread,
      List<Unread> around,
      List<Total> finds,
      List<Secrets> secrets,
      List<State> states) {
    Result {
      around = List.copyOf(around);
      finds = List.copyOf(finds);
      secrets = List.copyOf(secrets);
      states = List.copyOf(states);
    }

    private static Result of(TicketRows.Search search, TicketList list, Counts counts) {
      Map<String, Long> states = list.states();
      return new Result(
          known(search.tickets()),
          counts.count(known(search.people())),
          known(search.unread()),
          search.around().stream().map(Unread::of).toList(),
          list.totals().entrySet().stream().map(Total::of).toList(),
          list.secrets().stream().map(Secrets::of).toList(),
          TicketFilter.STATES.stream()
              .map(one -> new State(one.value(), states.getOrDefault(one.value(), 0L)))
              .toList());
    }
  }

  private static long known(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /** Something that could not be searched; name is the field's or file's. */
  record Unread(String name, String why) {
    private static Unread of(TicketFound.Unread one) {
      return new Unread(one.name(), one.why().words());
    }
  }

  /**
   * In how many tickets a detector found something.
   *
   * @param certainty checked or possible
   */
  record Total(String detector, String element, String certainty, long tickets) {
    private static Total of(Map.Entry<String, Long> one) {
      Detector detector = Detector.of(one.getKey()).orElseThrow();
      return new Total(
          detector.slug(), detector.element(), detector.certainty().slug(), one.getValue());
    }
  }

  /**
   * Secrets of one kind.
   *
   * @param task to rotate them; null while nobody made one
   */
  record Secrets(String detector, long different, long tickets, @Nullable UUID task) {
    private static Secrets of(TicketList.Secrets one) {
      return new Secrets(one.detector(), one.different(), one.tickets(), one.task());
    }
  }

  /** How many tickets have come to a state of their review. */
  record State(String state, long tickets) {}

  /**
   * A ticket.
   *
   * @param number in the order of the export
   * @param label its id as the export has it; null when it has none
   * @param names whether the export says whose it is
   * @param unread how much of it could not be searched
   */
  record Ticket(
      long number,
      @Nullable String label,
      @Nullable Instant at,
      boolean names,
      String state,
      List<Find> finds,
      int unread) {
    Ticket {
      finds = List.copyOf(finds);
    }

    static Ticket of(TicketList.Ticket ticket, Map<Long, Map<String, Integer>> finds) {
      List<Find> all = new ArrayList<>();
      finds
          .getOrDefault(ticket.number(), Map.of())
          .forEach((slug, count) -> all.add(Find.of(slug, count)));
      return new Ticket(
          ticket.number(),
          ticket.label(),
          ticket.at(),
          ticket.names(),
          ticket.state(),
          all,
          ticket.unread());
    }
  }

  /**
   * Different values that a detector found in a ticket.
   *
   * @param certainty checked or possible
   */
  record Find(String detector, String element, String certainty, int count) {
    private static Find of(String slug, int count) {
      Detector detector = Detector.of(slug).orElseThrow();
      return new Find(slug, detector.element(), detector.certainty().slug(), count);
    }
  }

  /**
   * A ticket with where to look in the supplier's original.
   *
   * @param places the first of them
   * @param unread the first of it
   */
  record Detail(
      Ticket ticket,
      List<Place> places,
      List<Secret> secrets,
      List<Unread> unread,
      List<Review> reviews) {
    Detail {
      places = List.copyOf(places);
      secrets = List.copyOf(secrets);
      unread = List.copyOf(unread);
      reviews = List.copyOf(reviews);
    }

    static Detail of(TicketList.Ticket ticket, TicketList list) {
      return new Detail(
          Ticket.of(ticket, list.finds(List.of(ticket))),
          ticket.detail().places().stream()
              .map(one -> new Place(one.detector(), one.field(), one.at()))
              .toList(),
          list.secrets(ticket.number()).stream()
              .map(
                  one ->
                      new Secret(
                          one.detector(),
                          TicketsView.fingerprint(one.fingerprint()),
                          one.tickets()))
              .toList(),
          ticket.detail().unread().stream().map(Unread::of).toList(),
          list.reviews(ticket.number()).stream()
              .map(one -> new Review(one.by(), one.verdict().slug(), one.at()))
              .toList());
    }
  }

  /** Where something is: a field, and characters from the beginning of its text. */
  record Place(String detector, String field, int at) {}

  /**
   * A secret by its fingerprint, which is the same in all tickets of the incident.
   *
   * @param tickets in how many tickets of this search it is
   */
  record Secret(String detector, String fingerprint, long tickets) {}

  /** What a person said of a ticket. */
  record Review(UUID by, String verdict, Instant at) {}
}
