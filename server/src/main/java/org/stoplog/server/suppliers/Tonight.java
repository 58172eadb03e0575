package org.stoplog.server.suppliers;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.stoplog.catalog.Elements;

/**
 * The list of "If tonight" as it was asked for, from one state of the table.
 *
 * @param rows those that fit, in the order that was asked for
 * @param places by supplier: which one it is by harm, from 1, among all
 * @param all how many there are without the filter
 * @param unknown of how many the record says nothing at all
 */
record Tonight(List<OutlookRow> rows, Map<Integer, Integer> places, int all, int unknown) {
  Tonight {
    rows = List.copyOf(rows);
    places = Map.copyOf(places);
  }

  /** By which column, as it is in the address; the first is how it is shown unasked. */
  enum Sort {
    HARM(byHarm()),
    NAME(Comparator.comparing(row -> row.name().toLowerCase(Locale.ROOT))),
    SEEN(mostFirst(row -> row.numbers().seen())),
    DECLARED(mostFirst(row -> row.numbers().declared())),
    HELD(mostFirst(row -> row.numbers().held())),
    ELEMENTS(mostFirst(row -> row.elements().size())),
    ORGANISATIONS(mostFirst(OutlookRow::organisations)),
    DARK(mostFirst(OutlookRow::darkConnections)),
    /** The oldest first, and those without any before them. */
    IMPORT(
        Comparator.comparing(
            OutlookRow::lastImport, Comparator.nullsFirst(Comparator.naturalOrder())));

    private final Comparator<OutlookRow> order;

    Sort(Comparator<OutlookRow> order) {
      this.order = order;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Sort of(String word) {
      for (Sort sort : values()) {
        if (sort.word().equals(word)) {
          return sort;
        }
      }
      return HARM;
    }

    /** Of whom nothing is known comes after all with points, before those known to have nothing. */
    private static Comparator<OutlookRow> byHarm() {
      return Comparator.comparing((OutlookRow row) -> row.harm() == 0)
          .thenComparing(row -> !row.isUnknown())
          .thenComparing(mostFirst(OutlookRow::harm));
    }

    private static Comparator<OutlookRow> mostFirst(
        java.util.function.ToLongFunction<OutlookRow> number) {
      return Comparator.comparingLong(number).reversed();
    }
  }

  /** Which suppliers, as it is in the address. */
  enum Only {
    ALL("all", row -> true),
    GRAVE("special data or credentials", Tonight::isGrave),
    DARK("dark connections", row -> row.darkConnections() > 0),
    UNKNOWN("nothing known", OutlookRow::isUnknown),
    KEPT("ended, not proven deleted", OutlookRow::isEndedAndKept);

    private final String label;
    private final Predicate<OutlookRow> test;

    Only(String label, Predicate<OutlookRow> test) {
      this.label = label;
      this.test = test;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    String label() {
      return label;
    }

    static Only of(String word) {
      for (Only only : values()) {
        if (only.word().equals(word)) {
          return only;
        }
      }
      return ALL;
    }
  }

  /**
   * @param name a part of the supplier's name, empty for all
   */
  record Asked(String name, Only only, Sort sort) {}

  static Tonight of(List<OutlookRow> all, Asked asked) {
    Comparator<OutlookRow> byName = Sort.NAME.order;
    Map<Integer, Integer> places = new HashMap<>();
    for (OutlookRow row : all.stream().sorted(Sort.HARM.order.thenComparing(byName)).toList()) {
      places.put(row.supplier(), places.size() + 1);
    }
    String part = asked.name().strip().toLowerCase(Locale.ROOT);
    List<OutlookRow> rows =
        all.stream()
            .filter(row -> row.name().toLowerCase(Locale.ROOT).contains(part))
            .filter(asked.only().test)
            .sorted(asked.sort().order.thenComparing(byName))
            .toList();
    int unknown = Math.toIntExact(all.stream().filter(OutlookRow::isUnknown).count());
    return new Tonight(rows, places, all.size(), unknown);
  }

  private static boolean isGrave(OutlookRow row) {
    return row.elements().stream()
        .anyMatch(of -> Harm.isGrave(Elements.catalogue().get(of.element())));
  }
}
