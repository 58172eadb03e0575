package org.stoplog.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyFile;
import org.stoplog.gateway.policy.PolicyStore;

/** A gateway asks for its policy over a real connection; waiting is what it says, and not done. */
class PolicyPullTest {
  @TempDir Path folder;
  private final TestServer server = new TestServer();
  private final List<Policy> obeyed = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private int reached;
  private long nanos;
  private ServerDoor door;
  private PolicyStore store;
  private PolicyPull pull;

  @BeforeEach
  void begin() {
    door = new ServerDoor(server.pairing(new byte[32]), null);
    restart();
  }

  private void restart() {
    store = PolicyStore.open(folder);
    pull =
        new PolicyPull(
            door,
            store,
            () -> new Health(true, 3, 0, 1, 0),
            obeyed::add,
            () -> reached++,
            new Backoff(new SplittableRandom(1)),
            () -> nanos += Duration.ofSeconds(6).toNanos(),
            said::add);
  }

  @AfterEach
  void end() {
    door.close();
    server.close();
  }

  private static Policy version(long version) {
    return new Policy(version, List.of());
  }

  private void holds(Policy policy) throws InterruptedException {
    server.then(policy);
    assertThat(pull.round()).isZero();
    assertThat(obeyed).last().isEqualTo(policy);
  }

  @Test
  void asksWithWhatItObeysAndKeepsWhatComes() throws Exception {
    holds(version(4));
    server.then(304);
    assertThat(pull.round()).isZero();
    holds(version(9));
    assertThat(server.got)
        .extracting(TestServer.Got::what)
        .containsExactly(
            "GET /gateway/v1/policy?after=0",
            "GET /gateway/v1/policy?after=4",
            "GET /gateway/v1/policy?after=4");
    TestServer.Got first = server.got.getFirst();
    assertThat(first.headers()).doesNotContainKey("Stoplog-policy-version");
    assertThat(first.header("Authorization")).isEqualTo("Bearer " + TestServer.TOKEN);
    assertThat(first.header("Stoplog-Health"))
        .isEqualTo("state=ok, waiting=3, gaps=0, lost=1, aside=0");
    assertThat(server.got.getLast().header("Stoplog-Policy-Version")).isEqualTo("4");
    assertThat(PolicyStore.open(folder).current()).contains(version(9));
    assertThat(said).isEmpty();
  }

