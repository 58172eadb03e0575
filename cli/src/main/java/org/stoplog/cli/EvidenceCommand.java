package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.nio.file.Path;
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

/** Documents of suppliers at a running server. */
@Command(
    name = "evidence",
    description = "List, add and save certificates and reports of suppliers of a running server.")
final class EvidenceCommand implements Callable<Integer> {
  private static final String TELLS = "evidence list";

  private final Session session;

  EvidenceCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: evidence list, show, save, add or remove");
  }

  @Command(name = "list", description = "List documents: what ends first first.")
  int list(
      @Mixin ServerOptions where,
      @Parameters(arity = "0..1", paramLabel = "SUPPLIER", description = "Its name or id.")
          @Nullable String supplier) {
    try (ServerApi api = where.open(session)) {
      List<JsonNode> all =
          supplier == null
              ? api.all("/evidence", "after")
              : api.get(path(api, supplier)).body().get("items").valueStream().toList();
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("DOCUMENT", "SUPPLIER", "NAME", "UNTIL", "FOUND");
      for (JsonNode one : all) {
        table.row(
            text(one, "id", ""),
            text(one, "supplierName", ""),
            text(one, "name", ""),
            text(one, "until", "no end") + (one.get("over").asBoolean() ? " (over)" : ""),
            text(one.path("review"), "verdict", "nobody has looked"));
      }
      session.print(table);
    }
    return 0;
  }

  private static String path(ServerApi api, String supplier) {
    return "/suppliers/" + SupplierCommand.id(api, supplier) + "/evidence";
  }

  @Command(name = "show", description = "Tell of a document.")
  int show(@Mixin ServerOptions where, @Parameters(paramLabel = "DOCUMENT") String document) {
    try (ServerApi api = where.open(session)) {
      print(api.get("/evidence/" + Facts.id(document, TELLS)).body());
    }
    return 0;
  }

  @Command(
      name = "save",
      description = "Save a document. It is a stranger's file: open it with care.")
  int save(
      @Mixin ServerOptions where,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "A new file, which only you can read.")
          Path out,
      @Parameters(paramLabel = "DOCUMENT") String document) {
    try (ServerApi api = where.open(session)) {
      SentFiles.write(
          out,
          api.content(
              "/evidence/" + Facts.id(document, TELLS) + "/file", "application/octet-stream"));
      KeepingCommands.told(session, out, "It is a stranger's file: open it with care.");
    }
    return 0;
  }

  @Command(
      name = "add",
      description = "Add a document of a supplier; the same file of the same supplier stays once.")
  int add(
      @Mixin ServerOptions where,
      @Option(
              names = "--until",
              paramLabel = "DAY",
              description = "Last day on which it shows anything; left out for no end.")
          @Nullable String until,
      @Parameters(index = "0", paramLabel = "SUPPLIER", description = "Its name or id.")
          String supplier,
      @Parameters(index = "1", paramLabel = "FILE", description = "At most 10 MB.") Path file) {
    SentFiles.mustBeAFile(file);
    try (ServerApi api = where.open(session)) {
      print(
          api.upload(path(api, supplier), file, until == null ? Map.of() : Map.of("until", until))
              .body());
    }
    return 0;
  }

  @Command(name = "remove", description = "Take a document back.")
  int remove(@Mixin ServerOptions where, @Parameters(paramLabel = "DOCUMENT") String document) {
    try (ServerApi api = where.open(session)) {
      print(api.post("/evidence/" + Facts.id(document, TELLS) + "/remove", null).body());
    }
    return 0;
  }

  private void print(JsonNode one) {
    if (session.json()) {
      session.printJson(one);
    } else {
      session.print(
          Facts.of(
              one, "id", "supplierName", "name", "type", "bytes", "sha256", "until", "addedAt"));
      session.println(
          "Found: " + Facts.line(text(one.path("review"), "verdict", "nobody has looked at it")));
    }
  }
}
