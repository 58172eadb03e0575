package org.stoplog.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;
import org.stoplog.gateway.policy.SenderRule;
import org.stoplog.ledger.journal.HeldRequest;
import org.stoplog.ledger.journal.JournalOptions;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Released;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.Sender;
import org.stoplog.testing.FreePorts;

/** Requests that are kept instead of being sent, and sent when they are released. */
class HoldIT {
  private static final int MOST_READ = 4 << 20;

  @TempDir static Path home;
  private static Supplier supplier;
  private static RawSupplier raw;
  private static ProxyHouse house;
  private static int tests;

  @BeforeAll
  static void start() throws IOException {
    supplier = new Supplier();
    raw = new RawSupplier();
    house =
        new ProxyHouse(
            home, Limits.USUAL, Held.usual(), null, null, JournalOptions.DEFAULT, MOST_READ);
  }

  @AfterAll
  static void stop() throws IOException {
    house.close();
    supplier.close();
    raw.close();
  }

  private static ConnectionPolicy connection(
      String id,
      URI upstream,
      ConnectionState state,
      CutReply reply,
      Refusal unreadable,
      Map<String, Action> rules) {
    return new ConnectionPolicy(
        id,
        12,
        "Mixpanel",
        Language.MIXPANEL,
        ConnectionMode.REVERSE,
        upstream,
        true,
        new SenderRule.Open(),
        state,
        reply,
        unreadable,
        Refusal.PASS,
        true,
        true,
        true,
        ElementSet.NONE,
        rules,
        null,
        null);
  }

  /** The only connection from now on. */
  private static void policy(
      ConnectionState state, CutReply reply, Refusal unreadable, Map<String, Action> rules) {
    house.policy(null, connection("m", supplier.address(), state, reply, unreadable, rules));
  }

