package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Day 16 in a real browser: the mail comes with the file, and the file becomes the number. */
class FilesStoryIT {
  private static final String MAIL =
      """
      From: Security <security@mapplanet.example>
      To: us@ours.example
      Subject: Affected rows, as promised
      Date: Mon, 24 Nov 2025 10:00:00 +0100
      Message-ID: <1@mapplanet.example>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8

      The rows that were exported are attached. The password of nothing is needed.
      --b
      Content-Type: text/csv; name=rows.csv
      Content-Disposition: attachment

      email;name
      PERSON0@example.com;A
      person1@example.com;B
      person1@example.com;B
      nobody@example.net;C
      broken;D
      --b--
      """
          .replace("\n", "\r\n");

  @TempDir Path home;

  @Test
  void theMailsAttachmentBecomesTheNumberByTheKeyboard() throws IOException {
    try (House house = new House(home);
        Chromium chromium = new Chromium()) {
      SmallCompany.load(house.ledger(), home);
      House.Person ada = house.administrator();
      Chromium.Keyboard at = chromium.open();
      RoomStoryIT.signIn(house, at, ada);
      at.go("http://127.0.0.1:" + house.port() + "/incidents/new");
      at.look("incident-open-by-mail");
      at.page()
          .setInputFiles(
              "#mail-file", new FilePayload("notice.eml", "message/rfc822", MAIL.getBytes(UTF_8)));
      at.reach("#mail-supplier");
      at.page().keyboard().type("Mapplanet");
      at.press("Open the incident by this mail");
      at.look("letter");
      String room = at.page().url().replaceAll("/letters.*", "");
      at.press("Take over as a file");
      at.look("file-new");
      at.press("Read the file to its end");
      at.page()
          .waitForSelector(
              "text=See what came of it", new Page.WaitForSelectorOptions().setTimeout(60_000));
      at.press("See what came of it");
      assertThat(at.text()).contains("4 usable rows, 1 left out").contains("is no e-mail address");
      at.press("Which rows");
      at.look("file-read");
      at.go(room);
      assertThat(at.text()).contains("was read, and no claim uses it");
      at.look("room-with-file");
      at.press("Make a claim from it");
      at.press("Make a claim from this file");
      at.look("claim-of-file");
      at.choose("verified", "called back");
      at.choose("certainty", "confirmed");
      at.press("Record the claim");
      at.go(room + "/scope");
      at.tick("claim", "C2", true);
      at.type("reason", "Called back: the file is theirs.");
      at.press("Decide the scope");
      RoomStoryIT.compute(at, room);
      assertThat(at.text()).contains("in the supplier's files");
      at.press("All numbers");
      assertThat(at.text())
          .contains("Rows of rows.csv, claim C2")
          .contains("Why rows were left out");
      at.look("exposure-of-file");
      at.go(room + "/files");
      at.look("files");
      at.go(room + "/letters");
      at.look("letters");
      assertThat(chromium.faults()).isEmpty();
    }
  }
}
