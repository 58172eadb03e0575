package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;

/** XLSX as office programs write it. */
class WorkbookIT extends ReaderFixture {
  @Test
  void readsTextsNumbersAndDays() throws IOException {
    Path file = folder.resolve("people.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("People");
      texts(sheet, 0, "user_id", "email", "mobile", "since", "active");
      sheet.value(1, 0, 1234567890123L);
      sheet.value(1, 1, "ann@example.org");
      sheet.value(1, 2, 491761234567L);
      sheet.value(1, 3, LocalDate.of(2024, 2, 29));
      sheet.style(1, 3).format("yyyy-MM-dd").set();
      sheet.value(1, 4, true);
      sheet.value(3, 0, "u2");
    }
    read(file, Purpose.PEOPLE);
    assertThat(Collected.roles(got.mapping))
        .isEqualTo("user_id=person email=identifier:email mobile=identifier:phone since=since");
    assertThat(got.rows)
        .containsExactly(
            "2 user_id=1234567890123 email=ann@example.org mobile=491761234567 since=2024-02-29"
                + " [contact.email, contact.phone, id.account_user_id]",
            "4 user_id=u2 [id.account_user_id]");
  }

  @Test
  void takesTheSavedValueOfAFormulaAndNamesCellsWithoutOne() throws IOException {
    Path file = folder.resolve("formulas.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("One");
      texts(sheet, 0, "email", "note");
      sheet.formula(1, 0, "CONCATENATE(\"a\",\"b\")");
      sheet.value(1, 1, "x");
      sheet.formula(2, 0, "CONCATENATE(\"c\",\"d\")");
      sheet.value(2, 1, "y");
    }
    Path saved =
        rewrite(
            file,
            text ->
                text.replaceFirst(
                    "<c r=\"A2\"([^>]*)><f>([^<]*)</f>(<v></v>|<v/>)?",
                    "<c r=\"A2\" t=\"str\"><f>$2</f><v>ann@example.org</v>"));
    read(saved, Purpose.KEYS);
    assertThat(got.rows).containsExactly("2 email=ann@example.org [contact.email]");
    assertThat(got.leftOut).containsExactly(new LeftOut(3, "email", "formula-without-value"));
  }

  @Test
  void refusesADamagedWorkbook() throws IOException {
    Path file = folder.resolve("x.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      texts(book.newWorksheet("One"), 0, "email", "ann@example.org");
    }
    Path broken = rewrite(file, text -> text.replace("<sheetData>", "<sheetData><row"));
    assertThat(failure(broken, Purpose.KEYS))
        .isEqualTo("file-damaged: the XLSX file cannot be read");
    byte[] bytes = Files.readAllBytes(file);
    assertThat(failure(file("cut.xlsx", Arrays.copyOf(bytes, bytes.length / 2)), Purpose.KEYS))
        .startsWith("file-damaged: ");
  }

  @Test
  void refusesABombOfTexts() throws IOException {
    Path file = folder.resolve("bomb.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      texts(book.newWorksheet("One"), 0, "email");
    }
    String bomb = "<si><t>" + "A".repeat(80 << 20) + "</t></si>";
    Path bombed =
        rewrite(
            file, text -> text.contains("</sst>") ? text.replace("</sst>", bomb + "</sst>") : text);
    assertThat(failure(bombed, Purpose.KEYS)).startsWith("archive-too-large: ");
  }

  @Test
  void readsTheSheetOfTheMapping() throws IOException {
    Path file = folder.resolve("two.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      texts(book.newWorksheet("One"), 0, "colour");
      Worksheet second = book.newWorksheet("Two");
      texts(second, 0, "email");
      texts(second, 1, "ann@example.org");
    }
    Field email = new Field("email", Role.IDENTIFIER, "email", null);
    for (String name : new String[] {"Two", "Three"}) {
      Mapping mapping =
          new Mapping(Format.XLSX, null, null, true, name, null, null, java.util.List.of(email));
      if (name.equals("Two")) {
        read(Collected.request(file, mapping));
        assertThat(got.rows).containsExactly("2 email=ann@example.org []");
      } else {
        assertThat(failure(Collected.request(file, mapping)))
            .isEqualTo("mapping-invalid: the workbook has no sheet \"Three\"");
      }
    }
  }

  private static void texts(Worksheet sheet, int row, String... texts) {
    for (int i = 0; i < texts.length; i++) {
      sheet.value(row, i, texts[i]);
    }
  }

  /** Changes the XML parts of a workbook. */
  private Path rewrite(Path file, UnaryOperator<String> change) throws IOException {
    Path changed = folder.resolve("changed.xlsx");
    try (ZipFile in = new ZipFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
      for (ZipEntry entry : in.stream().toList()) {
        String text = new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(change.apply(text).getBytes(StandardCharsets.UTF_8));
      }
    }
    return changed;
  }
}
