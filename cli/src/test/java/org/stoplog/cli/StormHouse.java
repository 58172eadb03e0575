package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.cli.StormLoad.Way;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with its PostgreSQL, and a gateway that is paired with it, as processes that are killed
 * and started again; and a person at the server's pages.
 */
final class StormHouse implements AutoCloseable {
  private static final long LIMIT_SECONDS = 120;
  private static final int POLL_MILLIS = 50;
  private static final int PORTS = 4;
  private static final int MOST_ENDS = 5;

  private final Desk desk;
  private final int serverPort;
  private final int door;
  private final int gatewayPort;
  private final Visitor ada;
  private final List<String> said = new ArrayList<>();
  private @Nullable Running server;
  private @Nullable Running gateway;

  /** Starts the server, enters its first account, and pairs a gateway that is not started yet. */
  StormHouse(Desk desk, Random random) throws IOException {
    this.desk = desk;
    int first = lowPorts(random);
    serverPort = first;
    door = first + 1;
    gatewayPort = first + 2;
    desk.done(
        "import",
        "suppliers",
        desk.file(
            "suppliers.csv",
            "supplier,connection",
            "Acme,events",
            "Acme,copies",
            "Beta,events",
            "Beta,doomed"));
    startServer();
    StringBuilder told = new StringBuilder();
    while (!told.toString().endsWith("}")) {
      told.append(running(server).line());
    }
    ada = new Visitor("http://127.0.0.1:" + serverPort, InstantSource.system());
    ada.makeAccount(new JsonMapper().readTree(told.toString()).get("firstLink").asString());
    pair(first + PORTS - 1);
  }

  /** Ports that no connection of ours is given while they are free for a moment. */
  private static int lowPorts(Random random) throws IOException {
    while (true) {
      int first = random.nextInt(12_000, 30_000);
      if (FreePorts.areFree(first, PORTS)) {
        return first;
      }
    }
  }

  private void pair(int adminPort) throws IOException {
    String page =
        ada.submit("/gateways", "/gateways", Map.of("name", "eu 1", "address", ""))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    page = page.substring(page.indexOf("/gateways/"));
    Path pairing = Path.of(desk.file("gateway/pairing.json", ""));
    Files.setPosixFilePermissions(pairing, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(pairing, ada.submit(page, page + "/pair", Map.of()).body());
    desk.file(
        "gateway/gateway.properties",
        "data=state",
        "pairing=pairing.json",
        "port=" + gatewayPort,
        "admin-port=" + adminPort,
        "threads=2",
        "segment-age=1s");
  }

  /** Lets a connection of the register go through gateways. */
  Way letThrough(String supplier, String name, boolean isMixpanel, @Nullable Integer supplierPort)
      throws IOException {
    int connection =
        Integer.parseInt(
            Visitor.find(
                ada.page("/gateways"),
                "/gateways/connections/(\\d+)\">"
                    + name
                    + "</a></th><td class=\"wrap\" data-label=\"Supplier\">"
                    + supplier));
    String page = "/gateways/connections/" + connection;
    ada.submit(
        page + "/policy",
        page + "/policy",
        Map.ofEntries(
            Map.entry("language", isMixpanel ? "mixpanel" : "segment"),
            Map.entry("mode", supplierPort == null ? "record-only" : "reverse"),
            Map.entry("upstream", supplierPort == null ? "" : "http://127.0.0.1:" + supplierPort),
            Map.entry("private", supplierPort == null ? "" : "yes"),
            Map.entry("private-reason", supplierPort == null ? "" : "The supplier of a test."),
            Map.entry("sender", "open"),
            Map.entry("when-cut", "sink"),
            Map.entry("unreadable", "pass"),
            Map.entry("undeclared", "pass"),
            Map.entry("on-failure", "closed"),
            Map.entry("revision", "0")));
    String code = Visitor.find(ada.page(page), "/c/([a-z0-9-]+)");
    return new Way(connection, code, isMixpanel, supplierPort != null);
  }

  String gatewayAddress() {
    return "http://127.0.0.1:" + gatewayPort;
  }

  void startServer() throws IOException {
    assertThat(server).isNull();
    server =
        new Running(
            desk.arguments(
                "data",
                "keys",
                "serve",
                "--port",
                String.valueOf(serverPort),
                "--gateway-port",
                String.valueOf(door)));
  }

  void startGateway() throws IOException {
    assertThat(gateway).isNull();
    gateway = new Running(List.of("gateway", desk.path("gateway/gateway.properties").toString()));
  }

  private static Running running(@Nullable Running process) {
    assertThat(process).isNotNull();
    return process;
  }

  /** Waits until it says that it takes requests. */
  void awaitGateway() throws IOException {
    assertThat(running(gateway).line()).contains("The gateway is at");
  }

  void killServer() throws IOException {
    server = killed(running(server));
  }

  void killGateway() throws IOException {
    gateway = killed(running(gateway));
  }

  private @Nullable Running killed(Running process) throws IOException {
    assertThat(process.isAlive()).as(process.errors()).isTrue();
    said.addAll(process.errors().lines().toList());
    process.close();
    return null;
  }

  /**
   * Kills the PostgreSQL of the data folder, if there is one at this moment.
   *
   * @param withBackends whether all that it started dies with it
   */
  boolean killPostgres(boolean withBackends) throws IOException {
    Optional<ProcessHandle> found = postgres();
    if (found.isEmpty()) {
      return false;
    }
    List<ProcessHandle> all = new ArrayList<>(List.of(found.get()));
    if (withBackends) {
      all.addAll(found.get().descendants().toList());
    }
    all.forEach(ProcessHandle::destroyForcibly);
    found.get().onExit().join();
    return true;
  }

  /** By its file; a stale one may name another process, which is not in the cluster's folder. */
  private Optional<ProcessHandle> postgres() throws IOException {
    Path cluster = desk.path("data/postgres/cluster").toRealPath();
    Path file = cluster.resolve("postmaster.pid");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")) {
      return Optional.empty();
    }
    String pid = lines.getFirst().strip();
    try {
      return Files.readSymbolicLink(Path.of("/proc", pid, "cwd")).equals(cluster)
          ? ProcessHandle.of(Long.parseLong(pid))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Condition condition) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.holds()) {
      Running its = running(server);
      assertThat(its.isAlive()).as(() -> what + ": " + its.errors()).isTrue();
      assertThat(System.nanoTime()).as(() -> what + ": " + its.errors()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    }
  }

