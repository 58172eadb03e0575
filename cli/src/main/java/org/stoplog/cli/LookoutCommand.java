package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What a running server looks at of suppliers. */
@Command(
    name = "lookout",
    description = "What a running server looks at of suppliers, and what its last looks saw.")
final class LookoutCommand implements Callable<Integer> {
  private static final String TELLS = "lookout list";
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(300);
  // A strange server has 20 seconds to answer, and others of its host may be looked at before it.
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Session session;

  LookoutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE,
        "say what to do: lookout list, show, new, pause, resume, remove, look or import");
  }

  @Command(name = "list", description = "List lookouts by title.")
  int list(@Mixin ServerOptions where) {
    try (ServerApi api = where.open(session)) {
      JsonNode all = api.get("/lookouts").body().get("items");
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table =
          new Table("LOOKOUT", "TITLE", "KIND", "SUPPLIER", "LOOKS AT", "NEXT", "FAILURES");
      for (JsonNode one : all) {
        table.row(
            text(one, "id", ""),
            text(one, "title", ""),
            text(one, "kind", ""),
            text(one.path("supplier"), "name", "all"),
            text(one, "target", "files"),
            one.get("paused").asBoolean() ? "paused" : text(one, "nextAt", ""),
            one.get("failures").asInt());
      }
      session.print(table);
    }
    return 0;
  }

  @Command(name = "show", description = "Tell of a lookout and its last 20 looks, newest first.")
  int show(@Mixin ServerOptions where, @Parameters(paramLabel = "LOOKOUT") String lookout) {
    try (ServerApi api = where.open(session)) {
      print(api.get(path(lookout)).body());
    }
    return 0;
  }

  private static String path(String lookout) {
    return "/lookouts/" + Facts.id(lookout, TELLS);
  }

  @Command(name = "new", description = "Add a lookout. One with a target looks within moments.")
  int add(
      @Mixin ServerOptions where,
      @Option(
              names = "--supplier",
              paramLabel = "SUPPLIER",
              description = "Its name or id; left out for all, of a catalogue of breaches.")
          @Nullable String supplier,
      @Option(
              names = "--target",
              paramLabel = "WHERE",
              description =
                  "An https address; a host, with its port, for a certificate; a domain for names."
                      + " Left out for a list that only comes as a file.")
          @Nullable String target,
      @Option(
              names = "--product",
              paramLabel = "TEXT",
              description =
                  "Of exploited: a product, or its maker and the product. May be given more than"
                      + " once.")
          @Nullable List<String> products,
      @Option(names = "--title", paramLabel = "TEXT", description = "In a few words.")
          @Nullable String title,
      @Option(
              names = "--days",
              paramLabel = "1-92",
              description = "It looks every so many days (default: 7).")
          @Nullable Integer days,
      @Parameters(
              paramLabel = "KIND",
              description = "breaches, sub-processors, exploited, certificate or names.")
          String kind) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", kind);
    put(body, "target", target);
    put(body, "products", products);
    put(body, "title", title);
    put(body, "everyDays", days);
    try (ServerApi api = where.open(session)) {
      put(body, "supplier", supplier == null ? null : SupplierCommand.id(api, supplier));
      JsonNode made = api.post("/lookouts", body).body();
      if (session.json()) {
        session.printJson(made);
      } else {
        session.print(facts(made));
      }
    }
    return 0;
  }

  private static void put(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  @Command(name = "pause", description = "Let a lookout stand still.")
  int pause(@Mixin ServerOptions where, @Parameters(paramLabel = "LOOKOUT") String lookout) {
    return state(where, lookout, "paused");
  }

  @Command(name = "resume", description = "Let a paused lookout go on.")
  int resume(@Mixin ServerOptions where, @Parameters(paramLabel = "LOOKOUT") String lookout) {
    return state(where, lookout, "running");
  }

  private int state(ServerOptions where, String lookout, String state) {
    try (ServerApi api = where.open(session)) {
      String path = path(lookout);
      api.post(path + "/state", Map.of("state", state));
      print(api.get(path).body());
    }
    return 0;
  }

  @Command(name = "remove", description = "Remove a lookout; what it saw stays.")
  int remove(@Mixin ServerOptions where, @Parameters(paramLabel = "LOOKOUT") String lookout) {
    try (ServerApi api = where.open(session)) {
      JsonNode removed = api.post(path(lookout) + "/state", Map.of("state", "removed")).body();
      if (session.json()) {
        session.printJson(removed);
      } else {
        session.println("It was removed; what it saw stays.");
      }
    }
    return 0;
  }

  @Command(name = "look", description = "Let a lookout look now, and wait for what it sees.")
  int look(@Mixin ServerOptions where, @Parameters(paramLabel = "LOOKOUT") String lookout) {
    try (ServerApi api = where.open(session)) {
      String path = path(lookout);
      JsonNode before = api.get(path).body().get("looks");
      api.post(path + "/look", null);
      long end = System.nanoTime() + PATIENCE;
      JsonNode now = api.get(path).body();
      while (now.get("looks").equals(before) && System.nanoTime() < end && !session.stopped()) {
        LockSupport.parkNanos(BETWEEN_LOOKS);
        now = api.get(path).body();
      }
      print(now);
      if (now.get("looks").equals(before)) {
        session.note("stoplog: it has not looked yet; lookout show tells when it has");
      }
    }
    return 0;
  }

  @Command(
      name = "import",
      description =
          "Take in a catalogue of breaches, or a list of exploited vulnerabilities, as a file.")
  int take(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "LOOKOUT") String lookout,
      @Parameters(index = "1", paramLabel = "FILE", description = "JSON of at most 16 MB.")
          Path file) {
    SentFiles.mustBeAFile(file);
    try (ServerApi api = where.open(session)) {
      JsonNode taken = api.upload(path(lookout) + "/import", file, Map.of()).body();
      if (session.json()) {
        session.printJson(taken);
      } else {
        session.println(Facts.line(text(taken, "words", "")));
        session.println("New sightings: " + taken.get("sightings").asInt());
      }
    }
    return 0;
  }

  private static Table facts(JsonNode lookout) {
    return Facts.of(lookout, "id", "title", "kind")
        .row("supplier", text(lookout.path("supplier"), "name", "all"))
        .row("looks at", text(lookout, "target", "files"))
        .row("products", Facts.plain(lookout.get("products")))
        .row("every days", lookout.get("everyDays").asString())
        .row("within our network", lookout.get("inside").asBoolean() ? "yes" : "no")
        .row("next", lookout.get("paused").asBoolean() ? "paused" : text(lookout, "nextAt", ""))
        .row("failures in a row", lookout.get("failures").asString());
  }

  private void print(JsonNode lookoutWithLooks) {
    if (session.json()) {
      session.printJson(lookoutWithLooks);
      return;
    }
    session.print(facts(lookoutWithLooks.get("lookout")));
    Table looks = new Table("LOOKED AT", "FROM", "SAW", "WORDS");
    for (JsonNode one : lookoutWithLooks.get("looks")) {
      looks.row(
          text(one, "at", ""),
          text(one, "source", ""),
          one.get("seen").asBoolean() ? "yes" : "no",
          text(one, "words", ""));
    }
    session.print(looks);
  }
}
