package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.directory.LookUp;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.server.notices.StormMailServer;
import org.stoplog.server.notices.StormMailServer.Fate;
import org.stoplog.testing.FreePorts;

/**
 * A wave is sent to a mail server that refuses, puts off and drops, while the server that sends it,
 * and sometimes its database, is killed again and again. In the end what the mail server took and
 * what the rows say are held against each other. {@code -Dstoplog.seed=N} draws the same moments
 * again, {@code -Dstoplog.runs=N} is the number of kills, {@code -Dstoplog.people=N} of people.
 */
class WaveStormIT {
  private static final int KILLS = 50;
  private static final int PEOPLE = 100_000;

  /** From when copies go out; so fast that the kills are over before the wave is. */
  private static final int MOST_MILLIS = 1_800;

  private static final int CONNECTIONS = 8;

  @TempDir Path home;
  @TempDir Path files;

  /** A row as it was left. */
  private record Row(String state, boolean isInDoubt, String message) {}

  @Test
  @Tag("long")
  void afterFiftyKillsEverybodyIsInOneFinalStateAndNobodyHasTwoCopiesButThoseInDoubt()
      throws Exception {
    int kills = Integer.getInteger("stoplog.runs", KILLS);
    int people = Integer.getInteger("stoplog.people", PEOPLE);
    long seed = Long.getLong("stoplog.seed", new Random().nextLong() >>> 1);
    System.out.println("wave storm: -Dstoplog.seed=" + seed);
    Random random = new Random(seed);
    try (StormMailServer mail = new StormMailServer()) {
      prepare(mail, people);
      mail.open();
      int midway = 0;
      for (int i = 0; i < kills; i++) {
        midway += life(random) ? 1 : 0;
        if ((i + 1) % 10 == 0) {
          System.out.printf(
              "%d kills, %d while it was sent, %d taken%n", i + 1, midway, mail.taken().size());
        }
      }
      assertThat(midway).as("kills while it was sent").isGreaterThan(kills / 2);
      // Lives in which nothing goes out would prove nothing.
      assertThat(mail.taken().size()).as("taken between kills").isGreaterThan(people / 20);
      finish();
      assertThat(mail.faults()).isEmpty();
      try (House house = new House(home)) {
        compare(house, mail, people, kills);
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("fails with -Dstoplog.seed=" + seed, e);
    }
  }

  /** All but the sending, with a mail server that turns everybody away. */
  private void prepare(StormMailServer mail, int people) throws IOException {
    try (House house = new House(home)) {
      NoticeHouse at = new NoticeHouse(house, files, Map.of(), people);
      String route = at.route(mail.port(), "sends");
      String wave =
          at.prepare(
              at.write("Storm"),
              route,
              "all",
              "per-minute=90000&connections=" + CONNECTIONS + "&error-limit=20");
      at.approve(wave);
      at.until(wave, "the mail server cannot be used");
      at.sql("update notice_wave set state = 'sending', paused = null");
    }
  }

  private Process start(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StormServer.class.getName());
    command.addAll(List.of(home.toString(), String.valueOf(FreePorts.next())));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(files.resolve("server.err").toFile()).start();
  }

  private String line(BufferedReader out) throws IOException {
    String line = out.readLine();
    assertThat(line).as(() -> errors()).isNotNull();
    return line;
  }

  private String errors() {
    try {
      return Files.readString(files.resolve("server.err"));
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  /**
   * @return whether it was killed while the wave was sent
   */
  private boolean life(Random random) throws IOException {
    Process server = start();
    try (BufferedReader out = server.inputReader()) {
      while (!line(out).equals("started")) {
        continue;
      }
      String last = line(out);
      if (random.nextInt(4) > 0) {
        last = goingOn(out, last);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS)));
      while (out.ready()) {
        last = line(out);
      }
      boolean withDatabase = random.nextInt(3) == 0;
      if (withDatabase) {
        killPostgres();
      }
      server.destroyForcibly().onExit().join();
      String[] said = last.split(" ");
      return said.length == 4 && said[0].equals("sending") && !said[1].equals("0");
    }
  }

  /** Until copies go out: a life that ends before is one of few. */
  private String goingOn(BufferedReader out, String first) throws IOException {
    String waiting = first.split(" ")[1];
    String last = first;
    while (last.startsWith("sending ") && last.split(" ")[1].equals(waiting)) {
      last = line(out);
    }
    return last;
  }

