package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Parquet, whole and crafted: the parent always gets a result or a problem, and goes on. */
class ParquetIT extends ReaderFixture {
  /** What a crafted file may end in. */
  private static final Set<Problem> EXPECTED =
      Set.of(
          Problem.FILE_DAMAGED,
          Problem.READER_CRASHED,
          Problem.READER_LIMIT,
          Problem.MAPPING_NEEDED,
          Problem.FILE_FORMAT_UNKNOWN,
          Problem.HEADER_MISSING,
          Problem.HEADER_DUPLICATE,
          Problem.DATA_MALFORMED);

  @Test
  void readsRowsInOrderWithTypes() throws SQLException {
    Path file =
        parquet(
            "rows.parquet",
            "SELECT i AS user_id, 'user' || i || '@example.org' AS email,"
                + " TIMESTAMP '2025-11-01 10:00:00' + INTERVAL (i) SECOND AS last_seen,"
                + " CASE WHEN i % 2 = 0 THEN 'pro' END AS plan, [i] AS list"
                + " FROM range(20000) t(i)");
    ReadResult result = read(file, Purpose.HOLDINGS);
    assertThat(Collected.roles(result.mapping()))
        .isEqualTo("user_id=identifier:user-id email=identifier:email last_seen=time plan=element");
    assertThat(got.rows).hasSize(20_000);
    assertThat(got.rows.get(61))
        .isEqualTo(
            "62 user_id=61 email=user61@example.org @2025-11-01T10:01:01Z"
                + " [contact.email, id.account_user_id]");
    assertThat(got.rows.get(19_998)).startsWith("19999 user_id=19998 ").contains("purchase.");
    assertThat(result.cells()).containsExactly(20_000, 20_000, 20_000, 10_000, 20_000);
  }

  @Test
  void mayOpenNothingButItsFile() throws SQLException, IOException {
    Path mine = parquet("mine.parquet", "SELECT 1 AS a");
    Path others = parquet("others.parquet", "SELECT 2 AS a");
    try (Connection connection = ParquetRead.open(mine.toString(), 256);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT * FROM read_parquet('" + mine + "')");
      for (String forbidden :
          new String[] {
            "SELECT * FROM read_parquet('" + others + "')",
            "SELECT * FROM read_parquet('" + folder + "/*.parquet')",
            "SELECT * FROM read_text('/etc/hostname')",
            "COPY (SELECT 1) TO '" + folder.resolve("out.csv") + "'",
            "ATTACH '" + folder.resolve("db") + "' AS other",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
            "SET allowed_paths = ['" + others + "']"
          }) {
        assertThatThrownBy(() -> statement.execute(forbidden))
            .as(forbidden)
            .isInstanceOf(SQLException.class);
      }
    }
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @Test
  void survivesCraftedFiles() throws SQLException, IOException {
    mutate(1, 12);
  }

  @Test
  @Tag("long")
  void survivesManyCraftedFiles() throws SQLException, IOException {
    mutate(2, 400);
  }

  @Test
  void refusesATruncatedFile() throws SQLException, IOException {
    byte[] whole = crafted();
    for (int length : new int[] {5, 100, whole.length / 2, whole.length - 1}) {
      assertThat(failure(file("cut.parquet", Arrays.copyOf(whole, length)), Purpose.KEYS))
          .isEqualTo("file-damaged: the Parquet file cannot be read");
    }
  }

  private void mutate(long seed, int rounds) throws SQLException, IOException {
    byte[] whole = crafted();
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = whole.clone();
      // Half of the changes hit the footer, where lengths and offsets are.
      int flips = 1 + random.nextInt(4);
      for (int i = 0; i < flips; i++) {
        int from = random.nextBoolean() ? bytes.length - Math.min(bytes.length, 600) : 4;
        bytes[from + random.nextInt(bytes.length - from - 8)] = (byte) random.nextInt(256);
      }
      Path file = file("crafted.parquet", bytes);
      try {
        read(file, Purpose.KEYS);
      } catch (StoplogException e) {
        assertThat(EXPECTED).as("seed %d, round %d: %s", seed, round, e).contains(e.problem());
      }
    }
    Files.write(folder.resolve("crafted.parquet"), whole);
    assertThat(read(folder.resolve("crafted.parquet"), Purpose.KEYS).rows()).isEqualTo(3000);
  }

  private byte[] crafted() throws SQLException, IOException {
    Path file =
        parquet(
            "crafted.parquet",
            "SELECT 'user' || i || '@example.org' AS email, i AS n, 'plan' || (i % 3) AS plan"
                + " FROM range(3000) t(i)");
    return Files.readAllBytes(file);
  }
}
