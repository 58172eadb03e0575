package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.campaigns.CampaignLook;
import org.stoplog.server.mail.FakeMailServer;

/** A supplier from the day on which it is entered to the day on which its deletion is proven. */
class SupplierLifeIT {
  @TempDir Path home;

  private House house;
  private Chromium.Keyboard at;
  private FakeMailServer mails;
  private String base;

  private String day(int days) {
    return house.now().plus(Duration.ofDays(days)).toString().substring(0, 10);
  }

  private void fill(String field, String text) {
    at.page().fill("main [name=\"" + field + "\"]", text);
  }

  /** The page of the supplier. */
  private void supplier(String name) {
    at.go(base + "/suppliers/register");
    at.press(name);
  }

  @Test
  void aSuppliersWholeLife() throws IOException {
    try (House opened = new House(home);
        FakeMailServer server = new FakeMailServer();
        Chromium chromium = new Chromium()) {
      house = opened;
      mails = server;
      base = "http://127.0.0.1:" + house.port();
      at = chromium.open();
      String link = house.firstPath();
      House.Person ada = house.enter(link, "ada");
      house.pass(Duration.ofSeconds(60));
      at.go(base + "/sign-in");
      at.type("name", ada.name());
      at.type("password", House.PASSWORD);
      at.type("code", ada.app().code(house.now()));
      at.press("Sign in");
      route();
      try {
        intake("Quill", "security@quill.example");
      } catch (RuntimeException e) {
        System.out.println("error " + at.page().url() + at.text().replaceAll("\\s+", " "));
        throw e;
      }
      intake("Inkwell", "security@inkwell.example");
      promise();
      Chromium.Keyboard street = chromium.open();
      assess(street);
      finding();
      String room = breach();
      sweep(room, street);
      decide(room);
      end();
      assertThat(chromium.faults()).isEmpty();
    }
  }

  private void route() {
    at.go(base + "/mail/new");
    at.type("name", "office");
    at.type("host", "localhost");
    at.type("port", "" + mails.port());
    at.choose("security", "none");
    at.type("from", "notice@example.org");
    at.press("Add the route");
  }

  private void intake(String name, String contact) {
    at.go(base + "/suppliers/new");
    at.type("supplier", name);
    at.type("domain", name.toLowerCase(java.util.Locale.ROOT) + ".example");
    at.press("Add the supplier");
    supplier(name);
    at.press("Change the facts");
    at.type("legal-name", name + " Ltd");
    at.type("lei", "5493001KJTIIGC8Y1R12");
    at.press("Save");
    at.press("Change the contact");
    at.type("security-contact", contact);
    at.type("second-contact", "board-" + contact);
    at.press("Save");
    at.press("Add an engagement");
    at.type("engagement", "notes");
    at.choose("replaceable", "weeks");
    at.press("Add the engagement");
    at.press("Add a grant");
    at.tick("elements", "contact.email", true);
    at.press("Add the grant");
    at.press("Add a connection");
    at.type("connection", "sync");
    at.type("kind", "oauth");
    at.type("scopes", "files.read");
    at.press("Add the connection");
    assertThat(at.text()).contains(name + " Ltd", "5493001KJTIIGC8Y1R12", "weeks", "tier ");
  }

  private void promise() {
    supplier("Quill");
    at.look("life-supplier");
    at.press("What it promised");
    at.type("name", "Data processing agreement");
    fill("signed", "2025-01-01");
    at.press("Add the agreement");
    at.press("Add a clause");
    fill("number", "24");
    at.choose("event", "it noticed");
    fill("since", "2025-01-01");
    at.press("Add the clause");
    assertThat(at.text()).contains("24");
  }

  /** Its link, out of the newest mail to an address. */
  private String link(String to, int from) {
    return house.publicBase()
        + House.find(
            String.valueOf(NoticeHouse.mails(mails, from).get(to)), "(/asked#[A-Za-z0-9_-]{43})");
  }

  private void answer(Chromium.Keyboard street, String choice, String words) {
    // Of buttons that are one choice, tabs lead to one alone; arrows would go to the others.
    street.page().check("main [name=answer][value=" + choice + "]");
    if (!words.isEmpty()) {
      street.type("words", words);
    }
    street.press("Save and go on");
  }

