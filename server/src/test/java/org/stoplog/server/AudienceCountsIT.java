package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeMailServer;

/** What is kept beside the rows of a wave says what the rows say. */
class AudienceCountsIT {
  private static final long SEED = System.nanoTime();
  private static final int STATEMENTS = 150;
  private static final List<String> STATES =
      List.of("planned", "claimed", "handed-over", "deferred", "doubtful", "bounced", "dropped");

  /** Each wave whose sums are not those of its rows. */
  private static final String WRONG =
      """
      select count(*) from (
        select wave, state, lead is not null, in_doubt, count(*) from notice_recipient
        group by 1, 2, 3, 4
        except all
        select wave, state, follows, in_doubt, sum(people)::bigint from notice_tally group by 1, 2, 3, 4
      ) x
      """;

  private static final String TOO_MANY =
      """
      select count(*) from (
        select wave, state, follows, in_doubt, sum(people)::bigint from notice_tally
        group by 1, 2, 3, 4 having sum(people) <> 0
        except all
        select wave, state, lead is not null, in_doubt, count(*) from notice_recipient
        group by 1, 2, 3, 4
      ) x
      """;

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static FakeMailServer server;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    server = new FakeMailServer();
    at = new NoticeHouse(house, files, Map.of(), 12);
  }

  @AfterAll
  static void close() throws IOException {
    house.close();
    server.close();
  }

  private static void holdsForAll() {
    holdsForAll(house);
  }

  /** Of all waves of a house. */
  static void holdsForAll(House house) {
    assertThat(house.count(WRONG)).as("seed " + SEED).isZero();
    assertThat(house.count(TOO_MANY)).as("seed " + SEED).isZero();
  }

  @Test
  void whateverStatementsDoAtOnceTheSumsAreThoseOfTheRows() throws Exception {
    List<UUID> waves = List.of(UUID.randomUUID(), UUID.randomUUID());
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      // Each has rows of its own: that a row has one writer is not what this is about.
      Future<?> one = threads.submit(() -> change(waves, new Random(SEED), 0));
      Future<?> two = threads.submit(() -> change(waves, new Random(SEED + 1), 1_000));
      while (!one.isDone() || !two.isDone()) {
        waves.forEach(AudienceCountsIT::gather);
      }
      one.get();
      two.get();
    }
    assertThat(house.count("select count(*) from notice_recipient")).isPositive();
    holdsForAll();
    waves.forEach(AudienceCountsIT::gather);
    holdsForAll();
    assertThat(house.count("select count(*) from notice_tally where people <= 0")).isZero();
    String ours = " where wave in ('" + waves.get(0) + "', '" + waves.get(1) + "')";
    house.ledger().inTransaction(db -> run(db, "delete from notice_recipient" + ours));
    holdsForAll();
  }

  private static void gather(UUID wave) {
    house
        .ledger()
        .inTransaction(
            db -> {
              try (PreparedStatement gather =
                  db.prepareStatement(
                      """
                      with added as (delete from notice_tally where wave = ? returning *)
                      insert into notice_tally select wave, state, follows, in_doubt, sum(people)
                      from added group by 1, 2, 3, 4 having sum(people) <> 0
                      """)) {
                gather.setObject(1, wave);
                return gather.executeUpdate();
              }
            });
  }

  private static void change(List<UUID> waves, Random random, int from) {
    for (int i = 0; i < STATEMENTS; i++) {
      String wave = "'" + waves.get(random.nextInt(2)) + "'";
      String state = "'" + STATES.get(random.nextInt(STATES.size())) + "'";
      int low = from + random.nextInt(100);
      String some = " where wave = " + wave + " and person between " + low + " and " + (low + 20);
      String sql =
          switch (random.nextInt(6)) {
            case 0, 1 ->
                "insert into notice_recipient (wave, notice, drill, person, state, low, high)"
                    + " select %s, gen_random_uuid(), false, g, %s, 0, 0 from generate_series(%d, %d) g on conflict do nothing"
                        .formatted(wave, state, low, low + 20);
            case 2 -> "update notice_recipient set state = " + state + some;
            case 3 -> "update notice_recipient set lead = nullif(" + low + ", person)" + some;
            case 4 -> "update notice_recipient set in_doubt = not in_doubt, attempts = 1" + some;
            default -> "delete from notice_recipient" + some + " and person % 3 = 0";
          };
      boolean isUndone = random.nextInt(5) == 0;
      house
          .ledger()
          .inTransaction(
              db -> {
                run(db, "savepoint before");
                run(db, sql);
                return isUndone ? run(db, "rollback to savepoint before") : 0;
              });
    }
  }

  private static int run(Connection db, String sql) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }

  @Test
  void aWaveThatIsDiscardedWhileItIsFrozenKeepsNobodyFromTheNextOne() throws Exception {
    String route = at.route(server, "sends");
    String notice = at.write("Discarded");
    String wave;
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      // The freezing waits for the contacts, which somebody else holds.
      java.util.concurrent.CountDownLatch held = new java.util.concurrent.CountDownLatch(1);
      java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);
      Future<?> holder =
          threads.submit(
              () ->
                  house
                      .ledger()
                      .inTransaction(
                          db -> {
                            run(db, "lock table person_contact in access exclusive mode");
                            held.countDown();
                            try {
                              go.await();
                            } catch (InterruptedException e) {
                              throw new IllegalStateException(e);
                            }
                            return true;
                          }));
      held.await();
      HttpResponse<String> made =
          at.form(
              notice,
              route,
              "all",
              "per-minute=60000&error-limit=20",
              "&part=confirmed" + NoticeHouse.EVERYBODY);
      wave = made.headers().firstValue("Location").orElseThrow().replaceAll("https?://[^/]+", "");
      while (house.count(
              "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%person_contact%'")
          == 0) {
        Thread.onSpinWait();
      }
      at.post(wave, wave + "/discard", Map.of());
      go.countDown();
      holder.get();
    }
    while (house.count("select count(*) from passing.work where state in ('waiting', 'running')")
        > 0) {
      Thread.onSpinWait();
    }
    assertThat(at.states(wave)).isEmpty();
    String next = at.prepare(notice, route, "all");
    assertThat(at.states(next)).containsOnlyKeys("planned");
    holdsForAll();
    at.approve(next);
    at.until(next, "Ended.");
    assertThat(at.states(next)).containsOnlyKeys("accepted");
    holdsForAll();
  }
}
