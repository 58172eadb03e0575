package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.util.ArrayList;
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

/** The same question to all other suppliers, from an incident of a running server. */
@Command(
    name = "sweep",
    description = "After a breach: find suppliers that are like the breached one, and ask them.")
final class SweepCommand implements Callable<Integer> {
  private final Session session;

  SweepCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE,
        "say what to do: sweep list, like or make; then campaign start, and all that campaign"
            + " does");
  }

  @Command(name = "list", description = "List the sweeps of an incident, newest first.")
  int list(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "INCIDENT", description = "INC-3, or its number.") String incident) {
    try (ServerApi api = where.open(session)) {
      CampaignCommand.lines(
          session, api.get(path(api, incident)).body().get("items").valueStream().toList());
    }
    return 0;
  }

  private static String path(ServerApi api, String incident) {
    return IncidentCommand.path(api, incident) + "/sweeps";
  }

  @Command(
      name = "like",
      description = "List suppliers that are like the breached one; in the most ways first.")
  int like(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "INCIDENT", description = "INC-3, or its number.") String incident) {
    try (ServerApi api = where.open(session)) {
      JsonNode all = api.get(path(api, incident) + "/candidates").body().get("items");
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("SUPPLIER", "IN WHAT");
      for (JsonNode one : all) {
        List<String> reasons = new ArrayList<>();
        one.get("reasons").forEach(reason -> reasons.add(text(reason, "words", "")));
        table.row(
            text(one, "name", "") + (one.get("ended").asBoolean() ? " (ended)" : ""),
            String.join("; ", reasons));
      }
      session.print(table);
    }
    return 0;
  }

  @Command(
      name = "make",
      description = "Prepare a sweep: a draft, by which nothing is sent; campaign start begins it.")
  int make(
      @Mixin ServerOptions where,
      @Mixin CampaignOptions how,
      @Option(names = "--title", paramLabel = "TEXT", description = "In a few words.")
          @Nullable String title,
      @Option(
              names = "--way",
              paramLabel = "WORD",
              description =
                  "kind, chain, elements or path: in what a supplier must be like the breached one,"
                      + " any of them; all for everybody. May be given more than once.")
          @Nullable List<String> ways,
      @Parameters(paramLabel = "INCIDENT", description = "INC-3, or its number.") String incident) {
    Map<String, Object> body = how.body();
    if (title != null) {
      body.put("title", title);
    }
    if (ways != null) {
      body.put("ways", ways);
    }
    try (ServerApi api = where.open(session)) {
      CampaignCommand.board(session, api.post(path(api, incident), body).body());
    }
    return 0;
  }
}
