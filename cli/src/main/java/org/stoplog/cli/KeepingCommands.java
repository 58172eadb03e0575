package org.stoplog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.store.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies of the data folder and of the keyset, kept apart from each other. */
final class KeepingCommands {
  private KeepingCommands() {}

  static List<Object> all(Session session) {
    return List.of(new BackupTo(session), new Restore(session), new KeysCommand(session));
  }

  static void told(Session session, Path written, String advice) {
    if (session.json()) {
      session.printJson(Map.of("written", written.toString()));
    } else {
      session.println("Written: " + written + ". " + advice);
    }
  }

  @Command(name = "backup", description = "Write the whole data folder into one hashed file.")
  static final class BackupTo implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The file to write. The keyset is never in it.")
    Path file = Path.of("stoplog.backup");

    BackupTo(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (Ledger ledger = Ledgers.open(session)) {
        Backup.write(ledger.stores().folder(), ledger.stores().database(), file.toAbsolutePath());
      }
      told(session, file, "Keep the keyset elsewhere: whoever has both can name everyone.");
      return 0;
    }
  }

  @Command(
      name = "restore",
      description =
          "Bring a backup back into an empty data folder (--data), with its keyset (--keys).")
  static final class Restore implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    Path file = Path.of("stoplog.backup");

    Restore(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (Keyset keys = Secrets.keyset(session)) {
        Backup.restore(
            file.toAbsolutePath(), session.dataFolder().toAbsolutePath(), keys.databasePassword());
      }
      if (session.json()) {
        session.printJson(Map.of("restored", session.dataFolder().toString()));
      } else {
        session.println("Restored into " + session.dataFolder() + ".");
      }
      return 0;
    }
  }
}
