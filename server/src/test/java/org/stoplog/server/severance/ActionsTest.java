package org.stoplog.server.severance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What the owner allows is done as written there, and nothing else. */
class ActionsTest {
  private static final String SECRET = "0123456789abcdef";
  private static final String BODY = "{\"a\":1}";
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  /** HMAC-SHA256 of "1700000000.{"a":1}", made with Python's hmac. */
  private static final String SIGNED =
      "t=1700000000,v1=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23";

  @TempDir Path folder;

  private ActionSettings settings(String... lines) throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, SECRET + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    return ActionSettings.read(
        Files.writeString(folder.resolve("actions"), String.join("\n", lines)));
  }

  private static ActionRunner.Result run(ActionSettings settings, String name) {
    return ActionRunner.run(
        settings.find(name).orElseThrow(), Map.of("{item}", "an-id"), BODY, NOW);
  }

  private static String said(ActionRunner.Result result) {
    return new String(result.output(), UTF_8);
  }

  @Test
  void aCommandGetsItsWordsAndNothingOfOurs() throws IOException {
    ActionSettings settings =
        settings(
            "command.say.argv=[\"/bin/echo\", \"{item}\", \"$HOME; ls *\", \"x{item}\"]",
            "command.env.argv=[\"/usr/bin/env\"]",
            "command.none.argv=[\"/nowhere/at-all\"]");
    assertThat(said(run(settings, "say"))).isEqualTo("an-id $HOME; ls * x{item}\n");
    assertThat(run(settings, "say").outcome()).isEqualTo(ActionRunner.Outcome.DONE);
    assertThat(said(run(settings, "env"))).isEmpty();
    assertThat(run(settings, "none").outcome()).isEqualTo(ActionRunner.Outcome.FAILED);
  }

  @Test
  void aCommandIsBoundedInTimeAndInWhatItSays() throws IOException {
    ActionSettings settings =
        settings(
            "command.loud.argv=[\"/usr/bin/yes\"]",
            "command.loud.seconds=1",
            "command.child.argv=[\"/bin/sh\", \"-c\", \"sleep 100 & echo begun; exit 0\"]");
    ActionRunner.Result loud = run(settings, "loud");
    assertThat(loud.outcome()).isEqualTo(ActionRunner.Outcome.TIMED_OUT);
    assertThat(loud.output()).hasSize(ActionRunner.MOST_OUTPUT);
    assertThat(said(run(settings, "child"))).startsWith("begun");
  }

  @Test
  void aProbeSaysWhetherTheOldCredentialIsRefused() throws IOException {
    ActionSettings settings =
        settings(
            "probe.refused.argv=[\"/bin/sh\", \"-c\", \"exit 22\"]",
            "probe.refused.refused=22, 23",
            "probe.broken.argv=[\"/bin/sh\", \"-c\", \"exit 1\"]",
            "probe.broken.refused=22",
            "probe.open.argv=[\"/bin/true\"]",
            "probe.open.refused=22");
    assertThat(run(settings, "refused").outcome()).isEqualTo(ActionRunner.Outcome.REFUSED);
    assertThat(run(settings, "broken").outcome()).isEqualTo(ActionRunner.Outcome.FAILED);
    assertThat(run(settings, "open").outcome()).isEqualTo(ActionRunner.Outcome.ACCEPTED);
    assertThat(settings.all(true)).hasSize(3);
    assertThat(settings.all(false)).isEmpty();
  }

  @Test
  void aCallIsSignedAndStaysOutOfPrivateNetworks() throws Exception {
    assertThat(ActionRunner.signature(SECRET.getBytes(UTF_8), NOW.getEpochSecond(), BODY))
        .isEqualTo(SIGNED);
    List<String> heard = new ArrayList<>();
    HttpsServer server = server();
    server.createContext(
        "/hook",
        exchange -> {
          heard.add(exchange.getRequestHeaders().getFirst(ActionRunner.SIGNATURE));
          heard.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("revoked".getBytes(UTF_8));
          exchange.close();
        });
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/hook");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "https://127.0.0.1:" + server.getAddress().getPort();
      ActionSettings settings =
          settings(
              "webhook.ours.url=" + url + "/hook",
              "webhook.ours.secret-file=secret",
              "webhook.ours.ca-file=hook.pem",
              "webhook.ours.private=yes",
              "webhook.moved.url=" + url + "/moved",
              "webhook.moved.secret-file=secret",
              "webhook.moved.ca-file=hook.pem",
              "webhook.moved.private=yes",
              "webhook.strange.url=" + url + "/hook",
              "webhook.strange.secret-file=secret",
              "webhook.strange.private=yes",
              "webhook.shut.url=" + url + "/hook",
              "webhook.shut.ca-file=hook.pem",
              "webhook.shut.secret-file=secret");
      assertThat(said(run(settings, "shut"))).contains("private network");
      assertThat(said(run(settings, "strange"))).contains("not trusted");
      assertThat(run(settings, "moved").code()).isEqualTo(302);
      assertThat(run(settings, "moved").outcome()).isEqualTo(ActionRunner.Outcome.FAILED);
      assertThat(heard).isEmpty();
      ActionRunner.Result done = run(settings, "ours");
      assertThat(done.outcome()).as(said(done)).isEqualTo(ActionRunner.Outcome.DONE);
      assertThat(said(done)).isEqualTo("revoked");
      assertThat(heard).containsExactly(SIGNED, BODY);
    } finally {
      server.stop(0);
    }
  }

  private HttpsServer server() throws Exception {
    Path store = folder.resolve("hook.p12");
    keytool(
        "-genkeypair -keyalg EC -alias hook -dname CN=localhost -storetype PKCS12"
            + " -ext SAN=dns:localhost,ip:127.0.0.1 -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias hook -keystore " + store + " -file " + folder.resolve("hook.pem"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, SECRET.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, SECRET.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }

  private static void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-storepass", SECRET));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private void refused(String says, String... lines) {
    assertThatThrownBy(() -> settings(lines))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.USAGE))
        .hasMessageContaining(says)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aFileThatMakesNoSenseStopsTheStart() {
    refused("no setting command.x.shell", "command.x.shell=yes");
    refused("whole path", "command.x.argv=[\"echo\"]");
    refused("argv: write it as", "command.x.argv=/bin/echo");
    refused("1 to 60", "command.x.argv=[\"/bin/echo\"]", "command.x.seconds=61");
    refused("other than 0", "probe.x.argv=[\"/bin/echo\"]", "probe.x.refused=0");
    refused("https://NAME", "webhook.x.url=http://example.org", "webhook.x.secret-file=secret");
    refused("cannot be read", "webhook.x.url=https://example.org", "webhook.x.secret-file=gone");
    refused(
        "two actions are called x",
        "command.x.argv=[\"/bin/echo\"]",
        "probe.x.argv=[\"/bin/echo\"]",
        "probe.x.refused=1");
  }
}
