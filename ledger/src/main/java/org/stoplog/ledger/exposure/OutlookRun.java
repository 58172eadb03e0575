package org.stoplog.ledger.exposure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/**
 * Puts questions to the tables as {@link ExposureRun} does, step by step the same, and keeps the
 * numbers alone: nothing is frozen or entered in the log. One thread at a time. To be closed.
 */
public final class OutlookRun implements AutoCloseable {
  /** An import may land between two looks; three in a row do not. */
  private static final int LOOKS = 3;

  private static final String COUNTED = "person IS NOT NULL AND NOT only_ambiguous";

  private static final String GROUPS =
      """
      SELECT person IS NOT NULL, seen_low, seen_high, held_low, held_high, declared_low,
        declared_high, count(*)
      FROM outlook WHERE NOT only_ambiguous GROUP BY ALL
      """;

  private static final String COUNTRIES =
      "SELECT coalesce(place_country, 0), count(*) FROM outlook_person GROUP BY 1";

  private static final String ORGANISATIONS =
      """
      SELECT count(DISTINCT organisation)
      FROM (SELECT unnest(place_organisations::INTEGER[]) AS organisation FROM outlook_person)
      """;

  private static final String CHOSEN =
      """
      SELECT organisation, count(*)
      FROM (SELECT unnest(place_organisations::INTEGER[]) AS organisation FROM outlook_person)
      WHERE organisation IN %s GROUP BY 1
      """;

  private final Stores stores;
  private final FileReader reader;
  private final TableCopies copies;

  public OutlookRun(Stores stores, FileReader reader) {
    this.stores = stores;
    this.reader = reader;
    this.copies = new TableCopies(stores.duck());
  }

  @Override
  public void close() {
    copies.close();
  }

  /**
   * @param question without files
   * @param chosen codes of organisations whose people are counted one by one
   * @throws StoplogException INTERRUPTED
   */
  public Outlook run(Question question, Set<Integer> chosen, Progress progress) {
    if (!question.files().isEmpty()) {
      throw new IllegalArgumentException("an outlook has no files");
    }
    Outlook outlook = look(question, chosen, progress);
    for (int i = 1; i < LOOKS && !outlook.versions().equals(versions()); i++) {
      outlook = look(question, chosen, progress);
    }
    return outlook;
  }

  private String versions() {
    return stores.database().transaction(db -> ScopeJson.versions(db, stores.catalog()));
  }

  private Outlook look(Question question, Set<Integer> chosen, Progress progress) {
    if (progress.stopped()) {
      throw new StoplogException(Problem.INTERRUPTED, "stopped between two suppliers");
    }
    new Directory(stores).refresh(progress);
    String versions = versions();
    try (DuckSession duck = stores.duck().open(progress)) {
      QuestionTables tables = new QuestionTables(stores, reader, duck, question, copies);
      tables.fill(progress);
      duck.execute("CREATE TEMP TABLE outlook AS " + tables.answer(false));
      duck.execute(
          "CREATE TEMP TABLE outlook_person AS SELECT place_country, place_organisations FROM"
              + " (SELECT person FROM outlook WHERE "
              + COUNTED
              + ") LEFT JOIN ("
              + ExposurePlaces.places(new Codes(stores).values(), "periods")
              + ") USING (person)");
      return new Outlook(
          Freezer.summary(duck, "outlook", 0, ExposureSql.SUMMARY),
          groups(duck),
          counts(duck, COUNTRIES),
          duck.count(ORGANISATIONS),
          chosen.isEmpty() ? Map.of() : counts(duck, CHOSEN.formatted(Sql.in(List.copyOf(chosen)))),
          versions);
    }
  }

  private static List<Outlook.Group> groups(DuckSession duck) {
    return duck.query(
        GROUPS,
        row ->
            new Outlook.Group(
                row.getBoolean(1),
                new ElementSet(row.getLong(2), row.getLong(3)),
                new ElementSet(row.getLong(4), row.getLong(5)),
                new ElementSet(row.getLong(6), row.getLong(7)),
                row.getLong(8)));
  }

  private static Map<Integer, Long> counts(DuckSession duck, String sql) {
    Map<Integer, Long> counts = new HashMap<>();
    duck.each(sql, row -> counts.put(row.getInt(1), row.getLong(2)));
    return counts;
  }

  /** What all answers hang on beside their questions: facts about people, and what was erased. */
  static String facts(Connection connection) throws SQLException {
    String sql =
        "select string_agg(name || ' ' || truth_version, ', ' order by name) from derived_copy";
    try (PreparedStatement find = connection.prepareStatement(sql);
        ResultSet row = find.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
