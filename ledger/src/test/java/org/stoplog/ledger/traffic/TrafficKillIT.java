package org.stoplog.ledger.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.store.Verification;

/**
 * Segments are taken in and recorded by a program that ends without a word at any place, again and
 * again, or is killed by another: in the end each request is counted once. {@code -Dstoplog.seed=N}
 * runs one seed again, {@code -Dstoplog.runs=N} as many kills.
 */
class TrafficKillIT {
  private static final UUID GATEWAY = UUID.fromString("6d0f6f0e-2a61-4a7c-9d7a-0d3b1c4f5e63");
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final int KILLS = 100;
  private static final int KILLS_OF_A_FOLDER = 5;
  private static final int LIMIT_SECONDS = 120;

  @TempDir Path temp;

  private int connection;
  private int delivered;
  private int possible;
  private int refused;
  private int died;

  @BeforeEach
  void letTheDatabasePass() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void twoKillsLoseAndDoubleNothing() throws Exception {
    history(2);
  }

  @Test
  @Tag("long")
  void aHundredKillsLoseAndDoubleNothing() throws Exception {
    int kills = Integer.getInteger("stoplog.runs", KILLS);
    for (int done = 0; done < kills; done += KILLS_OF_A_FOLDER) {
      history(Math.min(KILLS_OF_A_FOLDER, kills - done));
      System.out.printf("%d kills, %d of them in the work%n", done + KILLS_OF_A_FOLDER, died);
    }
    assertThat(died).as("that ended in their work").isGreaterThan(kills / 2);
  }

  private void history(int kills) throws Exception {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong() >>> 1);
    System.out.println("traffic kills: -Dstoplog.seed=" + seed);
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory(temp, "run");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Path journal = folder.resolve("journal");
    try {
      write(folder, journal, random);
      for (int kill = 0; kill < kills; kill++) {
        boolean byOther = random.nextInt(5) == 0;
        run(folder, journal, byOther ? Long.MAX_VALUE : 1 + random.nextInt(60), random, byOther);
      }
      compare(folder, journal);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("fails with -Dstoplog.seed=" + seed, e);
    }
  }

  private static Ledger open(Path folder) {
    return Ledger.open(
        new Ledger.Options(folder.resolve("data"), folder.resolve("keys"), null, 256, () -> NOW));
  }

  private void write(Path folder, Path journal, Random random) {
    delivered = 0;
    possible = 0;
    refused = 0;
    byte[] key;
    try (Ledger ledger = open(folder)) {
      key = ledger.stores().keys().sealingPublicKey();
      connection =
          ledger.inTransaction(
              db -> {
                Register register = new Register(db);
                int supplier = register.getOrCreate("Statwell").id();
                return register.getOrCreateConnection(supplier, "one").id();
              });
    }
    for (int segment = 0; segment < 8; segment++) {
      try (Sending sending = new Sending(journal, GATEWAY, key, () -> NOW)) {
        for (int i = random.nextInt(20); i > 0; i--) {
          switch (random.nextInt(4)) {
            case 0 -> {
              sending.user(connection, "u" + random.nextInt(5), false, null);
              possible++;
            }
            case 1 -> {
              sending.user(connection, "u1", false, Result.REFUSED);
              refused++;
            }
            default -> {
              sending.user(connection, "u" + random.nextInt(5), false, Result.DELIVERED);
              delivered++;
            }
          }
        }
      }
    }
  }

  private void run(Path folder, Path journal, long steps, Random random, boolean byOther)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            TrafficWorker.class.getName(),
            folder.resolve("data").toString(),
            folder.resolve("keys").toString(),
            journal.toString(),
            GATEWAY.toString(),
            NOW.toString(),
            Long.toString(steps),
            Long.toString(random.nextLong())));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    boolean ended =
        process.waitFor(
            byOther ? 1000 + random.nextInt(1500) : LIMIT_SECONDS * 1000L, TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
      assertThat(byOther).as("it ends").isTrue();
    }
    assertThat(process.exitValue()).isIn(0, 137);
    died += process.exitValue() == 137 ? 1 : 0;
  }

  private void compare(Path folder, Path journal) throws IOException {
    try (Ledger ledger = open(folder)) {
      for (Path file : TrafficWorker.segments(journal)) {
        TrafficWorker.keep(ledger, GATEWAY, file);
      }
      TrafficWorker.recordAll(ledger, GATEWAY);
      String batches = "select coalesce(sum(rows), 0) from batch where status = 'live' and ";
      assertThat(sum(ledger, batches + "not possible")).isEqualTo(delivered);
      assertThat(sum(ledger, batches + "possible")).isEqualTo(possible);
      assertThat(sum(ledger, "select count(*) from batch where status <> 'live'")).isZero();
      assertThat(sum(ledger, "select coalesce(sum(delivered), 0) from traffic_day"))
          .isEqualTo(delivered);
      assertThat(sum(ledger, "select coalesce(sum(possible), 0) from traffic_day"))
          .isEqualTo(possible);
      assertThat(sum(ledger, "select coalesce(sum(refused), 0) from traffic_day"))
          .isEqualTo(refused);
      assertThat(ledger.traffic().segments().waiting(GATEWAY)).isEmpty();
      assertThat(new SegmentFiles(ledger.stores().folder()).all()).isEmpty();
      assertThat(ledger.stores().sweep()).as("orphans").isZero();
      assertThat(ledger.verifyAudit(List.of(), Progress.NONE))
          .isInstanceOf(Verification.Intact.class);
    }
  }

  private static long sum(Ledger ledger, String sql) {
    return ledger.inTransaction(
        db -> {
          try (Statement find = db.createStatement();
              ResultSet row = find.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
