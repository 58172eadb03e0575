package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The public list of sub-processors of a running server. */
@Command(
    name = "sub-processor",
    description = "Which suppliers the public list of a running server tells the world of.")
final class SubProcessorCommand implements Callable<Integer> {
  private final Session session;

  SubProcessorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: sub-processor list, publish or remove");
  }

  @Command(name = "list", description = "The list as the world reads it now.")
  int list(@Mixin ServerOptions where) {
    try (ServerApi api = where.open(session)) {
      List<JsonNode> all = api.get("/sub-processors").body().get("items").valueStream().toList();
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("NAME", "DOMAIN", "PURPOSE", "DATA", "PLACE", "SINCE");
      for (JsonNode one : all) {
        table.row(
            text(one, "name", ""),
            text(one, "domain", "unknown"),
            text(one, "purpose", ""),
            text(one, "data", ""),
            text(one, "place", ""),
            text(one, "since", ""));
      }
      session.print(table);
    }
    return 0;
  }

  private static String path(ServerApi api, String supplier) {
    return "/suppliers/" + SupplierCommand.id(api, supplier) + "/sub-processor";
  }

  @Command(
      name = "publish",
      description = "Tell the world of a supplier, at once; what stood there of it before goes.")
  int publish(
      @Mixin ServerOptions where,
      @Option(names = "--name", required = true, paramLabel = "TEXT", description = "Its name.")
          String name,
      @Option(
              names = "--purpose",
              required = true,
              paramLabel = "TEXT",
              description = "What it does for us.")
          String purpose,
      @Option(
              names = "--categories",
              required = true,
              paramLabel = "TEXT",
              description = "Which categories of data it gets, in words.")
          String data,
      @Option(names = "--place", required = true, paramLabel = "TEXT", description = "Where.")
          String place,
      @Option(names = "--since", required = true, paramLabel = "DAY", description = "Since when.")
          String since,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      String path = path(api, supplier);
      print(
          api.put(
                  path,
                  Map.of(
                      "name", name,
                      "purpose", purpose,
                      "data", data,
                      "place", place,
                      "since", since),
                  api.get(path).tag())
              .body());
    }
    return 0;
  }

  @Command(name = "remove", description = "Take a supplier off the list.")
  int remove(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      print(api.post(path(api, supplier) + "/remove", null).body());
    }
    return 0;
  }

  private void print(JsonNode state) {
    if (session.json()) {
      session.printJson(state);
    } else if (state.get("listed").isNull()) {
      session.println("It is not on the public list.");
    } else {
      session.print(
          Facts.of(
              state.get("listed"),
              "name",
              "domain",
              "purpose",
              "data",
              "place",
              "since",
              "shownAt"));
    }
  }
}
