package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.gateway.program.GatewayProgram;
import org.stoplog.gateway.program.GatewaySettings;
import org.stoplog.testing.FreePorts;

/** The gateway as a process whose server is away; what it does with one is in GatewayLinkIT. */
class GatewayIT {
  private static final String TOKEN = "stoplog_gw_0123456789012345678901234567890123456789012";

  @TempDir Path home;
  private final CommandRun run = new CommandRun();
  private int port;
  private int adminPort;

  @BeforeEach
  void choosePorts() throws IOException {
    port = FreePorts.next();
    adminPort = FreePorts.next();
    pair("http://127.0.0.1:" + FreePorts.next());
  }

  private void pair(String server) throws IOException {
    byte[] key = new byte[32];
    key[0] = 9;
    Path pairing =
        Files.writeString(
            home.resolve("pairing.json"),
            """
            {"format":1,"gateway":"6f0c2a3e-7d35-4f0a-9d55-0d2f3b0a1c11","name":"eu 1",\
            "sealing-key":"%s","server":"%s","token":"%s"}
            """
                .formatted(Base64.getEncoder().encodeToString(key), server, TOKEN));
    Files.setPosixFilePermissions(pairing, PosixFilePermissions.fromString("rw-------"));
  }

  private String settings(String name, String... lines) throws IOException {
    List<String> all =
        Stream.concat(
                Stream.of(
                    "data=state",
                    "pairing=pairing.json",
                    "port=" + port,
                    "admin-port=" + adminPort,
                    "threads=1"),
                Stream.of(lines))
            .toList();
    return Files.write(home.resolve(name), all).toString();
  }

  @Test
  void answersWithoutItsServerAndEndsWhenTold() throws Exception {
    try (Running running = new Running(List.of("gateway", settings("gateway.properties")))) {
      assertThat(running.line())
          .contains("The gateway is at http://127.0.0.1:" + port, "obeys no policy yet")
          .contains("http://127.0.0.1:" + adminPort + "/health");
      try (HttpClient application = HttpClient.newHttpClient()) {
        HttpResponse<String> answer =
            application.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/c/any/track"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("nothing goes through undecided").isEqualTo(503);
      }
      port = FreePorts.next();
      adminPort = FreePorts.next();
      assertThat(run.of("gateway", settings("second.properties")))
          .isEqualTo(Problem.DATA_FOLDER_IN_USE.exitCode());
      assertThat(run.err()).contains("Another gateway runs in the folder");
      running.terminate();
      assertThat(running.exitCode()).as(() -> running.errors()).isEqualTo(128 + 15);
      assertThat(running.errors())
          .contains("is away: nobody answers there", "taking no more requests")
          .doesNotContain(TOKEN);
    }
  }

  @Test
  void saysWhatIsWrongWithItsFiles() throws IOException {
    assertThat(run.of("gateway", settings("gateway.properties", "acces-log=-")))
        .isEqualTo(Problem.SETTINGS_INVALID.exitCode());
    assertThat(run.err()).contains("line 6", "did you mean \"access-log\"?");
    assertThat(run.of("gateway", home.resolve("none").toString()))
        .isEqualTo(Problem.FILE_NOT_FOUND.exitCode());
    assertThat(run.of("gateway")).isEqualTo(Problem.USAGE.exitCode());
    Files.delete(home.resolve("pairing.json"));
    assertThat(run.of("gateway", settings("gateway.properties")))
        .isEqualTo(Problem.PAIRING_INVALID.exitCode());
    assertThat(run.err()).contains("it is not there");
    assertThat(home.resolve("state")).doesNotExist();
  }

  /** The first that it says of its server. */
  private String said(@Nullable SSLContext trust) throws Exception {
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    GatewaySettings settings = GatewaySettings.read(Path.of(settings("gateway.properties")));
    GatewayProgram.Surroundings around =
        new GatewayProgram.Surroundings(
            trust, InstantSource.system(), OutputStream.nullOutputStream(), said::add);
    try (GatewayProgram program = GatewayProgram.start(settings, around)) {
      assertThat(program.obeys()).isEmpty();
      return String.valueOf(said.poll(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void believesOfTheServerWhomItIsToldTo() throws Exception {
    try (TlsProxy proxy = new TlsProxy(home, "http://127.0.0.1:" + FreePorts.next())) {
      pair(proxy.address());
      assertThat(said(null)).contains("its certificate is not trusted");
      // Behind the proxy nobody answers, so it ends the connection: after TLS was good.
      assertThat(said(Authorities.with(Path.of(proxy.certificate()))))
          .contains("the connection broke");
    }
  }
}
