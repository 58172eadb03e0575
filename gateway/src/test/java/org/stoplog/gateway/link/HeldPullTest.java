package org.stoplog.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.journal.HeldRequest;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Released;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.Sender;

/** Requests that were kept, asked for one by one. */
class HeldPullTest {
  private static final UUID HELD = UUID.fromString("00000000-0000-0001-0000-000000000002");
  private static final Released RELEASED =
      new Released(
          1,
          Sender.OPEN,
          null,
          null,
          new byte[0],
          new HeldRequest(
              "POST", "/track", null, List.of(), "[]".getBytes(StandardCharsets.UTF_8)));

  private final TestServer server = new TestServer();
  private final ServerDoor door = new ServerDoor(server.pairing(new byte[32]), null);
  private final List<String> said = new ArrayList<>();
  private final List<Released> sent = new ArrayList<>();
  private Outcome outcome = new Outcome(Result.DELIVERED, 202);
  private final HeldPull pull =
      new HeldPull(
          door,
          (connection, released) -> {
            assertThat(connection).isEqualTo(12);
            sent.add(released);
            return CompletableFuture.completedFuture(outcome);
          },
          new Backoff(new SplittableRandom(1)),
          said::add);

  @AfterEach
  void close() {
    door.close();
    server.close();
  }

  private void thenReleased(byte[] content) {
    server.then(
        (exchange, body) -> {
          exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
          exchange.getResponseHeaders().add("Stoplog-Held", HELD.toString());
          exchange.getResponseHeaders().add("Stoplog-Connection", "12");
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
        });
  }

  private List<String> asked() {
    return server.got.stream().map(TestServer.Got::what).toList();
  }

  @Test
  void sendsOneSaysSoAndAsksForTheNext() throws Exception {
    thenReleased(RELEASED.toBytes());
    server.then(204);
    server.then(204);
    assertThat(pull.round()).isZero();
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().request()).isEqualTo(RELEASED.request());
    assertThat(pull.round()).isGreaterThan(Duration.ofSeconds(1));
    assertThat(asked())
        .containsExactly(
            "POST /gateway/v1/held",
            "POST /gateway/v1/held/" + HELD + "?result=delivered&status=202",
            "POST /gateway/v1/held");
    assertThat(said).isEmpty();
  }

  @Test
  void takesNoNextBeforeTheServerKnowsOfTheLast() throws Exception {
    outcome = new Outcome(Result.NOT_SENT, 0);
    thenReleased(RELEASED.toBytes());
    assertThat(pull.round()).isZero();
    server.then(503);
    assertThat(pull.round()).isPositive();
    server.away();
    assertThat(pull.round()).isPositive();
    server.thereAgain();
    server.then(204);
    server.then(204);
    assertThat(pull.round()).isPositive();
    assertThat(sent).as("once").hasSize(1);
    assertThat(asked()).filteredOn(what -> what.endsWith("result=not-sent&status=0")).hasSize(2);
    assertThat(asked()).last().isEqualTo("POST /gateway/v1/held");
  }

  @Test
  void whatWasSentIsSaidAtTheEnd() throws Exception {
    thenReleased(RELEASED.toBytes());
    assertThat(pull.round()).isZero();
    server.then(204);
    pull.end();
    pull.run(new Bell());
    assertThat(asked()).last().asString().endsWith("result=delivered&status=202");
  }

  @Test
  void whatComesDamagedIsNotSent() throws Exception {
    thenReleased(new byte[] {1, 2, 3});
    server.then(404);
    server.then(204);
    assertThat(pull.round()).isZero();
    assertThat(pull.round()).isPositive();
    assertThat(sent).isEmpty();
    assertThat(asked().get(1)).endsWith("result=refused&status=0");
    assertThat(said).hasSize(2);
  }
}
