package org.stoplog.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.ClosedSegment;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.JournalOptions;
import org.stoplog.ledger.journal.JournalWriter;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Sender;

/** Segments of a real journal go over a real connection. */
class SegmentShipperTest {
  private static byte[] key;
  @TempDir static Path keys;
  @TempDir Path folder;
  private final TestServer server = new TestServer();
  private final List<String> said = new ArrayList<>();

  /** What the server has: number and digest, and how often each came. */
  private final Map<String, Integer> kept = new HashMap<>();

  private int reached;
  private ServerDoor door;
  private JournalWriter journal;
  private SegmentShipper shipper;

  @BeforeAll
  static void makeKey() {
    try (Keyset keyset = Keyset.openOrCreate(keys.resolve("keys"), null)) {
      key = keyset.sealingPublicKey();
    }
  }

  @AfterAll
  static void forget() {
    key = new byte[0];
  }

  /** With three closed segments. */
  @BeforeEach
  void begin() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      JournalWriter one = open(new CountDownLatch(9));
      record(one);
      one.close();
    }
    CountDownLatch closed = new CountDownLatch(3);
    journal = open(closed);
    closed.await();
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
    door = new ServerDoor(server.pairing(key), null);
    shipper =
        new SegmentShipper(
            door, journal, () -> reached++, new Backoff(new SplittableRandom(1)), said::add);
  }

  private JournalWriter open(CountDownLatch closed) {
    return JournalWriter.open(
        folder,
        new UUID(1, 2),
        key,
        JournalOptions.DEFAULT,
        InstantSource.system(),
        segment -> closed.countDown());
  }

  private static void record(JournalWriter journal) {
    Intent intent =
        new Intent(1, 12, Mode.REVERSE, Sender.OPEN, 0, 100, "api.example", "/track", null, null);
    journal.open(intent).join();
  }

  @AfterEach
  void end() {
    journal.close();
    door.close();
    server.close();
  }

  private List<Long> numbers() {
    return journal.closed().stream().map(ClosedSegment::number).toList();
  }

  private void keep(HttpExchange exchange) {
    kept.merge(
        exchange.getRequestURI().getPath().replaceAll(".*/", "")
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Digest"),
        1,
        Integer::sum);
  }

  private void keep(HttpExchange exchange, byte[] body) throws IOException {
    keep(exchange);
    exchange
        .getResponseHeaders()
        .add("Stoplog-Kept", exchange.getRequestHeaders().getFirst("Content-Digest"));
    exchange.sendResponseHeaders(204, -1);
  }

  private void keeps(int segments) {
    for (int i = 0; i < segments; i++) {
      server.then(this::keep);
    }
  }

  @Test
  void sendsTheOldestFirstAndDeletesWhatIsKept() throws Exception {
    List<ClosedSegment> before = journal.closed();
    List<byte[]> contents = new ArrayList<>();
    for (ClosedSegment one : before) {
      contents.add(Files.readAllBytes(one.file()));
    }
    keeps(3);
    assertThat(shipper.round()).isEqualTo(SegmentShipper.IDLE);
    assertThat(numbers()).isEmpty();
    assertThat(before).noneMatch(one -> Files.exists(one.file()));
    assertThat(server.got)
        .extracting(TestServer.Got::what)
        .containsExactly(
            "PUT /gateway/v1/segments/1",
            "PUT /gateway/v1/segments/2",
            "PUT /gateway/v1/segments/3");
    for (int i = 0; i < 3; i++) {
      TestServer.Got got = server.got.get(i);
      assertThat(got.body()).isEqualTo(contents.get(i));
      assertThat(got.header("Content-Digest")).isEqualTo(ServerDoor.digest(before.get(i)));
      assertThat(got.header("Authorization")).isEqualTo("Bearer " + TestServer.TOKEN);
      assertThat(got.header("Content-Type")).isEqualTo("application/octet-stream");
    }
    assertThat(said).isEmpty();
    assertThat(shipper.round()).isEqualTo(SegmentShipper.IDLE);
    assertThat(server.got).hasSize(3);
  }

  @Test
  void deletesNothingThatTheServerDoesNotName() throws Exception {
    server.then(200);
    server.then(
        (exchange, body) -> {
          exchange.getResponseHeaders().add("Stoplog-Kept", "sha-256=:AAAA:");
          exchange.sendResponseHeaders(204, -1);
        });
    assertThat(shipper.round()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(shipper.round()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
    assertThat(said).singleElement().asString().contains("does not say which segment it kept");
    keeps(3);
    shipper.round();
    assertThat(numbers()).isEmpty();
    assertThat(said).last().isEqualTo("segments are sent again");
  }

  @Test
  void waitsWhileTheServerIsAway() throws Exception {
    server.away();
    assertThat(shipper.round()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(shipper.round()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(numbers()).hasSize(3);
    server.thereAgain();
    keeps(3);
    assertThat(shipper.round()).isEqualTo(SegmentShipper.IDLE);
    assertThat(reached).isEqualTo(1);
  }

  /** The server kept it, and nobody heard so. */
  @Test
  void aBrokenAnswerMakesNoSecondSegment() throws Exception {
    server.then((exchange, body) -> keep(exchange)); // closed without an answer
    assertThat(shipper.round()).isNotEqualTo(SegmentShipper.IDLE);
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
    keeps(3);
    shipper.round();
    assertThat(numbers()).isEmpty();
    assertThat(kept).as("by number and content").hasSize(3);
    assertThat(kept.values()).containsExactlyInAnyOrder(2, 1, 1);
  }

  @Test
  void setsAsideWhatTheServerRefusesForGood() throws Exception {
    server.thenProblem(409, "segment-differs", "Segment 1 was kept before.");
    server.thenProblem(422, "segment-invalid", "The segment was not taken: too far.");
    keeps(1);
    assertThat(shipper.round()).isEqualTo(SegmentShipper.IDLE);
    assertThat(numbers()).containsExactly(1L, 2L);
    assertThat(shipper.aside()).isEqualTo(2);
    assertThat(said).hasSize(2);
    assertThat(said.getFirst())
        .contains("SEGMENT 1 IS NOT RECORDED", "Segment 1 was kept before.", "0000000001.seg");
    assertThat(Health.of(journal.health(), shipper.aside()).header())
        .isEqualTo("state=failing, waiting=2, gaps=0, lost=0, aside=2");
    shipper.round();
    assertThat(server.got).as("not sent again").hasSize(3);
  }

  @Test
  void whatIsNotTheServersWordIsNoRefusal() throws Exception {
    for (int status : new int[] {409, 422, 401, 413, 503, 302}) {
      server.then(status);
      assertThat(shipper.round()).as("" + status).isNotEqualTo(SegmentShipper.IDLE);
    }
    server.thenProblem(409, "changed-meanwhile", "");
    shipper.round();
    assertThat(shipper.aside()).isZero();
    assertThat(numbers()).hasSize(3);
    assertThat(said).anyMatch(line -> line.contains("320 MiB"));
    assertThat(said).noneMatch(line -> line.contains(TestServer.TOKEN));
  }

  @Test
  void saysWhichFileSomebodyAltered() throws Exception {
    Files.write(journal.closed().get(0).file(), new byte[3]);
    Files.delete(journal.closed().get(1).file());
    keeps(1);
    shipper.round();
    assertThat(server.got).singleElement().matches(got -> got.what().endsWith("/3"));
    assertThat(said).hasSize(2).allMatch(line -> line.contains("altered or removed"));
  }

  @Test
  void whatCannotBeDeletedIsNotSentAgain() throws Exception {
    Path file = journal.closed().getFirst().file();
    server.then(
        (exchange, body) -> {
          Files.delete(file);
          Files.createDirectories(file.resolve("in the way"));
          keep(exchange, body);
        });
    keeps(2);
    assertThat(shipper.round()).isEqualTo(SegmentShipper.IDLE);
    assertThat(numbers()).containsExactly(1L);
    assertThat(said).singleElement().asString().contains("cannot be deleted");
    Files.delete(file.resolve("in the way"));
    assertThat(shipper.round()).isEqualTo(SegmentShipper.IDLE);
    assertThat(numbers()).isEmpty();
    assertThat(server.got).hasSize(3);
  }

  @Test
  void sendsTheLastSegmentsAtTheEnd() throws Exception {
    Bell bell = new Bell();
    record(journal);
    journal.close();
    shipper.end();
    keeps(4);
    shipper.run(bell);
    assertThat(numbers()).isEmpty();
    assertThat(kept).hasSize(4);
  }

  /** It closes after the round looked what there is. */
  @Test
  void sendsAlsoWhatClosesWhileItSendsTheRest() throws Exception {
    Bell bell = new Bell();
    keeps(2);
    server.then(
        (exchange, body) -> {
          record(journal);
          journal.close();
          shipper.end();
          bell.wake();
          keep(exchange, body);
        });
    keeps(1);
    shipper.run(bell);
    assertThat(numbers()).isEmpty();
    assertThat(kept).hasSize(4);
  }

  @Test
  void endsAtTheFirstFailureWhenItIsToEnd() {
    server.away();
    shipper.end();
    shipper.run(new Bell());
    assertThat(numbers()).hasSize(3);
  }
}
