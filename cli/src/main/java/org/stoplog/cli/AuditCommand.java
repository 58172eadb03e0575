package org.stoplog.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.store.Checkpoint;
import org.stoplog.ledger.store.CheckpointKey;
import org.stoplog.ledger.store.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The log of what was done: whether it is whole, and its signed ends to be kept elsewhere. */
@Command(name = "audit", description = "Look whether the audit log is whole, and sign its end.")
final class AuditCommand implements Callable<Integer> {
  private static final int LARGEST_KEY = 1 << 14;

  private final Session session;

  AuditCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: audit verify, checkpoint, check or key");
  }

  @Command(name = "verify", description = "Check every entry, from the first to the last.")
  int verify(
      @Option(
              names = "--against",
              paramLabel = "FILE",
              arity = "1..*",
              description = "Checkpoints that were kept elsewhere.")
          @Nullable List<Path> against) {
    List<Checkpoint> checkpoints = read(against);
    Verification result;
    try (Ledger ledger = Ledgers.open(session)) {
      result = verified(ledger, checkpoints);
    }
    if (session.json()) {
      session.printJson(result);
    }
    Verification.Intact intact = whole(result);
    if (!session.json()) {
      session.println(
          "The audit log is whole: "
              + Numbers.grouped(intact.entries())
              + (intact.entries() == 1 ? " entry" : " entries")
              + ". The hash of the last:");
      session.println(intact.head());
      session.println(signed(intact, checkpoints.size()));
    }
    return 0;
  }

  @Command(
      name = "checkpoint",
      description =
          "Check the log, then sign its end: a small text to be mailed, filed or printed.")
  int checkpoint(
      @Option(names = "--out", paramLabel = "FILE", description = "Write it to a new file.")
          @Nullable Path out,
      @Option(
              names = "--against",
              paramLabel = "FILE",
              arity = "1..*",
              description = "Check against earlier ones first.")
          @Nullable List<Path> against) {
    mustBeFree(out);
    List<Checkpoint> checkpoints = read(against);
    Checkpoint signed;
    try (Ledger ledger = Ledgers.open(session)) {
      // To sign a log that is broken would say that it was whole.
      whole(verified(ledger, checkpoints));
      signed = ledger.checkpoint();
    }
    write(out, signed.text(), "Keep it where nobody can write who can write the data folder.");
    return 0;
  }

  @Command(
      name = "check",
      description = "Check a checkpoint's signature. Needs neither the data folder nor the keyset.")
  int check(
      @Parameters(paramLabel = "FILE", description = "The checkpoint.") Path file,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description = "The public key that it must be signed by, of: stoplog audit key.")
          @Nullable Path key) {
    Checkpoint checkpoint = Checkpoint.read(file);
    boolean isCompared = key != null;
    if (key != null && !publicKey(key).equals(checkpoint.key())) {
      throw new StoplogException(
          Problem.CHECKPOINT_INVALID,
          file + " was signed by the key " + checkpoint.key() + ", not by that of " + key);
    }
    if (session.json()) {
      session.printJson(
          Map.of(
              "folder",
              checkpoint.folder(),
              "entry",
              checkpoint.entry(),
              "hash",
              checkpoint.hash(),
              "at",
              checkpoint.at().toString(),
              "key",
              checkpoint.key().id(),
              "keyCompared",
              isCompared));
      return 0;
    }
    session.println(
        "Signed at "
            + checkpoint.at()
            + ": entry "
            + Numbers.grouped(checkpoint.entry())
            + " of the data folder "
            + checkpoint.folder()
            + ", with the hash");
    session.println(checkpoint.hash());
    session.println(
        isCompared
            ? "The key is the one you gave."
            : "By the key "
                + checkpoint.key()
                + "; compare it with what `stoplog audit key` prints.");
    return 0;
  }

  @Command(
      name = "key",
      description = "Give the public key of the checkpoints (PEM), for whoever shall check them.")
  int key(
      @Option(names = "--out", paramLabel = "FILE", description = "Write it to a new file.")
          @Nullable Path out) {
    mustBeFree(out);
    CheckpointKey key;
    try (Keyset keys = Secrets.keyset(session)) {
      key = CheckpointKey.of(keys.checkpointPublicKey());
    }
    if (session.json() && out == null) {
      session.printJson(Map.of("key", key.id(), "publicKey", key.pem()));
    } else {
      write(out, key.pem(), "Its id is " + key.id() + ".");
    }
    return 0;
  }

  private Verification verified(Ledger ledger, List<Checkpoint> against) {
    try (CommandProgress progress = session.progress()) {
      return ledger.verifyAudit(against, progress);
    }
  }

  private static Verification.Intact whole(Verification result) {
    return switch (result) {
      case Verification.Intact intact -> intact;
      case Verification.Broken broken ->
          throw new StoplogException(
              Problem.AUDIT_BROKEN,
              "the audit log is not whole: " + broken.what() + ". " + trusted(broken));
    };
  }

  /** What can still be relied on. */
  private static String trusted(Verification.Broken broken) {
    String chained =
        broken.wholeUpTo() == 0
            ? "Nothing before it is known to be whole"
            : "Up to entry " + broken.wholeUpTo() + " each one follows the one before";
    Verification.Signed signed = broken.signed();
    return signed.entry() == 0
        ? chained
        : chained
            + "; up to entry "
            + signed.entry()
            + " everything is still as signed at "
            + signed.at();
  }

  private static String signed(Verification.Intact intact, int checkpoints) {
    Verification.Signed signed = intact.signed();
    if (checkpoints == 0) {
      return "A cut at the end, or a log written anew, shows only with --against a checkpoint.";
    }
    long after = intact.entries() - signed.entry();
    return "Up to entry "
        + Numbers.grouped(signed.entry())
        + " everything is as signed at "
        + signed.at()
        + "; "
        + (after == 0
            ? "nothing came after it."
            : Numbers.grouped(after) + " came after it and are not signed.");
  }

  private static List<Checkpoint> read(@Nullable List<Path> files) {
    return files == null ? List.of() : files.stream().map(Checkpoint::read).toList();
  }

  /**
   * @throws StoplogException FILE_NOT_FOUND, FILE_UNREADABLE, CHECKPOINT_INVALID
   */
  static CheckpointKey publicKey(Path file) {
    Ledgers.mustExist(List.of(file));
    try (var in = Files.newInputStream(file)) {
      return CheckpointKey.ofPem(
          new String(in.readNBytes(LARGEST_KEY), java.nio.charset.StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new StoplogException(
          Problem.CHECKPOINT_INVALID, file + " holds no public key of checkpoints", e);
    }
  }

  private static void mustBeFree(@Nullable Path out) {
    if (out != null && Files.exists(out)) {
      throw taken(out);
    }
  }

  private static StoplogException taken(Path out) {
    return new StoplogException(Problem.USAGE, out + " exists already: name a new file");
  }

  private void write(@Nullable Path out, String text, String advice) {
    if (out == null) {
      session.out().print(text);
      session.note("stoplog: " + advice);
      return;
    }
    try {
      Files.writeString(out, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw taken(out);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, out + " cannot be written", e);
    }
    KeepingCommands.told(session, out, advice);
  }
}
