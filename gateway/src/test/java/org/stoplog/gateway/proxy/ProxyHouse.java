package org.stoplog.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.gateway.log.AccessLog;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.Refusal;
import org.stoplog.gateway.policy.SenderRule;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.ClosedSegment;
import org.stoplog.ledger.journal.Gap;
import org.stoplog.ledger.journal.HeldRequest;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.JournalOptions;
import org.stoplog.ledger.journal.JournalWriter;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Released;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.SegmentHandler;
import org.stoplog.ledger.journal.SegmentReader;
import org.stoplog.ledger.journal.StreamEnd;
import org.stoplog.testing.FreePorts;

/** A gateway with its journal on this machine, asked by plain sockets. */
final class ProxyHouse implements AutoCloseable {
  static final String EVENT =
      """
      [{"event":"Signed up","properties":{"token":"t0ken","distinct_id":"u-1",\
      "$email":"ada@example.org"}}]\
      """;

  /** Times in which a test ends. */
  static final Limits SHORT =
      new Limits(Duration.ofMillis(400), Duration.ofMillis(400), Duration.ofMillis(600));

  final Policies policies = new Policies();
  final int port = FreePorts.next();
  final int adminPort = FreePorts.next();
  final int forwardPort = FreePorts.next();
  private final AtomicLong version = new AtomicLong();
  private final List<ClosedSegment> closed = new CopyOnWriteArrayList<>();
  private final Keyset keys;
  private final JournalWriter journal;
  private final Gateway gateway;

  /** What the journal says. */
  static final class Told {
    final List<Intent> intents = new ArrayList<>();
    final List<@Nullable Outcome> outcomes = new ArrayList<>();
    final List<Intent> opened = new ArrayList<>();
    final List<StreamEnd> ended = new ArrayList<>();
    final List<Released> held = new ArrayList<>();

    /** Requests of which something may have left. */
    long left() {
      return outcomes.stream()
          .filter(
              outcome ->
                  outcome == null
                      || outcome.result() == Result.DELIVERED
                      || outcome.result() == Result.UNKNOWN)
          .count();
    }
  }

  ProxyHouse(Path home, Limits limits, Held held, @Nullable Names names) throws IOException {
    this(home, limits, held, names, null);
  }

  ProxyHouse(Path home, Limits limits, Held held, @Nullable Names names, Gateway.@Nullable Tls tls)
      throws IOException {
    this(home, limits, held, names, tls, JournalOptions.DEFAULT, 64 << 10);
  }

  ProxyHouse(
      Path home,
      Limits limits,
      Held held,
      @Nullable Names names,
      Gateway.@Nullable Tls tls,
      JournalOptions options,
      int mostRead)
      throws IOException {
    keys = Keyset.openOrCreate(home.resolve("keys"), null);
    journal =
        JournalWriter.open(
            home.resolve("journal"),
            UUID.randomUUID(),
            keys.sealingPublicKey(),
            options,
            InstantSource.system(),
            closed::add);
    gateway =
        Gateway.start(
            new Gateway.Options("127.0.0.1", port, adminPort, 2, mostRead, null, forwardPort, tls),
            journal,
            policies,
            AccessLog.NONE,
            InstantSource.system(),
            new Gateway.Bounds(limits, held, names));
  }

  static ConnectionPolicy connection(String id, long number, URI upstream, ConnectionState state) {
    return new ConnectionPolicy(
        id,
        number,
        "Mixpanel",
        Language.MIXPANEL,
        ConnectionMode.REVERSE,
        upstream,
        true,
        new SenderRule.Open(),
        state,
        CutReply.REFUSE,
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

  void policy(@Nullable ForwardPolicy forward, ConnectionPolicy... connections) {
    policies.set(new Policy(version.incrementAndGet(), List.of(connections), forward));
  }

  Socket open(int to) throws IOException {
    Socket socket = new Socket("127.0.0.1", to);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** All that comes until the other side ends it; what a reset took is left out. */
  static String rest(Socket socket) {
    StringBuilder text = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new IllegalStateException("it is still open after: " + text, e);
    } catch (IOException e) {
      // A reset is an end, too.
      return text.toString();
    }
    return text.toString();
  }

  /** The head of an answer, with its empty line. */
  static String head(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Sends it, ends its side and takes all that comes. */
  String ask(int to, String text) throws IOException {
    try (Socket socket = open(to)) {
      try {
        write(socket, text);
      } catch (java.net.SocketException e) {
        // It was ended before all of it was sent.
        return rest(socket);
      }
      return rest(socket);
    }
  }

  static String post(String path) {
    return "POST %s HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, EVENT.length(), EVENT);
  }

  /** A good request, which it has to answer whatever came before. */
  String good(String path) throws IOException {
    return ask(port, post(path));
  }

  Gateway gateway() {
    return gateway;
  }

  /** Ends the gateway, and tells what is in its journal. */
  Told told() {
    gateway.close();
    journal.close();
    Told told = new Told();
    for (ClosedSegment segment : closed) {
      read(segment.file(), told);
    }
    return told;
  }

  /** What is in a segment, also while it is written. */
  void read(Path segment, Told told) {
    SegmentReader.read(
        segment,
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
            told.intents.add(intent);
            told.outcomes.add(outcome);
          }

          @Override
          public void held(
              int request, Intent intent, byte[] bytes, int from, int length, HeldRequest its) {
            byte[] frames = Arrays.copyOfRange(bytes, from, from + length);
            told.held.add(Released.of(intent, frames, its));
          }

          @Override
          public void opened(int request, Intent stream) {
            told.opened.add(stream);
          }

          @Override
          public void ended(StreamEnd end) {
            told.ended.add(end);
          }

          @Override
          public void gap(Gap gap) {}
        });
  }

  @Override
  public void close() {
    gateway.close();
    journal.close();
    keys.close();
  }
}
