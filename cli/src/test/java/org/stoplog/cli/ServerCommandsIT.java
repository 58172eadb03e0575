package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.JsonNode;

/** Commands that ask a running server. */
class ServerCommandsIT {
  @TempDir static Path temp;
  private static Desk desk;
  private static Served served;

  @BeforeAll
  static void serve() throws IOException {
    desk = new Desk(temp);
    desk.keepARecord();
    served = new Served(desk);
  }

  @AfterAll
  static void close() {
    served.close();
  }

  private static String[] asked(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--server", served.address()));
    all.addAll(List.of("--token-file", desk.path("token").toString()));
    return all.toArray(String[]::new);
  }

  private static JsonNode done(String... args) {
    return desk.done(asked(args));
  }

  @Test
  void aSupplierIsEnteredShownAndChanged() {
    JsonNode made = done("supplier", "add", "Beta", "--domain", "beta.example");
    assertThat(done("supplier", "show", "beta").get("id")).isEqualTo(made.get("id"));
    JsonNode changed =
        done("supplier", "change", "Beta", "--started", "2025-01-01", "--works-for", "Acme");
    assertThat(changed.get("domain").asString()).isEqualTo("beta.example");
    assertThat(changed.get("worksFor").get(0).asString()).isEqualTo("Acme");
    assertThat(done("supplier", "change", "Beta", "--domain", "").get("domain").isNull()).isTrue();
    assertThat(done("supplier", "list", "Beta").size()).isOne();
    assertThat(desk.refused(Problem.BODY_INVALID, asked("supplier", "add", "Acme")))
        .contains("#/name: ");
    desk.refused(Problem.SUPPLIER_UNKNOWN, asked("supplier", "show", "Nobody"));
    desk.refused(Problem.USAGE, "supplier");
  }

