package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.testing.FreePorts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server as a process: started, asked, killed, started again and ended. */
class ServeIT {
  @TempDir Path temp;
  private Desk desk;
  private int port;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  private Running serving(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(desk.arguments("data", "keys", "serve", "--port", String.valueOf(port)));
    arguments.addAll(List.of(more));
    return new Running(arguments);
  }

  /** What it says of itself when browsers may come. */
  private static JsonNode told(Running running) throws IOException {
    StringBuilder text = new StringBuilder();
    int open = 0;
    do {
      String line = running.line();
      open += line.length() - line.replace("{", "").length();
      open -= line.length() - line.replace("}", "").length();
      text.append(line);
    } while (open > 0);
    return new JsonMapper().readTree(text.toString());
  }

  private static int status(String address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html").build();
    try (HttpClient browser = HttpClient.newHttpClient()) {
      return browser.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void holdsItsFolderThroughAKillUntilCtrlC() throws Exception {
    List<String> links = new ArrayList<>();
    try (Running first = serving()) {
      JsonNode told = told(first);
      links.add(told.get("firstLink").asString());
      assertThat(status(links.getFirst())).isEqualTo(200);
      assertThat(desk.run("batches")).isEqualTo(Problem.DATA_FOLDER_IN_USE.exitCode());
      try (Running second = serving()) {
        assertThat(second.exitCode())
            .as(() -> second.errors())
            .isEqualTo(Problem.DATA_FOLDER_IN_USE.exitCode());
      }
      assertThat(status(links.getFirst())).isEqualTo(200);
    } // killed
    int inside = FreePorts.next();
    String settings =
        desk.file(
            "gateway.properties",
            "data=gateway",
            "port=" + inside,
            "admin-port=" + FreePorts.next());
    String door = String.valueOf(FreePorts.next());
    try (Running again = serving("--gateway-port", door, "--gateway", settings)) {
      JsonNode told = told(again);
      links.add(told.get("firstLink").asString());
      assertThat(told.get("gateway").asString()).isEqualTo("http://127.0.0.1:" + inside);
      assertThat(status(told.get("gateway").asString() + "/c/none")).isIn(404, 503);
      assertThat(links).doesNotHaveDuplicates();
      assertThat(status(links.getLast())).isEqualTo(200);
      assertThat(status(told.get("address").asString() + "audit")).isEqualTo(302);
      again.interrupt();
      assertThat(again.exitCode()).as(() -> again.errors()).isZero();
    }
    desk.done("audit", "verify");
    assertThat(desk.done("batches")).isEmpty();
  }

  /** Sends the form of a one-time link. */
  private static int makeAccount(String link) throws IOException, InterruptedException {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      HttpResponse<String> form =
          browser.send(
              HttpRequest.newBuilder(URI.create(link)).build(),
              HttpResponse.BodyHandlers.ofString());
      Matcher token =
          Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"").matcher(form.body());
      assertThat(token.find()).isTrue();
      String cookie = form.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
      HttpRequest filled =
          HttpRequest.newBuilder(URI.create(link))
              .header("Cookie", cookie)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "name=ada&password=several+good+words&form-token=" + token.group(1)))
              .build();
      return browser.send(filled, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void theOwnerOfTheFolderLetsSomebodyInAgain() throws Exception {
    try (Running first = serving()) {
      assertThat(makeAccount(told(first).get("firstLink").asString())).isEqualTo(303);
      assertThat(desk.run("accounts", "open-again", "ada"))
          .as("while the server runs")
          .isEqualTo(Problem.DATA_FOLDER_IN_USE.exitCode());
      first.interrupt();
      assertThat(first.exitCode()).as(() -> first.errors()).isZero();
    }
    assertThat(desk.run("accounts", "open-again", "eve")).isEqualTo(Problem.USAGE.exitCode());
    String link =
        desk.done("accounts", "open-again", "ada", "--port", String.valueOf(port))
            .get("link")
            .asString();
    try (Running again = serving()) {
      told(again);
      assertThat(status(link)).isEqualTo(200);
    }
    desk.done("audit", "verify");
  }

  @Test
  void refusesAPortThatIsTakenAndLetsTheFolderGo() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(taken.isBound()).isTrue();
      assertThat(desk.run("serve", "--port", String.valueOf(port)))
          .isEqualTo(Problem.PORT_IN_USE.exitCode());
    }
    desk.done("batches");
  }
}
