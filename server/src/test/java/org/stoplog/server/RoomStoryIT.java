package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first hours of a breach in a real browser, by the keyboard alone, by two and one who may not.
 */
class RoomStoryIT {
  @TempDir Path home;

  static void signIn(House house, Chromium.Keyboard at, House.Person who) {
    house.pass(Duration.ofSeconds(60));
    at.go("http://127.0.0.1:" + house.port() + "/sign-in");
    at.type("name", who.name());
    at.type("password", House.PASSWORD);
    at.type("code", who.app().code(house.now()));
    at.press("Sign in");
  }

  @Test
  void twoPeopleTakeItToANarrowerScopeAndAThirdSeesNothing() throws IOException {
    try (House house = new House(home);
        Chromium chromium = new Chromium()) {
      SmallCompany.load(house.ledger(), home);
      House.Person ada = house.administrator();
      House.Person cay = house.invite(ada, "approver", "cay");
      House.Person bob = house.invite(ada, "responder", "bob");

      Chromium.Keyboard first = chromium.open();
      first.go("http://127.0.0.1:" + house.port() + "/sign-in");
      first.look("sign-in");
      signIn(house, first, ada);
      first.go("http://127.0.0.1:" + house.port() + "/incidents");
      first.look("incidents-empty");
      first.press("Open an incident");
      first.look("incident-open");
      first.type("title", "Analytics supplier says an attacker exported data");
      first.type("supplier", "Mapplanet");
      first.press("Open the incident");
      String room = first.page().url();
      first.look("room-new");

      first.press("Record the first claim");
      first.look("claim-form");
      first.type("id", "call-1");
      first.choose("source", "the supplier, in a call");
      first.choose("verified", "called back");
      first.choose("certainty", "confirmed");
      first.press("Record the claim");
      first.press("Decide the working scope");
      first.look("scope");
      first.tick("claim", "call-1", true);
      first.type("reason", "Called back on the registered number.");
      first.press("Decide the scope");
      compute(first, room);
      assertThat(first.text()).contains("13 to 14").contains("At least 13");
      first.look("room-number");

      first.go(room + "/claims/new");
      first.type("id", "file-1");
      first.choose("source", "the supplier, in its portal");
      first.choose("verified", "called back");
      first.choose("certainty", "confirmed");
      first.type("windows", "2025-10");
      first.choose("supersedes", "call-1");
      first.press("Record the claim");
      first.press("file-1");
      first.look("claim");
      first.go(room + "/times/aware");
      first.type("said", "about 2025-11-09 18:30");
      first.type("reason", "The call-back confirmed that our data was in it.");
      first.press("Record the decision");
      first.go(room + "/times/aware");
      first.look("time");
      first.go(room + "/members");
      first.choose("account", "cay");
      first.press("Add to the incident");
      first.look("members");
      first.go(room + "/questions");
      first.press("Note that it was sent now");
      first.look("questions");
      first.go(room + "/scope");
      first.tick("claim", "call-1", false);
      first.tick("claim", "file-1", true);
      first.type("reason", "The supplier's portal says October only.");
      first.press("Decide the scope");
      assertThat(first.text()).contains("waits for a second person").contains("Version 1 is in");
      first.look("scope-waiting");

      Chromium.Keyboard third = chromium.open();
      signIn(house, third, bob);
      third.go(room);
      assertThat(third.text()).contains("There is no such incident, or you are not a member");
      third.go("http://127.0.0.1:" + house.port() + "/approvals");
      assertThat(third.text()).doesNotContain("Narrow");
      third.look("approvals-none");

      Chromium.Keyboard second = chromium.open();
      signIn(house, second, cay);
      second.look("start-decision");
      second.go("http://127.0.0.1:" + house.port() + "/approvals");
      second.look("approvals");
      second.press("Narrow the scope");
      second.look("approval");
      house.pass(Duration.ofSeconds(60));
      second.type("password", House.PASSWORD);
      second.type("code", cay.app().code(house.now()));
      second.press("Approve");
      second.go(room + "/scope");
      assertThat(second.text()).contains("Version 2 is in force");

      first.go(room + "/scope");
      compute(first, room);
      first.go(room);
      assertThat(first.text()).contains("3 to 14").contains("newly out");
      first.look("room");
      first.press("All numbers");
      first.look("exposure");
      first.go("http://127.0.0.1:" + house.port() + "/audit");
      first.look("audit");
      assertThat(first.text()).contains("incident.scope.narrowed");
      // What bob was refused is told by his browser too.
      assertThat(chromium.faults()).allMatch(fault -> fault.contains("404"));
      assertThat(List.copyOf(chromium.faults())).hasSizeLessThanOrEqualTo(1);
    }
  }

  static void compute(Chromium.Keyboard at, String room) {
    at.press("Compute who is affected");
    at.page()
        .waitForSelector(
            "text=See what came of it", new Page.WaitForSelectorOptions().setTimeout(60_000));
    at.look("work-done");
    at.go(room);
  }
}
