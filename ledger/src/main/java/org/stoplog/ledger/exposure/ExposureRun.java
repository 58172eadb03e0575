package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.store.DataFolder;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Stores;

/** Puts one question to the tables and freezes the answer. */
public final class ExposureRun {
  private final Stores stores;
  private final FileReader reader;

  public ExposureRun(Stores stores, FileReader reader) {
    this.stores = stores;
    this.reader = reader;
  }

  public Exposure run(Question question, Progress progress) {
    new Directory(stores).refresh(progress);
    try (DuckSession duck = stores.duck().open(progress)) {
      QuestionTables tables = new QuestionTables(stores, reader, duck, question);
      tables.fill(progress);
      String rows = tables.answer(true);
      Freezer freezer = new Freezer(stores);
      Path draft = freezer.draft();
      Freezer.write(duck, rows, draft);
      return freezer.freeze(
          duck,
          draft,
          new Freezer.About(
              question.title(),
              question.suppliers().isEmpty() ? null : question.suppliers().getFirst(),
              null,
              question.windows().all().stream().map(Window::describe).toList().toString(),
              QuestionText.sha256(question)),
          ExposureRun::directoryVersion,
          ExposureSql.SUMMARY,
          tables.reports(),
          List.of());
    }
  }

  /** Which facts about people an answer rests on. */
  static String directoryVersion(Connection connection) throws SQLException {
    try (PreparedStatement find =
            connection.prepareStatement(
                "select truth_version from derived_copy where name = 'directory'");
        ResultSet row = find.executeQuery()) {
      row.next();
      return Long.toString(row.getLong(1));
    }
  }

  /** Where the exposure of this hash lies. */
  public static Path fileOf(DataFolder folder, String sha256) {
    return folder.evidence().resolve("exposures").resolve(sha256 + ".parquet");
  }
}
