package org.stoplog.cli;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.Server;
import org.stoplog.server.platform.Origin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the owner of the folder can do with accounts while the server is stopped. */
@Command(name = "accounts", description = "Let somebody in again who lost telephone and codes.")
final class AccountsCommand implements Callable<Integer> {
  private final Session session;

  AccountsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(Problem.USAGE, "say what to do: accounts open-again NAME");
  }

  @Command(
      name = "open-again",
      description = {
        "Make a link that gives an account a new password and second factor.",
        "The server must be stopped; start it then, and open the link on this machine."
      })
  int openAgain(
      @Parameters(paramLabel = "NAME", description = "The name that the account signs in with.")
          String name,
      @Option(
              names = "--port",
              paramLabel = "NUMBER",
              defaultValue = "7867",
              description = "Port of the server, as for serve (default: ${DEFAULT-VALUE}).")
          int port) {
    Origin where = Origin.of("127.0.0.1", port, null);
    @Nullable String path;
    try (Ledger ledger = Ledgers.open(session)) {
      path = Server.openAgain(ledger, InstantSource.system(), name).orElse(null);
    }
    if (path == null) {
      throw new StoplogException(
          Problem.USAGE,
          "no account has this name, or it is disabled; the page Accounts lists them");
    }
    long minutes = Server.ownerLinkLife().toMinutes();
    if (session.json()) {
      session.printJson(Map.of("link", where.base() + path, "minutes", minutes));
    } else {
      session.println(
          "Start the server (stoplog serve, without --origin), then open this on this machine, within "
              + minutes
              + " minutes:\n  "
              + where.base()
              + path);
      session.println("It works once. The audit log says that it was made.");
    }
    return 0;
  }
}
