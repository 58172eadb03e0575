package org.stoplog.ledger.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class RegisterJsonTest {
  private static final String BEGIN = "{\"format\":\"stoplog-suppliers\",\"version\":1,\n";

  /** Only workbooks need the folder. */
  private static List<Row> read(String text) {
    return new RegisterFile(Path.of("none"))
        .read(text.getBytes(StandardCharsets.UTF_8), "suppliers.csv");
  }

  private static void refuses(Problem problem, String text, String... messages) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(problem))
        .hasMessageContainingAll(messages);
  }

  @Test
  void isKnownByWhatIsInItWhateverItsName() {
    List<Row> rows =
        read(
            "\uFEFF \n"
                + BEGIN
                + "\"suppliers\":[{\"supplier\": \" Mapplanet \", \"Domain\": null},\n"
                + " {\"supplier\": \"B\", \"kind\": \"\", \"owner\": \"Zoë 🦔\"}]}\n");

    assertThat(rows).extracting(Row::line).containsExactly(3L, 4L);
    assertThat(rows.getFirst().text(Column.SUPPLIER)).isEqualTo("Mapplanet");
    assertThat(rows.getLast().text(Column.OWNER)).isEqualTo("Zoë 🦔");
    assertThat(rows)
        .as("columns that nobody names are left alone")
        .allSatisfy(
            row ->
                assertThat(row.columns())
                    .containsExactly(Column.SUPPLIER, Column.DOMAIN, Column.OWNER, Column.KIND));
  }

  @Test
  void columnsThatAreListedAreThereAlsoWhenAllOfThemAreEmpty() {
    List<Row> rows =
        read(BEGIN + "\"columns\":[\"supplier\",\"place\"],\"suppliers\":[{\"supplier\":\"A\"}]}");

    assertThat(rows.getFirst().columns()).containsExactly(Column.SUPPLIER, Column.PLACE);
  }

  @Test
  void writesWhatItReads() throws IOException {
    List<Row> rows =
        read(BEGIN + "\"suppliers\":[{\"supplier\":\"A \\\"x\\\"\",\"owner\":\"EU\\u2028\"}]}");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RegisterFile.write(RegisterFormat.JSON, out, rows);
    String text = out.toString(StandardCharsets.UTF_8);

    assertThat(text).startsWith(BEGIN).endsWith("]}\n");
    assertThat(read(text).getFirst().text(Column.SUPPLIER)).isEqualTo("A \"x\"");
    assertThat(read(text).getFirst().columns()).hasSize(Column.values().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"supplier\":7 | line 3, column supplier: is no text; write it in quotes",
        "\"supplier\":true | line 3, column supplier: is no text",
        "\"supplier\":[\"A\"] | line 3, column supplier: is no text",
        "\"supplier\":{\"a\":{\"b\":1}} | line 3, column supplier: is no text",
        "\"supplier\":\"A\",\"supplier\":\"B\" | line 3, column supplier: is there twice",
        "\"supplier\":\"A\",\"Supplier\":\"B\" | line 3, column supplier: is there twice",
        "\"supplier\":\"A\",\"domian\":\"b\" | unknown column \"domian\"; did you mean \"domain\"?",
        "\"supplier\":\"=1+1\" | line 3, column supplier: starts with =",
        "\"supplier\":\"A\\nB\" | line 3, column supplier: holds a line break",
        "\"supplier\":\"A\\ud800\" | line 3, column supplier: holds what is no character",
        "\"supplier\":\"A\",\"population\":\"\\u0000\" | column population: holds what is no"
            + " character",
        "\"supplier\":\"A\",\"started\":\"1/2/2023\" | line 3, column started: not a day",
        "\"supplier\":\"A\",\"role\":\"procesor\" | did you mean \"processor\"?",
        "\"supplier\":\"supplier\" | line 3, is the header again",
        "\"supplier\": | line 3: not readable as JSON",
        "\"supplier\":\"A\",} | line 3: not readable as JSON",
        "supplier:\"A\" | line 3: not readable as JSON",
      })
  void refusesWhatIsWrongOfASupplierWithItsLine(String cells, String message) {
    refuses(
        Problem.REGISTER_INVALID,
        BEGIN + "\"suppliers\":[\n{" + cells + "}]}",
        "suppliers.csv, line 3",
        message);
  }

  @Test
  void refusesWhatIsWrongOfTheDocument() {
    String one = "\"suppliers\":[{\"supplier\":\"A\"}]";
    refuses(Problem.REGISTER_INVALID, "[]", "line 1: a suppliers file is an object");
    refuses(Problem.REGISTER_INVALID, "{" + one + "}", "the member \"format\" is missing");
    refuses(
        Problem.REGISTER_INVALID,
        "{\"format\":\"stoplog-supplier\",\"version\":1," + one + "}",
        "the format is not \"stoplog-suppliers\"");
    refuses(
        Problem.REGISTER_INVALID,
        "{\"format\":\"stoplog-suppliers\",\"version\":2," + one + "}",
        "the version is not 1");
    refuses(Problem.REGISTER_INVALID, BEGIN + "\"x\":1}", "line 2: unknown member \"x\"");
    refuses(
        Problem.REGISTER_INVALID, BEGIN + one + "," + one + "}", "\"suppliers\" is there twice");
    refuses(Problem.REGISTER_INVALID, BEGIN + one + "}\n{}", "line 3: there is more after the end");
    refuses(Problem.REGISTER_INVALID, BEGIN + one + "}\nx", "line 3: not readable as JSON");
    refuses(Problem.REGISTER_INVALID, BEGIN + one, "breaks off");
    refuses(Problem.REGISTER_INVALID, BEGIN + "\"suppliers\":{}}", "are a list of objects");
    refuses(Problem.REGISTER_INVALID, BEGIN + "\"suppliers\":[7]}", "are a list of objects");
    refuses(Problem.REGISTER_INVALID, BEGIN + "\"columns\":[7]}", "columns are a list of names");
    refuses(Problem.FILE_EMPTY, BEGIN + "\"suppliers\":[]}", "holds no rows");
    refuses(
        Problem.HEADER_MISSING,
        BEGIN + "\"suppliers\":[{\"place\":\"EU\"}]}",
        "no column supplier");
    refuses(
        Problem.HEADER_DUPLICATE,
        BEGIN + "\"columns\":[\"supplier\",\"Supplier\"]," + one + "}",
        "the column supplier is there twice");
    refuses(
        Problem.REGISTER_INVALID,
        BEGIN + "\"columns\":[\"supplier\"],\"suppliers\":[{\"supplier\":\"A\",\"lei\":\"x\"}]}",
        "column lei: is not among the columns of the file");
  }

  @Test
  void refusesWhatIsDeepLongOrMuch() {
    refuses(
        Problem.REGISTER_INVALID,
        BEGIN + "\"suppliers\":[{\"supplier\":" + "[".repeat(100_000),
        "line 2: nested deeper");
    refuses(
        Problem.REGISTER_INVALID,
        BEGIN + "\"suppliers\":[{\"supplier\":\"" + "a".repeat(200_000) + "\"}]}",
        "longer texts");
    refuses(
        Problem.REGISTER_INVALID,
        BEGIN
            + "\"suppliers\":["
            + "{\"supplier\":\"A\"},".repeat(60_001)
            + "{\"supplier\":\"A\"}]}",
        "line 2: more than 60000 rows");
    refuses(
        Problem.REGISTER_INVALID,
        BEGIN + "\"suppliers\":[{\"supplier\":\"A\"}]}" + " ".repeat(17 << 20),
        "larger than 16 MB");
  }
}