  private static String post(String target, String body) throws IOException {
    return house.ask(
        house.port,
        """
        POST /c/m%s HTTP/1.1\r
        Host: gateway\r
        Connection: close\r
        Proxy-Authorization: Basic bm8=\r
        Authorization: Basic c2VjcmV0\r
        User-Agent: app/1\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
            .formatted(target, body.length(), body));
  }

  /** What is durable at this moment. */
  private static ProxyHouse.Told durable() throws IOException {
    ProxyHouse.Told told = new ProxyHouse.Told();
    Path copy = Files.createDirectory(home.resolve("copy-" + tests++));
    try (Stream<Path> files = Files.list(home.resolve("journal"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".seg")).sorted().toList()) {
        house.read(Files.copy(file, copy.resolve(file.getFileName())), told);
      }
    }
    return told;
  }

  /** The last one, which a crash would not lose: nothing but its answer was waited for. */
  private static Released last(int before) throws IOException {
    List<Released> held = durable().held;
    assertThat(held).hasSize(before + 1);
    return held.getLast();
  }

  private static String text(Released released) {
    return new String(released.request().body(), StandardCharsets.UTF_8);
  }

  private static Map<String, Action> masks() {
    return Map.of("contact.email", Action.MASK);
  }

  @Test
  void aCutConnectionKeepsWhatItWouldSendBeforeItAnswersAsTheSupplier() throws Exception {
    policy(ConnectionState.PAUSED, CutReply.SINK, Refusal.PASS, masks());
    String sunk = post("/track?verbose=1", ProxyHouse.EVENT);
    policy(ConnectionState.PAUSED, CutReply.HOLD, Refusal.PASS, masks());
    int got = supplier.got.size();
    int before = durable().held.size();
    String answer = post("/track?verbose=1", ProxyHouse.EVENT);
    Released kept = last(before);
    assertThat(answer).startsWith("HTTP/1.1 200").contains("\"status\":1").isEqualTo(sunk);
    assertThat(kept.request().method()).isEqualTo("POST");
    assertThat(kept.request().path()).isEqualTo("/track");
    assertThat(kept.request().query()).isEqualTo("verbose=1");
    assertThat(text(kept)).contains("t0ken", "masked").doesNotContain("ada@example.org");
    assertThat(kept.request().headers())
        .containsExactlyInAnyOrder(
            new HeldRequest.Header("Authorization", "Basic c2VjcmV0"),
            new HeldRequest.Header("User-Agent", "app/1"),
            new HeldRequest.Header("Content-Type", "application/json"),
            new HeldRequest.Header("X-Forwarded-For", "127.0.0.1"));
    assertThat(kept.frames()).isNotEmpty();
    assertThat(kept.app()).isEqualTo("app/1");
    assertThat(durable().outcomes).last().isEqualTo(new Outcome(Result.REFUSED, 0));
    assertThat(supplier.got).hasSize(got);
  }

  @Test
  void whatCannotBeReadIsKeptAsItIsOrWhatThePolicySaysOfIt() throws Exception {
    policy(ConnectionState.PAUSED, CutReply.HOLD, Refusal.PASS, masks());
    int before = durable().held.size();
    assertThat(post("/track", "{{{")).startsWith("HTTP/1.1 200");
    Released kept = last(before);
    assertThat(text(kept)).isEqualTo("{{{");
    assertThat(kept.opaque()).isNotNull();
    policy(ConnectionState.PAUSED, CutReply.HOLD, Refusal.REFUSE, masks());
    assertThat(post("/track", "{{{")).startsWith("HTTP/1.1 403").contains("not-allowed");
    policy(ConnectionState.PAUSED, CutReply.HOLD, Refusal.DROP, masks());
    assertThat(post("/track", "{{{")).startsWith("HTTP/1.1 200");
    assertThat(durable().held).as("neither is kept").hasSize(before + 1);
  }

  @Test
  void whatIsTooLongIsRefusedInWords() throws Exception {
    policy(ConnectionState.PAUSED, CutReply.HOLD, Refusal.PASS, masks());
    int before = durable().held.size();
    String longer = "[{\"event\":\"" + "x".repeat(HeldRequest.MOST_BODY_BYTES) + "\"}]";
    assertThat(post("/track", longer)).startsWith("HTTP/1.1 413").contains("too-long-to-keep");
    assertThat(post("/track", " ".repeat(MOST_READ + 1)))
        .startsWith("HTTP/1.1 413")
        .contains("too-long-to-keep");
    assertThat(durable().held).hasSize(before);
  }

  @Test
  void anElementsRuleKeepsTheWholeRequestAndOthersGo() throws Exception {
    policy(
        ConnectionState.OPEN, CutReply.REFUSE, Refusal.PASS, Map.of("contact.email", Action.HOLD));
    int got = supplier.got.size();
    int before = durable().held.size();
    assertThat(post("/track", ProxyHouse.EVENT)).startsWith("HTTP/1.1 200");
    assertThat(text(last(before))).isEqualTo(ProxyHouse.EVENT);
    assertThat(supplier.got).hasSize(got);
    String harmless = ProxyHouse.EVENT.replace(",\"$email\":\"ada@example.org\"", "");
    assertThat(post("/track", harmless)).contains("X-supplier");
    assertThat(durable().held).hasSize(before + 1);
    // Its address would be told in a header.
    policy(
        ConnectionState.OPEN,
        CutReply.REFUSE,
        Refusal.PASS,
        Map.of("device.ip_address", Action.HOLD));
    assertThat(post("/track", harmless)).startsWith("HTTP/1.1 200").doesNotContain("X-supplier");
    assertThat(last(before + 1).request().headers())
        .contains(new HeldRequest.Header("X-Forwarded-For", "127.0.0.1"));
  }

  @Test
  void whatCannotBeRecordedIsNeitherKeptNorSaidToBe() throws Exception {
    JournalOptions full =
        new JournalOptions(
            1 << 20,
            Duration.ofDays(1),
            Duration.ofDays(1),
            1 << 20,
            Duration.ofMillis(1),
            Long.MAX_VALUE / 4);
    Path another = Files.createDirectory(home.resolve("full"));
    try (ProxyHouse its =
        new ProxyHouse(another, Limits.USUAL, Held.usual(), null, null, full, MOST_READ)) {
      its.policy(
          null,
          connection(
              "m",
              supplier.address(),
              ConnectionState.PAUSED,
              CutReply.HOLD,
              Refusal.PASS,
              masks()));
      assertThat(its.good("/c/m/track")).startsWith("HTTP/1.1 503").contains("not-recorded");
    }
  }

  private static Outcome resend(Released released) throws Exception {
    return house.gateway().resend(12, released).get(20, TimeUnit.SECONDS);
  }

  private static Released released(String path, String body, HeldRequest.Header... headers) {
    return new Released(
        1,
        Sender.OPEN,
        "app/1",
        null,
        new byte[0],
        new HeldRequest(
            "POST", path, "verbose=1", List.of(headers), body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aReleasedOneIsSentAsItIsAndRecordedThen() throws Exception {
    policy(ConnectionState.OPEN, CutReply.HOLD, Refusal.PASS, masks());
    HeldRequest.Header key = new HeldRequest.Header("Authorization", "Basic c2VjcmV0");
    int got = supplier.got.size();
    int before = durable().intents.size();
    // A rule that came since changes nothing any more.
    Outcome outcome = resend(released("/track", ProxyHouse.EVENT, key));
    assertThat(outcome).isEqualTo(new Outcome(Result.DELIVERED, 200));
    assertThat(supplier.got).hasSize(got + 1);
    Supplier.Got sent = supplier.got.getLast();
    assertThat(sent.path()).isEqualTo("/track?verbose=1");
    assertThat(sent.body()).isEqualTo(ProxyHouse.EVENT);
    assertThat(sent.headers()).containsEntry("Authorization", List.of("Basic c2VjcmV0"));
    assertThat(durable().intents).hasSize(before + 1).last().extracting("app").isEqualTo("app/1");
  }

  @Test
  void aReleasedOneGoesNowhereWhenItMayNotAndIsSaidToHaveNotLeft() throws Exception {
    Outcome refused = new Outcome(Result.REFUSED, 0);
    Released good = released("/track", ProxyHouse.EVENT);
    policy(ConnectionState.PAUSED, CutReply.HOLD, Refusal.PASS, masks());
    int got = supplier.got.size();
    int before = durable().intents.size();
    assertThat(resend(good)).as("cut").isEqualTo(refused);
    house.policy(null);
    assertThat(resend(good)).as("no connection").isEqualTo(refused);
    policy(ConnectionState.OPEN, CutReply.HOLD, Refusal.PASS, masks());
    for (String path : List.of("/../admin", "/a b", "/%2e%2e/x")) {
      assertThat(resend(released(path, "{}"))).as(path).isEqualTo(refused);
    }
    assertThat(durable().intents).as("nothing was intended").hasSize(before);
    HeldRequest.Header split = new HeldRequest.Header("X-A", "1\r\nX-B: 2");
    assertThat(resend(released("/track", "{}", split)).result()).isEqualTo(Result.NOT_SENT);
    assertThat(supplier.got).hasSize(got);
    house.policy(
        null,
        connection(
            "m",
            URI.create("http://127.0.0.1:" + FreePorts.next()),
            ConnectionState.OPEN,
            CutReply.HOLD,
            Refusal.PASS,
            masks()));
    assertThat(resend(good).result()).as("nobody there").isEqualTo(Result.NOT_SENT);
    house.policy(
        null,
        connection("m", raw.address(), ConnectionState.OPEN, CutReply.HOLD, Refusal.PASS, masks()));
    assertThat(resend(released("/close", "{}")).result())
        .as("it may have it")
        .isEqualTo(Result.UNKNOWN);
    List<Outcome> outcomes = new ArrayList<>(durable().outcomes);
    assertThat(outcomes.subList(before, before + 2)).containsOnly(new Outcome(Result.NOT_SENT, 0));
  }
}
