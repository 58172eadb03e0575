package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.ledger.store.Work;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Stores;

/**
 * The people of a frozen exposure of claims, by their ids of today: accounts that were merged since
 * are one person, and whoever was erased since is not handed over.
 */
public final class Affected {
  private Affected() {}

  /** Grades of evidence, by the number that a frozen file has for them. */
  public enum Grade {
    EXACT(1),
    SHARED(2),
    PROBABLE(3),
    DECLARED(5),
    MEMBER(6);

    private final int match;

    Grade(int match) {
      this.match = match;
    }

    static Grade of(int match) {
      for (Grade grade : values()) {
        if (grade.match == match) {
          return grade;
        }
      }
      throw new IllegalArgumentException("no grade has the number " + match);
    }
  }

  /** What somebody is in an organisation, in the order of the numbers of {@link ExposurePlaces}. */
  public enum Role {
    OTHER,
    MEMBER,
    ADMIN
  }

  /**
   * A person.
   *
   * @param elements that were taken, or, when only a grant says it, may have been
   * @param isSure in the supplier's file, held by it, or surely seen; else only possibly affected
   * @param before what the caller knew of them; null when they are not among those it named
   * @param country code of the last known country, null when unknown
   * @param role the highest one by what is last known of them
   */
  public record Person(
      long id,
      ElementSet elements,
      Grade grade,
      boolean isSure,
      @Nullable Before before,
      @Nullable Integer country,
      Role role) {}

  /**
   * What the caller said of somebody whom it named, under whatever id they had then.
   *
   * @param elements all of them together
   * @param isDone whether one of them was marked so
   */
  public record Before(ElementSet elements, boolean isDone) {}

  /**
   * Who is in the exposure and handed over to nobody.
   *
   * @param ambiguous people who may be meant, or another
   * @param unknown of the file or the record, who belong to nobody in the directory
   * @param erased since it was frozen
   */
  public record Others(long ambiguous, long unknown, long organisations, long erased) {}

  /** What is done with each. */
  public interface Each {
    void person(Person person) throws SQLException;
  }

  private static final String PEOPLE =
      """
      CREATE TEMP TABLE affected AS
      SELECT coalesce(m.root, x.person) AS person, bool_and(x.only_ambiguous) AS only_ambiguous,
        coalesce(bool_or(x.in_file OR x.held OR x.seen = 2) FILTER (NOT x.only_ambiguous), false)
          AS sure,
        coalesce(min(x.match) FILTER (NOT x.only_ambiguous AND x.match < 4),
          max(x.match) FILTER (NOT x.only_ambiguous AND x.match = 6), 5) AS grade,
        bit_or(CASE WHEN x.taken_low = 0 AND x.taken_high = 0 THEN x.declared_low
          ELSE x.taken_low END) AS low,
        bit_or(CASE WHEN x.taken_low = 0 AND x.taken_high = 0 THEN x.declared_high
          ELSE x.taken_high END) AS high,
        any_value(x.place_country) AS country, coalesce(max(x.place_role), 0) AS role, bool_or(e.person IS NOT NULL) AS gone
      FROM (%s) x
      LEFT JOIN merged m ON m.person = x.person
      LEFT JOIN erased e ON e.person = coalesce(m.root, x.person)
      GROUP BY coalesce(m.root, x.person)
      """;

  private static final String EACH =
      """
      SELECT a.person, a.low, a.high, a.grade, a.sure, a.country, k.done, k.low, k.high, a.role
      FROM affected a
      LEFT JOIN (SELECT coalesce(m.root, k.person) AS person, bit_or(k.low) AS low,
          bit_or(k.high) AS high, bool_or(k.done) AS done
        FROM named k LEFT JOIN merged m ON m.person = k.person
        GROUP BY coalesce(m.root, k.person)) k ON k.person = a.person
      WHERE NOT a.only_ambiguous AND NOT a.gone ORDER BY a.person
      """;

