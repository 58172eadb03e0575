package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.cli.demo.DemoHouse;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.sample.Story;

/**
 * The demo backs itself up while its first mailing goes out. Brought back elsewhere with the keys,
 * that mailing stands still, and everything verifies.
 */
class DemoBackupIT {
  @TempDir Path home;

  /** One wave, as the rows tell it. */
  private record Wave(String state, String paused, long told, long untold) {}

  @Test
  @Tag("long")
  void aBackupTakenWhileMailGoesOutSendsNothingElsewhere() throws Exception {
    Desk desk = new Desk(home);
    int port = FreePorts.inARow(FreePorts.OF_THE_DEMO);
    List<String> demo =
        List.of("demo", "--then-end", "--keep", home.toString(), "--port", String.valueOf(port));
    try (Running running = new Running(demo)) {
      assertThat(running.exitCode()).as(() -> running.rest() + running.errors()).isZero();
    }
    Path backup = only(home.resolve("backups"));
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, Files.getPosixFilePermissions(home));
    copyKeys(home.resolve("keys"), elsewhere.resolve("keys"));
    assertThat(desk.runOn("elsewhere/data", "elsewhere/keys", "restore", backup.toString()))
        .isZero();
    assertThat(desk.runOn("elsewhere/data", "elsewhere/keys", "audit", "verify")).isZero();
    assertThat(desk.run("audit", "verify")).isZero();
    List<String> then;
    List<String> now;
    List<Wave> before;
    try (Ledger ledger = open(elsewhere)) {
      before = waves(ledger);
      then = log(ledger);
      verifyExposures(ledger);
    }
    try (Ledger ledger = open(home)) {
      now = log(ledger);
    }
    assertThat(then).isNotEmpty();
    assertThat(now)
        .as("the log went on from what was backed up")
        .startsWith(then.toArray(String[]::new));
    assertThat(now).hasSizeGreaterThan(then.size());
    assertThat(before).hasSize(1);
    assertThat(before.getFirst().state()).isEqualTo("sending");
    assertThat(before.getFirst().told()).as("%s", before).isPositive();
    assertThat(before.getFirst().untold()).as("%s", before).isPositive();
    System.out.println("taken while mail went out: " + before.getFirst());
    // The route of the copy leads to the catcher that starts with it.
    try (DemoHouse house =
        DemoHouse.open(new DemoHouse.Options(elsewhere, port, 256, Story.NORTHGATE, line -> {}))) {
      Wave still = waves(house.ledger()).getFirst();
      assertThat(still)
          .isEqualTo(
              new Wave("paused", "restored", before.getFirst().told(), before.getFirst().untold()));
    }
    try (Ledger ledger = open(elsewhere)) {
      assertThat(waves(ledger).getFirst().told()).isEqualTo(before.getFirst().told());
    }
    try (Stream<Path> mail = Files.list(elsewhere.resolve("mail"))) {
      assertThat(mail).isEmpty();
    }
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  private static Ledger open(Path root) {
    return Ledger.open(
        new Ledger.Options(
            root.resolve("data"), root.resolve("keys"), null, 256, InstantSource.system()));
  }

  private static List<Wave> waves(Ledger ledger) {
    return ledger.inTransaction(
        db -> {
          List<Wave> found = new ArrayList<>();
          try (Statement statement = db.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      """
                      select w.state, w.paused,
                        count(*) filter (where r.state = 'accepted'),
                        count(*) filter (where r.state in ('planned', 'claimed', 'handed-over'))
                      from notice_wave w join notice_recipient r on r.wave = w.id
                      group by w.id order by w.number
                      """)) {
            while (row.next()) {
              found.add(
                  new Wave(
                      row.getString(1),
                      String.valueOf(row.getString(2)),
                      row.getLong(3),
                      row.getLong(4)));
            }
          }
          return found;
        });
  }

  /** The hashes of all entries. */
  private static List<String> log(Ledger ledger) {
    return texts(ledger, "select encode(hash, 'hex') from audit_entry order by seq");
  }

  private static List<String> texts(Ledger ledger, String sql) {
    return ledger.inTransaction(
        db -> {
          List<String> found = new ArrayList<>();
          try (Statement statement = db.createStatement();
              ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
              found.add(row.getString(1));
            }
          }
          return found;
        });
  }

  /** Every frozen file is there, and is what its row says. */
  private static void verifyExposures(Ledger ledger) {
    List<String> frozen = texts(ledger, "select file_sha256 from exposure");
    assertThat(frozen).isNotEmpty();
    for (String hash : frozen) {
      assertThat(hashOf(ExposureRun.fileOf(ledger.stores().folder(), hash))).isEqualTo(hash);
    }
  }

  private static String hashOf(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copyKeys(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(from.relativize(one)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
