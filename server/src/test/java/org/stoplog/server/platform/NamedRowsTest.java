package org.stoplog.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.WrittenList;

class NamedRowsTest {
  private final NamedRows rows = new NamedRows("name", "count", "is", "at");

  private byte[] written(RegisterFormat format) {
    ResponseEntity<byte[]> answer = rows.download(format, "list");
    assertThat(answer.getHeaders().getFirst("Content-Disposition"))
        .isEqualTo("attachment; filename=\"list." + format.ending() + "\"");
    assertThat(answer.getHeaders().getFirst("Content-Type")).isEqualTo(format.mediaType());
    return answer.getBody();
  }

  @Test
  void threeFormatsHoldTheSameCells() throws IOException {
    rows.add("=1+1", 1, true, Instant.EPOCH);
    rows.add("a \"quote\", a\nline\r\nand _x0041_ \u0007", -2L, false, null);
    rows.add("東京データ 🦔 & <Sons>", null, null, "@SUM(A1)");
    rows.add(" 007 ", 0, true, "1E5");
    byte[] csv = written(RegisterFormat.CSV);
    assertThat(new String(csv, StandardCharsets.UTF_8))
        .startsWith(
            """
            "name","count","is","at"\r
            "'=1+1",1,"true","1970-01-01T00:00:00Z"\r
            """);
    byte[] json = written(RegisterFormat.JSON);
    assertThat(new String(json, StandardCharsets.UTF_8))
        .startsWith("[{\"name\":\"=1+1\",\"count\":1,\"is\":true,");
    WrittenList list = WrittenList.ofCsv(csv);
    assertThat(list.rows()).hasSize(4);
    assertThat(WrittenList.ofWorkbook(written(RegisterFormat.XLSX))).isEqualTo(list);
    assertThat(WrittenList.ofJson(json)).isEqualTo(list);
  }

  @Test
  void anEmptyListHasItsHeader() throws IOException {
    assertThat(WrittenList.ofWorkbook(written(RegisterFormat.XLSX)))
        .isEqualTo(WrittenList.ofCsv(written(RegisterFormat.CSV)));
    assertThat(new String(written(RegisterFormat.JSON), StandardCharsets.UTF_8)).isEqualTo("[]");
  }

  @Test
  void whatNoCellHoldsIsRefusedByItsPlace() {
    rows.add("short", 1, true, null);
    rows.add("long", 1, true, "x".repeat(32_768));
    assertThatThrownBy(() -> written(RegisterFormat.XLSX))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.REQUEST_INVALID))
        .hasMessageContaining("row 3, column at: longer than a cell");
    assertThatThrownBy(() -> rows.add("too few")).isInstanceOf(IllegalArgumentException.class);
  }
}
