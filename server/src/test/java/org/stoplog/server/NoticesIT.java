package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.notices.Broken;

/** Notices from the text to the last answer, to a mail server on a real socket. */
class NoticesIT {
  private static final int PEOPLE = 30;

  @TempDir Path home;
  @TempDir Path files;

  /** p20 and p21 share a mailbox, p22 has no address, p1 and p2 have hostile names. */
  private static Map<Integer, String> others() {
    Map<Integer, String> others = new HashMap<>();
    others.put(1, "p1,person1@example.com,DE,http://evil.example/now,en");
    others.put(2, "p2,person2@example.com,DE,Ann \u202eLee {{contact}},en");
    others.put(20, "p20,shared@example.com,FR,Person 20,en");
    others.put(21, "p21,shared@example.com,FR,Person 21,en");
    others.put(22, "p22,,FR,Person 22,en");
    return others;
  }

  @Test
  void everybodyIsToldOnceInWordsThatAnotherPersonApproved() throws IOException {
    try (House house = new House(home);
        FakeMailServer server = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, others(), PEOPLE);
      String route = at.route(server, "sends");
      String notice = at.write("First words");
      String wave = at.prepare(notice, route, false);
      assertThat(server.connections()).as("nothing goes out before").isZero();
      String page = at.ada.browser().get(wave).body();
      assertThat(page)
          .contains("Ask to send to 29 people", "Hello Alex Sample", "no address is known");

      // As one person would get it: looked up with a reason, and not named.
      String found =
          at.post(
              "/people",
              "/people/look-up",
              Map.of(
                  "scheme", "email",
                  "value", "person0@example.com",
                  "supplier", "",
                  "reason", "incident",
                  "words", "To read the letter of somebody affected"));
      String lookUp = found.substring(found.lastIndexOf('/') + 1);
      assertThat(at.ada.browser().post(wave, wave + "/preview", Map.of("look-up", lookUp)).body())
          .contains("Hello P•••", "Their copy: wait for their turn")
          .doesNotContain("Person 0", "person0@");

      // Whoever wrote it does not approve it, and an edit voids what was asked.
      String first = at.ask(wave);
      assertThat(house.approve(at.ada, first).statusCode()).isNotEqualTo(303);
      String form = at.ada.browser().get(notice + "/edit").body();
      Map<String, String> changed = NoticeHouse.text("First words", "Dear {{name}}: {{elements}}");
      changed.put("revision", House.find(form, "name=\"revision\" value=\"([0-9]+)\""));
      at.post(notice + "/edit", notice, changed);
      assertThat(at.ada.browser().get(first).body()).contains("The content was changed");
      assertThat(house.approve(at.cay, first).statusCode()).isNotEqualTo(303);
      assertThat(server.connections()).isZero();

      at.approve(wave);
      page = at.until(wave, "Ended.");
      Map<String, Integer> told = NoticeHouse.told(server);
      assertThat(told).hasSize(28).containsKey("shared@example.com");
      assertThat(told.values()).allMatch(times -> times == 1);
      assertThat(new HashSet<>(NoticeHouse.ids(server))).hasSize(28);
      assertThat(at.states(wave)).isEqualTo(Map.of("accepted", 29L, "no-address", 1L));
      String all = String.join("\n", server.messages());
      assertThat(all)
          .contains("Dear Person 0", "Dear there")
          .doesNotContain("Hello", "evil.example", "Person 20", "\u202e", "{{");
      assertThat(server.messages()).allMatch(message -> !message.contains("\nBcc"));

      // Proof, and one entry at each end.
      assertThat(
              house.count(
                  "select count(*) from notice_recipient where state = 'accepted' and code = 250"
                      + " and reply like 'queued as%' and answered_at is not null"
                      + " and octet_length(message) = 32"))
          .isEqualTo(29);
      assertThat(house.acts("notice.wave-started")).isOne();
      assertThat(house.acts("notice.wave-ended")).isOne();
      assertThat(house.count("select count(*) from audit_entry where detail like '%@example%'"))
          .isZero();
      HttpResponse<String> residual = at.ada.browser().get(wave + "/residual.csv");
      assertThat(residual.body().lines()).hasSize(2);
      assertThat(residual.body()).contains("no address is known");
      assertThat(house.acts("notice.residual-exported")).isOne();
      assertThat(at.ada.browser().get(at.room + "/notices/panel").body())
          .contains("29 told of 30, 1 not reached");

      // The same notice has nobody left to tell.
      String again = at.prepare(notice, route, false);
      assertThat(at.states(again)).isEqualTo(Map.of("no-address", 1L));
      assertThat(at.ada.browser().get(again).body()).contains("told already");

      // Who may see no small counts sees none.
      House.Person eve = house.invite(at.ada, "viewer", "eve");
      at.addMember("eve");
      assertThat(eve.browser().get(wave).body())
          .contains("under 10")
          .doesNotContain("Ask to send", ">4<");
      assertThat(eve.browser().get(wave).body())
          .as("30 people, 29 of them told: none is found by subtracting")
          .contains("20 or more")
          .doesNotContain(">29<", ">30<", ">26<");
      assertThat(eve.browser().get(at.room + "/notices/panel").body())
          .contains("20 or more told of 30 or more, under 10 not reached");
      assertThat(eve.browser().get(wave + "/residual.csv").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aDeltaAfterAWaveTellsTheNewOnesAlone() throws IOException {
    try (House house = new House(home);
        FakeMailServer server = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, Map.of(), PEOPLE);
      String route = at.route(server, "sends");
      at.send(at.write("First"), route, false);
      assertThat(server.messages()).hasSize(PEOPLE);

      // Six more; p30 turns out to be p0, p31 is p32's other account, p33 is erased.
      StringBuilder people = new StringBuilder();
      IntStream.range(0, PEOPLE + 6).forEach(i -> people.append(NoticeHouse.line(i)).append('\n'));
      at.importPeople(people.toString());
      StringBuilder events = new StringBuilder();
      IntStream.range(PEOPLE, PEOPLE + 6).forEach(i -> events.append(NoticeHouse.event(i)));
      at.importEvents(events.toString());
      at.compute();
      String delta = at.prepare(at.write("Second"), route, true);
      assertThat(at.states(delta)).isEqualTo(Map.of("planned", 6L));
      long[] ids =
          IntStream.range(0, PEOPLE + 6).mapToLong(i -> person(house, "person" + i)).toArray();
      merge(at, ids[30], ids[0]);
      merge(at, ids[31], ids[32]);
      house.ledger().forget(Scheme.EMAIL, "person33@example.com", Progress.NONE);
      at.approve(delta);
      at.until(delta, "Ended.");
      Map<String, Integer> told = NoticeHouse.told(server);
      assertThat(told.values()).allMatch(times -> times == 1);
      // p30 is p0 now, whom another notice has told.
      assertThat(at.states(delta)).isEqualTo(Map.of("accepted", 3L, "erased", 1L, "merged", 2L));
      assertThat(told)
          .containsKeys("person32@example.com", "person34@example.com", "person35@example.com")
          .doesNotContainKeys("person31@example.com", "person33@example.com");

      String third = at.prepare(at.write("Third"), route, true);
      assertThat(at.states(third)).isEmpty();
    }
  }

  @Test
  void whoHasMoreThanTheyWereToldIsToldAgainAndNobodyElse() throws IOException {
    try (House house = new House(home);
        FakeMailServer server = new FakeMailServer();
        FakeMailServer catcher = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, Map.of(), PEOPLE);
      String route = at.route(server, "sends");
      String first = at.write("First");
      at.send(first, route, false);
      assertThat(server.messages()).hasSize(PEOPLE);

      // A phone number of p0 to p3 went too, one of a new person, and p1 turns out to be p0.
      at.importPeople(
          IntStream.rangeClosed(0, PEOPLE)
              .mapToObj(NoticeHouse::line)
              .collect(java.util.stream.Collectors.joining("\n", "", "\n")));
      StringBuilder events = new StringBuilder(NoticeHouse.event(PEOPLE));
      IntStream.range(0, 4)
          .forEach(
              i ->
                  events.append(
                      NoticeHouse.event(i)
                          .replace(
                              "\"$email\"", "\"$phone\":\"+4930123456" + i + "\",\"$email\"")));
      at.importEvents(events.toString());
      merge(at, person(house, "person1"), person(house, "person0"));
      at.compute();

      String second = at.write("Second");
      String drill = at.prepare(second, at.route(catcher, "catcher"), "more");
      assertThat(at.states(drill)).as("a drill has told nobody before").isEmpty();
      String more = at.prepare(second, route, "more");
      assertThat(at.states(more)).isEqualTo(Map.of("planned", 3L));
      assertThat(at.until(more, "Ready"))
          .contains("told by no notice before", "told already all that is");
      at.approve(more);
      at.until(more, "Ended.");
      Map<String, Integer> told = NoticeHouse.told(server);
      assertThat(told.keySet().stream().filter(to -> told.get(to) == 2))
          .containsExactlyInAnyOrder(
              "person0@example.com", "person2@example.com", "person3@example.com");
      assertThat(told.keySet()).doesNotContain("person" + PEOPLE + "@example.com");
      assertThat(String.valueOf(server.messages().getLast())).contains("phone");

      // Now all of them were told all; by the first notice nobody is told again.
      assertThat(at.states(at.prepare(at.write("Third"), route, "more"))).isEmpty();
      assertThat(at.states(at.prepare(first, route, "more"))).isEmpty();
    }
  }

