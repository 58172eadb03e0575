package org.stoplog.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.testing.FreePorts;

/** Answers that no server gives: the sender hears of it, and the journal has what left. */
class HostileSuppliersIT {
  /** What a supplier got that is gone now. */
  private static final java.util.concurrent.atomic.AtomicInteger BACK =
      new java.util.concurrent.atomic.AtomicInteger();

  @TempDir static Path home;
  private static RawSupplier supplier;
  private static RawSupplier other;
  private static ProxyHouse house;

  @BeforeAll
  static void start() throws IOException {
    supplier = new RawSupplier();
    other = new RawSupplier();
    house = new ProxyHouse(home, ProxyHouse.SHORT, Held.usual(), null);
    house.policy(
        null,
        ProxyHouse.connection("x", 12, supplier.address(), ConnectionState.OPEN),
        ProxyHouse.connection("y", 13, other.address(), ConnectionState.OPEN));
  }

  @AfterAll
  static void allIsRecorded() throws IOException {
    ProxyHouse.Told told = house.told();
    assertThat(told.left()).isEqualTo(supplier.got.size() + other.got.size() + BACK.get());
    assertThat(told.outcomes)
        .doesNotContainNull()
        .contains(new Outcome(org.stoplog.ledger.journal.Result.UNKNOWN, 0));
    house.close();
    supplier.close();
    other.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/garbage, 502",
    "/reset, 502",
    "/close, 502",
    "/two-lengths, 502",
    "/switches, 502",
    "/coded, 502",
    "/headers, 502",
    "/never, 504"
  })
  void isToldToTheSender(String path, String status) throws IOException {
    assertThat(house.good("/c/x" + path)).startsWith("HTTP/1.1 " + status);
    assertThat(house.good("/c/x/good")).startsWith("HTTP/1.1 200").contains("{\"status\":1}");
  }

  @Test
  void anAnswerOfOneFramingGoesOn() throws IOException {
    String answer = house.good("/c/x/length-and-chunks");
    assertThat(answer).doesNotContainIgnoringCase("content-length").contains("3\r\nabc\r\n0\r\n");
  }

  @Test
  void anAnswerThatEndsEarlyDoesNotLookWhole() throws IOException {
    String answer = house.good("/c/x/short");
    assertThat(answer).contains("Length: 100").endsWith("abc");
  }

  /** What the sender does not take is not asked for either. */
  @Test
  void anEndlessAnswerWaitsForWhoeverReadsIt() throws IOException, InterruptedException {
    try (Socket socket = house.open(house.port)) {
      ProxyHouse.write(socket, ProxyHouse.post("/c/x/endless"));
      assertThat(ProxyHouse.head(socket)).startsWith("HTTP/1.1 200");
      long sent = -1;
      long before;
      do {
        before = sent;
        Thread.sleep(150);
        sent = supplier.sent.get();
      } while (sent != before);
      assertThat(sent).isLessThan(32L << 20);
      for (int i = 0; i < 20; i++) {
        assertThat(house.good("/c/y/good")).startsWith("HTTP/1.1 200");
      }
      // It goes on where it stood.
      assertThat(socket.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
    }
  }

  /** More than its pool and its queue hold: these are refused, and nobody else is. */
  @Test
  void oneThatHangsCostsTheOthersNothing() throws Exception {
    Socket[] sockets = new Socket[100];
    try {
      for (int i = 0; i < sockets.length; i++) {
        sockets[i] = house.open(house.port);
        ProxyHouse.write(sockets[i], ProxyHouse.post("/c/x/never"));
      }
      supplier.hung.await();
      for (int i = 0; i < 50; i++) {
        assertThat(house.good("/c/y/good")).startsWith("HTTP/1.1 200");
      }
      for (Socket socket : sockets) {
        assertThat(ProxyHouse.rest(socket)).startsWith("HTTP/1.1 50");
      }
    } finally {
      for (Socket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
    assertThat(house.good("/c/x/good")).startsWith("HTTP/1.1 200");
  }

  /** Not asked for a while once it was not there five times, and then again. */
  @Test
  void aBreakerOpensAndCloses() throws IOException {
    int port = FreePorts.next();
    house.policy(
        null,
        ProxyHouse.connection("x", 12, supplier.address(), ConnectionState.OPEN),
        ProxyHouse.connection("y", 13, other.address(), ConnectionState.OPEN),
        ProxyHouse.connection(
            "z", 14, java.net.URI.create("http://127.0.0.1:" + port), ConnectionState.OPEN));
    for (int i = 0; i < 20; i++) {
      assertThat(house.good("/c/z/gone")).startsWith("HTTP/1.1 502").contains("unreachable");
      assertThat(house.good("/c/y/good")).startsWith("HTTP/1.1 200");
    }
    try (RawSupplier back = new RawSupplier(port)) {
      String answer = house.good("/c/z/good");
      while (answer.startsWith("HTTP/1.1 502")) {
        answer = house.good("/c/z/good");
      }
      assertThat(answer).startsWith("HTTP/1.1 200");
      BACK.addAndGet(back.got.size());
    }
  }
}
