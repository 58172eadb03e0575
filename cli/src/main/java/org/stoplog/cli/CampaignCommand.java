package org.stoplog.cli;

import static org.stoplog.cli.SupplierCommand.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Campaigns and sweeps of a running server. */
@Command(
    name = "campaign",
    description = "Ask suppliers by links: campaigns and sweeps of a running server.")
final class CampaignCommand implements Callable<Integer> {
  private final Session session;

  CampaignCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE,
        "say what to do: campaign list, show, export, choices, make, add, leave-out, start,"
            + " discard, remind, resume, end, asked, take, give-back, renew or revoke");
  }

  @Command(
      name = "list",
      description = "List campaigns, and sweeps of your incidents, newest first.")
  int list(@Mixin ServerOptions where) {
    try (ServerApi api = where.open(session)) {
      lines(session, api.all("/campaigns", "before"));
    }
    return 0;
  }

  static void lines(Session session, List<JsonNode> all) {
    if (session.json()) {
      session.printJson(all);
      return;
    }
    Table table = new Table("CAMPAIGN", "TITLE", "SET", "STATE", "DUE", "SWEEP", "DRILL");
    for (JsonNode one : all) {
      table.row(
          one.get("number").asString(),
          text(one, "title", ""),
          text(one, "set", ""),
          text(one, "state", ""),
          text(one, "due", ""),
          one.get("incident").isNull() ? "" : "yes",
          one.get("drill").asBoolean() ? "yes" : "");
    }
    session.print(table);
  }

  @Command(name = "show", description = "Tell who was asked, who answered, who says what.")
  int show(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "CAMPAIGN", description = "Its number or id.") String campaign) {
    try (ServerApi api = where.open(session)) {
      board(session, api.get(path(api, campaign)).body());
    }
    return 0;
  }

  static void board(Session session, JsonNode board) {
    if (session.json()) {
      session.printJson(board);
      return;
    }
    JsonNode campaign = board.get("campaign");
    session.println(
        "Campaign "
            + campaign.get("number").asString()
            + ", "
            + text(campaign, "state", "")
            + ", due "
            + text(campaign, "due", "")
            + ": "
            + Facts.line(text(campaign, "title", "")));
    Table counts =
        new Table("SUPPLIERS", "ASKED", "ANSWERED", "AFFECTED", "NOT AFFECTED", "UNKNOWN");
    counts.row(
        board.get("suppliers").asInt(),
        board.get("asked").asInt(),
        board.get("answered").asInt(),
        board.get("affected").asInt(),
        board.get("notAffected").asInt(),
        board.get("unknown").asInt());
    session.print(counts);
    Table lines = new Table("SUPPLIER", "STATE", "AFFECTED", "SCORE", "LIKE THE BREACHED ONE");
    for (JsonNode one : board.get("lines")) {
      lines.row(
          text(one, "name", ""),
          text(one, "state", ""),
          text(one, "affected", ""),
          Facts.number(one, "score", ""),
          Facts.plain(one.get("like")));
    }
    session.print(lines);
  }

  @Command(name = "export", description = "Print the board, or write it into a file.")
  int export(
      @Mixin ServerOptions where,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "Into a new file: .csv, .xlsx or .json; without one it is CSV.")
          @Nullable Path out,
      @Parameters(paramLabel = "CAMPAIGN", description = "Its number or id.") String campaign) {
    RegisterFormat format =
        out == null
            ? RegisterFormat.CSV
            : RegisterFormat.ofName(out.toString())
                .orElseThrow(
                    () ->
                        new StoplogException(
                            Problem.USAGE, out + " names no format: it is csv, xlsx or json"));
    try (ServerApi api = where.open(session)) {
      byte[] board =
          api.content(
              path(api, campaign) + "/board." + format.ending(),
              format.mediaType().replaceFirst(";.*", ""));
      if (out == null) {
        session.out().print(new String(board, StandardCharsets.UTF_8));
      } else {
        SentFiles.write(out, board);
        KeepingCommands.told(session, out, "It is what the board says now.");
      }
    }
    return 0;
  }

  @Command(name = "choices", description = "List sets of questions, mail routes, languages.")
  int choices(@Mixin ServerOptions where) {
    try (ServerApi api = where.open(session)) {
      JsonNode all = api.get("/campaigns/choices").body();
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table sets = new Table("SET", "TITLE", "QUESTIONS");
      for (JsonNode one : all.get("sets")) {
        sets.row(text(one, "id", ""), text(one, "title", ""), one.get("questions").asInt());
      }
      session.print(sets);
      Table routes = new Table("MAIL ROUTE", "FROM", "FOR DRILLS");
      for (JsonNode one : all.get("routes")) {
        routes.row(
            text(one, "name", ""),
            text(one, "from", ""),
            one.get("catcher").asBoolean() ? "yes" : "");
      }
      session.print(routes);
      session.println("Languages: " + Facts.line(Facts.plain(all.get("languages"))));
      session.println("Fields of the letter: " + Facts.line(Facts.plain(all.get("fields"))));
      if (!all.get("closed").isNull()) {
        session.println("None can be made: " + Facts.line(text(all, "closed", "")));
      }
    }
    return 0;
  }

  @Command(name = "make", description = "Prepare a campaign: a draft, by which nothing is sent.")
  int make(
      @Mixin ServerOptions where,
      @Mixin CampaignOptions how,
      @Option(
              names = "--whom",
              paramLabel = "WHOM",
              defaultValue = "all",
              description =
                  "all, tier-1 to tier-4, or the name or id of a supplier"
                      + " (default: ${DEFAULT-VALUE}).")
          String whom,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "What it is made for.")
          String reason,
      @Parameters(paramLabel = "TITLE", description = "In a few words.") String title) {
    Map<String, Object> body = how.body();
    body.putIfAbsent("set", "mvsp");
    body.put("title", title);
    body.put("why", reason);
    try (ServerApi api = where.open(session)) {
      boolean isMany = whom.equals("all") || whom.matches("tier-[1-4]");
      body.put("whom", isMany ? whom : SupplierCommand.id(api, whom));
      board(session, api.post("/campaigns", body).body());
    }
    return 0;
  }

  @Command(name = "add", description = "Add a supplier to a draft.")
  int add(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "CAMPAIGN") String campaign,
      @Parameters(index = "1", paramLabel = "SUPPLIER", description = "Its name or id.")
          String supplier) {
    return choose(where, campaign, supplier, true);
  }

  @Command(name = "leave-out", description = "Leave a supplier out of a draft.")
  int leaveOut(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "CAMPAIGN") String campaign,
      @Parameters(index = "1", paramLabel = "SUPPLIER", description = "Its name or id.")
          String supplier) {
    return choose(where, campaign, supplier, false);
  }

  private int choose(ServerOptions where, String campaign, String supplier, boolean in) {
    try (ServerApi api = where.open(session)) {
      String path = path(api, campaign);
      api.post(
          path + "/suppliers", Map.of("supplier", SupplierCommand.id(api, supplier), "in", in));
      board(session, api.get(path).body());
    }
    return 0;
  }

  private int act(ServerOptions where, String campaign, String act) {
    try (ServerApi api = where.open(session)) {
      String path = path(api, campaign);
      api.post(path + act, null);
      board(session, api.get(path).body());
    }
    return 0;
  }

  @Command(
      name = "start",
      description = "Begin a draft or sweep: each supplier in it gets its link by mail.")
  int start(@Mixin ServerOptions where, @Parameters(paramLabel = "CAMPAIGN") String campaign) {
    return act(where, campaign, "/start");
  }

  @Command(name = "discard", description = "Discard a draft.")
  int discard(@Mixin ServerOptions where, @Parameters(paramLabel = "CAMPAIGN") String campaign) {
    return act(where, campaign, "/discard");
  }

  @Command(name = "remind", description = "Write again to all that are silent.")
  int remind(@Mixin ServerOptions where, @Parameters(paramLabel = "CAMPAIGN") String campaign) {
    return act(where, campaign, "/remind");
  }

  @Command(name = "resume", description = "Let one go on that stands still.")
  int resume(@Mixin ServerOptions where, @Parameters(paramLabel = "CAMPAIGN") String campaign) {
    return act(where, campaign, "/resume");
  }

  @Command(name = "end", description = "End one: no link of it works any more.")
  int end(@Mixin ServerOptions where, @Parameters(paramLabel = "CAMPAIGN") String campaign) {
    return act(where, campaign, "/end");
  }

  @Command(name = "asked", description = "Tell of one supplier, and what it sent.")
  int asked(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "CAMPAIGN") String campaign,
      @Parameters(index = "1", paramLabel = "SUPPLIER", description = "Its name or id.")
          String supplier) {
    try (ServerApi api = where.open(session)) {
      asked(api.get(asked(api, campaign, supplier)).body());
    }
    return 0;
  }

  private static String asked(ServerApi api, String campaign, String supplier) {
    return path(api, campaign) + "/suppliers/" + SupplierCommand.id(api, supplier);
  }

  private int act(ServerOptions where, String campaign, String supplier, String act) {
    try (ServerApi api = where.open(session)) {
      asked(api.post(asked(api, campaign, supplier) + act, null).body());
    }
    return 0;
  }

  @Command(
      name = "take",
      description = "Take answers over into assessments: of one supplier, or of all that answered.")
  int take(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "CAMPAIGN") String campaign,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "SUPPLIER",
              description = "Its name or id.")
          @Nullable String supplier) {
    return supplier == null
        ? act(where, campaign, "/take")
        : act(where, campaign, supplier, "/take");
  }

  @Command(name = "give-back", description = "Let a supplier change what it sent.")
  int giveBack(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "CAMPAIGN") String campaign,
      @Parameters(index = "1", paramLabel = "SUPPLIER", description = "Its name or id.")
          String supplier) {
    return act(where, campaign, supplier, "/give-back");
  }

  @Command(name = "renew", description = "Send a supplier another link; the one before ends.")
  int renew(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "CAMPAIGN") String campaign,
      @Parameters(index = "1", paramLabel = "SUPPLIER", description = "Its name or id.")
          String supplier) {
    return act(where, campaign, supplier, "/renew");
  }

  @Command(name = "revoke", description = "End the link of a supplier.")
  int revoke(
      @Mixin ServerOptions where,
      @Parameters(index = "0", paramLabel = "CAMPAIGN") String campaign,
      @Parameters(index = "1", paramLabel = "SUPPLIER", description = "Its name or id.")
          String supplier) {
    return act(where, campaign, supplier, "/revoke");
  }

  private void asked(JsonNode one) {
    if (session.json()) {
      session.printJson(one);
      return;
    }
    session.print(Facts.of(one.get("standing"), "name", "state", "affected", "score", "like"));
    session.print(
        Facts.of(one, "assessment", "contact", "needsCode", "linkUntil", "reminders", "sentBy"));
    if (!one.get("claims").isEmpty()) {
      Table claims = new Table("QUESTION", "ABOUT", "ANSWER", "WORDS", "WOULD BE");
      for (JsonNode claim : one.get("claims")) {
        claims.row(
            claim.get("question").asInt(),
            text(claim, "title", ""),
            text(claim, "answer", ""),
            text(claim, "words", ""),
            text(claim, "verdict", ""));
      }
      session.print(claims);
      session.println("These are its claims: nobody has taken them over.");
    }
  }

  /** Of a number, or an id. */
  static String path(ServerApi api, String campaign) {
    String typed = campaign.strip();
    if (!typed.matches("[1-9][0-9]{0,8}")) {
      return "/campaigns/" + Facts.id(typed, "campaign list");
    }
    int number = Integer.parseInt(typed);
    for (JsonNode one : api.get("/campaigns?limit=1&before=" + (number + 1L)).body().get("items")) {
      if (one.get("number").asInt() == number) {
        return "/campaigns/" + text(one, "id", "");
      }
    }
    throw new StoplogException(
        Problem.PAGE_UNKNOWN, "there is no such campaign, or it is of an incident of others");
  }
}
