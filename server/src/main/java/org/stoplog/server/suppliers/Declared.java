package org.stoplog.server.suppliers;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.exposure.Observed;
import org.stoplog.ledger.register.Engagement;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierConnection;

/**
 * What grants of an engagement declare, and what its connections were seen to carry.
 *
 * @param engagement null for connections of which nobody knows what they serve
 * @param isRecorded whether anything of it was recorded or imported: else nobody can say that an
 *     element was never sent
 */
record Declared(
    int supplier,
    String supplierName,
    @Nullable String engagement,
    boolean isRecorded,
    List<Line> lines) {
  Declared {
    lines = List.copyOf(lines);
  }

  /** What is to be said of an element. */
  enum Finding {
    SEEN_NOT_GRANTED("seen, and no grant allows it"),
    SEEN_NO_LONGER_GRANTED("seen, and a grant that ended allowed it"),
    GRANTED_NEVER_SEEN("granted, and never seen: the grant can be narrowed"),
    GRANTED_NOT_KNOWN("granted; nothing was recorded, so nobody knows"),
    GRANTED_AND_SEEN("granted and seen");

    private final String words;

    Finding(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean isToDo() {
      return this != GRANTED_AND_SEEN && this != GRANTED_NOT_KNOWN;
    }
  }

  /**
   * @param people of whom the supplier was seen to get it, or holds it, over all its engagements
   */
  record Line(Element element, Finding finding, long people) {}

  /** Of all suppliers, by name; engagements in their order. */
  static List<Declared> all(Connection db, LocalDate today) throws SQLException {
    JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(db, true));
    Register register = new Register(db);
    Map<Integer, ElementSet> seen = new HashMap<>();
    for (Observed one : ObservedRows.all(jdbc)) {
      seen.merge(one.connection(), one.elements(), ElementSet::plus);
    }
    Map<Integer, Map<String, Long>> people = ObservedRows.people(jdbc);
    List<Declared> all = new ArrayList<>();
    for (Supplier supplier : register.all()) {
      List<SupplierConnection> connections = register.connections(supplier.id());
      List<Grant> grants = register.grants(supplier.id());
      Map<String, Long> counts = people.getOrDefault(supplier.id(), Map.of());
      for (Engagement engagement : register.engagements(supplier.id())) {
        all.add(of(supplier, engagement, connections, grants, seen, counts, today));
      }
      Declared none = of(supplier, null, connections, grants, seen, counts, today);
      if (!none.lines().isEmpty()) {
        all.add(none);
      }
    }
    return all;
  }

  private static Declared of(
      Supplier supplier,
      @Nullable Engagement engagement,
      List<SupplierConnection> connections,
      List<Grant> grants,
      Map<Integer, ElementSet> seen,
      Map<String, Long> people,
      LocalDate today) {
    Integer id = engagement == null ? null : Integer.valueOf(engagement.id());
    ElementSet carried = ElementSet.NONE;
    boolean isRecorded = false;
    for (SupplierConnection one : connections) {
      ElementSet set = Objects.equals(one.engagement(), id) ? seen.get(one.id()) : null;
      if (set != null) {
        carried = carried.plus(set);
        isRecorded = true;
      }
    }
    ElementSet ever = ElementSet.NONE;
    ElementSet now = ElementSet.NONE;
    for (Grant grant : grants) {
      if (id != null && grant.engagement() == id) {
        ElementSet set = setOf(grant);
        ever = ever.plus(set);
        now = grant.isInForce(today, today) ? now.plus(set) : now;
      }
    }
    List<Line> lines = new ArrayList<>();
    for (int ordinal : carried.plus(now).ordinals()) {
      Element element = Elements.catalogue().at(ordinal);
      boolean isSeen = carried.contains(ordinal);
      Finding finding =
          now.contains(ordinal)
              ? isSeen
                  ? Finding.GRANTED_AND_SEEN
                  : isRecorded ? Finding.GRANTED_NEVER_SEEN : Finding.GRANTED_NOT_KNOWN
              : ever.contains(ordinal) ? Finding.SEEN_NO_LONGER_GRANTED : Finding.SEEN_NOT_GRANTED;
      lines.add(new Line(element, finding, people.getOrDefault(element.id(), 0L)));
    }
    lines.sort(
        Comparator.comparing(Line::finding)
            .thenComparing(Comparator.comparingLong(Line::people).reversed())
            .thenComparing(line -> line.element().id()));
    return new Declared(
        supplier.id(),
        supplier.name(),
        engagement == null ? null : engagement.name(),
        isRecorded,
        lines);
  }

  private static ElementSet setOf(Grant grant) {
    ElementSet set = ElementSet.NONE;
    for (String id : grant.elements()) {
      set = set.plus(Elements.catalogue().find(id).map(Element::asSet).orElse(ElementSet.NONE));
    }
    return set;
  }
}
