package org.stoplog.cli;

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

/** Cutting suppliers of a running server, and asking to open them again. */
final class SeverCommands {
  private SeverCommands() {}

  static List<Object> all(Session session) {
    return List.of(new Sever(session), new Severed(session), new Unsever(session));
  }

  /** One person cuts, at once. */
  @Command(
      name = "sever",
      description = "Cut a supplier of a running server, at once. Another person looks later.")
  static final class Sever implements Callable<Integer> {
    private final Session session;

    @Mixin private ServerOptions where = new ServerOptions();

    @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.")
    private String supplier = "";

    @Option(
        names = "--state",
        paramLabel = "STATE",
        defaultValue = "paused",
        description = "paused, removed or terminated (default: ${DEFAULT-VALUE}).")
    private String state = "paused";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    private String reason = "";

    @Option(
        names = "--reply",
        paramLabel = "REPLY",
        description =
            "What gateways tell senders: sink, refuse or hold, which keeps what is sent until two"
                + " people decide. Else what the policy of each connection says.")
    private @Nullable String reply;

    @Option(
        names = "--engagement",
        paramLabel = "NAME",
        description = "Only this engagement; else the whole supplier.")
    private @Nullable String engagement;

    @Option(names = "--connection", paramLabel = "NAME", description = "Only this connection.")
    private @Nullable String connection;

    @Option(
        names = "--own-copy",
        paramLabel = "WORD",
        description = "taken, not-possible or not-needed, of our own copy of what they hold.")
    private @Nullable String ownCopy;

    @Option(
        names = "--own-copy-words",
        paramLabel = "TEXT",
        description = "Where our copy is, or why there is none.")
    private @Nullable String ownCopyWords;

    Sever(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      if (connection != null && (engagement != null || ownCopy != null)) {
        throw new StoplogException(
            Problem.USAGE, "with --connection give neither --engagement nor --own-copy");
      }
      try (ServerApi api = where.open(session)) {
        String path = "/suppliers/" + SupplierCommand.id(api, supplier);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("state", state);
        body.put("reason", reason);
        put(body, "reply", reply);
        put(body, "engagement", engagement);
        put(body, "ownCopy", ownCopy);
        put(body, "ownCopyWords", ownCopyWords);
        String to = connection == null ? "" : "/connections/" + connection(api, path, connection);
        JsonNode cut = api.post(path + to + "/cuts", body).body();
        if (session.json()) {
          session.printJson(cut);
        } else {
          print(session, cut);
        }
      }
      return 0;
    }

    private static void put(Map<String, Object> body, String field, @Nullable String value) {
      if (value != null) {
        body.put(field, value);
      }
    }

    private static String connection(ServerApi api, String path, String name) {
      for (JsonNode one : api.get(path + "/connections").body().get("items")) {
        if (SupplierCommand.text(one, "name", "").equalsIgnoreCase(name.strip())) {
          return SupplierCommand.text(one, "id", "");
        }
      }
      throw new StoplogException(
          Problem.PAGE_UNKNOWN, "the supplier has no connection of this name");
    }
  }

  private static void print(Session session, JsonNode cut) {
    session.println(
        "Cut: %s, %s. Id %s"
            .formatted(
                SupplierCommand.text(cut, "what", ""),
                SupplierCommand.text(cut, "state", ""),
                SupplierCommand.text(cut, "id", "")));
    Table connections = new Table("CONNECTION", "CUT", "STATE", "OWNER", "WHERE TO CUT IT");
    for (JsonNode one : cut.get("connections")) {
      connections.row(
          SupplierCommand.text(one, "name", ""),
          one.get("isCut").asBoolean() ? "yes" : "NO",
          SupplierCommand.text(one, "standing", ""),
          SupplierCommand.text(one, "owner", "unknown"),
          one.get("isCutByGateways").asBoolean()
              ? "at the gateways"
              : SupplierCommand.text(one, "link", "unknown"));
    }
    session.print(connections);
    if (!cut.get("gateways").isEmpty()) {
      Table gateways = new Table("GATEWAY", "OBEYS", "LAST SEEN");
      for (JsonNode one : cut.get("gateways")) {
        gateways.row(
            SupplierCommand.text(one, "name", ""),
            one.get("obeys").asBoolean() ? "yes" : "not yet",
            SupplierCommand.text(one, "seenAt", "never"));
      }
      session.print(gateways);
    }
    session.println(
        "Quiet days: %d of %d, %d not known. To rotate: %d of %d done. Looked at by another: %s."
            .formatted(
                cut.get("quietDays").asInt(),
                cut.get("neededDays").asInt(),
                cut.get("unknownDays").asInt(),
                cut.get("itemsDone").asInt(),
                cut.get("itemsToRotate").asInt(),
                cut.get("isReviewed").asBoolean() ? "yes" : "not yet"));
  }

  /** What is cut, and whether it is silent. */
  @Command(name = "severed", description = "Tell how a supplier of a running server is cut.")
  static final class Severed implements Callable<Integer> {
    private final Session session;

    @Mixin private ServerOptions where = new ServerOptions();

    @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.")
    private String supplier = "";

    Severed(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (ServerApi api = where.open(session)) {
        JsonNode cuts =
            api.get("/suppliers/" + SupplierCommand.id(api, supplier) + "/cuts")
                .body()
                .get("items");
        if (session.json()) {
          session.printJson(cuts);
        } else if (cuts.isEmpty()) {
          session.println("Nothing of it is cut.");
        } else {
          cuts.forEach(cut -> print(session, cut));
        }
      }
      return 0;
    }
  }

  /** Opening again is decided by another person, in a browser. */
  @Command(
      name = "unsever",
      description = "Ask to open a cut supplier again; another person approves it in a browser.")
  static final class Unsever implements Callable<Integer> {
    private final Session session;

    @Mixin private ServerOptions where = new ServerOptions();

    @Parameters(index = "0", paramLabel = "SUPPLIER", description = "Its name or id.")
    private String supplier = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "CUT",
        description = "Id of the cut, where several hold.")
    private @Nullable String cut;

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Why.")
    private String why = "";

    Unsever(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (ServerApi api = where.open(session)) {
        String path = "/suppliers/" + SupplierCommand.id(api, supplier) + "/cuts";
        String id = cut == null ? only(api.get(path).body().get("items")) : cut;
        JsonNode asked = api.post(path + "/" + id + "/restore", Map.of("why", why)).body();
        if (session.json()) {
          session.printJson(asked);
        } else {
          session.println(
              "Nothing is open yet. Another person approves it in a browser, at "
                  + SupplierCommand.text(asked, "page", ""));
        }
      }
      return 0;
    }

    private static String only(JsonNode cuts) {
      if (cuts.size() != 1) {
        throw new StoplogException(
            Problem.USAGE,
            cuts.isEmpty()
                ? "nothing of this supplier is cut"
                : cuts.size() + " cuts hold; name one: stoplog severed SUPPLIER lists them");
      }
      return SupplierCommand.text(cuts.get(0), "id", "");
    }
  }
}
