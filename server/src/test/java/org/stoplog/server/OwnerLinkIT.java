package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLinkIT {
  private static final Map<String, String> NEW = Map.of("password", "another good password");

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

  @Test
  void letsALoneAdministratorInAgainOnce() {
    String path = house.openAgainByOwner(" ADA").orElseThrow();
    assertThat(ada.browser().get("/").statusCode()).as("nothing ends yet").isEqualTo(200);
    Browser fresh = house.browser("fresh");
    assertThat(fresh.get(path).body()).contains("Choose a new password", "ada");
    assertThat(fresh.post(path, path, NEW).statusCode()).isEqualTo(303);
    assertThat(ada.browser().get("/").statusCode()).isNotEqualTo(200);
    house.enrol(fresh, "ada");
    assertThat(fresh.get("/accounts").statusCode()).isEqualTo(200);
    assertThat(fresh.get(path).statusCode()).isEqualTo(410);
    assertThat(
            house.count(
                """
                select count(*) from audit_entry
                where act = 'account.link-made' and actor is null and detail like '%owner of the folder%'
                """))
        .isEqualTo(1);
  }

  @Test
  void alsoWhereTwoDecideSinceWhoeverHasTheKeysMay() {
    House.Person bob = house.invite(ada, "approver", "bob");
    String path = house.openAgainByOwner("bob").orElseThrow();
    assertThat(house.browser("fresh").post(path, path, NEW).statusCode()).isEqualTo(303);
    assertThat(bob.browser().get("/").statusCode()).isNotEqualTo(200);
  }

  @Test
  void isForThisMachineAndAQuarterOfAnHour() {
    String path = house.openAgainByOwner("ada").orElseThrow();
    Browser far = house.browser("far");
    HttpResponse<String> proxied =
        far.send(far.request(path).header("X-Forwarded-For", "192.0.2.7"));
    assertThat(proxied.statusCode()).isEqualTo(410);
    house.pass(Duration.ofMinutes(15).minusSeconds(1));
    assertThat(far.get(path).statusCode()).isEqualTo(200);
    house.pass(Duration.ofSeconds(1));
    assertThat(far.get(path).statusCode()).isEqualTo(410);
  }

  @Test
  void aNewOneVoidsTheOneBefore() {
    String before = house.openAgainByOwner("ada").orElseThrow();
    String after = house.openAgainByOwner("ada").orElseThrow();
    assertThat(house.browser("a").get(before).statusCode()).isEqualTo(410);
    assertThat(house.browser("a").get(after).statusCode()).isEqualTo(200);
  }

  @Test
  void nobodyIsMadeAndNobodyWhoWasShutOutComesBack() {
    house.invite(ada, "viewer", "cyd");
    String disable = "/accounts/" + house.id("cyd") + "/disable";
    ada.browser().post(disable, disable, Map.of());
    for (String name : new String[] {"cyd", "nobody", "", "'; drop table account"}) {
      assertThat(house.openAgainByOwner(name)).as(name).isEmpty();
    }
    assertThat(house.count("select count(*) from passing.link")).isZero();
    assertThat(house.acts("account.link-made")).isZero();
  }
}
