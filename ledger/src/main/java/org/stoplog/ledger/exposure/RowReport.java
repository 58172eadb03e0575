package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.directory.People;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.table.DuckDb;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Stores;

/**
 * Says of each usable row of a supplier's file whom it names in the directory as it is now: a line
 * for each row and person, by the file's own line number. Nothing of the file itself is in it. It
 * names people; whoever asks enters that in the audit log.
 */
public final class RowReport {
  private static final String HEADER = "line,result,person\n";
  private static final int AT_ONCE = 1_000;

  private static final String ROWS =
      """
      SELECT l.line, p.person, coalesce(p.match, 0) AS match
      FROM file_line l
      LEFT JOIN (SELECT row, person, min(match) AS match FROM file_person GROUP BY row, person) p
        ON p.row = l.row
      ORDER BY l.line, p.person
      """;

  private RowReport() {}

  private record Line(long line, @Nullable Long person, int match) {}

  /**
   * @param supplier id of the supplier whose own ids are in the file, 0 when nobody knows
   * @param password of an encrypted ZIP, null for none
   * @return usable rows
   */
  public static long write(
      Stores stores,
      FileReader reader,
      Path file,
      Mapping mapping,
      char @Nullable [] password,
      int supplier,
      Writer out,
      Progress progress) {
    new Directory(stores).refresh(progress);
    Question question =
        new Question(
            "rows",
            List.of(supplier),
            Map.of(),
            new Windows(List.of()),
            ElementSet.NONE,
            List.of(),
            null,
            List.of(),
            List.of(new Question.Dataset(file, mapping, mapping.region(), password, null)));
    try (DuckSession duck = stores.duck().open(progress)) {
      new QuestionTables(stores, reader, duck, question).fill(progress);
      long rows = lines(stores, reader, duck, question.files().getFirst(), supplier, progress);
      List<Line> waiting = new ArrayList<>();
      put(out, HEADER);
      duck.each(
          ROWS,
          row -> {
            waiting.add(new Line(row.getLong(1), row.getObject(2, Long.class), row.getInt(3)));
            if (waiting.size() == AT_ONCE) {
              flush(stores, waiting, out);
            }
            return waiting;
          });
      flush(stores, waiting, out);
      return rows;
    }
  }

  /** Reads it once more for the lines of its usable rows, which are numbered as they come. */
  private static long lines(
      Stores stores,
      FileReader reader,
      DuckSession duck,
      Question.Dataset file,
      int supplier,
      Progress progress) {
    duck.execute("CREATE TEMP TABLE file_line (row BIGINT, line BIGINT)");
    long[] next = new long[1];
    try (DuckDBAppender rows = duck.append("file_line")) {
      FileTrial.read(
          stores,
          reader,
          file.file(),
          java.util.Objects.requireNonNull(file.mapping()),
          file.password(),
          supplier,
          line -> {
            try {
              rows.beginRow().append(next[0]++).append(line).endRow();
            } catch (SQLException e) {
              throw DuckDb.failure(e);
            }
          },
          progress);
    } catch (SQLException e) {
      throw DuckDb.failure(e);
    }
    return next[0];
  }

  private static void flush(Stores stores, List<Line> waiting, Writer out) {
    List<Long> people =
        waiting.stream().map(Line::person).filter(java.util.Objects::nonNull).distinct().toList();
    Map<Long, String> references =
        people.isEmpty()
            ? Map.of()
            : stores
                .database()
                .transaction(connection -> People.references(stores, connection, people));
    for (Line line : waiting) {
      Long person = line.person;
      put(
          out,
          line.line
              + ","
              + word(line.match)
              + ","
              + (person == null
                  ? ""
                  : ExposureExport.cell(references.getOrDefault(person, "erased")))
              + "\n");
    }
    waiting.clear();
  }

  private static String word(int match) {
    return switch (match) {
      case FileMatch.EXACT -> "exact";
      case FileMatch.SHARED -> "shared";
      case FileMatch.PROBABLE -> "probable";
      case FileMatch.AMBIGUOUS -> "ambiguous";
      default -> "unknown";
    };
  }

  private static void put(Writer out, String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
