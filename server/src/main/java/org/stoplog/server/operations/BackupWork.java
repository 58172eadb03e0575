package org.stoplog.server.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.Backup;
import org.stoplog.server.platform.LongWork;
import org.stoplog.server.platform.Transactions;

/** Writes a backup while everything goes on. Run again it finds the one that it wrote before. */
final class BackupWork implements LongWork {
  static final String KIND = "backup";
  static final String NAME = "name";

  private final Ledger ledger;
  private final Transactions transactions;
  private final BackupFolder folder;

  BackupWork(Ledger ledger, Transactions transactions, BackupFolder folder) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.folder = folder;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String run(Task task, Progress progress) {
    String name = Objects.requireNonNull(task.arguments().get(NAME));
    Path file = folder.file(name);
    if (!Files.isDirectory(folder.required())) {
      throw new StoplogException(
          Problem.DATA_FOLDER_UNUSABLE, "The folder for backups is not there, or not ours.");
    }
    if (!Files.exists(file)) {
      Backup.write(ledger.stores().folder(), ledger.stores().database(), file, progress);
    }
    transactions.act(
        act -> {
          act.record(task.by(), "backup.written", Map.of("file", name, "bytes", size(file)));
          return true;
        });
    return BackupsController.PATH;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
