package org.stoplog.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Applications that send events through a gateway, each event about somebody of its own and never a
 * second time, and write down what became of each request.
 */
final class StormLoad implements AutoCloseable {
  static final int THREADS = 8;

  private static final int MOST_EVENTS = 3;
  private static final int LEAST_PAUSE = 8;
  private static final int MOST_PAUSE = 60;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern SLUG = Pattern.compile("urn:stoplog:gateway:([a-z-]+)");

  /** A connection that applications send by. */
  record Way(int connection, String code, boolean isMixpanel, boolean isSentOn) {}

  /** The life of one gateway process, from its start to its end. */
  static final class Life {
    private volatile long killedAt = Long.MAX_VALUE;

    /** By {@link System#nanoTime}; {@link Long#MAX_VALUE} when it ended in order. */
    long killedAt() {
      return killedAt;
    }

    boolean wasKilled() {
      return killedAt != Long.MAX_VALUE;
    }
  }

  /**
   * A request and what the application heard.
   *
   * @param first the number of its first event; the others follow
   * @param life the gateway's when it was begun
   * @param lifeAtEnd the gateway's when it was answered
   * @param status 0 for no answer
   * @param slug what the gateway itself answered, null when it did not
   */
  record Sent(
      Way way,
      int first,
      int events,
      Life life,
      Life lifeAtEnd,
      long beganAt,
      long endedAt,
      int status,
      boolean isBySupplier,
      @Nullable String slug) {
    /** Who answered is known for sure. */
    boolean isOfOneLife() {
      return life == lifeAtEnd;
    }

    boolean mayHaveBeenKilled() {
      return life.wasKilled() || lifeAtEnd.wasKilled();
    }

    IntStream all() {
      return IntStream.range(first, first + events);
    }
  }

  private final String gateway;
  private final List<Way> ways;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile Life life = new Life();
  private volatile boolean isEnding;

  StormLoad(String gateway, List<Way> ways, long seed) {
    this.gateway = gateway;
    this.ways = ways;
    Random seeds = new Random(seed);
    for (int i = 0; i < THREADS; i++) {
      long own = seeds.nextLong();
      threads.add(Thread.ofVirtual().unstarted(() -> send(new Random(own))));
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** A gateway will be started from now on, and nobody answers who was there before. */
  void begins() {
    life = new Life();
  }

  /** The gateway is dead since this moment at the latest. */
  void killed() {
    life.killedAt = System.nanoTime();
  }

  private void send(Random random) {
    while (!isEnding) {
      one(ways.get(random.nextInt(ways.size())), 1 + random.nextInt(MOST_EVENTS));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LEAST_PAUSE, MOST_PAUSE)));
    }
  }

  private void one(Way way, int count) {
    int events = way.isMixpanel() ? count : 1;
    int first = next.getAndAdd(events);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway + "/c/" + way.code() + path(way)))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(way, first, events)))
            .build();
    Life at = life;
    long began = System.nanoTime();
    int status = 0;
    boolean isBySupplier = false;
    String slug = null;
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      status = answer.statusCode();
      isBySupplier = answer.headers().firstValue(StormSupplier.MARK).isPresent();
      Matcher own = SLUG.matcher(answer.body());
      slug = own.find() ? own.group(1) : null;
    } catch (IOException e) {
      // The gateway is down, or went down: nobody knows what became of it, and it is not repeated.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    long ended = System.nanoTime();
    sent.add(new Sent(way, first, events, at, life, began, ended, status, isBySupplier, slug));
  }

  private static String path(Way way) {
    return way.isMixpanel() ? "/track" : "/v1/track";
  }

  private static String body(Way way, int first, int events) {
    return way.isMixpanel()
        ? IntStream.range(first, first + events)
            .mapToObj(
                "{\"event\":\"x\",\"properties\":{\"$email\":\"e%d@example.org\"}}"::formatted)
            .collect(Collectors.joining(",", "[", "]"))
        : "{\"type\":\"track\",\"event\":\"x\",\"userId\":\"e%d\"}".formatted(first);
  }

  /** What names the person of an event. */
  static String person(Way way, int event) {
    return way.isMixpanel() ? "e" + event + "@example.org" : "e" + event;
  }

  /** Ends when what is under way was answered. @return all requests */
  List<Sent> end() throws InterruptedException {
    isEnding = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(sent);
  }

  @Override
  public void close() {
    isEnding = true;
    client.shutdownNow();
  }
}
