package org.stoplog.server.suppliers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.apps.AppList;
import org.stoplog.ledger.apps.AppSource;
import org.stoplog.ledger.apps.ReviewItem;
import org.stoplog.ledger.apps.ReviewQueue;
import org.stoplog.ledger.register.ImportResult;
import org.stoplog.ledger.register.RegisterDiff;
import org.stoplog.ledger.register.RegisterEdit;
import org.stoplog.ledger.register.RegisterFile;
import org.stoplog.ledger.register.Row;

/** A suppliers file or a list of apps, read once, to be tried or taken. */
sealed interface SupplierImport {
  /** A suppliers file of any format, as uploads that wait are kept. */
  String FILE = "csv";

  /** What taking it does, in lines for people, and for the log. */
  record Done(String title, List<String> lines, String act, Map<String, ?> detail) {
    public Done {
      lines = List.copyOf(lines);
    }
  }

  /** Does it, in the caller's transaction. */
  Done take(Connection db) throws SQLException;

  /** Does it, looks, and takes it back; in the caller's transaction. */
  default Done trial(Connection db) throws SQLException {
    Savepoint before = db.setSavepoint();
    Done tried = take(db);
    db.rollback(before);
    return tried;
  }

  /** Whether it tells of the file, and not of ourselves. */
  static boolean isOfFile(StoplogException e) {
    return e.problem().status() < 500
        || e.problem() == Problem.READER_CRASHED
        || e.problem() == Problem.READER_LIMIT;
  }

  /**
   * Reads it.
   *
   * @param temp where files may lie meanwhile
   * @throws StoplogException what is wrong with it
   */
  static SupplierImport read(Uploads.Upload upload, Path temp) {
    if (upload.source().equals(FILE)) {
      if (upload.parts().size() != 1) {
        throw new StoplogException(Problem.REQUEST_INVALID, "a suppliers file is one file");
      }
      Uploads.Part part = upload.parts().getFirst();
      return new Rows(new RegisterFile(temp).read(part.content(), part.name()));
    }
    return new Apps(apps(AppSource.named(upload.source()), upload.parts(), temp));
  }

  private static AppList apps(AppSource source, List<Uploads.Part> parts, Path temp) {
    try {
      Path folder = Files.createTempDirectory(temp, "apps");
      List<Path> files = new ArrayList<>();
      try {
        for (Uploads.Part part : parts) {
          // Its name is a stranger's; what is told of the file needs only its number.
          Path file = folder.resolve("file " + (files.size() + 1));
          files.add(file);
          Files.write(file, part.content());
        }
        return AppList.read(source, files, Progress.NONE);
      } catch (StoplogException e) {
        // Where the server keeps its files is nothing for a page.
        String told = String.valueOf(e.getMessage()).replace(folder + "/", "");
        throw new StoplogException(e.problem(), told);
      } finally {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A suppliers file. */
  record Rows(List<Row> rows) implements SupplierImport {
    @Override
    public Done take(Connection db) throws SQLException {
      RegisterEdit.begin(db);
      RegisterDiff diff = RegisterDiff.imported(db, rows);
      ImportResult result = diff.result();
      List<String> lines = new ArrayList<>();
      diff.goes().forEach(row -> lines.add("goes: " + RegisterDiff.words(row)));
      diff.comes().forEach(row -> lines.add("comes: " + RegisterDiff.words(row)));
      return new Done(
          "%s: %s, %s, %s, %s; %s"
              .formatted(
                  Numbers.of(result.rows(), "row"),
                  Numbers.of(result.suppliers(), "new supplier"),
                  Numbers.of(result.engagements(), "engagement"),
                  Numbers.of(result.connections(), "connection"),
                  Numbers.of(result.grants(), "grant"),
                  Numbers.of(result.removedGrants(), "grant")
                      + (result.removedGrants() == 1 ? " goes" : " go")),
          lines,
          "suppliers.imported",
          Map.of(
              "rows", result.rows(),
              "suppliers", result.suppliers(),
              "connections", result.connections(),
              "grants", result.grants(),
              "removed_grants", result.removedGrants()));
    }
  }

  /** A list of apps. */
  record Apps(AppList list) implements SupplierImport {
    @Override
    public Done take(Connection db) throws SQLException {
      RegisterEdit.begin(db);
      ReviewQueue queue = new ReviewQueue(db);
      Set<Integer> before =
          queue.pending().stream().map(ReviewItem::id).collect(Collectors.toSet());
      queue.take(list);
      List<ReviewItem> fresh =
          queue.pending().stream().filter(item -> !before.contains(item.id())).toList();
      return new Done(
          "%s, %s left out; %s"
              .formatted(
                  Numbers.of(list.rows(), "row"),
                  Numbers.grouped(list.leftOut()),
                  fresh.size() == 1
                      ? "1 app more waits for a look"
                      : Numbers.grouped(fresh.size()) + " apps more wait for a look"),
          fresh.stream().map(item -> item.app() + " · " + item.supplier()).toList(),
          "suppliers.listed",
          Map.of("rows", list.rows(), "left_out", list.leftOut(), "waiting", fresh.size()));
    }
  }
}
