package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.util.List;
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

/** How a running server rates suppliers. */
@Command(name = "risk", description = "List and show how a running server rates suppliers.")
final class RiskCommand implements Callable<Integer> {
  private final Session session;

  RiskCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(Problem.USAGE, "say what to do: risk list, show or accept");
  }

  @Command(name = "list", description = "List suppliers, the highest residual risk first.")
  int list(
      @Mixin ServerOptions where,
      @Option(names = "--tier", paramLabel = "1-4", description = "Only those of this tier.")
          @Nullable Integer tier) {
    try (ServerApi api = where.open(session)) {
      List<JsonNode> all = api.all("/risk" + (tier == null ? "" : "?tier=" + tier), "after");
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("SUPPLIER", "TIER", "INHERENT", "RESIDUAL", "ACCEPTED AT", "WORST");
      for (JsonNode one : all) {
        table.row(
            text(one, "name", ""),
            one.get("tier").asInt(),
            one.get("inherent").asInt(),
            one.get("residual").asInt(),
            text(one, "acceptedAt", ""),
            text(one, "worst", ""));
      }
      session.print(table);
    }
    return 0;
  }

  @Command(name = "show", description = "Tell the reasons of a rating, and what was accepted.")
  int show(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      print(api.get(path(api, supplier)).body());
    }
    return 0;
  }

  private static String path(ServerApi api, String supplier) {
    return "/suppliers/" + SupplierCommand.id(api, supplier) + "/risk";
  }

  @Command(
      name = "accept",
      description = "Take the risk of a supplier as it is now. It is never changed afterwards.")
  int accept(
      @Mixin ServerOptions where,
      @Option(
              names = "--until",
              required = true,
              paramLabel = "DAY",
              description = "First day on which it holds no more, within a year.")
          String until,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "Why, in 10 to 2,000 characters.")
          String reason,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      print(api.post(path(api, supplier), Map.of("words", reason, "until", until)).body());
    }
    return 0;
  }

  private void print(JsonNode rated) {
    if (session.json()) {
      session.printJson(rated);
      return;
    }
    session.print(Facts.of(rated, "tier", "inherent", "residual", "rules"));
    Table reasons = new Table("PART", "POINTS", "WHY");
    for (JsonNode one : rated.get("reasons")) {
      reasons.row(text(one, "part", ""), one.get("points").asInt(), text(one, "words", ""));
    }
    session.print(reasons);
    if (!rated.get("accepted").isEmpty()) {
      Table accepted = new Table("ACCEPTED AT", "RESIDUAL", "UNTIL", "WHY");
      for (JsonNode one : rated.get("accepted")) {
        accepted.row(
            text(one, "at", ""),
            one.get("residual").asInt(),
            text(one, "until", ""),
            text(one, "words", ""));
      }
      session.print(accepted);
    }
  }
}
