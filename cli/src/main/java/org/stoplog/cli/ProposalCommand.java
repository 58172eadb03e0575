package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.util.LinkedHashMap;
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

/** What happened after which a running server proposes to ask suppliers. */
@Command(
    name = "proposal",
    description = "What happened after which suppliers may have to be asked: ask, or let it go.")
final class ProposalCommand implements Callable<Integer> {
  private static final String PATH = "/campaign-proposals";

  private final Session session;

  ProposalCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(Problem.USAGE, "say what to do: proposal list, make or let-go");
  }

  @Command(name = "list", description = "List what nobody has decided, newest first.")
  int list(@Mixin ServerOptions where) {
    try (ServerApi api = where.open(session)) {
      List<JsonNode> all = api.get(PATH).body().get("items").valueStream().toList();
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("PROPOSAL", "SUPPLIER", "KIND", "WHAT HAPPENED", "SEEN AT");
      for (JsonNode one : all) {
        table.row(
            text(one, "id", ""),
            text(one, "name", ""),
            text(one, "kind", ""),
            text(one, "words", ""),
            text(one, "seenAt", ""));
      }
      session.print(table);
    }
    return 0;
  }

  private static String path(String proposal) {
    return PATH + "/" + Facts.id(proposal, "proposal list");
  }

  @Command(
      name = "make",
      description =
          "Make a draft of one, by which nothing is sent: of an incident a sweep. campaign start"
              + " begins it.")
  int make(
      @Mixin ServerOptions where,
      @Option(
              names = "--set",
              paramLabel = "SET",
              description =
                  "Set of questions (default: the one that fits best); campaign choices lists"
                      + " them.")
          @Nullable String set,
      @Option(
              names = "--route",
              paramLabel = "NAME",
              description = "Mail route; may be left out when there is one alone.")
          @Nullable String route,
      @Parameters(paramLabel = "PROPOSAL") String proposal) {
    Map<String, Object> body = new LinkedHashMap<>();
    CampaignOptions.put(body, "set", set);
    CampaignOptions.put(body, "route", route);
    try (ServerApi api = where.open(session)) {
      JsonNode made = api.post(path(proposal) + "/make", body).body();
      CampaignCommand.board(session, api.get("/campaigns/" + text(made, "campaign", "")).body());
    }
    return 0;
  }

  @Command(name = "let-go", description = "Let one go: nobody is asked after it.")
  int letGo(@Mixin ServerOptions where, @Parameters(paramLabel = "PROPOSAL") String proposal) {
    try (ServerApi api = where.open(session)) {
      JsonNode done = api.post(path(proposal) + "/let-go", null).body();
      if (session.json()) {
        session.printJson(done);
      } else {
        session.println("It was let go.");
      }
    }
    return 0;
  }
}
