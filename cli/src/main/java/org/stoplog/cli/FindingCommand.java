package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.nio.file.Path;
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

/** Findings at a running server. */
@Command(
    name = "finding",
    description = "List findings about suppliers of a running server, and say what became of them.")
final class FindingCommand implements Callable<Integer> {
  private static final String TELLS = "finding list";

  private final Session session;

  FindingCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: finding list, show, export, add, open or say");
  }

  @Command(name = "list", description = "List findings, the earliest due first.")
  int list(
      @Mixin ServerOptions where,
      @Option(
              names = "--only",
              paramLabel = "WORD",
              defaultValue = "open",
              description = "open, late or all (default: ${DEFAULT-VALUE}).")
          String only,
      @Parameters(arity = "0..1", paramLabel = "SUPPLIER", description = "Its name or id.")
          @Nullable String supplier) {
    if (!List.of("open", "late", "all").contains(only)) {
      throw new StoplogException(Problem.USAGE, "--only: open, late or all");
    }
    try (ServerApi api = where.open(session)) {
      String of = supplier == null ? "" : SupplierCommand.id(api, supplier);
      List<JsonNode> all =
          api.all("/findings?only=" + only, "after").stream()
              .filter(one -> of.isEmpty() || of.equals(text(one, "supplier", "")))
              .toList();
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("FINDING", "SUPPLIER", "WHAT", "WEIGHT", "DUE", "STATE", "OWNER");
      for (JsonNode one : all) {
        JsonNode finding = one.get("finding");
        JsonNode content = finding.get("content");
        table.row(
            text(finding, "id", ""),
            text(one, "supplierName", ""),
            text(content, "title", ""),
            text(content, "weight", ""),
            text(content, "due", ""),
            text(finding, "state", "") + (finding.get("late").asBoolean() ? " (late)" : ""),
            text(one, "ownerName", ""));
      }
      session.print(table);
    }
    return 0;
  }

  @Command(name = "show", description = "Tell what became of a finding.")
  int show(@Mixin ServerOptions where, @Parameters(paramLabel = "FINDING") String finding) {
    try (ServerApi api = where.open(session)) {
      print(api.get("/findings/" + Facts.id(finding, TELLS)).body());
    }
    return 0;
  }

  @Command(
      name = "export",
      description = "Print all findings about a supplier as JSON, which finding add takes again.")
  int export(
      @Mixin ServerOptions where,
      @Option(names = "--out", paramLabel = "FILE", description = "Into a new file.")
          @Nullable Path out,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      Contents.export(
          session, api.get(of(api, supplier)).body().get("items").valueStream().toList(), out);
    }
    return 0;
  }

  private static String of(ServerApi api, String supplier) {
    return "/suppliers/" + SupplierCommand.id(api, supplier) + "/findings";
  }

  @Command(
      name = "add",
      description = "Add the findings of a file that finding export wrote; you own them.")
  int add(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "SUPPLIER", description = "Its name or id.")
          String supplier,
      @Parameters(index = "1", paramLabel = "FILE", description = "JSON: one, or a list.")
          Path file) {
    try (ServerApi api = where.open(session)) {
      Contents.add(session, api, of(api, supplier), file);
    }
    return 0;
  }

  @Command(name = "open", description = "Open a finding that an assessment led to; you own it.")
  int open(
      @Mixin ServerOptions where,
      @Option(names = "--question", paramLabel = "ID", description = "Which question showed it.")
          @Nullable String question,
      @Option(
              names = "--title",
              required = true,
              paramLabel = "TEXT",
              description = "What is not as it should be.")
          String title,
      @Option(
              names = "--weight",
              required = true,
              paramLabel = "WORD",
              description = "low, medium or high.")
          String weight,
      @Option(names = "--due", required = true, paramLabel = "DAY", description = "Until when.")
          String due,
      @Parameters(paramLabel = "ASSESSMENT") String assessment) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (question != null) {
      body.put("question", question);
    }
    body.put("title", title);
    body.put("weight", weight);
    body.put("due", due);
    try (ServerApi api = where.open(session)) {
      print(
          api.post("/assessments/" + Facts.id(assessment, "assess list") + "/findings", body)
              .body());
    }
    return 0;
  }

  @Command(name = "say", description = "Say what happened to a finding. All of it stays.")
  int say(
      @Mixin ServerOptions where,
      @Option(
              names = "--until",
              paramLabel = "DAY",
              description = "Of accepted: the day on which it is open again.")
          @Nullable String until,
      @Parameters(index = "0", paramLabel = "FINDING") String finding,
      @Parameters(
              index = "1",
              paramLabel = "KIND",
              description = "note, remedied, good, bad, accepted or dropped.")
          String kind,
      @Parameters(index = "2", paramLabel = "WORDS", description = "In 10 to 5,000 characters.")
          String words) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", kind);
    body.put("words", words);
    if (until != null) {
      body.put("until", until);
    }
    try (ServerApi api = where.open(session)) {
      print(api.post("/findings/" + Facts.id(finding, TELLS) + "/events", body).body());
    }
    return 0;
  }

  private void print(JsonNode one) {
    if (session.json()) {
      session.printJson(one);
      return;
    }
    JsonNode finding = one.get("finding");
    session.println(Facts.line(text(finding.get("content"), "title", "")));
    session.print(Facts.of(finding, "id", "state", "late", "madeAt"));
    session.print(Facts.of(one, "supplierName", "assessment", "ownerName"));
    Table events = new Table("WHAT HAPPENED", "UNTIL", "WORDS");
    for (JsonNode event : finding.get("content").get("events")) {
      events.row(text(event, "kind", ""), text(event, "until", ""), text(event, "words", ""));
    }
    session.print(events);
  }
}