  /**
   * Hands over each person once, in the order of ids.
   *
   * @param named SQL for people that the caller wants to be told of, whoever they were merged into
   *     since: id, both halves of a set of elements, and a mark; with no places
   * @return who was not handed over
   */
  public static Others each(
      Stores stores, Path exposure, String named, Each each, Progress progress) {
    Map<Integer, Codes.Value> values = new Codes(stores).values();
    try (DuckSession duck = stores.duck().open(progress)) {
      duck.execute("CREATE TEMP TABLE merged (person BIGINT, root BIGINT)");
      duck.execute("CREATE TEMP TABLE erased (person BIGINT)");
      duck.execute(
          "CREATE TEMP TABLE named (person BIGINT, low BIGINT, high BIGINT, done BOOLEAN)");
      Work<Boolean> stage =
          connection -> {
            try (DuckDBAppender rows = duck.append("merged")) {
              Merges.each(
                  connection,
                  (person, root) -> rows.beginRow().append(person).append(root).endRow());
            }
            fill(
                connection.prepareStatement("select id from person where erased_at is not null"),
                duck,
                "erased");
            name(connection.prepareStatement(named), duck);
            return true;
          };
      stores.database().transaction(stage);
      duck.execute(PEOPLE.formatted(ExposurePlaces.sql(stores, exposure, values)));
      duck.each(
          EACH,
          row -> {
            Person person =
                new Person(
                    row.getLong(1),
                    new ElementSet(row.getLong(2), row.getLong(3)),
                    Grade.of(row.getInt(4)),
                    row.getBoolean(5),
                    row.getObject(7) == null
                        ? null
                        : new Before(
                            new ElementSet(row.getLong(8), row.getLong(9)), row.getBoolean(7)),
                    row.getObject(6) == null ? null : row.getInt(6),
                    Role.values()[row.getInt(10)]);
            each.person(person);
            return true;
          });
      return new Others(
          duck.count("SELECT count(*) FROM affected WHERE only_ambiguous AND NOT gone"),
          outside(duck, exposure, "NOT organisation"),
          outside(duck, exposure, "organisation"),
          duck.count("SELECT count(*) FROM affected WHERE gone"));
    }
  }

  /** Places: the periods of the directory with their places, and the exposure's file. */
  private static final String UNAFFECTED =
      """
      SELECT d.person, any_value(d.place_country) AS country, max(d.place_role) AS role
      FROM (
        SELECT coalesce(m.root, p.person) AS person, p.place_country, p.place_role
        FROM (%s) p LEFT JOIN merged m ON m.person = p.person) d
      ANTI JOIN (
        SELECT coalesce(m.root, x.person) AS person
        FROM (SELECT person FROM %s WHERE person IS NOT NULL) x
        LEFT JOIN merged m ON m.person = x.person) a ON a.person = d.person
      ANTI JOIN erased e ON e.person = d.person
      GROUP BY d.person ORDER BY d.person
      """;

  /**
   * Hands over each person of the directory who is in no row of an exposure, not even as one who
   * may be meant; with no elements. In the order of ids.
   *
   * @return how many people are in it, whoever they are
   */
  public static long unaffected(Stores stores, Path exposure, Each each, Progress progress) {
    Map<Integer, Codes.Value> values = new Codes(stores).values();
    try (DuckSession duck = stores.duck().open(progress)) {
      duck.execute("CREATE TEMP TABLE merged (person BIGINT, root BIGINT)");
      duck.execute("CREATE TEMP TABLE erased (person BIGINT)");
      Work<Boolean> stage =
          connection -> {
            try (DuckDBAppender rows = duck.append("merged")) {
              Merges.each(
                  connection,
                  (person, root) -> rows.beginRow().append(person).append(root).endRow());
            }
            fill(
                connection.prepareStatement("select id from person where erased_at is not null"),
                duck,
                "erased");
            return true;
          };
      stores.database().transaction(stage);
      String file = org.stoplog.ledger.table.Sql.text(exposure.toString());
      duck.each(
          UNAFFECTED.formatted(ExposurePlaces.everybody(stores, values), file),
          row -> {
            each.person(
                new Person(
                    row.getLong(1),
                    ElementSet.NONE,
                    Grade.EXACT,
                    false,
                    null,
                    row.getObject(2) == null ? null : row.getInt(2),
                    Role.values()[row.getInt(3)]));
            return true;
          });
      return duck.count("SELECT count(DISTINCT person) FROM " + file);
    }
  }

  private static long outside(DuckSession duck, Path exposure, String which) {
    return duck.count(
        "SELECT count(*) FROM "
            + org.stoplog.ledger.table.Sql.text(exposure.toString())
            + " WHERE person IS NULL AND "
            + which);
  }

  private static void name(PreparedStatement find, DuckSession duck) throws SQLException {
    try (find;
        DuckDBAppender rows = duck.append("named")) {
      find.setFetchSize(10_000);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          rows.beginRow()
              .append(row.getLong(1))
              .append(row.getLong(2))
              .append(row.getLong(3))
              .append(row.getBoolean(4))
              .endRow();
        }
      }
    }
  }

  private static void fill(PreparedStatement find, DuckSession duck, String table)
      throws SQLException {
    try (find;
        DuckDBAppender rows = duck.append(table)) {
      find.setFetchSize(10_000);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          rows.beginRow().append(row.getLong(1)).endRow();
        }
      }
    }
  }
}
