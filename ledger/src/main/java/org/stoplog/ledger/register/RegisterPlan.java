package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;

/**
 * The rows of a suppliers file put together: each supplier, engagement and connection once. Two
 * rows that say different things of one of them are a fault.
 */
final class RegisterPlan {
  /** The engagement of rows that have a grant, a purpose, a role or an owner but name none. */
  static final String GENERAL = "general";

  final Map<String, PlannedSupplier> suppliers = new LinkedHashMap<>();
  private final Faults faults;

  RegisterPlan(List<Row> rows, Faults faults) {
    this.faults = faults;
    rows.forEach(this::add);
  }

  /** What the rows say of one thing. */
  static class Planned {
    final String name;
    final long line;
    private final Map<Column, String> facts = new EnumMap<>(Column.class);
    private final Map<Column, Long> lines = new EnumMap<>(Column.class);

    /** Whether a row said its period, even if it left it empty. */
    boolean isPeriodSaid;

    Planned(String name, long line) {
      this.name = name;
      this.line = line;
    }

    @Nullable String text(Column column) {
      return facts.get(column);
    }

    @Nullable LocalDate day(Column column) {
      String text = facts.get(column);
      return text == null ? null : LocalDate.parse(text);
    }
  }

  static final class PlannedSupplier extends Planned {
    final Map<String, PlannedEngagement> engagements = new LinkedHashMap<>();
    final Map<String, PlannedConnection> connections = new LinkedHashMap<>();
    final Set<String> parents = new LinkedHashSet<>();
    final Set<String> domains = new LinkedHashSet<>();

    PlannedSupplier(String name, long line) {
      super(name, line);
    }
  }

  static final class PlannedEngagement extends Planned {
    final Set<PlannedGrant> grants = new LinkedHashSet<>();

    PlannedEngagement(String name, long line) {
      super(name, line);
    }
  }

  static final class PlannedConnection extends Planned {
    @Nullable String engagement;
    final Set<String> scopes = new LinkedHashSet<>();

    PlannedConnection(String name, long line) {
      super(name, line);
    }
  }

  /** Equal ones are one grant. */
  record PlannedGrant(
      List<String> elements,
      @Nullable String population,
      @Nullable LocalDate since,
      @Nullable LocalDate until,
      Grant.Terms terms) {
    static PlannedGrant of(Row row) {
      String population = row.text(Column.POPULATION);
      return new PlannedGrant(
          inCatalogueOrder(row.parts(Column.ELEMENTS)),
          "*".equals(population) ? null : population,
          row.day(Column.SINCE),
          row.day(Column.UNTIL),
          new Grant.Terms(
              row.text(Column.LEGAL_BASIS), row.text(Column.RETENTION), row.text(Column.PLACE)));
    }
  }

  private void add(Row row) {
    String name = text(row, Column.SUPPLIER);
    PlannedSupplier supplier =
        suppliers.computeIfAbsent(Names.key(name), key -> new PlannedSupplier(name, row.line()));
    say(supplier, row, Column.DOMAIN);
    say(supplier, row, Column.DELETED);
    say(supplier, row, Column.SECURITY_CONTACT);
    say(supplier, row, Column.CONTACT_VERIFIED);
    say(supplier, row, Column.CONTACT_TESTED);
    say(supplier, row, Column.SECOND_CONTACT);
    say(supplier, row, Column.OUR_CONTACT);
    say(supplier, row, Column.LEGAL_NAME);
    say(supplier, row, Column.LEI);
    say(supplier, row, Column.PARENT_COMPANY);
    say(supplier, row, Column.STATUS_PAGE);
    say(supplier, row, Column.MERGED_INTO);
    supplier.parents.addAll(row.parts(Column.SUBPROCESSOR_OF));
    row.parts(Column.DOMAINS).forEach(one -> supplier.domains.add(one.toLowerCase(Locale.ROOT)));
    PlannedEngagement engagement = engagement(supplier, row);
    PlannedConnection connection = connection(supplier, engagement, row);
    Planned innermost =
        connection != null ? connection : engagement != null ? engagement : supplier;
    innermost.isPeriodSaid = true;
    say(innermost, row, Column.STARTED);
    say(innermost, row, Column.ENDED);
  }

  private @Nullable PlannedEngagement engagement(PlannedSupplier supplier, Row row) {
    List<String> elements = row.parts(Column.ELEMENTS);
    String named = row.text(Column.ENGAGEMENT);
    boolean isNeeded =
        !elements.isEmpty()
            || Stream.of(Column.PURPOSE, Column.ROLE, Column.OWNER, Column.REPLACEABLE)
                .anyMatch(column -> row.text(column) != null);
    if (named == null && !isNeeded) {
      return null;
    }
    String name = named == null ? GENERAL : named;
    PlannedEngagement engagement =
        supplier.engagements.computeIfAbsent(
            Names.key(name), key -> new PlannedEngagement(name, row.line()));
    say(engagement, row, Column.PURPOSE);
    say(engagement, row, Column.ROLE);
    say(engagement, row, Column.OWNER);
    say(engagement, row, Column.REPLACEABLE);
    if (!elements.isEmpty()) {
      engagement.grants.add(PlannedGrant.of(row));
    }
    return engagement;
  }

  private @Nullable PlannedConnection connection(
      PlannedSupplier supplier, @Nullable PlannedEngagement engagement, Row row) {
    String name = row.text(Column.CONNECTION);
    if (name == null) {
      return null;
    }
    PlannedConnection connection =
        supplier.connections.computeIfAbsent(
            Names.key(name), key -> new PlannedConnection(name, row.line()));
    say(connection, row, Column.KIND);
    connection.scopes.addAll(row.parts(Column.SCOPES));
    if (engagement != null) {
      String key = Names.key(engagement.name);
      if (connection.engagement != null && !connection.engagement.equals(key)) {
        faults.add(
            row.line(),
            Column.CONNECTION,
            "serves another engagement in an earlier row; give each its own name");
      }
      connection.engagement = key;
    }
    return connection;
  }

  private void say(Planned planned, Row row, Column column) {
    String said = row.text(column);
    if (said == null) {
      return;
    }
    String before = planned.facts.putIfAbsent(column, said);
    if (before == null) {
      planned.lines.put(column, row.line());
    } else if (!before.equals(said)) {
      faults.add(row.line(), column, "line " + planned.lines.get(column) + " says otherwise");
    }
  }

  private static List<String> inCatalogueOrder(List<String> elements) {
    return elements.stream()
        .distinct()
        .sorted(Comparator.comparingInt(id -> Elements.catalogue().get(id).ordinal()))
        .toList();
  }

  private static String text(Row row, Column column) {
    String text = row.text(column);
    if (text == null) {
      throw new IllegalArgumentException(
          "row " + row.line() + " has no " + column.header() + "; check the rows first");
    }
    return text;
  }
}
