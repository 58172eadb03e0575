package org.stoplog.ledger.exposure;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Stores;

/**
 * Writes who has to be told anew, and who was told wrongly: {@code delta.csv} with person, change
 * and the elements that came to it. Nobody who is unchanged is in it.
 */
public final class DeltaExport {
  private final Stores stores;

  public DeltaExport(Stores stores) {
    this.stores = stores;
  }

  private static final String CHANGED =
      """
      SELECT coalesce(l.person, e.person) AS person,
        CASE WHEN e.person IS NULL THEN 'newly-in' WHEN l.person IS NULL THEN 'newly-out'
             ELSE 'elements-added' END AS change,
        coalesce(l.low, 0) & ~coalesce(e.low, 0) AS low,
        coalesce(l.high, 0) & ~coalesce(e.high, 0) AS high
      FROM earlier e FULL JOIN later l USING (person)
      WHERE e.person IS NULL OR (l.person IS NULL AND NOT e.gone)
        OR (l.low & ~e.low) <> 0 OR (l.high & ~e.high) <> 0
      ORDER BY person
      """;

  /** Writes the file into a folder, which is made when missing. @return lines */
  public long write(Path earlier, Path later, Path folder, Progress progress) {
    long[] lines = new long[1];
    try {
      Files.createDirectories(folder);
      Path draft = folder.resolve("delta.csv.part");
      stores
          .database()
          .transaction(
              connection -> {
                changed(connection, earlier, later, draft, lines, progress);
                return true;
              });
      Files.move(draft, folder.resolve("delta.csv"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stores
        .database()
        .transaction(
            connection -> {
              AuditLog.append(
                  connection, stores.clock(), "delta.exported", Map.of("people", lines[0]));
              return true;
            });
    return lines[0];
  }

  private void changed(
      Connection connection, Path earlier, Path later, Path draft, long[] lines, Progress progress)
      throws SQLException {
    try (BufferedWriter out = Files.newBufferedWriter(draft);
        References references = new References(stores, connection);
        DuckSession duck = stores.duck().open(progress)) {
      Delta.stage(duck, stores, earlier, later);
      out.write("person,change,elements_added\n");
      duck.each(
          CHANGED,
          row -> {
            ElementSet added = new ElementSet(row.getLong("low"), row.getLong("high"));
            try {
              out.write(
                  ExposureExport.cell(references.of(row.getLong("person")))
                      + ","
                      + row.getString("change")
                      + ","
                      + String.join(";", Elements.catalogue().idsOf(added))
                      + "\n");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return lines[0]++;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