  /** The page of gateways, null while the server or its database is away. */
  private @Nullable String gateways() throws IOException {
    try {
      HttpResponse<String> answer = ada.get("/gateways");
      if (answer.statusCode() == 303 || answer.statusCode() == 302) {
        // A kill came between a new secret of the session and the answer that brought it.
        ada.signIn();
        return null;
      }
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Waits until the server shows a page, for which it needs its database. */
  void awaitServer() throws IOException {
    await("the server answers", () -> gateways() != null);
  }

  /** Presses the button, if it is there, and cares for no answer. */
  void record() throws IOException {
    String page = gateways();
    if (page != null && page.contains("Record them now")) {
      try {
        ada.post("/gateways/record", Map.of("form-token", Visitor.formToken(page)));
      } catch (IOException e) {
        // It is away just now.
      }
    }
  }

  /** Waits until the gateway obeys the newest policy, and the server knows. */
  void awaitObedience() throws IOException {
    await(
        "the newest policy is obeyed",
        () -> String.valueOf(gateways()).contains(", the newest</td>"));
  }

  /** One person cuts a connection, as the page has it. */
  void cut(Way way) throws IOException {
    String page = "/gateways/connections/" + way.connection() + "/cut";
    ada.submit(page, page, Map.of("state", "paused", "reason", "They were breached."));
  }

  /**
   * Ends the gateway in order, as often as it takes until the server has all segments, lets it
   * record them, and ends the server in order.
   */
  void drain() throws Exception {
    awaitServer();
    for (int i = 0; i < MOST_ENDS && (i == 0 || !segments().isEmpty()); i++) {
      if (gateway == null) {
        startGateway();
        awaitGateway();
      }
      running(gateway).terminate();
      Running ending = running(gateway);
      assertThat(ending.exitCode()).as(ending::errors).isEqualTo(128 + 15);
      said.addAll(ending.errors().lines().toList());
      ending.close();
      gateway = null;
    }
    assertThat(segments()).as("the server has all").isEmpty();
    await(
        "all is recorded",
        () -> {
          record();
          String page = gateways();
          return page != null && !page.contains("Record them now");
        });
    Running ending = running(server);
    ending.interrupt();
    assertThat(ending.exitCode()).as(ending::errors).isZero();
    said.addAll(ending.errors().lines().toList());
    ending.close();
    server = null;
  }

  private List<String> segments() throws IOException {
    try (Stream<Path> files = Files.list(desk.path("gateway/state/journal"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".seg"))
          .toList();
    }
  }

  /** What server and gateway said of themselves, of all their lives. */
  List<String> said() {
    return said;
  }

  @Override
  public void close() throws IOException {
    ada.close();
    if (gateway != null) {
      gateway.close();
    }
    if (server != null) {
      server.close();
    }
    killPostgres(true);
  }
}
