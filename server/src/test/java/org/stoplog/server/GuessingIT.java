package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuessingIT {
  @TempDir static Path home;
  private static House house;
  private House.Person ada;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void signedIn() {
    house.empty();
    ada = house.administrator();
  }

  private static int guess(Browser stranger, String token, String name) {
    return stranger
        .postPlain(
            "/sign-in",
            Map.of("name", name, "password", "a wrong guess", "code", "", "form-token", token))
        .statusCode();
  }

  private static int guess(Browser stranger, String name) {
    return guess(stranger, Browser.token(stranger.get("/sign-in").body()), name);
  }

  @Test
  void theSixthGuessIsNotLookedAtAndTheLockSurvivesARestart() {
    Browser stranger = house.browser("stranger");
    for (int i = 0; i < 5; i++) {
      assertThat(guess(stranger, "ada")).isEqualTo(401);
    }
    assertThat(guess(stranger, "ada")).isEqualTo(429);
    house.stop();
    house.start();
    assertThat(guess(stranger, "ada")).isEqualTo(429);
    assertThat(house.acts("sign-in.locked")).isEqualTo(1);
    HttpResponse<String> right = house.signIn(stranger, ada);
    assertThat(right.statusCode()).as("a minute later").isEqualTo(303);
  }

  @Test
  void theRightPasswordDoesNotOpenALockedDoor() {
    Browser stranger = house.browser("stranger");
    for (int i = 0; i < 6; i++) {
      guess(stranger, "ada");
    }
    house.pass(Duration.ofSeconds(40));
    HttpResponse<String> right =
        house.signIn(stranger, "ada", House.PASSWORD, ada.app().code(house.now()));
    assertThat(right.statusCode()).isEqualTo(429);
    assertThat(right.body()).contains("Try again after");
  }

  @Test
  void aClockSetBackDoesNotOpenALockedDoor() {
    Browser stranger = house.browser("stranger");
    for (int i = 0; i < 6; i++) {
      guess(stranger, "ada");
    }
    house.pass(Duration.ofHours(-3));
    assertThat(guess(stranger, "ada")).isEqualTo(429);
  }

  @Test
  void aStrangerDoesNotLockOutABrowserThatIsKnown() {
    house.signIn(ada.browser(), ada); // known from now on
    Browser stranger = house.browser("stranger");
    for (int i = 0; i < 40; i++) {
      guess(stranger, i < 10 ? "ada" : "name" + i);
    }
    assertThat(guess(house.browser("also new"), "eve")).as("same address").isEqualTo(429);
    assertThat(ada.browser().get("/").statusCode()).as("the session goes on").isEqualTo(200);
    assertThat(house.signIn(ada.browser(), ada).statusCode()).isEqualTo(303);
  }

  @Test
  void unknownNamesAreLockedLikeKnownOnes() {
    Browser stranger = house.browser("stranger");
    for (int i = 0; i < 5; i++) {
      assertThat(guess(stranger, "nobody")).isEqualTo(401);
    }
    assertThat(guess(stranger, "nobody")).isEqualTo(429);
  }

  @Test
  void guessingTheCodeCountsToo() {
    Browser stranger = house.browser("stranger");
    for (int i = 0; i < 5; i++) {
      assertThat(house.signIn(stranger, "ada", House.PASSWORD, "00000" + i).statusCode())
          .isEqualTo(401);
    }
    assertThat(house.signIn(stranger, "ada", House.PASSWORD, "000005").statusCode()).isEqualTo(429);
  }

  /** At real time; the clock of the house stands still, so no lock runs out. */
  @Test
  @Tag("long")
  void tenThousandWrongPasswordsCostThirtyLooksAndLockOutNobodyElse() {
    house.signIn(ada.browser(), ada);
    Browser stranger = house.browser("stranger");
    String token = Browser.token(stranger.get("/sign-in").body());
    Random random = new Random(7);
    int looked = 0;
    for (int i = 0; i < 10_000; i++) {
      String name = i % 2 == 0 ? "ada" : "name" + random.nextInt(5_000);
      looked += guess(stranger, token, name) == 401 ? 1 : 0;
    }
    assertThat(looked).isLessThanOrEqualTo(30);
    assertThat(house.count("select count(*) from passing.attempt")).isLessThan(100);
    assertThat(house.acts("sign-in.locked")).isLessThan(10);
    assertThat(house.signIn(ada.browser(), ada).statusCode()).isEqualTo(303);
  }
}
