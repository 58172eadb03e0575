package org.stoplog.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Keyset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The keyset: copies of it, and its passphrase. */
@Command(name = "keys", description = "Copy the keyset, bring it back, and set its passphrase.")
final class KeysCommand implements Callable<Integer> {
  private final Session session;

  KeysCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: keys backup, restore, set-passphrase or remove-passphrase");
  }

  @Command(name = "backup", description = "Write a copy, locked by a passphrase of its own.")
  int backup(
      @Parameters(paramLabel = "FILE", description = "The copy to write.") Path file,
      @Option(
              names = "--new-passphrase-file",
              paramLabel = "FILE",
              description = "Its first line will open the copy; else it is asked for.")
          @Nullable Path newPassphrase) {
    try (Keyset keys = Secrets.keyset(session)) {
      keys.backupTo(file.toAbsolutePath(), Secrets.fresh(newPassphrase, "the copy"));
    }
    KeepingCommands.told(
        session, file, "Keep it, and its passphrase, away from backups of the data folder.");
    return 0;
  }

  @Command(
      name = "restore",
      description =
          "Put a copy into a folder without a keyset (--keys); --passphrase-file opens it.")
  int restore(@Parameters(paramLabel = "FILE", description = "The copy.") Path file) {
    Secrets.withPassphrase(
            session,
            passphrase -> {
              if (passphrase == null) {
                throw new StoplogException(
                    Problem.KEYSET_LOCKED, "The copy " + file + " is locked by a passphrase.");
              }
              return Keyset.restoreFrom(
                  file.toAbsolutePath(), passphrase, session.keysFolder().toAbsolutePath());
            })
        .close();
    if (session.json()) {
      session.printJson(Map.of("restored", session.keysFolder().toString()));
    } else {
      session.println("Restored the keyset into " + session.keysFolder() + ".");
    }
    return 0;
  }

  @Command(
      name = "set-passphrase",
      description = "Lock the keyset, or change its passphrase. Copies keep theirs.")
  int setPassphrase(
      @Option(
              names = "--new-passphrase-file",
              paramLabel = "FILE",
              description = "Its first line will open the keyset; else it is asked for.")
          @Nullable Path newPassphrase) {
    try (Keyset keys = Secrets.keyset(session)) {
      keys.changePassphrase(Secrets.fresh(newPassphrase, "the keyset"));
    }
    locked(true);
    return 0;
  }

  @Command(name = "remove-passphrase", description = "Leave only its file mode to protect it.")
  int removePassphrase() {
    try (Keyset keys = Secrets.keyset(session)) {
      keys.changePassphrase(null);
    }
    locked(false);
    return 0;
  }

  private void locked(boolean locked) {
    if (session.json()) {
      session.printJson(Map.of("locked", locked));
    } else if (locked) {
      session.println("The keyset is locked. Without the passphrase nobody opens it, nor can we.");
    } else {
      session.println("The keyset has no passphrase any more.");
    }
  }
}
