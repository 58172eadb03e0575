package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The splitter against FastCSV, which cannot go on after a record that is too long or broken. */
class CsvTest {
  private static final String[] PIECES = {
    "a", "bc", " ", "\"", "\"\"", "x\"y", ",", ",", "\n", "\r\n", "ü", "😀", ";", "\r", "'"
  };

  @Test
  void splitsAsFastCsvDoes() throws IOException {
    for (long seed = 1; seed <= 3000; seed++) {
      Random random = new Random(seed);
      String text = wellFormed(random);
      assertThat(split(text, 1 + random.nextInt(40)))
          .as("seed %d: %s", seed, text)
          .isEqualTo(fastCsv(text));
    }
  }

  @Test
  void losesNoLineOfGarbage() throws IOException {
    for (long seed = 1; seed <= 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      // Every line is in a record or in a fault: the end is always reached, lines only rise.
      long last = 0;
      ChunkReader chunks = chunks(text.toString(), 8);
      Chunk chunk = new Chunk(0);
      while (chunks.next(chunk)) {
        assertThat(chunk.firstLine).as("seed %d", seed).isGreaterThanOrEqualTo(last);
        last = chunk.firstLine;
        assertThat(chunk.fault != null || chunk.length > 0).isTrue();
      }
      assertThat(last).isLessThanOrEqualTo(1 + text.chars().filter(c -> c == '\n').count());
    }
  }

  private static String wellFormed(Random random) {
    StringBuilder text = new StringBuilder();
    int rows = 1 + random.nextInt(6);
    for (int row = 0; row < rows; row++) {
      int fields = 1 + random.nextInt(4);
      for (int field = 0; field < fields; field++) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        text.append(field > 0 ? "," : "");
        if (random.nextBoolean()) {
          text.append('"').append(value.toString().replace("\"", "\"\"")).append('"');
        } else {
          text.append(value.toString().replaceAll("[\",\r\n]", "z"));
        }
      }
      text.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    return text.toString();
  }

  private static List<List<String>> fastCsv(String text) throws IOException {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)) {
      return reader.stream().map(CsvRecord::getFields).toList();
    }
  }

  private static ChunkReader chunks(String text, int limit) {
    return new ChunkReader(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        limit,
        1,
        new CsvScan((byte) ','));
  }

  private static List<List<String>> split(String text, int pieces) throws IOException {
    List<List<String>> records = new ArrayList<>();
    ChunkReader chunks = chunks(text, 1 << 20);
    Chunk chunk = new Chunk(pieces);
    CsvSplitter splitter = new CsvSplitter((byte) ',', 100);
    while (chunks.next(chunk)) {
      assertThat(chunk.fault).isNull();
      int at = 0;
      while (at < chunk.length) {
        int start = at;
        at = splitter.split(chunk.bytes, at, chunk.length);
        List<String> record = new ArrayList<>();
        for (int i = 0; i < splitter.count; i++) {
          record.add(
              new String(
                  chunk.bytes,
                  splitter.starts[i],
                  splitter.ends[i] - splitter.starts[i],
                  StandardCharsets.UTF_8));
        }
        if (!splitter.isBlank() || chunk.bytes[start] == '"') {
          records.add(record);
        }
      }
    }
    return records;
  }
}
