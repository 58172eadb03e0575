package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.Backup;

/** Two people at once. Who waits for whom is seen in the database, so nothing hangs on time. */
@Timeout(120)
class ApprovalRacesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path home;
  @TempDir static Path elsewhere;
  private static House house;
  private static ExecutorService threads;
  private House.Person ada;
  private House.Person bob;
  private House.Person cyd;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterAll
  static void close() {
    threads.close();
    house.close();
  }

  @BeforeEach
  void three() {
    house.empty();
    ada = house.administrator();
    bob = house.invite(ada, "administrator", "bob");
    cyd = house.inviteByTwo(ada, bob, "approver", "cyd");
  }

  /** A request that is ready to be sent. */
  private static Map<String, String> filledIn(House.Person by, String path) {
    return House.approval(
        by.browser().get(path).body(), House.PASSWORD, by.app().code(house.now()));
  }

  private static Future<HttpResponse<String>> send(
      House.Person by, String path, Map<String, String> fields) {
    return threads.submit(() -> by.browser().postPlain(path, fields));
  }

  /**
   * Does something in a transaction, sends requests, and commits when each of them waits for its
   * locks.
   */
  @SafeVarargs
  private static List<Integer> whileHolding(
      String statement, Supplier<Future<HttpResponse<String>>>... requests) throws Exception {
    List<Future<HttpResponse<String>>> sent = new ArrayList<>();
    house
        .ledger()
        .inTransaction(
            connection -> {
              try (Statement work = connection.createStatement()) {
                work.execute(statement);
              }
              for (Supplier<Future<HttpResponse<String>>> request : requests) {
                sent.add(request.get());
              }
              long end = System.nanoTime() + PATIENCE.toNanos();
              while (waiting(connection) < requests.length) {
                assertThat(System.nanoTime()).as("nobody waits for the lock").isLessThan(end);
              }
              return true;
            });
    List<Integer> statuses = new ArrayList<>();
    for (Future<HttpResponse<String>> answer : sent) {
      statuses.add(answer.get().statusCode());
    }
    return statuses;
  }

  private static long waiting(Connection connection) throws SQLException {
    String query = "select count(distinct pid) from pg_locks where not granted";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void twoWhoApproveAtOnceDoItOnce() throws Exception {
    String path = house.askFor(ada, "approver", "dan");
    house.pass(Duration.ofSeconds(60));
    Map<String, String> ofBob = filledIn(bob, path);
    Map<String, String> ofCyd = filledIn(cyd, path);
    assertThat(
            whileHolding(
                "select id from approval for update",
                () -> send(bob, path + "/approve", ofBob),
                () -> send(cyd, path + "/approve", ofCyd)))
        .containsExactlyInAnyOrder(303, 409);
    assertThat(house.acts("account.invitation-approved")).isEqualTo(2); // cyd's own and this
    assertThat(house.count("select count(*) from passing.link_due")).isEqualTo(1);
  }

  @Test
  void approvingAndTakingBackAtOnceIsOneOfThem() throws Exception {
    for (int round = 0; round < 8; round++) {
      String path = house.askFor(ada, "approver", "round " + round);
      house.pass(Duration.ofSeconds(60));
      Map<String, String> approve = filledIn(bob, path);
      String token = Browser.token(ada.browser().get(path).body());
      CyclicBarrier together = new CyclicBarrier(2);
      Future<Integer> one =
          threads.submit(
              () -> {
                together.await();
                return bob.browser().postPlain(path + "/approve", approve).statusCode();
              });
      Future<Integer> two =
          threads.submit(
              () -> {
                together.await();
                return ada.browser()
                    .postPlain(path + "/withdraw", Map.of("reason", "x", "form-token", token))
                    .statusCode();
              });
      assertThat(List.of(one.get(), two.get())).containsExactlyInAnyOrder(303, 409);
    }
    assertThat(
            house.count(
                """
                select count(*) from approval p
                where (p.state = 'executed') <> exists (
                  select 1 from audit_entry e
                  where e.act = 'account.invitation-approved'
                    and e.detail like '%' || p.id || '%')
                """))
        .isZero();
  }

  @Test
  void anApproverWhoIsShutOutWhileApprovingDoesNotApprove() throws Exception {
    String path = house.askFor(ada, "approver", "dan");
    house.pass(Duration.ofSeconds(60));
    Map<String, String> fields = filledIn(cyd, path);
    // The session is looked at before the change is committed, and is good.
    assertThat(
            whileHolding(
                "update account set disabled_at = now() where name = 'cyd'",
                () -> send(cyd, path + "/approve", fields)))
        .containsExactly(403);
    assertThat(house.count("select count(*) from approval where state = 'open'")).isEqualTo(1);
  }

  @Test
  void anAccountThatIsOpenedAgainWhileApprovingDoesNotApprove() throws Exception {
    String path = house.askFor(ada, "approver", "dan");
    house.pass(Duration.ofSeconds(60));
    Map<String, String> fields = filledIn(cyd, path);
    assertThat(
            whileHolding(
                "update account set password = password || 'x' where name = 'cyd'",
                () -> send(cyd, path + "/approve", fields)))
        .containsExactly(403);
    assertThat(house.count("select count(*) from approval where state = 'open'")).isEqualTo(1);
  }

  @Test
  void aChangeThatIsUnderWayWhileApprovingVoidsIt() throws Exception {
    HttpResponse<String> asked =
        ada.browser().post("/accounts", "/accounts/" + house.id("cyd") + "/open-again", Map.of());
    String path =
        House.find(asked.headers().firstValue("Location").orElseThrow(), "(/approvals/.+)");
    house.pass(Duration.ofSeconds(60));
    Map<String, String> fields = filledIn(bob, path);
    assertThat(
            whileHolding(
                "update account set password = password || 'x' where name = 'cyd'",
                () -> send(bob, path + "/approve", fields)))
        .containsExactly(409);
    assertThat(house.acts("approval.voided")).isEqualTo(1);
    assertThat(house.count("select count(*) from passing.link_due")).isZero();
  }

  @Test
  void disablingAndApprovingAtOnceNeverWaitInACircle() throws Exception {
    String path = house.askFor(ada, "approver", "dan");
    house.pass(Duration.ofSeconds(60));
    Map<String, String> approve = filledIn(cyd, path);
    String disable = "/accounts/" + house.id("cyd") + "/disable";
    String token = Browser.token(bob.browser().get(disable).body());
    CyclicBarrier together = new CyclicBarrier(2);
    Future<Integer> one =
        threads.submit(
            () -> {
              together.await();
              return cyd.browser().postPlain(path + "/approve", approve).statusCode();
            });
    Future<Integer> two =
        threads.submit(
            () -> {
              together.await();
              return bob.browser().postPlain(disable, Map.of("form-token", token)).statusCode();
            });
    assertThat(two.get()).isEqualTo(303);
    boolean isApproved = one.get() == 303;
    long after =
        house.count(
            """
            select count(*) from audit_entry a join audit_entry d on d.act = 'account.disabled'
            where a.act = 'account.invitation-approved' and a.seq > d.seq
            """);
    assertThat(after).as("approved after being shut out").isZero();
    assertThat(house.count("select count(*) from approval where state = 'open'"))
        .isEqualTo(isApproved ? 0 : 1);
  }

  @Test
  void whatARestoredBackupBringsBackIsVoid() throws IOException {
    String open = house.askFor(ada, "approver", "dan");
    String approved = house.askFor(ada, "approver", "eve");
    house.approve(bob, approved);
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx--x--x"));
    Path archive = elsewhere.resolve("record.stoplog");
    var stores = house.ledger().stores();
    Backup.write(stores.folder(), stores.database(), archive, Progress.NONE);
    Path second = elsewhere.resolve("second");
    Files.createDirectories(second);
    copy(home.resolve("keys"), second.resolve("keys"));
    Backup.restore(archive, second.resolve("data"), stores.keys().databasePassword());
    try (House restored = new House(second)) {
      assertThat(restored.count("select count(*) from approval where state = 'void'")).isEqualTo(1);
      assertThat(restored.count("select count(*) from passing.link_due")).isZero();
      assertThat(restored.acts("approvals.voided")).isEqualTo(1);
      House.Person there =
          new House.Person("bob", restored.browser("bob"), bob.app(), bob.recoveryCodes());
      restored.pass(Duration.ofHours(1));
      assertThat(restored.signIn(there.browser(), there).statusCode()).isEqualTo(303);
      assertThat(there.browser().get(open).body()).contains("Void since", "restored from a backup");
      Map<String, String> fields =
          Map.of(
              "content",
              House.find(there.browser().get(open).body(), "<code class=\"wrap\">([0-9a-f]{64})<"),
              "password",
              House.PASSWORD,
              "code",
              "000000");
      assertThat(there.browser().post("/approvals/", open + "/approve", fields).statusCode())
          .isEqualTo(409);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
