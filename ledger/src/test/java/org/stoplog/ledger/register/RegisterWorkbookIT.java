package org.stoplog.ledger.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Suppliers as workbooks, good ones and hostile ones, read by the child process. */
class RegisterWorkbookIT {
  @TempDir Path work;
  @TempDir Path files;

  private List<Row> read(byte[] bytes) {
    return new RegisterFile(work).read(bytes, "suppliers.xlsx");
  }

  private void refuses(Problem problem, byte[] bytes, String... messages) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(problem))
        .hasMessageStartingWith("suppliers.xlsx")
        .hasMessageContainingAll(messages);
    assertThat(work).as("nothing is left").isEmptyDirectory();
  }

  private static byte[] book(String name, Consumer<Worksheet> fill) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Test", "1.0")) {
      fill.accept(book.newWorksheet(name));
    }
    return out.toByteArray();
  }

  private static void texts(Worksheet sheet, int row, String... texts) {
    for (int i = 0; i < texts.length; i++) {
      sheet.value(row, i, texts[i]);
    }
  }

  private static byte[] suppliers(Consumer<Worksheet> fill) throws IOException {
    return book(
        "suppliers",
        sheet -> {
          texts(sheet, 0, "Supplier", "started", "kind", "connection");
          texts(sheet, 1, "Mapplanet", "2020-01-01", "sdk", "web");
          fill.accept(sheet);
        });
  }

  /** Changes the parts of a workbook. */
  private byte[] rewrite(byte[] book, UnaryOperator<String> change) throws IOException {
    return rewrite(book, change, "");
  }

  private byte[] rewrite(byte[] book, UnaryOperator<String> change, String added)
      throws IOException {
    Path file = Files.write(files.resolve("book.xlsx"), book);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    try (ZipFile in = new ZipFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(changed)) {
      for (ZipEntry entry : in.stream().toList()) {
        String text = new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(change.apply(text).getBytes(StandardCharsets.UTF_8));
      }
      if (!added.isEmpty()) {
        out.putNextEntry(new ZipEntry(added));
        out.write(1);
      }
    }
    return changed.toByteArray();
  }

  /** What a program that opens it could take for something else; all of it may be a name. */
  static final List<String> ODD =
      List.of(
          "'quoted",
          "\"a\", b",
          "007",
          "1E5",
          "2025-01-02",
          "01/02/2025",
          "TRUE",
          "#REF!",
          "_x0041_ _x005F_",
          "🦔 Zoë & <Sons>",
          "a\u00a0b\u2028c",
          "\uffff",
          "x".repeat(200));

  @Test
  void whatItWritesItReads() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String odd : ODD) {
      Map<Column, String> cells = new EnumMap<>(Column.class);
      Arrays.stream(Column.values()).forEach(column -> cells.put(column, ""));
      cells.put(Column.SUPPLIER, odd);
      cells.put(Column.OWNER, odd);
      cells.put(Column.ELEMENTS, "contact.email");
      cells.put(Column.POPULATION, "(plan = pro)\nor plan = \"=1+1\"");
      rows.add(new Row(rows.size() + 2, cells));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RegisterFile.write(RegisterFormat.XLSX, out, rows);

    assertThat(read(out.toByteArray())).isEqualTo(rows);
  }

  @Test
  void takesDaysAndNumbersThatWereTypedAsSuch() throws IOException {
    List<Row> rows =
        read(
            suppliers(
                sheet -> {
                  sheet.value(3, 0, 360);
                  sheet.value(3, 1, LocalDate.of(2024, 2, 29));
                  sheet.style(3, 1).format("d.m.yyyy").set();
                  sheet.value(3, 5, "");
                }));

    assertThat(rows).extracting(Row::line).containsExactly(2L, 4L);
    assertThat(rows.getLast().text(Column.SUPPLIER)).isEqualTo("360");
    assertThat(rows.getLast().day(Column.STARTED)).isEqualTo("2024-02-29");
    assertThat(rows.getLast().columns()).contains(Column.KIND);
  }

  @Test
  void saysWhichCellsAreMergedFormulasOrErrors() throws IOException {
    byte[] merged =
        suppliers(
            sheet -> {
              texts(sheet, 2, "Inkwell", "2020-01-01");
              sheet.range(1, 2, 2, 3).merge();
            });
    refuses(
        Problem.REGISTER_INVALID,
        merged,
        "suppliers.xlsx, line 2, column kind: C2:D3 are merged; take them apart",
        "nothing was written");
    refuses(
        Problem.REGISTER_INVALID,
        suppliers(
            sheet -> {
              sheet.formula(2, 0, "CONCATENATE(\"a\",\"b\")");
              sheet.formula(2, 2, "HYPERLINK(\"https://evil.example\")");
            }),
        "line 3, column supplier: cell A3 is a formula",
        "line 3, column kind: cell C3 is a formula");
    refuses(
        Problem.REGISTER_INVALID,
        rewrite(
            suppliers(sheet -> sheet.value(2, 0, 7)),
            text ->
                text.replaceFirst(
                    "<c r=\"A3\"[^>]*>.*?</c>", "<c r=\"A3\" t=\"e\"><v>#REF!</v></c>")),
        "line 3, column supplier: cell A3 is a formula or an error");
  }

  @Test
  void refusesMacrosOtherSheetsVersionsAndHeaders() throws IOException {
    refuses(
        Problem.REGISTER_INVALID,
        rewrite(suppliers(sheet -> {}), text -> text, "xl/vbaProject.bin"),
        "has macros; save it without them");
    refuses(
        Problem.REGISTER_INVALID,
        book("Sheet1", sheet -> texts(sheet, 0, "supplier")),
        "has no sheet \"Suppliers\", but \"Sheet1\"");
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(two, "Test", "1.0")) {
      texts(book.newWorksheet("Suppliers"), 0, "supplier");
      texts(book.newWorksheet("More"), 0, "domain", "Supplier");
    }
    refuses(Problem.REGISTER_INVALID, two.toByteArray(), "the sheet \"More\" has suppliers too");
    for (String version : List.of("2", "1.0")) {
      ByteArrayOutputStream other = new ByteArrayOutputStream();
      try (Workbook book = new Workbook(other, "Test", "1.0")) {
        texts(book.newWorksheet("Suppliers"), 0, "supplier");
        texts(book.newWorksheet("Format"), 0, "stoplog-suppliers", version);
      }
      refuses(Problem.REGISTER_INVALID, other.toByteArray(), "its version is not 1");
    }
    refuses(
        Problem.REGISTER_INVALID,
        suppliers(sheet -> texts(sheet, 2, "Supplier", "started", "kind", "connection")),
        "line 3, is the header again");
    refuses(
        Problem.REGISTER_INVALID,
        suppliers(sheet -> sheet.value(2, 7, "lost")),
        "line 3, 8 cells under 4 headers");
    refuses(
        Problem.REGISTER_INVALID,
        book("Suppliers", sheet -> texts(sheet, 0, "supplier", "domian")),
        "line 1: unknown column \"domian\"; did you mean \"domain\"?");
    refuses(Problem.FILE_EMPTY, book("Suppliers", sheet -> {}), "holds no rows");
  }

  @Test
  void refusesWhatIsNoWorkbookOrTooMuch() throws IOException {
    refuses(
        Problem.FILE_DAMAGED,
        "PK\3\4 and no more".getBytes(StandardCharsets.UTF_8),
        "cannot be read as a workbook");
    byte[] good = suppliers(sheet -> {});
    refuses(Problem.FILE_DAMAGED, Arrays.copyOf(good, good.length / 2), "cannot be read");
    byte[] compound = new byte[512];
    System.arraycopy(
        new byte[] {
          (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
        },
        0,
        compound,
        0,
        8);
    refuses(Problem.REGISTER_INVALID, compound, "is an encrypted or an old workbook");
    refuses(
        Problem.FILE_DAMAGED,
        rewrite(
            good,
            text ->
                text.contains("<sheetData>")
                    ? "<!DOCTYPE x [<!ENTITY a \"b\">]>" + text.replace("<sheetData>", "&a;")
                    : text),
        "cannot be read");
    String bomb = "<si><t>" + "A".repeat(270 << 20) + "</t></si></sst>";
    refuses(
        Problem.ARCHIVE_TOO_LARGE,
        rewrite(good, text -> text.replace("</sst>", bomb)),
        "becomes too large");
    refuses(
        Problem.ARCHIVE_TOO_LARGE,
        suppliers(
            sheet -> {
              for (int i = 1; i <= 100_000; i++) {
                sheet.value(i, 0, "S" + i);
              }
            }),
        "more than 60002 rows");
    refuses(
        Problem.REGISTER_INVALID,
        suppliers(
            sheet -> {
              for (int i = 1; i <= 60_001; i++) {
                sheet.value(i, 0, "S" + i);
              }
            }),
        "line 60002: more than 60000 rows");
    refuses(Problem.REGISTER_INVALID, Arrays.copyOf(good, 17 << 20), "larger than 16 MB");
  }

  @Test
  void takesAndGivesARegisterOfSixtyThousandRows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < RegisterTable.MOST_ROWS; i++) {
      Map<Column, String> cells = new EnumMap<>(Column.class);
      Arrays.stream(Column.values()).forEach(column -> cells.put(column, ""));
      cells.put(Column.SUPPLIER, "Supplier " + i / 3);
      cells.put(Column.ENGAGEMENT, "use " + i);
      cells.put(Column.PURPOSE, "see which of the features number " + i + " are used");
      cells.put(Column.ROLE, "processor");
      cells.put(Column.CONNECTION, "connection " + i);
      cells.put(Column.STARTED, "2020-01-01");
      rows.add(new Row(i + 2L, cells));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RegisterFile.write(RegisterFormat.XLSX, out, rows);

    assertThat(read(out.toByteArray())).isEqualTo(rows);
    rows.add(rows.getLast());
    assertThatThrownBy(
            () -> RegisterFile.write(RegisterFormat.XLSX, new ByteArrayOutputStream(), rows))
        .hasMessageContaining("60001 rows, more than the 60000");
  }
}
