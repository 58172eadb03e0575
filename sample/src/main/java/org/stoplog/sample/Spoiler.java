package org.stoplog.sample;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.GZIPOutputStream;
import net.lingala.zip4j.io.outputstream.ZipOutputStream;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.AesKeyStrength;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes a table of the sample as real senders spoil it. The truth stays the same. */
public final class Spoiler {
  /** Password of {@link Style#ZIP_PASSWORD}. */
  public static final String PASSWORD = "correct horse";

  /** How a file is spoiled. */
  public enum Style {
    BOM_CRLF("csv"),
    UTF_16("csv"),
    /** Names that do not fit get question marks; identifiers stay what they are. */
    LATIN_1_SEMICOLON("csv"),
    TABS("tsv"),
    GERMAN_REVERSED("csv"),
    FRENCH_SEMICOLON("csv"),
    QUOTED_NEWLINES("csv"),
    TRAILING_COLUMNS("csv"),
    XLSX("xlsx"),
    ZIP("zip"),
    ZIP_PASSWORD("zip"),
    GZIP("csv.gz"),
    PARQUET("parquet"),
    NDJSON("ndjson");

    private final String ending;

    Style(String ending) {
      this.ending = ending;
    }

    /** What the file's name ends in, without a dot in front. */
    public String ending() {
      return ending;
    }
  }

  private Spoiler() {}

  /**
   * @param table a CSV file that {@link SampleFiles} wrote
   * @param target is written over
   * @throws IOException when a file cannot be read or written
   */
  public static void spoil(Path table, Style style, Path target) throws IOException {
    switch (style) {
      case PARQUET -> parquet(table, target);
      case XLSX -> xlsx(table, target);
      case NDJSON -> ndjson(table, target);
      case ZIP -> zip(table, target, false);
      case ZIP_PASSWORD -> zip(table, target, true);
      case GZIP -> {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
          Files.copy(table, out);
        }
      }
      case BOM_CRLF,
          UTF_16,
          LATIN_1_SEMICOLON,
          TABS,
          GERMAN_REVERSED,
          FRENCH_SEMICOLON,
          QUOTED_NEWLINES,
          TRAILING_COLUMNS ->
          text(table, style, target);
    }
  }

  private static void text(Path table, Style style, Path target) throws IOException {
    char separator =
        switch (style) {
          case TABS -> '\t';
          case LATIN_1_SEMICOLON, FRENCH_SEMICOLON -> ';';
          default -> ',';
        };
    LineDelimiter lines = style == Style.BOM_CRLF ? LineDelimiter.CRLF : LineDelimiter.LF;
    try (Writer out = writer(style, target);
        CsvWriter csv =
            CsvWriter.builder().fieldSeparator(separator).lineDelimiter(lines).build(out);
        CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(table)) {
      if (style == Style.BOM_CRLF || style == Style.UTF_16) {
        out.write('\uFEFF');
      }
      SpoiledCells cells = null;
      for (CsvRecord row : rows) {
        if (cells == null) {
          cells = new SpoiledCells(style, row.getFields());
          csv.writeRecord(cells.header());
        } else {
          csv.writeRecord(cells.row(row.getFields()));
        }
      }
    }
  }

  private static Writer writer(Style style, Path target) throws IOException {
    Charset charset =
        switch (style) {
          case UTF_16 -> StandardCharsets.UTF_16LE;
          case LATIN_1_SEMICOLON -> StandardCharsets.ISO_8859_1;
          default -> StandardCharsets.UTF_8;
        };
    CharsetEncoder encoder = charset.newEncoder().onUnmappableCharacter(CodingErrorAction.REPLACE);
    return new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(target), encoder));
  }

  private static void ndjson(Path table, Path target) throws IOException {
    try (Writer out = Files.newBufferedWriter(target);
        CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(table)) {
      JsonLine line = new JsonLine();
      CsvRecord header = null;
      for (CsvRecord row : rows) {
        if (header == null) {
          header = row;
          continue;
        }
        line.begin();
        for (int i = 0; i < row.getFieldCount(); i++) {
          if (!row.getField(i).isEmpty()) {
            line.put(header.getField(i), row.getField(i));
          }
        }
        out.write(line.end().text());
        out.write('\n');
      }
    }
  }

  private static void xlsx(Path table, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        Workbook workbook = new Workbook(out, "Export", "1.0");
        CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(table)) {
      Worksheet sheet = workbook.newWorksheet("Export");
      int line = 0;
      for (CsvRecord row : rows) {
        for (int i = 0; i < row.getFieldCount(); i++) {
          if (!row.getField(i).isEmpty()) {
            sheet.value(line, i, row.getField(i));
          }
        }
        if (++line % 1000 == 0) {
          sheet.flush();
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void zip(Path table, Path target, boolean locked) throws IOException {
    ZipParameters parameters = new ZipParameters();
    parameters.setFileNameInZip("export/" + table.getFileName());
    char[] password = null;
    if (locked) {
      parameters.setEncryptFiles(true);
      parameters.setEncryptionMethod(EncryptionMethod.AES);
      parameters.setAesKeyStrength(AesKeyStrength.KEY_STRENGTH_256);
      password = PASSWORD.toCharArray();
    }
    try (OutputStream raw = Files.newOutputStream(target);
        ZipOutputStream out =
            password == null ? new ZipOutputStream(raw) : new ZipOutputStream(raw, password);
        InputStream in = Files.newInputStream(table)) {
      out.putNextEntry(parameters);
      in.transferTo(out);
      out.closeEntry();
    }
  }

  private static void parquet(Path table, Path target) throws IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          COPY (SELECT * FROM read_csv('%s', header = true, all_varchar = true, delim = ',',
                quote = '"', escape = '"'))
          TO '%s' (FORMAT parquet)
          """
              .formatted(quoted(table), quoted(target)));
    } catch (SQLException e) {
      throw new IOException("DuckDB could not write " + target.getFileName(), e);
    }
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }
}
