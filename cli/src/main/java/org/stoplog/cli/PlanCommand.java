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

/** Campaigns that a running server makes by a calendar. */
@Command(
    name = "plan",
    description = "Ask suppliers by calendar: plans, each of which makes campaigns in turn.")
final class PlanCommand implements Callable<Integer> {
  private static final String PATH = "/campaign-plans";

  private final Session session;

  PlanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: plan list, show, new, change, pause, resume or remove");
  }

  @Command(name = "list", description = "List plans by title, with the next day of each.")
  int list(@Mixin ServerOptions where) {
    try (ServerApi api = where.open(session)) {
      List<JsonNode> all = api.get(PATH).body().get("items").valueStream().toList();
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("PLAN", "TITLE", "TIERS", "MONTHS", "SET", "NEXT", "BY ITSELF");
      for (JsonNode one : all) {
        table.row(
            text(one, "id", ""),
            text(one, "title", ""),
            Facts.plain(one.get("tiers")),
            one.get("months").asInt(),
            text(one, "set", ""),
            text(one, "next", "paused"),
            one.get("startsByItself").asBoolean() ? "yes" : "");
      }
      session.print(table);
    }
    return 0;
  }

  private static String path(String plan) {
    return PATH + "/" + Facts.id(plan, "plan list");
  }

  @Command(name = "show", description = "Tell of a plan, and what it made.")
  int show(@Mixin ServerOptions where, @Parameters(paramLabel = "PLAN") String plan) {
    try (ServerApi api = where.open(session)) {
      print(api.get(path(plan)).body());
    }
    return 0;
  }

  @Command(
      name = "new",
      description = "Make a plan; what is left out is as the page offers it first.")
  int make(
      @Mixin ServerOptions where,
      @Mixin PlanOptions how,
      @Parameters(paramLabel = "TITLE", description = "In a few words.") String title) {
    Map<String, Object> body = how.body();
    body.put("title", title);
    try (ServerApi api = where.open(session)) {
      print(api.post(PATH, body).body());
    }
    return 0;
  }

  @Command(name = "change", description = "Change a plan; what is not given stays as it is.")
  int change(
      @Mixin ServerOptions where,
      @Mixin PlanOptions how,
      @Option(names = "--title", paramLabel = "TEXT", description = "In a few words.")
          @Nullable String title,
      @Parameters(paramLabel = "PLAN") String plan) {
    Map<String, Object> body = how.body();
    CampaignOptions.put(body, "title", title);
    if (body.isEmpty()) {
      throw new StoplogException(Problem.USAGE, "say what to change; --help lists it");
    }
    try (ServerApi api = where.open(session)) {
      print(api.post(path(plan), body).body());
    }
    return 0;
  }

  private int act(ServerOptions where, String plan, String act) {
    try (ServerApi api = where.open(session)) {
      print(api.post(path(plan) + act, null).body());
    }
    return 0;
  }

  @Command(name = "pause", description = "Pause a plan: what comes due meanwhile is let go.")
  int pause(@Mixin ServerOptions where, @Parameters(paramLabel = "PLAN") String plan) {
    return act(where, plan, "/pause");
  }

  @Command(name = "resume", description = "Let a plan go on that was paused.")
  int resume(@Mixin ServerOptions where, @Parameters(paramLabel = "PLAN") String plan) {
    return act(where, plan, "/resume");
  }

  @Command(name = "remove", description = "Remove a plan; what it made stays.")
  int remove(@Mixin ServerOptions where, @Parameters(paramLabel = "PLAN") String plan) {
    return act(where, plan, "/remove");
  }

  private void print(JsonNode one) {
    if (session.json()) {
      session.printJson(one);
      return;
    }
    session.print(
        Facts.of(
            one,
            "id",
            "title",
            "tiers",
            "months",
            "firstDay",
            "set",
            "answerDays",
            "remindDays",
            "route",
            "language",
            "responsible",
            "skipDays",
            "startsByItself",
            "paused"));
    session.println(
        one.get("next").isNull()
            ? "Paused: it makes no draft."
            : "Its next draft is made on " + Facts.line(text(one, "next", "")) + ".");
    if (!one.get("made").isEmpty()) {
      Table made = new Table("DAY", "CAMPAIGN", "SUPPLIERS", "LEFT OUT", "STATE", "WHY NOT BEGUN");
      for (JsonNode day : one.get("made")) {
        made.row(
            text(day, "day", ""),
            text(day, "campaign", ""),
            day.get("suppliers").asInt(),
            day.get("leftOut").asInt(),
            text(day, "state", ""),
            text(day, "why", ""));
      }
      session.print(made);
    }
  }
}
