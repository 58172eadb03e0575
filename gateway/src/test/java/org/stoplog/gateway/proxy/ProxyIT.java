package org.stoplog.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.gateway.log.AccessLog;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.Refusal;
import org.stoplog.gateway.policy.SenderRule;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.ClosedSegment;
import org.stoplog.ledger.journal.Gap;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.JournalOptions;
import org.stoplog.ledger.journal.JournalWriter;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.SegmentHandler;
import org.stoplog.ledger.journal.SegmentReader;
import org.stoplog.ledger.journal.StreamEnd;
import org.stoplog.testing.FreePorts;

/** Requests through a real gateway to a supplier on this machine, and what its journal says. */
class ProxyIT {
  private static final String EVENT =
      """
      [{"event":"Signed up","properties":{"token":"t0ken","time":1763974800,"distinct_id":"u-1",\
      "$email":"ada@example.org","plan":"pro"}}]""";

  @TempDir Path home;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Policies policies = new Policies();
  private final List<ClosedSegment> closed = new java.util.concurrent.CopyOnWriteArrayList<>();
  private Supplier supplier;
  private Keyset keys;
  private JournalWriter journal;
  private Gateway gateway;
  private int port;
  private int adminPort;

  /** What the journal says of a request. */
  private record Recorded(Intent intent, @Nullable Outcome outcome, String rows) {}

