package org.stoplog.ledger.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.table.DuckDb;
import org.stoplog.ledger.table.DuckSession;

/** The short cuts of an exposure against the same steps without them, on random tables. */
final class ExposureSqlTest {
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TEMP TABLE ids AS
          WITH raw AS (
            SELECT CASE WHEN $tagged AND hash(i, $seed, 1) % 5 = 0 THEN 2 ELSE 1 END AS scheme,
              md5('s' || CASE WHEN $shared THEN hash(i, $seed, 2) % 400 ELSE i END)::UUID AS subject,
              (hash(i, $seed, 3) % 200)::BIGINT AS person,
              DATE '2023-01-01' + (hash(i, $seed, 4) % 300)::INTEGER AS since,
              DATE '2024-01-01' + (hash(i, $seed, 5) % 300)::INTEGER AS until,
              (hash(i, $seed, 6) % 4)::INTEGER AS kind FROM range(500) r(i))
          SELECT *, count(DISTINCT person) OVER (PARTITION BY scheme, subject)::INTEGER AS owners,
            (('0x' || (subject::VARCHAR)[1:8])::BIGINT - 2147483648) * 4294967296 AS subject_key
          FROM raw
          """,
          """
          CREATE TEMP TABLE record AS
          SELECT (('0x' || (subject::VARCHAR)[1:8])::BIGINT - 2147483648) * 4294967296 AS subject_key, *
          FROM (SELECT md5('s' || (hash(i, $seed, 7) % 600))::UUID AS subject,
            DATE '2023-01-01' + (hash(i, $seed, 8) % 700)::INTEGER AS day,
            (1 + hash(i, $seed, 9) % 2)::INTEGER AS relation, (hash(i, $seed, 10) % 64)::BIGINT + 1 AS low,
            (hash(i, $seed, 11) % 8)::BIGINT AS high,
            TIMESTAMPTZ '2023-01-01 00:00:00+00' + to_hours((hash(i, $seed, 12) % 9000)::INTEGER) AS first_at,
            TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_hours((hash(i, $seed, 13) % 9000)::INTEGER) AS last_at
          FROM range($recorded) r(i))
          """,
          """
          CREATE TEMP TABLE held AS SELECT subject, day, low, high FROM record WHERE $held AND low > 40
          """,
          """
          CREATE TEMP TABLE file_person AS
          SELECT i AS row, i * 3 AS person, (1 + i % 4)::INTEGER AS match FROM range($file) r(i)
          """,
          "CREATE TEMP TABLE file_row AS SELECT row, row % $sets AS elements FROM file_person",
          """
          CREATE TEMP TABLE file_set AS
          SELECT i AS id, 5 + i AS low, i AS high FROM range($sets) r(i)
          """,
          """
          CREATE TEMP TABLE declared_in AS
          SELECT i AS person, 2::BIGINT AS low, 1::BIGINT AS high FROM range($declared) r(i)
          """,
          "CREATE TEMP TABLE cohort AS SELECT i AS person FROM range(90) r(i) WHERE $limited",
          "CREATE TEMP TABLE limited AS SELECT $limited AS yes");

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "1,true,3000,true,50,1,20,false,true",
    "2,true,3000,false,0,1,0,false,true",
    "3,false,3000,false,0,1,0,false,true",
    "4,false,3000,true,50,2,20,true,true",
    "5,true,3000,false,0,1,0,true,true",
    "6,false,3000,false,0,1,0,true,true",
    "1,true,3000,false,50,1,0,false,true",
    "1,true,0,false,50,1,0,false,true",
    "1,true,0,false,50,3,0,false,true",
    "1,true,0,false,50,1,0,true,true",
    "1,true,0,false,50,1,20,false,true",
    "1,true,0,false,0,1,20,true,true",
    "1,false,3000,true,50,1,0,false,true",
    "1,false,3000,true,0,1,0,true,true",
    "1,false,3000,false,0,1,0,false,false",
    "2,false,3000,false,0,1,0,false,false",
    "1,true,3000,false,0,1,0,false,false",
    "1,false,3000,false,0,1,0,true,false",
    "1,false,3000,true,0,1,0,false,false",
    "1,false,3000,false,50,1,0,false,false",
    "1,false,3000,false,0,1,20,false,false"
  })
  void shortCutsChangeNothing(
      String seed,
      String shared,
      String recorded,
      String held,
      String file,
      String sets,
      String declared,
      String limited,
      String tagged)
      throws IOException {
    try (DuckDb duck = new DuckDb(temp, 500, 2);
        DuckSession session = duck.open(Progress.NONE)) {
      for (String table : TABLES) {
        session.execute(
            table
                .replace("$seed", seed)
                .replace("$shared", shared)
                .replace("$recorded", recorded)
                .replace("$held", held)
                .replace("$file", file)
                .replace("$sets", sets)
                .replace("$declared", declared)
                .replace("$limited", limited)
                .replace("$tagged", tagged));
      }
      for (String step : reference().split(";")) {
        session.execute(step);
      }
      FileMatch.told(session);
      session.execute(
          "CREATE TEMP TABLE result AS SELECT *, row_number() OVER () AS place FROM ("
              + ExposureSql.run(session, Integer.parseInt(seed), true, true)
              + ")");
      assertThat(session.count("SELECT count(*) FROM ref_exposed")).isGreaterThan(15);
      assertThat(columns(session, "result").subList(0, 20))
          .isEqualTo(columns(session, "ref_exposed"));
      for (String difference :
          List.of(
              "SELECT * EXCLUDE (place) FROM result EXCEPT ALL SELECT * FROM ref_exposed",
              "SELECT * FROM ref_exposed EXCEPT ALL SELECT * EXCLUDE (place) FROM result")) {
        assertThat(session.count("SELECT count(*) FROM (" + difference + ")")).isZero();
      }
      assertThat(
              session.count(
                  "SELECT count(*) FROM (SELECT place <> row_number() OVER (ORDER BY person, subject)"
                      + " AS moved FROM result) WHERE moved"))
          .isZero();
    }
  }

  private static List<String> columns(DuckSession session, String table) {
    return session.query(
        "SELECT column_name, column_type FROM (DESCRIBE " + table + ")",
        row -> row.getString(1) + " " + row.getString(2));
  }

  private static String reference() throws IOException {
    try (InputStream in = ExposureSqlTest.class.getResourceAsStream("reference.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
