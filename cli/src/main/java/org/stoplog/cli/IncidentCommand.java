package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Incidents of a running server: those that the token's account is a member of. */
@Command(name = "incident", description = "Work on incidents of a running server.")
final class IncidentCommand implements Callable<Integer> {
  private static final int MOST_EVENTS = 500;

  private final Session session;

  IncidentCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE,
        "say what to do: incident list, open, show, claim, scope, expose, aftermath or"
            + " timeline");
  }

  @Command(name = "list", description = "List your incidents, newest first.")
  int list(@Mixin ServerOptions where) {
    try (ServerApi api = where.open(session)) {
      List<JsonNode> all = new ArrayList<>();
      JsonNode page;
      String next = "";
      do {
        page = api.get("/incidents?limit=500" + next).body();
        page.get("items").forEach(all::add);
        next = "&before=" + page.get("next").asString("");
      } while (!page.get("next").isNull());
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("INCIDENT", "TITLE", "STATE", "SUPPLIER", "AFFECTED", "OPENED");
      for (JsonNode one : all) {
        table.row(
            text(one, "name", ""),
            text(one, "title", ""),
            text(one, "state", ""),
            text(one.path("supplier"), "name", "unknown"),
            count(one.path("affected").path("people")),
            text(one, "openedAt", ""));
      }
      session.print(table);
    }
    return 0;
  }

  @Command(name = "open", description = "Open an incident; you are its first member.")
  int open(
      @Mixin ServerOptions where,
      @Option(names = "--supplier", paramLabel = "SUPPLIER", description = "Its name or id.")
          @Nullable String supplier,
      @Option(
              names = "--signal",
              paramLabel = "WORD",
              defaultValue = "notice",
              description =
                  "What made you look: notice, press, rumour, attacker, anomaly, account, other"
                      + " (default: ${DEFAULT-VALUE}).")
          String signal,
      @Option(
              names = "--source",
              paramLabel = "TEXT",
              description = "Where it came from: a link, the name of an alarm.")
          @Nullable String source,
      @Parameters(paramLabel = "TITLE", description = "In a few words.") String title) {
    try (ServerApi api = where.open(session)) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("title", title);
      body.put("signal", signal);
      if (source != null) {
        body.put("source", source);
      }
      if (supplier != null) {
        body.put("supplier", SupplierCommand.id(api, supplier));
      }
      JsonNode made = api.post("/incidents", body).body();
      if (session.json()) {
        session.printJson(made);
      } else {
        session.println(text(made, "name", "") + " is open: " + text(made, "id", ""));
      }
    }
    return 0;
  }

  @Command(name = "show", description = "Tell where an incident stands.")
  int show(@Mixin ServerOptions where, @Parameters(paramLabel = "INCIDENT") String incident) {
    try (ServerApi api = where.open(session)) {
      String path = path(api, incident);
      JsonNode one = api.get(path).body();
      JsonNode scope = api.get(path + "/scope").body();
      JsonNode tasks = api.get(path + "/tasks").body().get("items");
      JsonNode exposures = api.get(path + "/exposures?limit=1").body().get("items");
      if (session.json()) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("incident", one);
        all.put("scope", scope);
        all.put("tasks", tasks);
        all.put("exposure", exposures.isEmpty() ? null : exposures.get(0));
        session.printJson(all);
        return 0;
      }
      session.println(
          text(one, "name", "") + " " + text(one, "title", "").replaceAll("\\p{Cntrl}", " "));
      Table table = new Table("FACT", "VALUE");
      table.row("state", text(one, "state", ""));
      table.row("supplier", text(one.path("supplier"), "name", "unknown"));
      table.row("opened", text(one, "openedAt", ""));
      table.row("scope", scope(scope));
      session.print(table);
      if (exposures.isEmpty()) {
        session.println("Nobody has worked out yet who is affected: stoplog incident expose");
      } else {
        print(exposures.get(0));
      }
      for (JsonNode task : tasks) {
        if (!task.get("done").asBoolean()) {
          session.println(
              "To do: "
                  + text(task, "title", "").replaceAll("\\p{Cntrl}", " ")
                  + ", until "
                  + text(task, "due", "no time"));
        }
      }
    }
    return 0;
  }

  private static String scope(JsonNode scope) {
    int version = scope.get("version").asInt();
    if (version == 0) {
      return "not decided yet";
    }
    List<String> claims = new ArrayList<>();
    scope.get("claims").forEach(claim -> claims.add(claim.asString("")));
    return "version " + version + ": " + String.join(", ", claims);
  }

  @Command(
      name = "claim",
      description = {
        "Add the claims of a claims file (YAML or JSON) that are not there yet.",
        "Without FILE print those that are there."
      })
  int claim(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "INCIDENT") String incident,
      @Parameters(arity = "0..1", paramLabel = "FILE") @Nullable Path file) {
    try (ServerApi api = where.open(session)) {
      String path = path(api, incident) + "/claims";
      ServerApi.Answer before = api.get(path);
      if (file == null) {
        session.printJson(before.body());
        return 0;
      }
      int there = before.body().get("claims").size();
      ServerApi.Answer after =
          api.put(path, ClaimsToSend.merged(before.body(), file), before.tag());
      int added = after.body().get("claims").size() - there;
      if (session.json()) {
        session.printJson(after.body());
      } else {
        session.println(added == 1 ? "1 claim was added." : added + " claims were added.");
      }
    }
    return 0;
  }

  @Command(
      name = "scope",
      description = {
        "Decide which claims to work with; a narrower scope is asked for on the page, by a person.",
        "Without CLAIM print the scope."
      })
  int scope(
      @Mixin ServerOptions where,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why: it is a decision.")
          @Nullable String reason,
      @Parameters(index = "0", paramLabel = "INCIDENT") String incident,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "CLAIM",
              description = "All claims to work with, by their names.")
          @Nullable List<String> claims) {
    try (ServerApi api = where.open(session)) {
      String path = path(api, incident) + "/scope";
      JsonNode scope = api.get(path).body();
      if (claims != null && !claims.isEmpty()) {
        if (reason == null) {
          throw new StoplogException(Problem.USAGE, "--reason: say why, it is a decision");
        }
        scope =
            api.post(
                    path,
                    Map.of(
                        "version",
                        scope.get("version").asInt(),
                        "claims",
                        claims,
                        "reason",
                        reason))
                .body();
      }
      if (session.json()) {
        session.printJson(scope);
      } else {
        session.println("Scope: " + scope(scope));
      }
    }
    return 0;
  }

  @Command(
      name = "expose",
      description = "Work out who is affected by the scope, wait, and print the numbers.")
  int expose(@Mixin ServerOptions where, @Parameters(paramLabel = "INCIDENT") String incident) {
    try (ServerApi api = where.open(session)) {
      String path = path(api, incident);
      String work = text(api.post(path + "/exposures", null).body(), "work", "");
      new ServerWork(session, api).await(work);
      JsonNode exposure = api.get(path + "/exposures?limit=1").body().get("items").get(0);
      if (session.json()) {
        session.printJson(exposure);
      } else {
        print(exposure);
      }
    }
    return 0;
  }

  private void print(JsonNode exposure) {
    session.println(
        "Exposure "
            + exposure.get("number").asLong()
            + " of scope version "
            + exposure.get("scope").asInt()
            + ", "
            + text(exposure, "at", "")
            + ". Its parts overlap: never add them up.");
    Table parts = new Table("EVIDENCE", "PEOPLE");
    exposure.get("parts").properties().forEach(one -> row(parts, one.getKey(), one.getValue()));
    session.print(parts);
    if (!exposure.get("delta").isNull()) {
      Table delta = new Table("SINCE THE ONE BEFORE", "PEOPLE");
      exposure.get("delta").properties().forEach(one -> row(delta, one.getKey(), one.getValue()));
      session.print(delta);
    }
    String sureness = text(exposure, "sureness", "");
    if (!sureness.isEmpty()) {
      session.println(sureness.replaceAll("\\p{Cntrl}", " "));
    }
    for (JsonNode alarm : exposure.path("alarms")) {
      session.println("ALARM: " + alarm.asString("").replaceAll("\\p{Cntrl}", " "));
    }
  }

  private static void row(Table table, String name, JsonNode count) {
    JsonNode exact = count.path("exact");
    if (exact.isNumber()) {
      table.row(name, exact.asLong());
    } else {
      table.row(name, count(count));
    }
  }

  private static String count(JsonNode count) {
    if (count.path("exact").isNumber()) {
      return Numbers.grouped(count.get("exact").asLong());
    }
    return count.path("under").isNumber() ? "under " + count.get("under").asInt() : "unknown";
  }

  @Command(name = "timeline", description = "List what happened, newest first.")
  int timeline(
      @Mixin ServerOptions where,
      @Option(
              names = "--limit",
              paramLabel = "NUMBER",
              defaultValue = "50",
              description =
                  "At most so many, up to " + MOST_EVENTS + " (default: ${DEFAULT-VALUE}).")
          int limit,
      @Option(names = "--before", paramLabel = "NUMBER", description = "Only older ones.")
          @Nullable Long before,
      @Parameters(paramLabel = "INCIDENT") String incident) {
    try (ServerApi api = where.open(session)) {
      JsonNode events =
          api.get(
                  path(api, incident)
                      + "/timeline?limit="
                      + limit
                      + (before == null ? "" : "&before=" + before))
              .body();
      if (session.json()) {
        session.printJson(events);
        return 0;
      }
      Table table = new Table("EVENT", "AT", "WHAT", "ABOUT", "TEXT");
      for (JsonNode event : events.get("items")) {
        table.row(
            event.get("seq").asLong(),
            text(event, "at", ""),
            text(event, "kind", "") + (event.get("privileged").asBoolean() ? " (privileged)" : ""),
            text(event, "ref", ""),
            text(event, "text", "").replaceAll("\\R", " "));
      }
      session.print(table);
      String next = text(events, "next", "");
      if (!next.isEmpty()) {
        session.note("stoplog: older ones with --before " + next);
      }
    }
    return 0;
  }

  @Command(
      name = "aftermath",
      description = {
        "Decide what becomes of the supplier, with reasons. All decisions stay.",
        "Without KIND print what it had promised, and what was decided."
      })
  int aftermath(
      @Mixin ServerOptions where,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why: it is a decision.")
          @Nullable String reason,
      @Option(
              names = "--require",
              paramLabel = "TEXT",
              description =
                  "What is required of it; becomes a finding. May be given more than once.")
          @Nullable List<String> requirements,
      @Option(names = "--due", paramLabel = "DAY", description = "Until when that is met.")
          @Nullable String due,
      @Parameters(index = "0", paramLabel = "INCIDENT") String incident,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "KIND",
              description = "keep, restrict or end.")
          @Nullable String kind) {
    if (kind != null && reason == null) {
      throw new StoplogException(Problem.USAGE, "--reason: say why, it is a decision");
    }
    try (ServerApi api = where.open(session)) {
      String path = path(api, incident) + "/aftermath";
      if (kind == null) {
        after(api.get(path).body());
        return 0;
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("kind", kind);
      body.put("reasons", reason);
      if (requirements != null) {
        body.put("requirements", requirements);
      }
      if (due != null) {
        body.put("due", due);
      }
      after(api.post(path, body).body());
    }
    return 0;
  }

  private void after(JsonNode after) {
    if (session.json()) {
      session.printJson(after);
      return;
    }
    Table promises = new Table("IT PROMISED", "WHAT HAPPENED", "BROKEN");
    for (JsonNode one : after.get("promises")) {
      promises.row(
          text(one, "says", ""),
          text(one, "verdict", ""),
          one.get("broken").asBoolean() ? "yes" : "");
    }
    session.print(promises);
    Table decisions = new Table("DECIDED", "AT", "WHY");
    for (JsonNode one : after.get("decisions")) {
      decisions.row(text(one, "kind", ""), text(one, "at", ""), text(one, "reasons", ""));
    }
    session.print(decisions);
  }

  /** Of {@code INC-3}, {@code 3}, or its id. */
  static String path(ServerApi api, String incident) {
    String number = incident.strip().replaceFirst("^(?i)inc-", "");
    if (number.matches("[1-9][0-9]{0,8}")) {
      int asked = Integer.parseInt(number);
      JsonNode found = api.get("/incidents?limit=1&before=" + (asked + 1L)).body().get("items");
      return Optional.of(found)
          .filter(items -> !items.isEmpty())
          .map(items -> items.get(0))
          .filter(one -> one.get("number").asInt() == asked)
          .map(one -> "/incidents/" + text(one, "id", ""))
          .orElseThrow(
              () ->
                  new StoplogException(
                      Problem.PAGE_UNKNOWN,
                      "there is no such incident, or you are not a member of it"));
    }
    try {
      return "/incidents/" + UUID.fromString(incident.strip());
    } catch (IllegalArgumentException e) {
      throw new StoplogException(
          Problem.USAGE, "name an incident as INC-3, or by its id; incident list tells them", e);
    }
  }
}