  @Test
  void theRegisterOfAServerGoesOutAndComesIn() throws IOException {
    String added = desk.file("more.csv", "supplier,owner", "Epsilon,\"Zoë, \"\"Z\"\"\"");
    JsonNode looked = done("supplier", "import", "--look", added);
    assertThat(looked.get("taken").asBoolean()).isFalse();
    assertThat(looked.get("lines").toString()).contains("comes: Epsilon");
    assertThat(done("supplier", "list").toString()).doesNotContain("Epsilon");
    assertThat(done("supplier", "import", added).get("taken").asBoolean()).isTrue();
    for (String format : List.of("csv", "xlsx", "json")) {
      String file = desk.path("register." + format).toString();
      done("supplier", "export", file);
      assertThat(done("supplier", "import", "--look", file).get("lines")).as(format).isEmpty();
    }
    assertThat(done("supplier", "export").toString()).contains("Zoë, \\\"Z\\\"");
    CommandRun run = new CommandRun();
    assertThat(run.of(asked("supplier", "export", "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).startsWith("supplier,domain,").contains("Epsilon");
    assertThat(run.of(asked("supplier", "import", added, "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).contains("0 new suppliers");
    String bad = desk.file("bad.csv", "supplier,owner", "A,=1+1");
    assertThat(desk.refused(Problem.REGISTER_INVALID, asked("supplier", "import", bad)))
        .contains("line 2, column owner: starts with =");
    desk.refused(Problem.FILE_NOT_FOUND, asked("supplier", "import", "nowhere.csv"));
  }

  @Test
  void anIncidentIsWorkedOnToItsNumber() throws IOException {
    String name =
        done("incident", "open", "Analytics", "--supplier", "Acme").get("name").asString();
    String yaml =
        desk.file(
            "claims.yaml",
            "incident: x",
            "claims:",
            "  - id: C1",
            "    supplier: Acme",
            "    windows: [2025-03-01..2025-03-02]");
    assertThat(done("incident", "claim", name, yaml).get("claims").size()).isOne();
    String more =
        desk.file(
            "more.json", "{\"claims\":[{\"id\":\"C2\",\"supplier\":\"Acme\",\"note\":\"all\"}]}");
    assertThat(done("incident", "claim", name, more).get("claims").size()).isEqualTo(2);
    assertThat(done("incident", "claim", name).get("claims").size()).isEqualTo(2);
    String other = desk.file("other.json", "{\"claims\":[{\"id\":\"C2\",\"supplier\":\"Acme\"}]}");
    desk.refused(Problem.CLAIMS_INVALID, asked("incident", "claim", name, other));
    desk.refused(Problem.USAGE, asked("incident", "scope", name, "C1"));
    assertThat(
            done("incident", "scope", name, "C1", "--reason", "their letter")
                .get("version")
                .asInt())
        .isOne();
    JsonNode first = done("incident", "expose", name);
    assertThat(first.get("parts").get("seen").get("exact").asInt()).isEqualTo(2);
    done("incident", "scope", name, "C1", "C2", "--reason", "they know no more");
    JsonNode second = done("incident", "expose", name.replace("INC-", ""));
    assertThat(second.get("parts").get("seen").get("exact").asInt()).isEqualTo(4);
    assertThat(second.get("delta").get("newlyIn").get("exact").asInt()).isEqualTo(2);
    desk.refused(
        Problem.ACCESS_DENIED, asked("incident", "scope", name, "C1", "--reason", "narrower"));
    assertThat(done("incident", "timeline", name).get("items").size()).isGreaterThan(5);
    assertThat(done("incident", "list").get(0).get("affected").toString()).contains("4");
    assertThat(done("incident", "show", name).get("scope").get("version").asInt()).isEqualTo(2);
    desk.refused(Problem.PAGE_UNKNOWN, asked("incident", "show", "INC-99"));
    desk.refused(Problem.USAGE, asked("incident", "show", "nonsense"));
  }

  @Test
  void aSupplierIsCutAtOnceAndOpenedByPeople() {
    done("supplier", "add", "Gamma", "--domain", "gamma.example");
    desk.refused(Problem.BODY_INVALID, asked("sever", "Gamma", "--state", "open", "--reason", "x"));
    JsonNode cut =
        done(
            "sever",
            "gamma",
            "--state",
            "removed",
            "--reason",
            "they were breached",
            "--own-copy",
            "not-needed",
            "--own-copy-words",
            "we sent it ourselves");
    assertThat(cut.get("state").asString()).isEqualTo("removed");
    assertThat(done("severed", "Gamma").size()).isOne();
    desk.refused(Problem.BODY_INVALID, asked("sever", "Gamma", "--reason", "again"));
    CommandRun run = new CommandRun();
    assertThat(run.of(asked("severed", "Gamma", "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).contains("Cut: the whole supplier, removed.", "Quiet days: 0 of 30");
    assertThat(done("unsever", "Gamma", "--why", "healed").get("page").asString())
        .startsWith("/approvals/");
    assertThat(done("severed", "Gamma").size()).as("nobody approved").isOne();
    done("supplier", "add", "Delta");
    desk.refused(Problem.USAGE, asked("unsever", "Delta", "--why", "x"));
  }

  @Test
  void tablesAreForPeople() {
    done("incident", "open", "Shown to people");
    CommandRun run = new CommandRun();
    assertThat(run.of(asked("incident", "list", "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).contains("INCIDENT", "Shown to people", "suspected");
    assertThat(run.of(asked("supplier", "show", "Acme", "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).contains("CONNECTION", "web");
  }

  @Test
  void aTokenComesFromAFileOrTheEnvironmentAndOnlyThat() throws IOException {
    assertThat(desk.refused(Problem.TOKEN_INVALID, "supplier", "list"))
        .contains("--token-file", "STOPLOG_TOKEN");
    String wrong = desk.file("wrong", "stoplog_" + "a".repeat(43));
    desk.refused(
        Problem.TOKEN_INVALID,
        "supplier",
        "list",
        "--server",
        served.address(),
        "--token-file",
        wrong);
    CommandRun run = new CommandRun();
    run.environment(
        java.util.Map.of("STOPLOG_TOKEN", served.token(), "STOPLOG_SERVER", served.address()));
    assertThat(run.of("supplier", "list", "--json")).as(run.err()).isZero();
    assertThat(run.out()).contains("Acme").doesNotContain("stoplog_");
  }

  @Test
  void aCertificateOfAnOwnAuthorityIsTrustedOnlyWhenItIsNamed() throws Exception {
    String token = desk.path("token").toString();
    try (TlsProxy proxy = new TlsProxy(temp, served.address())) {
      String[] plain = {"supplier", "list", "--server", proxy.address(), "--token-file", token};
      assertThat(desk.refused(Problem.SERVER_UNTRUSTED, plain)).contains("127.0.0.1");
      List<String> named = new ArrayList<>(List.of(plain));
      named.addAll(List.of("--ca", proxy.certificate()));
      assertThat(desk.done(named.toArray(String[]::new)).toString()).contains("Acme");
      named.set(named.size() - 1, token);
      desk.refused(Problem.FILE_UNREADABLE, named.toArray(String[]::new));
    }
  }

  /** What the container and a watching script run. */
  @Test
  void theScriptForHealthAsksTheServer() throws Exception {
    String port = served.address().replaceFirst(".*:", "");
    assertThat(healthy(port, "127.0.0.1:" + port)).isZero();
    assertThat(healthy(port, "stranger.example")).isEqualTo(1);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String free = String.valueOf(socket.getLocalPort());
      socket.close();
      assertThat(healthy(free, "127.0.0.1:" + free)).isEqualTo(1);
    }
  }

  private static int healthy(String port, String host) throws Exception {
    ProcessBuilder script =
        new ProcessBuilder("bash", Path.of("..", "packaging", "healthy").toString());
    script.environment().putAll(java.util.Map.of("STOPLOG_PORT", port, "STOPLOG_HOST", host));
    script.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return script.start().waitFor();
  }

  @Test
  void noServerAndAStrangerAreToldApart() throws IOException {
    String token = desk.path("token").toString();
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(
            desk.refused(
                Problem.SERVER_UNREACHABLE,
                "supplier",
                "list",
                "--server",
                "http://127.0.0.1:" + free,
                "--token-file",
                token))
        .contains("no server answers at");
    // TLS with somebody who speaks none.
    desk.refused(
        Problem.SERVER_UNTRUSTED,
        "supplier",
        "list",
        "--server",
        served.address().replace("http:", "https:"),
        "--token-file",
        token);
    // In the clear to another machine: refused before anything is sent.
    assertThat(
            desk.refused(
                Problem.SERVER_UNTRUSTED,
                "supplier",
                "list",
                "--server",
                "http://192.0.2.1",
                "--token-file",
                token))
        .contains("use https:");
    desk.refused(Problem.USAGE, "supplier", "list", "--server", "ftp://x", "--token-file", token);
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>Bad gateway".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(502, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    stranger.start();
    try {
      assertThat(
              desk.refused(
                  Problem.SERVER_UNREACHABLE,
                  "supplier",
                  "list",
                  "--server",
                  "http://127.0.0.1:" + stranger.getAddress().getPort(),
                  "--token-file",
                  token))
          .contains("no Stoplog server", "502");
    } finally {
      stranger.stop(0);
    }
  }
}
