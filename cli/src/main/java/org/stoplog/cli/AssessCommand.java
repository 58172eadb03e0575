package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.nio.file.Path;
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

/** Assessments at a running server. */
@Command(
    name = "assess",
    description = "Hold suppliers of a running server against what is expected of them.")
final class AssessCommand implements Callable<Integer> {
  private static final String TELLS = "assess list";

  private final Session session;

  AssessCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: assess list, show, export, add, begin, answer or close");
  }

  @Command(name = "list", description = "List assessments with their scores, newest first.")
  int list(
      @Mixin ServerOptions where,
      @Option(names = "--open", description = "Only those that are open.") boolean open,
      @Parameters(arity = "0..1", paramLabel = "SUPPLIER", description = "Its name or id.")
          @Nullable String supplier) {
    try (ServerApi api = where.open(session)) {
      String of = supplier == null ? "" : SupplierCommand.id(api, supplier);
      List<JsonNode> all =
          api.all("/assessments?only=" + (open ? "open" : "all"), "before").stream()
              .filter(one -> of.isEmpty() || of.equals(text(one, "supplier", "")))
              .toList();
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("ASSESSMENT", "SUPPLIER", "OF WHAT", "DUE", "STATE", "SCORE");
      for (JsonNode one : all) {
        table.row(
            text(one, "id", ""),
            text(one, "supplierName", ""),
            text(one, "title", ""),
            text(one, "due", ""),
            one.get("late").asBoolean() ? "late" : one.get("open").asBoolean() ? "open" : "closed",
            text(one, "counts", ""));
      }
      session.print(table);
    }
    return 0;
  }

  @Command(name = "show", description = "Tell an assessment's questions and answers.")
  int show(@Mixin ServerOptions where, @Parameters(paramLabel = "ASSESSMENT") String assessment) {
    try (ServerApi api = where.open(session)) {
      print(api.get("/assessments/" + Facts.id(assessment, TELLS)).body());
    }
    return 0;
  }

  @Command(
      name = "export",
      description = "Print all assessments of a supplier as JSON, which assess add takes again.")
  int export(
      @Mixin ServerOptions where,
      @Option(names = "--out", paramLabel = "FILE", description = "Into a new file.")
          @Nullable Path out,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      Contents.export(session, api.all(of(api, supplier), "before"), out);
    }
    return 0;
  }

  private static String of(ServerApi api, String supplier) {
    return "/suppliers/" + SupplierCommand.id(api, supplier) + "/assessments";
  }

  @Command(
      name = "add",
      description = "Add the assessments of a file that assess export wrote, the last one first.")
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

  @Command(name = "begin", description = "Begin an assessment, by a set as it is now.")
  int begin(
      @Mixin ServerOptions where,
      @Option(
              names = "--set",
              required = true,
              paramLabel = "SET",
              description = "breaches, mvsp, nist-csf-sc or sweep.")
          String set,
      @Option(names = "--due", required = true, paramLabel = "DAY", description = "Until when.")
          String due,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "What it is made for.")
          String reason,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("set", set);
      body.put("due", due);
      body.put("why", reason);
      body.put("closed", false);
      body.put("answers", List.of());
      JsonNode made = api.post(of(api, supplier), body).body().get("items").get(0);
      print(api.get("/assessments/" + text(made, "id", "")).body());
    }
    return 0;
  }

  @Command(
      name = "answer",
      description = {
        "Add an answer, or all of a JSON file, whose answers are a list; each has question, answer,",
        "and words where there are any.",
        "All of it is taken, or nothing."
      })
  int answer(
      @Mixin ServerOptions where,
      @Option(names = "--question", paramLabel = "ID", description = "As assess show names it.")
          @Nullable String question,
      @Option(
              names = "--answer",
              paramLabel = "WORD",
              defaultValue = "",
              description = "yes, no, partly, not-applicable, a number; left out for words alone.")
          String answer,
      @Option(names = "--words", paramLabel = "TEXT", description = "What is said with it.")
          @Nullable String words,
      @Parameters(index = "0", paramLabel = "ASSESSMENT") String assessment,
      @Parameters(index = "1", arity = "0..1", paramLabel = "FILE") @Nullable Path file) {
    if ((file == null) == (question == null)) {
      throw new StoplogException(Problem.USAGE, "give --question, or a FILE of answers");
    }
    Object body =
        file == null
            ? Map.of("answers", List.of(one(question, answer, words)))
            : SentFiles.json(file);
    try (ServerApi api = where.open(session)) {
      print(api.post("/assessments/" + Facts.id(assessment, TELLS) + "/answers", body).body());
    }
    return 0;
  }

  private static Map<String, Object> one(
      @Nullable String question, String answer, @Nullable String words) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("question", String.valueOf(question));
    one.put("answer", answer);
    if (words != null) {
      one.put("words", words);
    }
    return one;
  }

  @Command(name = "close", description = "Close an assessment: nothing of it changes any more.")
  int close(@Mixin ServerOptions where, @Parameters(paramLabel = "ASSESSMENT") String assessment) {
    try (ServerApi api = where.open(session)) {
      print(api.post("/assessments/" + Facts.id(assessment, TELLS) + "/close", null).body());
    }
    return 0;
  }

  private void print(JsonNode whole) {
    if (session.json()) {
      session.printJson(whole);
      return;
    }
    session.print(
        Facts.of(whole.get("assessment"), "id", "supplierName", "title", "due", "open", "counts"));
    Table questions = new Table("QUESTION", "ABOUT", "ANSWER", "WORDS", "VERDICT");
    List<String> gaps = new ArrayList<>();
    for (JsonNode one : whole.get("questions")) {
      questions.row(
          text(one, "id", ""),
          text(one, "title", ""),
          text(one, "answer", ""),
          text(one, "words", ""),
          text(one, "verdict", ""));
      if (one.get("gap").asBoolean()) {
        gaps.add(text(one, "id", ""));
      }
    }
    session.print(questions);
    if (!gaps.isEmpty()) {
      session.println("Gaps: " + Facts.line(String.join(", ", gaps)));
    }
  }
}
