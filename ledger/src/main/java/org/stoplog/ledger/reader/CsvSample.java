package org.stoplog.ledger.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The first records of separated text.
 *
 * @param separator given or guessed
 * @param records the first thousand that can be split
 * @param headerBytes end of the first record
 * @param headerLines lines up to there
 */
record CsvSample(char separator, List<List<String>> records, int headerBytes, long headerLines) {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int RECORDS = 1001;
  private static final int RECORDS_FOR_SEPARATOR = 100;

  /**
   * @param sample whole lines as UTF-8
   * @throws StoplogException {@link Problem#DATA_MALFORMED} when the first record cannot be split
   */
  static CsvSample of(byte[] sample, @Nullable Character given) {
    if (sample.length == 0) {
      throw new StoplogException(
          Problem.DATA_MALFORMED, "line 1 is too long for a header or a first row");
    }
    return split(sample, given == null ? guess(sample) : given, RECORDS);
  }

  /** The one that splits the most records into equally many fields. */
  private static char guess(byte[] sample) {
    char best = ',';
    long bestScore = 0;
    for (char separator : SEPARATORS) {
      List<List<String>> records;
      try {
        records = split(sample, separator, RECORDS_FOR_SEPARATOR).records;
      } catch (StoplogException e) {
        continue;
      }
      int fields = records.isEmpty() ? 1 : records.getFirst().size();
      long alike = records.stream().filter(record -> record.size() == fields).count();
      long score = fields == 1 ? 0 : alike * 1000 + fields;
      if (score > bestScore) {
        best = separator;
        bestScore = score;
      }
    }
    return best;
  }

  private static CsvSample split(byte[] sample, char separator, int most) {
    List<List<String>> records = new ArrayList<>();
    CsvSplitter splitter = new CsvSplitter((byte) separator, Frames.MOST_FIELDS + 1);
    ChunkReader chunks =
        new ChunkReader(
            new ByteArrayInputStream(sample), sample.length, 1, new CsvScan((byte) separator));
    Chunk chunk = new Chunk(0);
    int headerBytes = 0;
    long headerLines = 0;
    try {
      while (records.size() < most && chunks.next(chunk)) {
        Chunk.Fault fault = chunk.fault;
        if (fault != null && records.isEmpty()) {
          throw new StoplogException(
              Problem.DATA_MALFORMED,
              "line " + fault.line() + ", column " + (fault.column() + 1) + ": " + fault.reason());
        }
        int at = 0;
        while (fault == null && at < chunk.length && records.size() < most) {
          at = splitter.split(chunk.bytes, at, chunk.length);
          if (records.isEmpty()) {
            // The first record lies in the first chunk, or the loop above has ended.
            headerBytes = at;
            headerLines += splitter.newlines;
          }
          if (!splitter.isBlank() && splitter.brokenField < 0) {
            records.add(texts(splitter, chunk.bytes));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CsvSample(separator, records, headerBytes, headerLines);
  }

  private static List<String> texts(CsvSplitter splitter, byte[] bytes) {
    String[] texts = new String[Math.min(splitter.count, Frames.MOST_FIELDS + 1)];
    for (int i = 0; i < texts.length; i++) {
      int start = splitter.starts[i];
      texts[i] = new String(bytes, start, splitter.ends[i] - start, StandardCharsets.UTF_8);
    }
    return Arrays.asList(texts);
  }
}
