package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The security.txt of a supplier, as a running server read it. */
@Command(
    name = "security-txt",
    description =
        "What the security.txt of a supplier said each time that a running server read it, newest"
            + " first.")
final class SecurityTxtCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions where = new ServerOptions();

  @Option(names = "--read", description = "Have the server read it now.")
  private boolean read;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Read it there, NAME or NAME:PORT (default: its domain in the register).")
  private @Nullable String host;

  @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.")
  private String supplier = "";

  SecurityTxtCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (host != null && !read) {
      throw new StoplogException(Problem.USAGE, "--host says where to read it: give --read too");
    }
    try (ServerApi api = where.open(session)) {
      String path = "/suppliers/" + SupplierCommand.id(api, supplier) + "/security-txt";
      ServerApi.Answer answer =
          read ? api.post(path, host == null ? Map.of() : Map.of("host", host)) : api.get(path);
      print(answer.body().get("items"));
    }
    return 0;
  }

  private void print(JsonNode readings) {
    if (session.json()) {
      session.printJson(readings);
      return;
    }
    if (readings.isEmpty()) {
      session.println("Nobody has had it read: give --read");
      return;
    }
    Table table = new Table("READ AT", "HOST", "CONTACTS", "EXPIRES", "WRONG WITH IT");
    for (JsonNode one : readings) {
      boolean isRead = one.get("failure").isNull();
      table.row(
          text(one, "at", ""),
          text(one, "host", ""),
          Facts.plain(one.get("contacts")),
          isRead ? text(one, "expires", "does not say") : "",
          isRead ? Facts.plain(one.get("faults")) : text(one, "failure", ""));
    }
    session.print(table);
  }
}
