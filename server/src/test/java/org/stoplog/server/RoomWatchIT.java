package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An open room learns of changes, whoever may not see it learns nothing, and nobody is kept. */
class RoomWatchIT {
  @TempDir Path home;

  private final ExecutorService tabs = Executors.newCachedThreadPool();

  /** A tab that listens for another version than the one that it shows. */
  private Future<HttpResponse<String>> listen(House.Person who, String room, long since) {
    return tabs.submit(
        () ->
            who.browser()
                .send(
                    who.browser()
                        .request(room + "/changes?since=" + since)
                        .setHeader("Accept", "text/event-stream")
                        .GET()));
  }

  private static long version(House.Person who, String room) {
    return Long.parseLong(House.find(who.browser().get(room).body(), "data-version=\"([0-9]+)\""));
  }

  private static String answer(Future<HttpResponse<String>> tab) throws Exception {
    HttpResponse<String> answer = tab.get(30, TimeUnit.SECONDS);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    return answer.body();
  }

  @Test
  void openRoomsAreToldOfChangesUntilTheirPeopleAreRemoved() throws Exception {
    try (House house = new House(home)) {
      SmallCompany.load(house.ledger(), home);
      House.Person ada = house.administrator();
      House.Person bob = house.invite(ada, "responder", "bob");
      String room = IncidentsIT.openIncident(ada, "A room");
      IncidentsIT.add(ada, room, bob, false);
      long now = version(bob, room);
      assertThat(answer(listen(bob, room, now - 1)))
          .isEqualTo("event: version\ndata: " + now + "\n\n");
      Future<HttpResponse<String>> tab = listen(bob, room, now);
      ada.browser().post(room, room + "/notes", Map.of("text", "something happened"));
      assertThat(answer(tab)).isEqualTo("event: version\ndata: " + (now + 1) + "\n\n");
      assertThat(bob.browser().get(room + "/news?since=" + now).body())
          .contains("One change since this page was made");

      now = version(bob, room);
      tab = listen(bob, room, now);
      IncidentsIT.remove(ada, room, bob);
      assertThat(answer(tab)).as("who is removed learns nothing more").isEmpty();
      assertThat(listen(bob, room, now).get().statusCode()).isEqualTo(404);
    } finally {
      tabs.shutdownNow();
    }
  }

  @Test
  void anOpenRoomKeepsNoSessionOpenAndNoServer() throws Exception {
    try (House house = new House(home)) {
      SmallCompany.load(house.ledger(), home);
      House.Person ada = house.administrator();
      String room = IncidentsIT.openIncident(ada, "A room");
      long now = version(ada, room);
      for (int i = 0; i < 3; i++) {
        house.pass(Duration.ofMinutes(11));
        HttpResponse<String> news = fetch(ada, room + "/news?since=" + now);
        assertThat(news.statusCode()).isEqualTo(i < 2 ? 200 : 401);
        assertThat(news.headers().allValues("Set-Cookie"))
            .as("no new secret")
            .noneMatch(line -> line.startsWith("stoplog=") && !line.contains("Max-Age=0"));
      }
      assertThat(ada.browser().get(room).statusCode()).as("the session is over").isEqualTo(302);
      assertThat(house.signIn(ada.browser(), ada).statusCode()).isEqualTo(303);
      List<Future<HttpResponse<String>>> many = new ArrayList<>();
      for (int i = 0; i < 13; i++) {
        many.add(listen(ada, room, now));
      }
      // One of them is one too many; the others wait until the server ends, which it does at once.
      assertThat(firstDone(many).statusCode()).isEqualTo(503);
      house.stop();
      for (Future<HttpResponse<String>> one : many) {
        assertThat(one.get(20, TimeUnit.SECONDS).statusCode()).isIn(200, 503);
      }
      house.start();
    } finally {
      tabs.shutdownNow();
    }
  }

  /** As htmx does for an open page. */
  private static HttpResponse<String> fetch(House.Person who, String path) {
    return who.browser()
        .send(
            who.browser()
                .request(path)
                .setHeader("Accept", "*/*")
                .header("HX-Request", "true")
                .GET());
  }

  private static HttpResponse<String> firstDone(List<Future<HttpResponse<String>>> all)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      for (Future<HttpResponse<String>> one : all) {
        if (one.isDone()) {
          return one.get();
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("none ended");
  }
}
