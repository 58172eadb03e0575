package org.stoplog.ledger.exposure;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
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
      try (BufferedWriter out = Files.newBufferedWriter(draft)) {
        lines[0] = list(earlier, later, false, out, progress);
      }
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

  /**
   * Writes {@code delta.csv}, and nothing else; whoever asks enters it in the audit log.
   *
   * @param contacts whether the record's number and the contact that was kept follow each line
   * @return lines
   */
  public long list(Path earlier, Path later, boolean contacts, Writer out, Progress progress) {
    return stores
        .database()
        .transaction(connection -> changed(connection, earlier, later, contacts, out, progress));
  }

  private long changed(
      Connection connection,
      Path earlier,
      Path later,
      boolean contacts,
      Writer out,
      Progress progress)
      throws SQLException {
    long[] count = new long[1];
    try (References references = new References(stores, connection);
        NamedLines lines = new NamedLines(stores, connection, contacts, out);
        DuckSession duck = stores.duck().open(progress)) {
      Delta.stage(duck, stores, earlier, later);
      lines.header("person,change,elements_added\n");
      duck.each(
          CHANGED,
          row -> {
            ElementSet added = new ElementSet(row.getLong("low"), row.getLong("high"));
            long person = row.getLong("person");
            lines.add(
                person,
                ExposureExport.cell(references.of(person))
                    + ","
                    + row.getString("change")
                    + ","
                    + String.join(";", Elements.catalogue().idsOf(added)));
            return count[0]++;
          });
      lines.flush();
    }
    return count[0];
  }
}