  private void killPostgres() throws IOException {
    Path cluster = home.resolve("data/postgres/cluster").toRealPath();
    Path file = cluster.resolve("postmaster.pid");
    if (Files.exists(file)) {
      String pid = Files.readAllLines(file).getFirst().strip();
      Optional<ProcessHandle> found = ProcessHandle.of(Long.parseLong(pid));
      if (found.isPresent()
          && Files.readSymbolicLink(Path.of("/proc", pid, "cwd")).equals(cluster)) {
        found.get().destroyForcibly();
        found.get().onExit().join();
      }
    }
  }

  /** Lets it come to its end; what was put off is due at each start. */
  private void finish() throws IOException {
    for (int i = 0; i < 12; i++) {
      Process server = start("due");
      try (BufferedReader out = server.inputReader()) {
        String[] said = line(out).split(" ");
        while (said.length < 4 || (said[0].equals("sending") && !isWaitingAlone(said))) {
          said = line(out).split(" ");
        }
        if (!said[0].equals("sending")) {
          assertThat(said[0]).as(() -> errors()).isEqualTo("done");
          return;
        }
      } finally {
        server.destroyForcibly().onExit().join();
      }
    }
    throw new AssertionError("it does not come to an end");
  }

  /** Only what was put off is left: it would go out in minutes, and does at the next start. */
  private static boolean isWaitingAlone(String[] said) {
    return said[1].equals("0") && said[2].equals("0") && !said[3].equals("0");
  }

  private static void compare(House house, StormMailServer mail, int people, int kills) {
    Map<UUID, Row> rows = rows(house);
    assertThat(rows).hasSize(people);
    Map<String, Integer> states = new TreeMap<>();
    Map<String, Integer> copies = new TreeMap<>();
    int inDoubt = 0;
    int twice = 0;
    int dropped = 0;
    for (int i = 0; i < people; i++) {
      String address = "person" + i + "@example.com";
      Row row = rows.get(LookUp.subject(house.ledger().stores(), Scheme.EMAIL, address, 0));
      dropped += Fate.of(address) == Fate.DROPPED_AFTER ? 1 : 0;
      List<String> taken = mail.taken().getOrDefault(address, List.of());
      states.merge(row.state(), 1, Integer::sum);
      copies.merge(taken.size() + " copies", 1, Integer::sum);
      inDoubt += row.isInDoubt() ? 1 : 0;
      twice += taken.size() > 1 ? 1 : 0;
      assertThat(row.state())
          .as(address)
          .isEqualTo(Fate.of(address) == Fate.REFUSED ? "refused" : "accepted");
      assertThat(taken.isEmpty()).as(address).isEqualTo(Fate.of(address) == Fate.REFUSED);
      if (taken.size() > 1) {
        assertThat(row.isInDoubt()).as(address + " has two copies and is named in doubt").isTrue();
      }
      assertThat(new HashSet<>(taken))
          .as(address + ": the same bytes, and those whose hash is kept")
          .isSubsetOf(row.message());
    }
    System.out.println(states + ", " + copies + ", in doubt " + inDoubt + ", twice " + twice);
    AudienceCountsIT.holdsForAll(house);
    assertThat(twice).isPositive();
    assertThat(inDoubt).isLessThanOrEqualTo(kills * CONNECTIONS * 10 + dropped);
  }

  /** By what is kept of the address. */
  private static Map<UUID, Row> rows(House house) {
    return house
        .ledger()
        .inTransaction(
            db -> {
              Map<UUID, Row> rows = new HashMap<>();
              try (var find =
                      db.prepareStatement(
                          """
                          select i.subject, r.state, r.in_doubt, r.message
                          from notice_recipient r
                          join person_identifier i on i.person = r.person and i.scheme = ?
                          """);
                  ResultSet row = executed(find)) {
                while (row.next()) {
                  byte[] message = row.getBytes(4);
                  Row before =
                      rows.put(
                          row.getObject(1, UUID.class),
                          new Row(
                              row.getString(2),
                              row.getBoolean(3),
                              message == null ? "" : HexFormat.of().formatHex(message)));
                  assertThat(before).as("one row a person").isNull();
                }
              }
              return rows;
            });
  }

  private static ResultSet executed(PreparedStatement find) throws SQLException {
    find.setInt(1, Scheme.EMAIL.code());
    return find.executeQuery();
  }
}