  private void assess(Chromium.Keyboard street) {
    supplier("Quill");
    at.press("Ask it");
    at.type("title", "First look at Quill");
    at.choose("set", "After a breach");
    fill("due", day(20));
    at.type("why", "It is new");
    at.look("life-campaign-new");
    at.press("Choose whom to ask");
    at.look("life-campaign-draft");
    int before = mails.messages().size();
    at.press("Ask 1 supplier");
    house.server().part(CampaignLook.class).look();
    street.go(house.publicBase() + "/asked");
    street.look("asked-door");
    street.go(link("security@quill.example", before));
    street.page().waitForURL("**/asked");
    street.page().waitForSelector("text=Questions to Quill");
    assertThat(street.page().url()).as("the key is gone from the address").doesNotContain("#");
    street.look("asked-overview");
    street.press("Answer: Affected");
    street.look("asked-question");
    answer(street, "no", "");
    answer(street, "no", "");
    answer(street, "partly", "Back to June alone");
    answer(street, "yes", "");
    street
        .page()
        .setInputFiles(
            "form[action=\"/asked/files/add\"] [name=file]",
            new FilePayload(
                "certificate.pdf",
                "application/pdf",
                "%PDF-1.7 A certificate".getBytes(StandardCharsets.UTF_8)));
    street.page().fill("[name=until]", day(100));
    street.press("Add the document");
    street.type("name", "Quinn, security");
    street.press("Send");
    assertThat(street.text()).contains("Thank you. We have your answers.");
    street.look("asked-sent");
    house.server().part(CampaignLook.class).look();
    at.go(base + "/");
    at.press("Look at the answers");
    at.look("life-campaign-board");
    at.press("Quill");
    at.look("life-campaign-asked");
    at.press("Take these answers over");
    at.press("Its documents");
    at.look("life-documents");
  }

  private void finding() {
    supplier("Quill");
    at.press("Assessments");
    at.press("After a breach at another supplier");
    at.press("Make it a finding");
    fill("due", day(30));
    at.press("Open the finding");
    assertThat(at.text()).contains("open");
    at.choose("kind", "the supplier says");
    at.type("words", "It says that it looked back to March");
    at.press("Keep it");
    at.choose("kind", "tested again: it is good");
    at.type("words", "We saw the report of the search");
    at.press("Keep it");
    assertThat(at.text()).contains("closed");
  }

  private String breach() {
    at.go(base + "/incidents/new");
    at.type("title", "Quill says that somebody got in");
    at.type("supplier", "Quill");
    at.press("Open the incident");
    return at.page().url();
  }

  private void sweep(String room, Chromium.Keyboard street) {
    at.go(room + "/sweep");
    at.look("life-sweep-new");
    at.press("Choose whom to ask");
    assertThat(at.text()).contains("Inkwell", "same kind: oauth");
    int before = mails.messages().size();
    at.press("Ask 1 supplier");
    house.server().part(CampaignLook.class).look();
    street.go("about:blank");
    street.go(link("security@inkwell.example", before));
    street.page().waitForSelector("text=Questions to Inkwell");
    street.press("Answer: Affected");
    answer(street, "unknown", "We are looking");
    for (String choice : new String[] {"no", "yes", "yes"}) {
      answer(street, choice, "");
    }
    street.type("name", "Ines");
    street.press("Send");
    house.server().part(CampaignLook.class).look();
    at.go(room + "/sweep");
    at.press("Sweep");
    assertThat(at.text()).contains("1 unknown", "0 affected", "says that it is not known yet");
    at.look("life-sweep-board");
    at.go(room);
    at.page().waitForSelector("text=1 supplier: 1 asked, 1 answered");
  }

  private void decide(String room) {
    at.go(room + "/aftermath");
    at.page().check("main [name=kind][value=end]");
    at.type("reasons", "It kept from us for ten days what it knew.");
    at.type("requirements", "Prove that everything is deleted");
    fill("due", day(14));
    at.look("life-aftermath");
    at.press("Keep the decision");
    assertThat(at.text()).contains("end it", "kept from us");
    at.go(base + "/findings");
    assertThat(at.text()).contains("Prove that everything is deleted");
  }

  private void end() {
    supplier("Quill");
    assertThat(at.text()).contains("After INC-1");
    at.press("Enter its end");
    at.type("ended", day(0));
    at.press("Save");
    assertThat(at.text()).contains("a breach there still counts");
    at.press("Enter the proof of deletion");
    at.type("deleted", day(0));
    at.press("Save");
    assertThat(at.text()).contains("Proven to have deleted", "tier 4, inherent 0");
    at.go(base + "/suppliers/risk");
    at.look("life-risk");
    at.press("Inkwell");
    at.type("words", "Small, and soon to be replaced");
    fill("until", day(90));
    at.press("Accept the risk");
    assertThat(at.text()).contains("holds until");
    at.look("life-supplier-risk");
  }
}
