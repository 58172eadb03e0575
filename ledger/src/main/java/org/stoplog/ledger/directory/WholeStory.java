package org.stoplog.ledger.directory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Stores;

/**
 * All that the record has of whoever an identifier leads to, without a value that the identifier
 * stands for.
 *
 * @param references the company's own ids of the person, unsealed: for masking, or for a reveal
 * @param people ids of all accounts
 * @param identifiers number of stated identifiers by kind
 * @param seenWith identifiers that nobody states and that events tie to this person alone
 * @param periods what people files say of them and when
 * @param sent what went to suppliers by connection, day and elements, the newest first
 * @param isCut whether there is more of {@code sent}
 * @param held what suppliers had by their own exports
 */
public record WholeStory(
    List<String> references,
    List<Long> people,
    Map<Scheme, Integer> identifiers,
    int seenWith,
    List<Period> periods,
    List<Day> sent,
    boolean isCut,
    List<Day> held) {
  private static final int MOST_DAYS = 500;

  public WholeStory {
    references = List.copyOf(references);
    people = List.copyOf(people);
    periods = List.copyOf(periods);
    sent = List.copyOf(sent);
    held = List.copyOf(held);
  }

  /**
   * A stretch of time in which nothing changed.
   *
   * @param since first day, null for ever
   * @param until first day on which it holds no longer, null while it does
   * @param codes of attributes: see {@link Codes}
   * @param organisation its id, null for none
   */
  public record Period(
      @Nullable LocalDate since,
      @Nullable LocalDate until,
      List<Integer> codes,
      @Nullable Integer organisation,
      boolean isAdmin) {
    public Period {
      codes = List.copyOf(codes);
    }
  }

  /**
   * One supplier's elements on one day (UTC).
   *
   * @param events how many; 0 for what it holds
   */
  public record Day(
      int supplier, int connection, LocalDate day, long events, ElementSet elements) {}

  private record Facts(
      PersonStory.Known known,
      Map<Scheme, Integer> identifiers,
      List<Period> periods,
      List<ElementSets.Entry> sets) {}

  /** Reads it. It is no look-up by itself: see {@link LookUp}. */
  public static WholeStory of(Stores stores, UUID subject, Progress progress) {
    Facts facts =
        stores
            .database()
            .transaction(
                connection -> {
                  PersonStory.Known known = PersonStory.known(stores, connection, subject);
                  return new Facts(
                      known,
                      kinds(connection, known.people()),
                      periods(connection, known.people()),
                      ElementSets.all(connection));
                });
    PersonStory.Known known = facts.known();
    int seenWith = 0;
    if (!known.seenWith().isEmpty()) {
      var observed = PersonStory.observed(stores, known, progress);
      seenWith = observed.size();
      known.subjects().addAll(observed);
    }
    List<Day> sent = List.of();
    List<Day> held = List.of();
    try (DuckSession duck = stores.duck().open(progress)) {
      List<Path> sentFiles = PersonStory.files(stores, LedgerTable.DISCLOSURES, known.subjects());
      List<Path> heldFiles = PersonStory.files(stores, LedgerTable.HOLDINGS, known.subjects());
      if (!sentFiles.isEmpty()) {
        sent =
            days(
                duck,
                PersonStory.bySubject(
                    "supplier, connection, day, events, elements", sentFiles, known.subjects()),
                facts.sets());
      }
      if (!heldFiles.isEmpty()) {
        held =
            days(
                duck,
                PersonStory.bySubject(
                    "supplier, connection, day, 0::BIGINT AS events, elements",
                    heldFiles,
                    known.subjects()),
                facts.sets());
      }
    }
    boolean isCut = sent.size() > MOST_DAYS;
    return new WholeStory(
        known.references(),
        known.people(),
        facts.identifiers(),
        seenWith,
        facts.periods(),
        isCut ? sent.subList(0, MOST_DAYS) : sent,
        isCut,
        held.size() > MOST_DAYS ? held.subList(0, MOST_DAYS) : held);
  }

  private static Map<Scheme, Integer> kinds(Connection connection, List<Long> people)
      throws SQLException {
    Map<Scheme, Integer> kinds = new TreeMap<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select scheme, count(distinct subject) from person_identifier
            where person = any (?) group by scheme
            """)) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          kinds.put(Scheme.ofCode(row.getInt(1)), row.getInt(2));
        }
      }
    }
    return kinds;
  }

  private static List<Period> periods(Connection connection, List<Long> people)
      throws SQLException {
    List<Period> periods = new ArrayList<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            """
            select distinct p.since, p.until, p.codes, p.organisation, p.admin from person_period p
            where p.person = any (?) order by p.since nulls first, p.until
            """)) {
      find.setArray(1, connection.createArrayOf("bigint", people.toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          periods.add(
              new Period(
                  row.getObject(1, LocalDate.class),
                  row.getObject(2, LocalDate.class),
                  List.of((Integer[]) row.getArray(3).getArray()),
                  row.getObject(4, Integer.class),
                  row.getBoolean(5)));
        }
      }
    }
    return periods;
  }

  private static List<Day> days(DuckSession duck, String rows, List<ElementSets.Entry> sets) {
    Map<Integer, ElementSet> byId = new HashMap<>();
    sets.forEach(entry -> byId.put(entry.id(), entry.set()));
    List<Day> days = new ArrayList<>();
    duck.each(
        "SELECT supplier, connection, day, sum(events)::BIGINT, list(DISTINCT elements)::VARCHAR"
            + " FROM ("
            + rows
            + ") GROUP BY supplier, connection, day ORDER BY day DESC, supplier, connection LIMIT "
            + (MOST_DAYS + 1),
        row -> {
          ElementSet elements = ElementSet.NONE;
          for (String id : row.getString(5).replaceAll("[\\[\\] ]", "").split(",")) {
            elements = elements.plus(byId.getOrDefault(Integer.valueOf(id), ElementSet.NONE));
          }
          return days.add(
              new Day(
                  row.getInt(1),
                  row.getInt(2),
                  row.getObject(3, LocalDate.class),
                  row.getLong(4),
                  elements));
        });
    return days;
  }
}
