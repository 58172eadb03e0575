package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An indicator looked for in a log of our own: only the rows with its value count. */
class RowFilterIT extends ReaderFixture {
  private static ReadRequest request(Path file, @Nullable Mapping mapping, RowFilter only) {
    return new ReadRequest(
        file, Purpose.KEYS, only.known(mapping), null, null, Collected.limits(), only);
  }

  @Test
  void takesTheRowsOfACsvWithTheValueWhateverIsAroundIt() throws IOException {
    Path log =
        file(
            "log.csv",
            """
            user_id,IP address,last_seen
            u1,203.0.113.7,2025-11-01
            u2,203.0.113.70,2025-11-01
            u3,  203.0.113.7 ,2025-11-02
            u4,,2025-11-02
            u5,203.0.113.8,not a day
            u6,203.0.113.7,not a day
            ,203.0.113.7,2025-11-02
            """);
    Mapping mapping =
        new Mapping(
            Format.CSV,
            "UTF-8",
            ',',
            true,
            null,
            null,
            null,
            List.of(
                new Field("user_id", Role.IDENTIFIER, "user-id", null),
                new Field("last_seen", Role.TIME, null, null)));
    ReadResult result = read(request(log, mapping, new RowFilter("ip ADDRESS", " 203.0.113.7")));
    assertThat(got.rows).hasSize(2);
    assertThat(got.rows.get(0)).startsWith("2 user_id=u1");
    assertThat(got.rows.get(1)).startsWith("4 user_id=u3");
    assertThat(got.leftOut.stream().map(LeftOut::line)).containsExactly(7L, 8L);
    assertThat(result.passedOver()).isEqualTo(3);
  }

  @Test
  void takesTheLinesOfALogOfJson() throws IOException {
    Path log =
        file(
            "log.ndjson",
            """
            {"user_id":"u1","net":{"ip":"203.0.113.7"}}
            {"net":{"ip":"203.0.113.8"},"user_id":"u2"}
            {"net":{"ip":"203.0.113.7"},"user_id":"u3"}
            """);
    ReadResult result = read(request(log, null, new RowFilter("net.ip", "203.0.113.7")));
    assertThat(got.rows).hasSize(2);
    assertThat(result.passedOver()).isEqualTo(1);
  }

  @Test
  void looksIntoAColumnThatTheMappingLeavesAlone() throws SQLException {
    Path log =
        parquet(
            "log.parquet",
            "SELECT 'u' || i AS user_id, 'agent ' || (i % 4) AS agent FROM range(10000) t(i)");
    Mapping mapping =
        new Mapping(
            Format.PARQUET,
            null,
            null,
            true,
            null,
            null,
            null,
            List.of(new Field("user_id", Role.IDENTIFIER, "user-id", null)));
    ReadResult result = read(request(log, mapping, new RowFilter("agent", "agent 3")));
    assertThat(got.rows).hasSize(2500);
    assertThat(result.passedOver()).isEqualTo(7500);
  }

  @Test
  void namesTheColumnsWhenThereIsNoneOfThatName() throws IOException {
    Path log = file("log.csv", "user_id,ip\nu1,203.0.113.7\n");
    assertThat(failure(request(log, null, new RowFilter("address", "203.0.113.7"))))
        .isEqualTo("mapping-invalid: the file has no column \"address\"; it has: user_id, ip");
    assertThat(new RowFilter("ip", "203.0.113.7").toString()).doesNotContain("203");
  }
}
