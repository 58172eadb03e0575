package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.detect.Detector;
import org.stoplog.ledger.reader.TicketFound;
import org.stoplog.ledger.reader.TicketPlan;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Times;

/** Makes the pages of exports of tickets of what the database holds. */
final class TicketsView {
  private static final int AT_ONCE = 50;
  private static final int FINGERPRINT = 12;

  private final Incidents.Inside inside;
  private final boolean canWork;
  private final String room;

  TicketsView(Incidents.Inside inside, boolean canWork) {
    this.inside = inside;
    this.canWork = canWork;
    this.room = inside.incident().path();
  }

  TicketPages.All all(String chosen, @Nullable String error) {
    Map<String, String> names = names();
    return new TicketPages.All(
        room,
        inside.incident().name(),
        canWork,
        error,
        chosen,
        new TicketRows(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream()
                .map(
                    one ->
                        new TicketPages.Line(
                            one.path(),
                            names.getOrDefault(one.sha256(), "a file"),
                            state(one),
                            one.plan().format()))
                .toList(),
        names.entrySet().stream()
            .map(one -> new TicketPages.Choice(one.getKey(), one.getValue()))
            .toList());
  }

  private Map<String, String> names() {
    return new FileRows(inside.jdbc(), inside.keys())
        .all(inside.incident().id()).stream()
            .collect(
                Collectors.toMap(
                    KeptFile::sha256, KeptFile::name, (one, other) -> one, LinkedHashMap::new));
  }

  String name(TicketRows.Search search) {
    return names().getOrDefault(search.sha256(), "a file");
  }

  private static String state(TicketRows.Search search) {
    Long tickets = search.tickets();
    if (tickets != null) {
      return Numbers.grouped(tickets) + (tickets == 1 ? " ticket searched" : " tickets searched");
    }
    return search.failure() != null
        ? "could not be searched"
        : search.isAsked() ? "not searched to its end yet" : "not searched yet";
  }

  TicketPages.One one(
      TicketRows.Search search,
      TicketFilter filter,
      long after,
      TicketPages.@Nullable Form typed,
      Counts counts) {
    return new TicketPages.One(
        room,
        inside.incident().name(),
        search.path(),
        name(search),
        state(search),
        search.plan().format(),
        canWork,
        search.isAsked(),
        search.failure(),
        search.isDone() || !canWork ? null : typed == null ? form(search.plan()) : typed,
        search.isDone() ? result(search, filter, after, counts) : null);
  }

  private static TicketPages.Form form(TicketPlan plan) {
    return new TicketPages.Form(
        plan.fields(),
        Map.of(
            "id", text(plan.id()),
            "person", text(plan.person()),
            "scheme", plan.scheme(),
            "region", text(plan.region()),
            "time", text(plan.time())),
        plan.texts(),
        List.of());
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private TicketPages.Result result(
      TicketRows.Search search, TicketFilter filter, long after, Counts counts) {
    TicketList list = new TicketList(inside.jdbc(), inside.keys(), search);
    List<TicketList.Ticket> page = list.page(filter, after, AT_ONCE + 1);
    List<TicketList.Ticket> shown = page.subList(0, Math.min(AT_ONCE, page.size()));
    Map<Long, Map<String, Integer>> finds = list.finds(shown);
    Map<String, Long> states = list.states();
    List<TicketList.Secrets> secrets = list.secrets();
    String base = search.path() + "?" + filter.query();
    return new TicketPages.Result(
        Numbers.grouped(known(search.tickets())),
        counts.text(known(search.people())),
        Numbers.grouped(known(search.unread())),
        search.around().stream().map(TicketsView::words).toList(),
        secrets.stream().map(TicketsView::secrets).toList(),
        secrets.stream().anyMatch(one -> one.task() == null),
        filter.what(),
        filter.find(),
        filter.state(),
        TicketFilter.WHATS,
        list.totals().entrySet().stream()
            .map(
                one ->
                    new TicketPages.Choice(
                        one.getKey(), label(one.getKey()) + ": " + Numbers.grouped(one.getValue())))
            .toList(),
        TicketFilter.STATES.stream()
            .map(
                one ->
                    new TicketPages.Choice(
                        one.value(),
                        one.words() + ": " + Numbers.grouped(states.getOrDefault(one.value(), 0L))))
            .toList(),
        shown.stream().map(one -> row(search, one, finds)).toList(),
        after > 0 ? base : null,
        page.size() > AT_ONCE ? base + "&after=" + shown.getLast().number() : null,
        search.path() + "/list.csv?" + filter.query(),
        filter.query() + (after > 0 ? "&after=" + after : ""));
  }

  private static long known(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  private static TicketPages.Secrets secrets(TicketList.Secrets one) {
    Detector detector = Detector.of(one.detector()).orElseThrow();
    return new TicketPages.Secrets(
        detector.label(),
        detector.certainty().slug(),
        Numbers.grouped(one.different()),
        Numbers.grouped(one.tickets()),
        one.task() != null);
  }

  private static TicketPages.Row row(
      TicketRows.Search search, TicketList.Ticket ticket, Map<Long, Map<String, Integer>> finds) {
    List<String> words = new ArrayList<>();
    finds
        .getOrDefault(ticket.number(), Map.of())
        .forEach((slug, count) -> words.add(label(slug) + (count > 1 ? " × " + count : "")));
    if (ticket.unread() > 0) {
      words.add(Numbers.grouped(ticket.unread()) + " not readable");
    }
    return new TicketPages.Row(
        ticket.number(),
        pathOf(search, ticket.number()),
        label(ticket),
        time(ticket.at()),
        words,
        TicketVerdict.wordsOf(ticket.state()));
  }

  static String pathOf(TicketRows.Search search, long number) {
    return search.path() + "/at/" + number;
  }

  private static String label(TicketList.Ticket ticket) {
    String label = ticket.label();
    return label == null ? "number " + Numbers.grouped(ticket.number()) : label;
  }

  /** With a question mark where it is possible only. */
  private static String label(String slug) {
    Detector detector = Detector.of(slug).orElseThrow();
    return detector.certainty() == Detector.Certainty.CHECKED
        ? detector.label()
        : detector.label() + " (possible)";
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "unknown" : Times.second(at);
  }

  private static String words(TicketFound.Unread one) {
    return one.name().isEmpty() ? one.why().words() : one.name() + ": " + one.why().words();
  }

  TicketPages.Ticket ticket(
      TicketRows.Search search, TicketList.Ticket ticket, Map<UUID, String> people) {
    TicketList list = new TicketList(inside.jdbc(), inside.keys(), search);
    List<String> unread = new ArrayList<>();
    ticket.detail().unread().forEach(one -> unread.add(words(one)));
    if (ticket.detail().moreUnread() > 0) {
      unread.add("and " + Numbers.grouped(ticket.detail().moreUnread()) + " more");
    }
    return new TicketPages.Ticket(
        room,
        inside.incident().name(),
        search.path(),
        pathOf(search, ticket.number()),
        name(search),
        ticket.number(),
        label(ticket),
        time(ticket.at()),
        ticket.names() ? "The export says whose it is." : "The export does not say whose it is.",
        TicketVerdict.wordsOf(ticket.state()),
        canWork,
        list.finds(List.of(ticket)).getOrDefault(ticket.number(), Map.of()).entrySet().stream()
            .map(TicketsView::find)
            .toList(),
        ticket.detail().places().stream()
            .map(one -> new TicketPages.Place(label(one.detector()), one.field(), one.at()))
            .toList(),
        list.secrets(ticket.number()).stream()
            .map(
                one ->
                    new TicketPages.Secret(
                        label(one.detector()), fingerprint(one.fingerprint()), one.tickets()))
            .toList(),
        unread,
        list.reviews(ticket.number()).stream()
            .map(
                one ->
                    new TicketPages.Review(
                        people.getOrDefault(one.by(), "unknown"),
                        one.verdict().words(),
                        Times.second(one.at())))
            .toList(),
        java.util.Arrays.stream(TicketVerdict.values())
            .map(one -> new TicketPages.Choice(one.slug(), one.words()))
            .toList());
  }

  /** As much of it as tells secrets of an incident apart. */
  static String fingerprint(UUID fingerprint) {
    return fingerprint.toString().replace("-", "").substring(0, FINGERPRINT);
  }

  private static TicketPages.Find find(Map.Entry<String, Integer> one) {
    Detector detector = Detector.of(one.getKey()).orElseThrow();
    return new TicketPages.Find(
        detector.label(), detector.element(), one.getValue(), detector.certainty().slug());
  }
}
