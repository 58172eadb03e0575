package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.problem.StoplogException;

/** Goes through the rows of a CSV file of a pack, one at a time. */
final class PackRows {
  private static final int LONGEST = 1 << 16;
  private static final int MOST_VALUES = 1_000;

  /** How often each value is in each column. @param rows without the head */
  record Found(long rows, Map<String, Map<String, Long>> values) {
    /**
     * @param column empty for all rows
     */
    long count(String column, String value) {
      return column.isEmpty()
          ? rows
          : values.getOrDefault(column, Map.of()).getOrDefault(value, 0L);
    }
  }

  /** A line without its end. */
  interface Line {
    void is(String line);
  }

  private PackRows() {}

  /**
   * @param columns whose values are counted; of a column with too many different ones only some
   */
  static Found count(PackArchive archive, String name, List<String> columns, Merkle tree) {
    Map<String, Map<String, Long>> values = new HashMap<>();
    long[] rows = {-1};
    int[][] places = new int[1][];
    lines(
        archive,
        name,
        "\r\n",
        line -> {
          List<String> cells = CsvRow.cells(line);
          if (rows[0]++ < 0) {
            places[0] = columns.stream().mapToInt(cells::indexOf).toArray();
            return;
          }
          tree.add(line);
          for (int i = 0; i < columns.size(); i++) {
            int place = places[0][i];
            if (place >= 0 && place < cells.size()) {
              Map<String, Long> of = values.computeIfAbsent(columns.get(i), _ -> new HashMap<>());
              if (of.size() < MOST_VALUES || of.containsKey(cells.get(place))) {
                of.merge(cells.get(place), 1L, Long::sum);
              }
            }
          }
        });
    return new Found(Math.max(0, rows[0]), values);
  }

  /**
   * @param end of each line
   * @throws StoplogException PACK_INVALID
   */
  static void lines(PackArchive archive, String name, String end, Line each) {
    try (InputStream in = new BufferedInputStream(archive.stream(name), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int limit = end.length() == 1 ? LONGEST << 4 : LONGEST;
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c != '\n') {
          line.write(c);
          if (line.size() > limit) {
            throw archive.invalid("a line of " + name + " in it is too long");
          }
          continue;
        }
        String text = line.toString(UTF_8);
        line.reset();
        boolean isEnded = end.length() == 1 || text.endsWith("\r");
        if (!isEnded) {
          throw archive.invalid("a line of " + name + " in it ends otherwise");
        }
        each.is(end.length() == 1 ? text : text.substring(0, text.length() - 1));
      }
      if (line.size() > 0) {
        throw archive.invalid("the last line of " + name + " in it breaks off");
      }
    } catch (IOException e) {
      throw archive.broken(name, e);
    }
  }
}