  @Test
  void waitsLongerWhileTheServerIsAwaySaysItOnceAndAsksAtOnceThen() throws Exception {
    holds(version(4));
    server.away();
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(pull.round())
          .isBetween(Duration.ofMillis(seconds * 500L), Duration.ofSeconds(seconds));
    }
    assertThat(said)
        .singleElement()
        .asString()
        .contains("is away: nobody answers there", "version 4 of the policy holds");
    server.thereAgain();
    holds(version(5));
    assertThat(said).last().asString().contains("answers again");
    assertThat(reached).isEqualTo(1);
    server.away();
    assertThat(pull.round()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  /** Each leaves version 5 in its place, on the disk too, and is said once. */
  @Test
  void refusesWhatIsNoPolicyOfTheServer() throws Exception {
    holds(version(5));
    byte[] six = PolicyFile.write(version(6));
    String text = new String(six, StandardCharsets.UTF_8);
    List<Runnable> wrong =
        List.of(
            () -> server.then(401),
            () -> server.then(500),
            () ->
                server.then(
                    (exchange, body) -> {
                      exchange.getResponseHeaders().add("Location", "/elsewhere");
                      exchange.sendResponseHeaders(302, -1);
                    }),
            () -> server.then("text/html", "6", six),
            () -> server.then("application/json", "7", six),
            () ->
                server.then(
                    "application/json", "6", "{\"version\":6,".getBytes(StandardCharsets.UTF_8)),
            () ->
                server.then(
                    "application/json",
                    "6",
                    text.replace("{", "{\"format\":2,").getBytes(StandardCharsets.UTF_8)),
            () -> server.then("application/json", "6", new byte[PolicyFile.MOST_BYTES + 1]),
            () -> server.then(version(4)),
            () -> server.then(version(5)));
    for (Runnable one : wrong) {
      int before = said.size();
      one.run();
      assertThat(pull.round()).as(said::toString).isPositive();
      assertThat(said).hasSize(before + 1);
      one.run();
      assertThat(pull.round()).isPositive();
      assertThat(said).as("said once").hasSize(before + 1);
    }
    assertThat(said).noneMatch(line -> line.contains(TestServer.TOKEN));
    assertThat(said.getFirst()).contains("refuses this gateway's token");
    assertThat(server.got).noneMatch(one -> one.what().contains("elsewhere"));
    assertThat(obeyed).containsExactly(version(5));
    assertThat(PolicyStore.open(folder).current()).contains(version(5));
    holds(version(6));
  }

  @Test
  void doesNotAskWithoutEndWhenSomethingOnTheWaySaysNothingNew() throws Exception {
    nanos = 0;
    pull =
        new PolicyPull(
            door,
            store,
            () -> new Health(true, 0, 0, 0, 0),
            obeyed::add,
            () -> reached++,
            new Backoff(new SplittableRandom(1)),
            () -> nanos,
            said::add);
    server.then(304);
    assertThat(pull.round()).isPositive();
  }

  @Test
  void withADamagedPolicyNothingHoldsUntilTheServerAnswers() throws Exception {
    holds(version(4));
    holds(version(5));
    Files.write(folder.resolve("policy-5"), new byte[] {1, 2, 3});
    restart();
    assertThat(store.current()).isEmpty();
    server.away();
    pull.round();
    assertThat(said).anyMatch(line -> line.contains("all requests are refused"));
    server.thereAgain();
    holds(version(5));
    assertThat(server.got.getLast().what()).endsWith("after=0");
    assertThat(PolicyStore.open(folder).current()).contains(version(5));
  }

  @Test
  void obeysBeforeTheDiskAndWritesWhenThatIsPossible() throws Exception {
    holds(version(4));
    Path inTheWay = Files.createDirectories(folder.resolve("policy.next/full"));
    holds(version(5));
    assertThat(said).last().asString().contains("cannot be written");
    assertThat(PolicyStore.open(folder).current()).as("not the one before").isEmpty();
    Files.delete(inTheWay);
    server.then(304);
    assertThat(pull.round()).isZero();
    assertThat(said).last().asString().contains("on the disk again");
    assertThat(PolicyStore.open(folder).current()).contains(version(5));
  }

  @Test
  void saysThatThePolicyIsNotObeyedAndKeepsItAllTheSame() throws Exception {
    pull =
        new PolicyPull(
            door,
            store,
            () -> new Health(true, 0, 0, 0, 0),
            policy -> {
              throw new IllegalStateException("an event loop is slow");
            },
            () -> reached++,
            new Backoff(new SplittableRandom(1)),
            () -> nanos,
            said::add);
    server.then(version(3));
    assertThat(pull.round()).isPositive();
    assertThat(said).singleElement().asString().contains("VERSION 3", "an event loop is slow");
    assertThat(PolicyStore.open(folder).current()).contains(version(3));
  }

  @Test
  void saysThatTheServerHandsOutNoPolicy() throws Exception {
    for (int i = 0; i < 2; i++) {
      server.then(304);
      assertThat(pull.round()).isZero();
    }
    assertThat(said).singleElement().asString().contains("hands out no policy");
    holds(version(1));
  }

  @Test
  void endsWhileItWaitsForAnAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    server.then(
        (exchange, body) -> {
          asked.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    Thread thread = Thread.ofVirtual().start(() -> pull.run(new Bell()));
    asked.await();
    pull.end();
    door.close();
    thread.join();
    never.countDown();
    assertThat(said).isEmpty();
  }
}
