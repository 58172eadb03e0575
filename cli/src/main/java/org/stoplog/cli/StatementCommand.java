package org.stoplog.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.StatementKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was said to the world, checked by whoever read it. */
@Command(name = "statement", description = "Check a public statement against its signature.")
final class StatementCommand implements Callable<Integer> {
  private static final int LARGEST = 4 << 20;

  private final Session session;

  StatementCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(Problem.USAGE, "say what to do: statement verify");
  }

  @Command(
      name = "verify",
      description = "Check the signature. Needs neither a data folder nor a keyset.")
  int verify(
      @Parameters(paramLabel = "FILE", description = "The signed text: statement.json.") Path file,
      @Option(
              names = "--signature",
              paramLabel = "FILE",
              required = true,
              description = "Its signature: statement.sig.")
          Path signature,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              required = true,
              description = "The publisher's key (PEM).")
          Path key) {
    StatementKey publisher = key(key);
    if (!publisher.verifies(bytes(file), bytes(signature))) {
      throw new StoplogException(
          Problem.STATEMENT_INVALID,
          file + " is not what the holder of the key " + publisher.id() + " signed");
    }
    if (session.json()) {
      session.printJson(Map.of("signed", true, "key", publisher.id()));
    } else {
      session.println("Signed, and unchanged since, by the key " + publisher.id() + ".");
    }
    return 0;
  }

  private static StatementKey key(Path file) {
    try {
      return StatementKey.ofPem(new String(bytes(file), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new StoplogException(
          Problem.STATEMENT_INVALID, file + " is no public key of statements (PEM)", e);
    }
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, "There is no file " + file + ".");
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new StoplogException(
            Problem.FILE_FORMAT_UNKNOWN, file + " is larger than any part of a statement");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be read", e);
    }
  }
}