  private static long person(House house, String name) {
    var subject =
        org.stoplog.ledger.directory.LookUp.subject(
            house.ledger().stores(), Scheme.EMAIL, name + "@example.com", 0);
    return house
        .ledger()
        .inTransaction(db -> org.stoplog.ledger.directory.LookUp.of(db, subject))
        .people()
        .getFirst();
  }

  private static void merge(NoticeHouse at, long person, long into) {
    at.sql(
        "insert into person_merge select "
            + person
            + ", "
            + into
            + ", max(id) from batch where kind = 'people' and status = 'live'");
  }

  @Test
  void whatTheServerSaysDecides() throws IOException {
    try (House house = new House(home);
        FakeMailServer server = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, Map.of(), PEOPLE);
      String route = at.route(server, "sends");
      server
          .answer("RCPT", "450 4.2.0 later", "550 5.1.1 <person1@example.com> unknown")
          .answer(".", FakeMailServer.DROP, "451 4.3.0 no", "421 4.3.2 leaving", "250 2.0.0 ok");
      String wave = at.prepare(at.write("First"), route, false);
      at.approve(wave);
      at.until(wave, "tried again later");
      for (int i = 0; i < 3_000 && at.states(wave).getOrDefault("accepted", 0L) < 25; i++) {
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      }
      // Put off: one at RCPT, one after DATA without an answer, one 451, one 421.
      assertThat(at.states(wave)).isEqualTo(Map.of("accepted", 25L, "deferred", 4L, "refused", 1L));
      assertThat(house.count("select count(*) from notice_recipient where in_doubt")).isOne();
      assertThat(
              house.count(
                  "select count(*) from notice_recipient where code = 550 and reply like '%•••%'"))
          .isOne();
      assertThat(house.count("select count(*) from notice_recipient where reply like '%person1@%'"))
          .isZero();
      house.pass(Duration.ofMinutes(6));
      house.server().part(org.stoplog.server.notices.WaveLook.class).look();
      at.until(wave, "Ended.");
      assertThat(at.states(wave)).isEqualTo(Map.of("accepted", 29L, "refused", 1L));
      // The fake server counts what it took before it said so: the lost, the 451 and the 421 twice.
      assertThat(NoticeHouse.told(server)).hasSize(29);
      assertThat(new HashSet<>(NoticeHouse.ids(server))).hasSize(29);
    }
  }

  @Test
  void manyRefusalsMakeItStandStill() throws IOException {
    try (House house = new House(home);
        FakeMailServer server = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, Map.of(), PEOPLE);
      String route = at.route(server, "sends");
      String[] refusals = new String[15];
      java.util.Arrays.fill(refusals, "550 5.1.1 unknown");
      server.answer("RCPT", refusals);
      String wave = at.prepare(at.write("First"), route, false);
      at.approve(wave);
      at.until(wave, "too many copies were refused");
      Map<String, Long> states = at.states(wave);
      assertThat(states).containsEntry("refused", 15L).containsEntry("accepted", 5L);
      assertThat(states).containsEntry("planned", 10L);
      at.post(wave, wave + "/resume", Map.of());
      at.until(wave, "Ended.");
      assertThat(at.states(wave)).isEqualTo(Map.of("accepted", 15L, "refused", 15L));
      assertThat(house.acts("notice.wave-resumed")).isOne();
    }
  }

  @Test
  void aDrillGoesToACatcherAloneAndTellsNobody() throws IOException {
    try (House house = new House(home);
        FakeMailServer catcher = new FakeMailServer();
        FakeMailServer server = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, Map.of(), PEOPLE);
      String drill = at.route(catcher, "catcher");
      String real = at.route(server, "sends");
      String notice = at.write("First");
      at.send(notice, drill, false);
      assertThat(catcher.messages()).hasSize(PEOPLE);
      assertThat(server.connections()).isZero();
      String wave = at.send(notice, real, true);
      assertThat(at.states(wave)).isEqualTo(Map.of("accepted", (long) PEOPLE));
      for (String set : new String[] {"drill = true", "catcher = true", "route = " + drill}) {
        assertThatThrownBy(() -> at.sql("update notice_wave set " + set + " where not drill"))
            .as(set)
            .hasMessageContaining("constraint");
      }
    }
  }

  @Test
  void aRestoredWaveStandsStill() throws IOException {
    try (House house = new House(home);
        FakeMailServer server = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, Map.of(), PEOPLE);
      server.answer("connect", "554 not now");
      String route = at.route(server, "sends");
      String wave = at.prepare(at.write("First"), route, false);
      at.approve(wave);
      at.until(wave, "the mail server cannot be used");
      // As a restore leaves it: the tables are back, what is passing is not.
      at.sql("update notice_wave set state = 'sending', paused = null");
      at.sql("truncate passing.live_wave, passing.work cascade");
      house.stop();
      house.start();
      String page = at.ada.browser().get(wave).body();
      assertThat(page).contains("restored from a backup").doesNotContain("Go on sending");
      assertThat(house.acts("notice.waves-stand-still")).isOne();
      assertThat(at.ada.browser().post(wave, wave + "/resume", Map.of()).statusCode())
          .isEqualTo(400);
      assertThat(server.messages()).isEmpty();
      at.post(wave, wave + "/end", Map.of());
      assertThat(at.states(wave)).isEqualTo(Map.of("dropped", (long) PEOPLE));
    }
  }

  /** Ends the sender at each of its steps, again and again, and compares with what was taken. */
  @Test
  void whereverItEndsNobodyIsToldTwiceButThoseNamedInDoubt() throws IOException {
    try (House house = new House(home);
        FakeMailServer server = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, others(), 2 * PEOPLE);
      server.answer("connect", "554 not now");
      String route = at.route(server, "sends");
      String wave = at.prepare(at.write("First"), route, false);
      at.approve(wave);
      at.until(wave, "the mail server cannot be used");
      at.sql("update notice_wave set state = 'sending', paused = null");
      int kills = 0;
      for (int step = 1; step < 60; step += 2) {
        kills += Broken.send(at.parts(), NoticeHouse.id(wave), step) ? 1 : 0;
      }
      assertThat(kills).isGreaterThan(8);
      at.until(wave, "Ended.");
      assertThat(at.states(wave)).isEqualTo(Map.of("accepted", 59L, "no-address", 1L));
      Map<String, Integer> told = NoticeHouse.told(server);
      assertThat(told).hasSize(58);
      assertThat(new HashSet<>(NoticeHouse.ids(server)))
          .as("copies of one person bear one id")
          .hasSize(58);
      long twice = told.values().stream().filter(times -> times > 1).count();
      long doubtful =
          house.count("select count(*) from notice_recipient where in_doubt and lead is null");
      assertThat(twice).isPositive().isLessThanOrEqualTo(doubtful);
      assertThat(doubtful).isLessThanOrEqualTo((long) kills * Broken.group());
      told.forEach(
          (address, times) -> {
            if (times > 1) {
              long person = person(house, address.replace("@example.com", ""));
              assertThat(
                      house.count(
                          "select count(*) from notice_recipient where in_doubt and person = "
                              + person))
                  .as("named in doubt")
                  .isOne();
            }
          });
    }
  }
}
