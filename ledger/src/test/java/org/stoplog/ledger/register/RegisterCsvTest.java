package org.stoplog.ledger.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class RegisterCsvTest {
  @TempDir Path folder;

  @Test
  void readsColumnsInAnyOrderAndKeepsTheLine() throws IOException {
    List<Row> rows =
        read("\uFEFFElements,supplier\r\ncontact.email; person.full_name,\"Mapplanet, Inc\"\r\n");

    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().line()).isEqualTo(2);
    assertThat(rows.getFirst().text(Column.SUPPLIER)).isEqualTo("Mapplanet, Inc");
    assertThat(rows.getFirst().parts(Column.ELEMENTS))
        .containsExactly("contact.email", "person.full_name");
    assertThat(rows.getFirst().columns()).containsExactly(Column.SUPPLIER, Column.ELEMENTS);
  }

  @Test
  void readsSemicolonsAsASpreadsheetWritesThem() throws IOException {
    List<Row> rows = read("supplier;elements\nMapplanet;\"contact.email;person.full_name\"\n");

    assertThat(rows.getFirst().parts(Column.ELEMENTS)).hasSize(2);
  }

  @Test
  void writesWhatItReads() throws IOException {
    String text =
        String.join(",", Column.headers())
            + "\r\nMapplanet,mapplanet.example,product analytics,see what is used,controller,Ann,web,sdk,2020-01-01,,"
            + "Cloudhouse,contact.email;person.full_name,\"plan in (pro, team)\",2022-03-01,,,,,,,,,,,,,,,,,,\r\n";
    StringWriter out = new StringWriter();

    RegisterCsv.write(out, read(text));

    assertThat(out).hasToString(text);
  }

  @Test
  void readsTheExampleOfItsPage() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "suppliers.md"));

    List<Row> rows = read(page.replaceAll("(?s).*```csv\n(.*?)```.*", "$1"));

    assertThat(rows).hasSize(4);
    assertThat(rows.get(2).text(Column.SUBPROCESSOR_OF)).isEqualTo("Mapplanet");
    assertThat(rows.get(3).day(Column.DELETED)).isEqualTo("2022-01-15");
    assertThat(page).contains(Column.headers().stream().map(name -> "`" + name + "`").toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "supplier | =cmd() | column supplier: starts with =",
        "supplier | @x | column supplier: starts with =",
        "supplier | -x | column supplier: starts with =",
        "supplier | One; Two | column supplier: holds a semicolon",
        "engagement | +x | column engagement: starts with =",
        "subprocessor_of | Good;=bad | column subprocessor_of: starts with =",
        "subprocessor_of | mapPlanet | not its own sub-processor",
        "started | 01/02/2023 | column started: not a day",
        "started | 2023-02-30 | column started: not a day",
        "deleted | 20230-01-01 | column deleted: not a day",
        "role | procesor | did you mean \"processor\"?",
        "elements | contact.emial | did you mean \"contact.email\"?",
        "domain | not a domain | column domain: not a domain",
        "population | plan = pro | there are no elements",
        "kind | sdk | the name is missing",
      })
  void refusesABadCellWithItsLineAndColumn(String column, String cell, String message) {
    String header = column.equals("supplier") ? "supplier" : "supplier," + column;
    String good = column.equals("supplier") ? "Good" : "Good,";
    String bad = column.equals("supplier") ? cell : "Mapplanet," + cell;

    assertThatThrownBy(() -> read(header + "\n" + good + "\n" + bad + "\n"))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.REGISTER_INVALID))
        .hasMessageContaining("suppliers.csv, line 3, ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesPeriodsTheWrongWayRound() {
    assertThatThrownBy(
            () ->
                read(
                    "supplier,elements,started,ended,since,until\n"
                        + "A,contact.email,2023-02-02,2023-02-01,2023-02-02,2023-02-02\n"))
        .hasMessageContaining("ended before it started")
        .hasMessageContaining("until is not after since");
  }

  @Test
  void refusesAPopulationWithTheColumnOfItsFault() {
    assertThatThrownBy(() -> read("supplier,elements,population\nA,contact.email,plan == pro\n"))
        .hasMessageContaining("line 2, column population: column 6");
  }

  @Test
  void namesAllFaultsAtOnceButNotWithoutEnd() {
    assertThatThrownBy(() -> read("supplier,role\n" + "A,boss\n".repeat(30)))
        .hasMessageContaining("line 2, ")
        .hasMessageContaining("line 21, ")
        .hasMessageNotContaining("line 22, ")
        .hasMessageContaining("and 10 more")
        .hasMessageContaining("nothing was written");
  }

  @Test
  void refusesRaggedRowsAndQuotesThatSwallowLines() {
    assertThatThrownBy(() -> read("supplier,domain\nA\nB,b.example,x\n"))
        .hasMessageContaining("line 2, 1 cells under 2 headers")
        .hasMessageContaining("line 3, 3 cells under 2 headers");
    assertThatThrownBy(() -> read("supplier\n\"A\nB\n"))
        .hasMessageContaining("is a quote not closed?");
  }

  @Test
  void refusesHeadersThatAreUnknownMissingOrThereTwice() {
    refuses(Problem.REGISTER_INVALID, "supplier,domian\nA,b\n", "did you mean \"domain\"?");
    refuses(Problem.HEADER_MISSING, "domain\na.example\n", "no column supplier");
    refuses(Problem.HEADER_DUPLICATE, "supplier,Supplier\nA,A\n", "twice");
  }

  @Test
  void refusesFilesThatAreEmptyLargeOrNotText() throws IOException {
    refuses(Problem.FILE_EMPTY, "", "empty");
    refuses(Problem.FILE_EMPTY, "supplier\n", "no rows");
    refuses(Problem.REGISTER_INVALID, "supplier\n" + "A\n".repeat(9 << 20), "16 MB");
    Path latin =
        Files.writeString(
            folder.resolve("l.csv"), "supplier\nMüller\n", Charset.forName("ISO-8859-1"));
    assertThatThrownBy(() -> RegisterCsv.read(latin))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.ENCODING_UNREADABLE));
    assertThatThrownBy(() -> RegisterCsv.read(folder))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.FILE_UNREADABLE));
  }

  private void refuses(Problem problem, String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(problem))
        .hasMessageContaining(message);
  }

  private List<Row> read(String text) throws IOException {
    return RegisterCsv.read(
        Files.writeString(folder.resolve("suppliers.csv"), text, StandardCharsets.UTF_8));
  }
}
