package org.stoplog.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.store.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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

  @Command(
      name = "backup",
      description =
          "Write the whole data folder into one hashed file. With --server a running server writes"
              + " it, into the folder that it was given for backups.")
  static final class BackupTo implements Callable<Integer> {
    private static final Path USUAL = Path.of("stoplog.backup");

    private final Session session;

    @Mixin private ServerOptions where = new ServerOptions();

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "The file to write. The keyset is never in it.")
    private @Nullable Path file;

    BackupTo(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      if (where.server != null) {
        return byServer();
      }
      Path target = file == null ? USUAL : file;
      try (Ledger ledger = Ledgers.open(session);
          CommandProgress progress = session.progress()) {
        Backup.write(
            ledger.stores().folder(),
            ledger.stores().database(),
            target.toAbsolutePath(),
            progress);
      }
      told(session, target, "Keep the keyset elsewhere: whoever has both can name everyone.");
      return 0;
    }

    private int byServer() {
      if (file != null) {
        throw new StoplogException(
            Problem.USAGE, "with --server no file is named: the server has a folder for backups");
      }
      try (ServerApi api = where.open(session)) {
        String work = api.post("/backups", null).body().get("work").asString();
        new ServerWork(session, api).await(work);
        JsonNode newest = api.get("/backups").body().get("items").get(0);
        if (session.json()) {
          session.printJson(newest);
        } else {
          session.println(
              "The server wrote " + SupplierCommand.text(newest, "name", "a backup") + ".");
        }
      }
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
