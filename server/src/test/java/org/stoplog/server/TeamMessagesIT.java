package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.team.TeamMessages;
import org.stoplog.server.team.TeamWatch;

/** Messages to the team, by a server that drops, refuses and puts off. */
class TeamMessagesIT {
  private static final int LOOKS = 3_000;

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static UUID ada;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 3);
    ada = UUID.fromString(house.id("ada"));
    at.post("/account/mail", "/account/mail", Map.of("address", "ada@example.org"));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static TeamMessages.Note note(String topic, Integer breached) {
    return new TeamMessages.Note(
        topic,
        "test",
        "/incidents",
        "Look at it",
        "Something is due.",
        null,
        breached,
        house.now());
  }

  private static int plan(TeamMessages.Note note) {
    return house
        .server()
        .part(Transactions.class)
        .run(
            jdbc ->
                new TeamMessages(jdbc, house.ledger().stores().keys()).plan(note, List.of(ada)));
  }

  private static long of(String topic, String state) {
    return house.count(
        "select count(*) from team_message where topic = '" + topic + "' and " + state);
  }

  private static void until(BooleanSupplier done) {
    for (int i = 0; i < LOOKS && !done.getAsBoolean(); i++) {
      house.server().part(TeamWatch.class).wake();
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(done.getAsBoolean()).isTrue();
  }

  @Test
  void oneThatNobodyAnsweredGoesAgainWithTheSameIdAndNobodyIsToldTwice() throws IOException {
    assertThat(plan(note("before there is a way", null))).isOne();
    until(() -> of("before there is a way", "state = 'deferred'") == 1);
    try (FakeMailServer server = new FakeMailServer()) {
      String route = at.route(server, "sends");
      house.pass(Duration.ofMinutes(2));
      until(() -> of("before there is a way", "state = 'accepted'") == 1);
      server.answer(".", FakeMailServer.DROP);
      plan(note("one", null));
      assertThat(plan(note("one", null))).as("has an address").isOne();
      assertThat(of("one", "true")).as("planned once").isOne();
      until(() -> of("one", "state = 'deferred'") == 1);
      assertThat(of("one", "in_doubt")).isOne();
      house.pass(Duration.ofMinutes(2));
      until(() -> of("one", "state = 'accepted'") == 1);
      assertThat(server.messages()).hasSize(3);
      assertThat(House.find(server.messages().get(1), "Message-ID: (<[^>]+>)"))
          .isEqualTo(House.find(server.messages().get(2), "Message-ID: (<[^>]+>)"));

      server.answerTo("ada@example.org", "550 5.1.1 unknown");
      plan(note("two", null));
      until(() -> of("two", "state = 'refused' and code = 550") == 1);
      house.pass(Duration.ofHours(1));

      // A mail server of the breached supplier is no way.
      at.sql("update mail_route set supplier = (select min(id) from supplier) where id = " + route);
      plan(note("three", (int) house.count("select min(id) from supplier")));
      until(() -> of("three", "state = 'deferred'") == 1);
      assertThat(server.messages()).hasSize(3);
    }
  }
}
