package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.util.ArrayList;
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

/** What lookouts of a running server saw. */
@Command(
    name = "sighting",
    description = "What lookouts of a running server saw of suppliers, and what it is.")
final class SightingCommand implements Callable<Integer> {
  private final Session session;

  SightingCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: sighting list, show, looked-at, not-ours or incident");
  }

  @Command(name = "list", description = "List sightings, newest first.")
  int list(
      @Mixin ServerOptions where,
      @Option(
              names = "--kind",
              paramLabel = "WORD",
              description = "Only of breaches, sub-processors, exploited, certificate or names.")
          @Nullable String kind,
      @Option(
              names = "--supplier",
              paramLabel = "SUPPLIER",
              description = "Only of this one: its name or id.")
          @Nullable String supplier,
      @Option(
              names = "--state",
              paramLabel = "WORD",
              description = "Only those that are new, looked-at, not-ours or incident.")
          @Nullable String state) {
    try (ServerApi api = where.open(session)) {
      List<String> filters = new ArrayList<>();
      add(filters, "kind", kind);
      add(filters, "state", state);
      add(filters, "supplier", supplier == null ? null : SupplierCommand.id(api, supplier));
      String query = filters.isEmpty() ? "" : "?" + String.join("&", filters);
      List<JsonNode> all = api.all("/sightings" + query, "before");
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("SIGHTING", "WHAT", "SUPPLIER", "SEEN", "STATE", "MARKS");
      for (JsonNode one : all) {
        table.row(
            one.get("number").asString(),
            text(one, "title", ""),
            text(one.path("supplier"), "name", ""),
            text(one, "seenAt", ""),
            text(one, "state", ""),
            marks(one));
      }
      session.print(table);
    }
    return 0;
  }

  private static void add(List<String> filters, String name, @Nullable String value) {
    if (value != null) {
      filters.add(name + "=" + ServerApi.encoded(value));
    }
  }

  private static String marks(JsonNode one) {
    List<String> marks = new ArrayList<>();
    if (one.get("grave").asBoolean()) {
      marks.add("look at it first");
    }
    if (one.get("again").asBoolean()) {
      marks.add("sighted before, and changed");
    }
    return String.join("; ", marks);
  }

  @Command(name = "show", description = "Tell what was seen, and what somebody said of it.")
  int show(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "SIGHTING", description = "Its number or id.") String sighting) {
    try (ServerApi api = where.open(session)) {
      print(api.get(path(api, sighting)).body());
    }
    return 0;
  }

  @Command(name = "looked-at", description = "Say that somebody looked at it.")
  int lookedAt(
      @Mixin ServerOptions where,
      @Option(names = "--words", paramLabel = "TEXT", description = "What came of it.")
          @Nullable String words,
      @Parameters(paramLabel = "SIGHTING", description = "Its number or id.") String sighting) {
    return say(where, sighting, "looked-at", words);
  }

  @Command(name = "not-ours", description = "Say that it is none of ours, and why.")
  int notOurs(
      @Mixin ServerOptions where,
      @Option(names = "--words", required = true, paramLabel = "TEXT", description = "Why.")
          String words,
      @Parameters(paramLabel = "SIGHTING", description = "Its number or id.") String sighting) {
    return say(where, sighting, "not-ours", words);
  }

  private int say(ServerOptions where, String sighting, String state, @Nullable String words) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("state", state);
    if (words != null) {
      body.put("words", words);
    }
    try (ServerApi api = where.open(session)) {
      print(api.post(path(api, sighting) + "/state", body).body());
    }
    return 0;
  }

  @Command(name = "incident", description = "Open an incident by it; you are its first member.")
  int incident(
      @Mixin ServerOptions where,
      @Option(
              names = "--title",
              paramLabel = "TEXT",
              description = "In a few words (default: that of the sighting).")
          @Nullable String title,
      @Option(
              names = "--source",
              paramLabel = "TEXT",
              description = "Where it came from (default: what was seen, when and where).")
          @Nullable String source,
      @Parameters(paramLabel = "SIGHTING", description = "Its number or id.") String sighting) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (title != null) {
      body.put("title", title);
    }
    if (source != null) {
      body.put("source", source);
    }
    try (ServerApi api = where.open(session)) {
      JsonNode opened = api.post(path(api, sighting) + "/incident", body).body();
      if (session.json()) {
        session.printJson(opened);
      } else {
        session.println("An incident is open: " + text(opened, "incident", ""));
      }
    }
    return 0;
  }

  /** Of a number, or an id. */
  private static String path(ServerApi api, String sighting) {
    String typed = sighting.strip();
    if (!typed.matches("[1-9][0-9]{0,8}")) {
      return "/sightings/" + Facts.id(typed, "sighting list");
    }
    int number = Integer.parseInt(typed);
    for (JsonNode one : api.get("/sightings?limit=1&before=" + (number + 1)).body().get("items")) {
      if (one.get("number").asInt() == number) {
        return "/sightings/" + text(one, "id", "");
      }
    }
    throw new StoplogException(Problem.PAGE_UNKNOWN, "there is no such sighting");
  }

  private void print(JsonNode one) {
    if (session.json()) {
      session.printJson(one);
      return;
    }
    session.println(
        "Sighting " + one.get("number").asString() + ": " + Facts.line(text(one, "title", "")));
    session.print(
        Facts.of(one, "id", "lookout", "kind")
            .row("supplier", text(one.path("supplier"), "name", "none"))
            .row("seen", text(one, "seenAt", ""))
            .row("marks", marks(one))
            .row("state", text(one, "state", ""))
            .row("words", text(one, "words", ""))
            .row("incident", text(one, "incident", "none")));
    one.get("detail").forEach(line -> session.println(Facts.line(line.asString(""))));
  }
}