  @BeforeEach
  void start() throws IOException {
    supplier = new Supplier();
    keys = Keyset.openOrCreate(home.resolve("keys"), null);
    journal =
        JournalWriter.open(
            home.resolve("journal"),
            UUID.randomUUID(),
            keys.sealingPublicKey(),
            JournalOptions.DEFAULT,
            InstantSource.system(),
            closed::add);
    port = FreePorts.next();
    adminPort = FreePorts.next();
    gateway =
        Gateway.start(
            new Gateway.Options("127.0.0.1", port, adminPort, 2, 64 << 10, null),
            journal,
            policies,
            AccessLog.NONE,
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    supplier.close();
    gateway.close();
    journal.close();
    keys.close();
  }

  private ConnectionPolicy connection(ConnectionMode mode, ConnectionState state) {
    return connection(mode, state, supplier.address(), new SenderRule.Open());
  }

  private static ConnectionPolicy connection(
      ConnectionMode mode, ConnectionState state, URI upstream, SenderRule sender) {
    return connection(mode, state, upstream, sender, true);
  }

  private static ConnectionPolicy connection(
      ConnectionMode mode,
      ConnectionState state,
      URI upstream,
      SenderRule sender,
      boolean allowsPrivate) {
    return new ConnectionPolicy(
        "mixpanel-web",
        12,
        "Mixpanel",
        Language.MIXPANEL,
        mode,
        mode == ConnectionMode.REVERSE ? upstream : null,
        allowsPrivate,
        sender,
        state,
        CutReply.SINK,
        Refusal.PASS,
        Refusal.PASS,
        false,
        false,
        false,
        ElementSet.NONE,
        Map.of("contact.email", Action.MASK),
        null,
        null);
  }

  private void policy(long version, ConnectionPolicy... connections) {
    policies.set(new Policy(version, List.of(connections)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** All that was recorded; ends the gateway. */
  private List<Recorded> recorded() {
    gateway.close();
    journal.close();
    List<Recorded> all = new ArrayList<>();
    for (ClosedSegment segment : closed) {
      SegmentReader.read(
          segment.file(),
          keys,
          new SegmentHandler() {
            @Override
            public void intent(
                int request,
                Intent intent,
                @Nullable Outcome outcome,
                byte[] bytes,
                int from,
                int length) {
              all.add(
                  new Recorded(
                      intent,
                      outcome,
                      new String(bytes, from, length, StandardCharsets.ISO_8859_1)));
            }

            @Override
            public void opened(int request, Intent stream) {}

            @Override
            public void ended(StreamEnd end) {}

            @Override
            public void gap(Gap gap) {}
          });
    }
    return all;
  }

  @Test
  void isRewrittenRecordedAndSentOn() throws Exception {
    policy(1, connection(ConnectionMode.REVERSE, ConnectionState.OPEN));
    HttpResponse<String> answer = post("/c/mixpanel-web/track?verbose=1", EVENT);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":1}");
    assertThat(answer.headers().firstValue("x-supplier")).contains("yes");
    Supplier.Got got = supplier.got.getFirst();
    assertThat(got.path()).isEqualTo("/track?verbose=1");
    assertThat(got.body())
        .contains("\"token\":\"t0ken\"")
        .contains("\"plan\":\"pro\"")
        .doesNotContain("ada@example.org");
    assertThat(got.headers().keySet()).doesNotContain("X-forwarded-for", "User-agent");
    List<Recorded> recorded = recorded();
    assertThat(recorded).hasSize(1);
    assertThat(recorded.getFirst().intent().connection()).isEqualTo(12);
    assertThat(recorded.getFirst().outcome()).isEqualTo(new Outcome(Result.DELIVERED, 200));
    assertThat(recorded.getFirst().rows()).contains("u-1");
  }

  @Test
  void aCopyIsRecordedAndNothingIsSent() throws Exception {
    policy(1, connection(ConnectionMode.RECORD_ONLY, ConnectionState.OPEN));
    assertThat(post("/c/mixpanel-web/track", EVENT).statusCode()).isEqualTo(204);
    assertThat(supplier.got).isEmpty();
    List<Recorded> recorded = recorded();
    assertThat(recorded).hasSize(1);
    assertThat(recorded.getFirst().outcome()).isEqualTo(new Outcome(Result.DELIVERED, 0));
    assertThat(recorded.getFirst().rows()).contains("ada@example.org");
  }

  @Test
  void aCutConnectionAnswersAsTheSupplierWouldAndSendsNothing() throws Exception {
    policy(1, connection(ConnectionMode.REVERSE, ConnectionState.OPEN));
    assertThat(post("/c/mixpanel-web/track", EVENT).body()).isEqualTo("{\"status\":1}");
    policy(2, connection(ConnectionMode.REVERSE, ConnectionState.PAUSED));
    HttpResponse<String> answer = post("/c/mixpanel-web/track", EVENT);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("1");
    assertThat(supplier.got).hasSize(1);
    assertThat(recorded().getLast().outcome()).isEqualTo(new Outcome(Result.REFUSED, 0));
  }

  @Test
  void aStreamDiesWithItsConnection() throws Exception {
    policy(1, connection(ConnectionMode.REVERSE, ConnectionState.OPEN));
    HttpResponse<java.io.InputStream> stream =
        client.send(
            request("/c/mixpanel-web/stream").GET().build(),
            HttpResponse.BodyHandlers.ofInputStream());
    supplier.streaming.await();
    assertThat(stream.body().read()).isEqualTo('d');
    policy(2, connection(ConnectionMode.REVERSE, ConnectionState.TERMINATED));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> stream.body().readAllBytes())
        .isInstanceOf(IOException.class);
  }

  @Test
  void whoDoesNotKnowTheSecretIsNoSender() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest("s3cret".getBytes(StandardCharsets.UTF_8));
    SenderRule rule = new SenderRule.SecretPath(HexFormat.of().formatHex(hash));
    policy(1, connection(ConnectionMode.REVERSE, ConnectionState.OPEN, supplier.address(), rule));
    assertThat(post("/c/mixpanel-web/s3cret/track", EVENT).statusCode()).isEqualTo(200);
    assertThat(supplier.got.getFirst().path()).isEqualTo("/track");
    assertThat(post("/c/mixpanel-web/wrong/track", EVENT).statusCode()).isEqualTo(403);
    assertThat(post("/c/mixpanel-web/track", EVENT).statusCode()).isEqualTo(403);
    assertThat(post("/c/nobody/track", EVENT).statusCode()).isEqualTo(404);
    assertThat(supplier.got).hasSize(1);
  }

  @Test
  void aSupplierThatIsNotThereOrResetsIsToldAndRecorded() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next());
    policy(
        1, connection(ConnectionMode.REVERSE, ConnectionState.OPEN, nobody, new SenderRule.Open()));
    assertThat(post("/c/mixpanel-web/track", EVENT).statusCode()).isEqualTo(502);
    policy(2, connection(ConnectionMode.REVERSE, ConnectionState.OPEN));
    HttpResponse<String> reset = post("/c/mixpanel-web/reset", EVENT);
    assertThat(reset.statusCode()).isEqualTo(502);
    assertThat(recorded())
        .extracting(one -> one.outcome() == null ? null : one.outcome().result())
        .contains(Result.NOT_SENT);
  }

  @Test
  void aLongBodyGoesThroughUnreadAndIsSaidToBe() throws Exception {
    policy(1, connection(ConnectionMode.REVERSE, ConnectionState.OPEN));
    String body = "x".repeat(300_000);
    assertThat(post("/c/mixpanel-web/track", body).statusCode()).isEqualTo(200);
    assertThat(supplier.got.getFirst().body()).isEqualTo(body);
    Recorded only = recorded().getFirst();
    assertThat(only.intent().opaque()).isEqualTo("too-long");
    assertThat(only.intent().bytes()).isEqualTo(300_000);
    assertThat(only.outcome()).isEqualTo(new Outcome(Result.DELIVERED, 200));
  }

  @Test
  void withoutAPolicyNothingGoesAndHealthSaysSo() throws Exception {
    assertThat(post("/c/mixpanel-web/track", EVENT).statusCode()).isEqualTo(503);
    HttpResponse<String> health =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/health")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("\"policy\":null");
  }

  @Test
  void nothingIsSentToAPrivateAddressUnlessSomebodySaidWhy() throws Exception {
    URI named = URI.create("http://localhost:" + supplier.address().getPort());
    for (URI upstream : List.of(supplier.address(), named)) {
      policy(
          policies.current() == null ? 1 : 2,
          connection(
              ConnectionMode.REVERSE,
              ConnectionState.OPEN,
              upstream,
              new SenderRule.Open(),
              false));
      HttpResponse<String> answer = post("/c/mixpanel-web/track", EVENT);
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("private-address");
    }
    assertThat(supplier.got).isEmpty();
    assertThat(recorded())
        .extracting(one -> one.outcome() == null ? null : one.outcome().result())
        .containsOnly(Result.NOT_SENT);
  }
}
