package org.stoplog.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The register of a running server. */
@Command(
    name = "supplier",
    description = "List, show, add and change suppliers of a running server, or all as a file.")
final class SupplierCommand implements Callable<Integer> {
  private final Session session;

  SupplierCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: supplier list, show, add, change, export or import");
  }

  /** What is said of a supplier; what is not given stays as it is. */
  static final class Facts {
    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Its main domain.")
    @Nullable String domain;

    @Option(
        names = "--domains",
        paramLabel = "A;B",
        description = "Further domains, separated by semicolons.")
    @Nullable String domains;

    @Option(
        names = "--works-for",
        paramLabel = "A;B",
        description = "Names of suppliers whose sub-processor it is.")
    @Nullable String worksFor;

    @Option(names = "--started", paramLabel = "DAY", description = "First day, as 2025-11-08.")
    @Nullable String started;

    @Option(names = "--ended", paramLabel = "DAY", description = "Last day.")
    @Nullable String ended;

    @Option(names = "--security-contact", paramLabel = "TEXT", description = "Whom to call.")
    @Nullable String securityContact;

    @Option(
        names = "--contact-verified",
        paramLabel = "TEXT",
        description = "How we know that it is them.")
    @Nullable String contactVerified;

    @Option(names = "--contact-tested", paramLabel = "DAY", description = "When we last tried it.")
    @Nullable String contactTested;

    void into(Map<String, Object> body) {
      put(body, "domain", domain);
      putAll(body, "domains", domains);
      putAll(body, "worksFor", worksFor);
      put(body, "started", started);
      put(body, "ended", ended);
      put(body, "securityContact", securityContact);
      put(body, "contactVerified", contactVerified);
      put(body, "contactTested", contactTested);
    }

    private static void put(Map<String, Object> body, String field, @Nullable String value) {
      if (value != null) {
        body.put(field, value);
      }
    }

    private static void putAll(Map<String, Object> body, String field, @Nullable String value) {
      if (value != null) {
        body.put(
            field,
            Arrays.stream(value.split(";"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList());
      }
    }
  }

  @Command(name = "list", description = "List suppliers.")
  int list(
      @Mixin ServerOptions where,
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "A part of the name.")
          @Nullable String name) {
    try (ServerApi api = where.open(session)) {
      List<JsonNode> all = new ArrayList<>();
      String filter = name == null ? "" : "&name=" + ServerApi.encoded(name);
      JsonNode page;
      String next = "";
      do {
        page = api.get("/suppliers?limit=500" + filter + next).body();
        page.get("items").forEach(all::add);
        next = "&after=" + page.get("next").asString("");
      } while (!page.get("next").isNull());
      if (session.json()) {
        session.printJson(all);
        return 0;
      }
      Table table = new Table("SUPPLIER", "DOMAIN", "SINCE", "ENDED", "DELETED");
      for (JsonNode one : all) {
        table.row(
            text(one, "name", ""),
            text(one, "domain", "unknown"),
            text(one, "started", "unknown"),
            text(one, "ended", ""),
            text(one, "deleted", ""));
      }
      session.print(table);
    }
    return 0;
  }

  @Command(name = "show", description = "Tell what the register has of one.")
  int show(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      print(api.get("/suppliers/" + id(api, supplier)).body());
    }
    return 0;
  }

  @Command(name = "add", description = "Enter a supplier.")
  int add(
      @Mixin ServerOptions where,
      @Mixin Facts facts,
      @Parameters(paramLabel = "NAME", description = "As people here call it.") String name) {
    try (ServerApi api = where.open(session)) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("name", name);
      facts.into(body);
      print(api.post("/suppliers", body).body());
    }
    return 0;
  }

  @Command(
      name = "change",
      description = "Change what is said of one. An empty text empties; what is not given stays.")
  int change(
      @Mixin ServerOptions where,
      @Mixin Facts facts,
      @Option(names = "--name", paramLabel = "NAME", description = "Another name.")
          @Nullable String name,
      @Parameters(paramLabel = "SUPPLIER", description = "Its name or id.") String supplier) {
    try (ServerApi api = where.open(session)) {
      String path = "/suppliers/" + id(api, supplier);
      ServerApi.Answer before = api.get(path);
      Map<String, Object> body = new LinkedHashMap<>();
      for (String field :
          List.of(
              "name",
              "domain",
              "domains",
              "worksFor",
              "started",
              "ended",
              "securityContact",
              "contactVerified",
              "contactTested")) {
        JsonNode value = before.body().get(field);
        if (value != null && !value.isNull()) {
          body.put(field, value);
        }
      }
      facts.into(body);
      if (name != null) {
        body.put("name", name);
      }
      print(api.put(path, body, before.tag()).body());
    }
    return 0;
  }

  @Command(
      name = "export",
      description = "Write all of the register: a file that supplier import takes.")
  int export(@Mixin ServerOptions where, @Mixin SupplierFiles.Out out) {
    try (ServerApi api = where.open(session)) {
      return new SupplierFiles(session).export(api, out);
    }
  }

  @Command(
      name = "import",
      description =
          "Bring a suppliers file in (CSV, XLSX or JSON); the same again changes nothing.")
  int take(
      @Mixin ServerOptions where,
      @Option(names = "--look", description = "Say what would change, and change nothing.")
          boolean look,
      @Parameters(paramLabel = "FILE", description = "The suppliers file.") Path file) {
    try (ServerApi api = where.open(session)) {
      return new SupplierFiles(session).take(api, file, look);
    }
  }

  /** Names are looked for as people write them. */
  static String id(ServerApi api, String supplier) {
    try {
      return UUID.fromString(supplier).toString();
    } catch (IllegalArgumentException e) {
      // A name, then.
      for (JsonNode one :
          api.get("/suppliers?limit=500&name=" + ServerApi.encoded(supplier)).body().get("items")) {
        if (text(one, "name", "").equalsIgnoreCase(supplier.strip())) {
          return text(one, "id", "");
        }
      }
      throw new StoplogException(
          Problem.SUPPLIER_UNKNOWN, "the server's register has no supplier of this name");
    }
  }

  private void print(JsonNode one) {
    if (session.json()) {
      session.printJson(one);
      return;
    }
    Table facts = new Table("FACT", "VALUE");
    one.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              boolean isPlain = !value.isObject() && !field.getKey().equals("engagements");
              if (isPlain && !field.getKey().equals("connections")) {
                facts.row(field.getKey(), plain(value));
              }
            });
    session.print(facts);
    Table connections = new Table("CONNECTION", "KIND", "FOR", "SINCE", "ENDED");
    for (JsonNode path : one.get("connections")) {
      connections.row(
          text(path, "name", ""),
          text(path, "kind", "unknown"),
          text(path, "engagement", "unknown"),
          text(path, "started", "unknown"),
          text(path, "ended", ""));
    }
    session.print(connections);
  }

  private static String plain(JsonNode value) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(part.asString("")));
      return String.join("; ", parts);
    }
    return value.isNull() ? "unknown" : value.asString("");
  }

  static String text(JsonNode node, String field, String none) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? none : value.asString(none);
  }
}
