package org.stoplog.server.suppliers;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.server.platform.Counts;

/** Says the numbers of a supplier in words, for a page or a file. */
final class TonightWords {
  /** How many are named; the count says how many there are. */
  private static final int WORST = 3;

  static final int COUNTRIES = 3;

  private final Ledger ledger;

  /** Codes of values are given once and never change. */
  private final Map<Integer, String> countries = new ConcurrentHashMap<>();

  TonightWords(Ledger ledger) {
    this.ledger = ledger;
  }

  TonightPage.Line line(OutlookRow row, int place, Counts counts, Instant now) {
    OutlookRow.Numbers numbers = row.numbers();
    Instant imported = row.lastImport();
    return new TonightPage.Line(
        row.supplier(),
        place,
        row.name(),
        note(row),
        counts.text(numbers.seen()),
        seenNote(numbers, counts),
        counts.text(numbers.held()),
        counts.text(numbers.declared()),
        row.elements().isEmpty() ? "unknown" : row.elements().size() + " kinds of data",
        worst(row).stream().map(of -> element(of, counts)).toList(),
        countries(row, counts::text, ", "),
        organisations(row, counts.text(row.organisations())),
        clauses(row, counts::text),
        coverage(row),
        row.darkConnections() > 0 || row.connections() == 0,
        imported == null ? "never" : age(imported, now));
  }

  static List<OutlookRow.OfElement> worst(OutlookRow row) {
    Comparator<Element> worstFirst = Harm.worstFirst();
    return row.elements().stream()
        .sorted(Comparator.comparing(of -> Elements.catalogue().get(of.element()), worstFirst))
        .limit(WORST)
        .toList();
  }

  private static TonightPage.Element element(OutlookRow.OfElement of, Counts counts) {
    Element element = Elements.catalogue().get(of.element());
    long people = Math.max(of.sure(), of.declared());
    String how = of.sure() == 0 && of.declared() > 0 ? " declared" : "";
    return new TonightPage.Element(
        element.label(), counts.text(people) + how, Harm.isGrave(element));
  }

  private static @Nullable String note(OutlookRow row) {
    if (row.deleted() != null) {
      return "deleted all it had by " + row.deleted();
    }
    return row.ended() == null ? null : "ended " + row.ended() + ", not proven deleted";
  }

  private static @Nullable String seenNote(OutlookRow.Numbers numbers, Counts counts) {
    String possible =
        numbers.seenPossible() == 0 ? "" : counts.text(numbers.seenPossible()) + " only possibly";
    String lone =
        numbers.subjects() == 0
            ? ""
            : counts.text(numbers.subjects()) + " identifiers of nobody known";
    String ambiguous =
        numbers.ambiguous() == 0
            ? ""
            : counts.text(numbers.ambiguous()) + " people only perhaps meant";
    String all =
        Stream.of(possible, lone, ambiguous)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? null : all;
  }

  String countries(OutlookRow row, LongFunction<String> count, String between) {
    if (row.countries().isEmpty()) {
      return "unknown";
    }
    return row.countries().stream()
        .map(of -> country(of.country()) + " " + count.apply(of.people()))
        .collect(Collectors.joining(between));
  }

  private String country(int code) {
    return code == 0
        ? "unknown"
        : countries.computeIfAbsent(
            code,
            id -> new Codes(ledger.stores()).value(id).map(Codes.Value::value).orElse("unknown"));
  }

  private static String organisations(OutlookRow row, String count) {
    return row.numbers().people() == 0 ? "none known" : count;
  }

  static String clauses(OutlookRow row, LongFunction<String> count) {
    Long organisations = row.clauseOrganisations();
    if (organisations == null) {
      return "clauses unknown";
    }
    Integer hours = row.clauseHours();
    return hours == null
        ? "none with a clause"
        : count.apply(organisations) + " with a clause, the shortest " + hours + " hours";
  }

  /** Never an upper bound by grants alone: they say what was meant to go, not what went. */
  static String coverage(OutlookRow row) {
    if (row.isComplete() && row.declaredOnlyMonths() == 0) {
      return "every month recorded";
    }
    return row.coverage()
        + (row.declaredOnlyMonths() == 0
            ? ""
            : "; " + row.declaredOnlyMonths() + " months rest on grants alone");
  }

  static String age(Instant then, Instant now) {
    long days = Duration.between(then, now).toDays();
    return days <= 0 ? "today" : days == 1 ? "1 day ago" : days + " days ago";
  }
}
