package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Follows every link from the start page of a company in the middle of a breach, and looks at one
 * page of each kind: both themes, both widths, axe clean, nothing wider than the window. A page
 * that no link leads to is found missing.
 */
class PagesIT {
  /** What is no page of its own, or is looked at where somebody comes by it. */
  private static final Set<String> NO_PAGES =
      Set.of(
          "/assets/{hash}/{name}",
          "/health", // for programs, as the next
          "/metrics",
          "/gateway/v1/policy",
          "/statements", // at the public listener: below, where one is published
          "/statements/{name}",
          "/statements/{name}/{number}",
          "/statements/{name}/{number}/{file}",
          "/public-assets/{hash}/{name}",
          "/incidents/{id}/statement/panel", // a piece of the room
          "/incidents/{id}/clocks/panel", // likewise
          "/incidents/{id}/severity/panel", // likewise
          "/incidents/{id}/clocks/calendar.ics", // a file: ClocksIT
          "/assessments/{assessment}", // AssessmentsIT, as the next four
          "/assessments/{assessment}/assessment.{format:csv|xlsx|json}",
          "/findings/{finding}",
          "/findings/findings.{format:csv|xlsx|json}",
          "/suppliers/agreements.{format:csv|xlsx|json}", // likewise: AgreementsIT
          "/breaches/breaches.csv", // likewise: FilingsIT, as the next two
          "/breaches/breaches.json",
          "/incidents/{id}/filings/{duty}/{report}/{name}",
          "/sign-in", // RoomStoryIT
          "/welcome/{token}", // below, before anybody is signed in
          "/account/second-factor", // likewise
          "/account/passkeys/{id}/remove", // PasskeysIT
          "/account/prove", // ProviderIT, as the next two
          "/sign-in/provider",
          "/sign-in/provider/back",
          "/passkeys/challenge", // for the script
          "/accounts/approved/{id}", // ApprovalsIT: after two people approved an account
          "/incidents/{id}/news", // a piece of the room
          "/incidents/{id}/changes", // events for an open room: RoomWatchIT
          "/incidents/{id}/claims.json",
          "/incidents/{id}/files/{hash}/readings/{version}",
          "/incidents/{id}/notices/panel", // a piece of the room
          "/incidents/{id}/notices/untold.csv",
          "/suppliers/campaigns/plans/{plan}", // CampaignPlansIT
          "/campaigns/{campaign}", // SupplierLifeIT, as the next two
          "/campaigns/{campaign}/campaign.{format:csv|xlsx|json}",
          "/campaigns/{campaign}/suppliers/{supplier}",
          "/asked", // at the public door, as the next three
          "/sub-processors",
          "/sub-processors.json",
          "/sub-processors.atom",
          "/incidents/{id}/sweep/panel", // a piece of the room
          "/evidence.{format:csv|xlsx|json}",
          "/evidence/{document}/file",
          "/organisations/{token}", // AudiencesIT: at the public door
          "/incidents/{id}/organisations/{round}", // AudiencesIT, as the next
          "/incidents/{id}/organisations/{round}/{organisation}",
          "/incidents/{id}/inquiries/panel", // likewise
          "/was-i-affected", // for the world: AfterSendingIT, as the next three
          "/was-i-affected/{slug}",
          "/is-this-from-you",
          "/is-this-from-you/answers/{token}",
          "/incidents/{id}/packs/panel", // likewise
          "/incidents/{id}/notices/{notice}/letter", // a mail's HTML: LetterPicturesIT, as the next
          "/incidents/{id}/waves/{wave}/letter",
          "/incidents/{id}/waves/{wave}/parcels", // PaperIT
          "/incidents/{id}/tickets/{search}/list.csv",
          "/incidents/{id}/waves/{wave}/residual.csv",
          "/gateways/forward/unknown-hosts.csv",
          "/severances/connections.csv",
          "/suppliers/{id}/severance/attempts.csv",
          "/suppliers/if-tonight.{format:csv|xlsx|json}",
          "/suppliers/minimisation.{format:csv|xlsx|json}",
          "/suppliers/register.{format:csv|xlsx|json}",
          "/suppliers/risk.{format:csv|xlsx|json}",
          "/suppliers/concentration.{format:csv|xlsx|json}",
          "/suppliers/sightings.{format:csv|xlsx|json}",
          "/ledger/export",
          "/ledger/batches/{id}/left-out",
          "/people/organisations/export");

  @TempDir Path home;

  private final List<PathPattern> kinds = new ArrayList<>();
  private final Set<PathPattern> missing = new TreeSet<>();
  private final Deque<String> open = new ArrayDeque<>(List.of("/"));

  @Test
  void everyPageCanBeReachedAndReadByAnybody() throws IOException {
    try (House house = new House(home);
        Chromium chromium = new Chromium()) {
      SmallCompany.load(house.ledger(), home);
      Files.createDirectory(home.resolve("inbox").resolve("exports"));
      String base = "http://127.0.0.1:" + house.port();
      house.server().handlers().keySet().stream()
          .filter(info -> info.getMethodsCondition().getMethods().contains(RequestMethod.GET))
          .flatMap(info -> info.getPatternValues().stream())
          .map(PathPatternParser.defaultInstance::parse)
          .forEach(kinds::add);
      kinds.stream()
          .filter(kind -> !kind.getPatternString().startsWith("/api/"))
          .filter(kind -> !NO_PAGES.contains(kind.getPatternString()))
          .forEach(missing::add);
      Chromium.Keyboard at = chromium.open();
      String link = house.firstPath();
      at.go(base + link);
      at.look("welcome");
      House.Person ada = house.enter(link, "ada");
      House.Person cay = house.invite(ada, "approver", "cay");
      house.inviteByTwo(ada, cay, "administrator", "eva");
      house.askFor(ada, "approver", "dan");
      signIn(house, at, ada, base);
      fill(at, base);
      publish(house, at, ada, cay);
      house.server().refreshOutlooks();
      answerCalls(house, chromium.open(), ada, base);
      crawl(at, base);
      assertThat(missing).as("pages that no link leads to").isEmpty();
      assertThat(chromium.faults()).isEmpty();
    }
  }

  /** Writes a statement, has it published, and looks at it from outside. */
  private void publish(House house, Chromium.Keyboard at, House.Person ada, House.Person cay) {
    String base = "http://127.0.0.1:" + house.port();
    String room =
        base + House.find(ada.browser().get("/incidents").body(), "(/incidents/[0-9a-f-]{36})");
    at.go(room + "/members");
    at.choose("account", "cay");
    at.tick("works", "true", true);
    at.press("Add to the incident");
    at.go(room + "/statement");
    at.type("slug", "mapplanet-incident");
    at.press("Begin the statement");
    at.type("publisher", "Example, Inc.");
    at.type("next-update", "2026-11-27 14:00");
    look(at, base);
    at.type("title", "About the incident at Mapplanet");
    at.type(
        "body",
        "## What happened\n\nSomebody got at data at {{supplier}}.\n\n"
            + "## Who is affected\n\nAs of {{as-of}} we know of {{people}} people.");
    at.press("Keep this draft");
    look(at, base);
    at.press("Ask a second person to publish it");
    assertThat(house.approve(cay, URI.create(at.page().url()).getPath()).statusCode())
        .isEqualTo(303);
    at.go(base + "/public-site");
    look(at, base);
    at.go(house.publicBase() + "/");
    at.look("public-statements");
    at.press("About the incident");
    at.look("public-statement");
  }

  /** Two pages are for whoever has the role support and a code, and for no administrator. */
  private void answerCalls(House house, Chromium.Keyboard at, House.Person ada, String base) {
    House.Person tel = house.invite(ada, "support", "tel");
    String room = House.find(ada.browser().get("/incidents").body(), "(/incidents/[0-9a-f-]{36})");
    String made =
        ada.browser().post(room + "/support", room + "/support", Map.of("days", "7")).body();
    signIn(house, at, tel, base);
    look(at, base);
    at.type("code", House.find(made, "([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})"));
    at.press("Enter the code");
    look(at, base);
  }

  private static void signIn(House house, Chromium.Keyboard at, House.Person who, String base) {
    house.pass(Duration.ofSeconds(60));
    at.go(base + "/sign-in");
    at.type("name", who.name());
    at.type("password", House.PASSWORD);
    at.type("code", who.app().code(house.now()));
    at.press("Sign in");
  }

  /** A lookout that took a file in, and saw something in it. */
  private void watch(Chromium.Keyboard at, String base) {
    at.go(base + "/suppliers/lookouts/new?kind=exploited&supplier=Mapplanet");
    at.type("products", "Acme Gate");
    at.press("Add the lookout");
    attach(
        at,
        "#file",
        "kev.json",
        "{\"vulnerabilities\":[{\"cveID\":\"CVE-2026-0001\",\"vendorProject\":\"Acme\","
            + "\"product\":\"Gate\",\"knownRansomwareCampaignUse\":\"Known\"}]}");
    at.press("Take it in");
    look(at, base);
  }

  /** Does what brings the pages about that only come by doing. */
  private void fill(Chromium.Keyboard at, String base) {
    at.go(base + "/incidents/new");
    at.type("title", "Analytics supplier says an attacker exported data");
    at.type("supplier", "Mapplanet");
    at.press("Open the incident");
    String room = at.page().url();
    at.go(room + "/claims/new");
    at.type("id", "call-1");
    at.choose("verified", "called back");
    at.press("Record the claim");
    at.press("Decide the working scope");
    at.tick("claim", "call-1", true);
    at.type("reason", "Called back on the registered number.");
    at.press("Decide the scope");
    at.press("Compute who is affected");
    at.page()
        .waitForSelector(
            "text=See what came of it", new Page.WaitForSelectorOptions().setTimeout(60_000));
    look(at, base);
    at.go(room + "/exports");
    at.type("reason", "For the letters of this week.");
    at.press("Ask for this list");
    at.go(room + "/packs");
    at.press("Make an evidence pack");
    at.page()
        .waitForSelector(
            "text=See what came of it", new Page.WaitForSelectorOptions().setTimeout(60_000));
    at.go(room + "/files");
    attach(at, "#file", "rows.csv", "email\nperson1@example.com\nbroken\n");
    at.press("Add the file and look at it");
    look(at, base);
    at.go(room + "/files");
    attach(
        at,
        "#file",
        "tickets.csv",
        "id,email,text\nT-1,person1@example.com,password: Tr0ub4dor\n"
            + "T-2,person2@example.com,\"born on 10.12.1975, IBAN DE89 3704 0044 0532 0130 00\"\n"
            + "T-3,,thanks\n");
    at.press("Add the file and look at it");
    at.press("Search it for secrets and data of people");
    look(at, base);
    at.press("Look how it is read");
    String search = at.page().url();
    at.look("page-tickets-how-it-is-read");
    at.press("Search the tickets");
    at.page()
        .waitForSelector(
            "text=See what came of it", new Page.WaitForSelectorOptions().setTimeout(60_000));
    at.go(search);
    look(at, base);
    at.go(room + "/letters");
    attach(at, "#mail-file", "notice.eml", "From: a@mapplanet.example\n\nWe were breached.\n");
    at.press("Add the mail");
    look(at, base);
    at.go(base + "/mail/new");
    at.type("name", "notices");
    at.type("host", "localhost");
    at.type("port", "2525");
    at.choose("security", "none");
    at.type("from", "notice@example.org");
    at.press("Add the route");
    at.go(room + "/notices/new");
    at.type("title", "First words");
    at.type("contact", "Write to privacy@example.org");
    at.type("company", "Northgate");
    at.type("happened", "2025-11-08");
    at.type("learned", "2025-11-09");
    at.type("learned-from", "Mapplanet");
    at.type("next-update", "2025-11-30");
    at.press("Data that was not included");
    at.tick("not-included", "fin.card_number", true);
    at.press("Keep the notice");
    look(at, base);
    at.press("Freeze who gets it");
    at.page().waitForSelector("text=Ready", new Page.WaitForSelectorOptions().setTimeout(60_000));
    look(at, base);
    // Of two suppliers, the one that has one of everything.
    at.go(base + "/suppliers/register");
    at.press("Mapplanet");
    look(at, base);
    plan(at, base);
    watch(at, base);
    at.go(base + "/gateways");
    at.type("name", "eu 1");
    at.press("Add the gateway");
    look(at, base);
    at.go(base + "/gateways");
    at.press("sdk");
    at.press("Let it go through gateways");
    look(at, base);
    at.press("Save what gateways do");
    at.look("page-gateway-secret");
    at.press("I have kept it");
    at.go(base + "/gateways/forward");
    at.type("name", "crm");
    at.type("label", "The relations desk");
    at.press("Add the sender");
    at.look("page-gateway-sender");
    at.go(base + "/gateways");
    at.press("sdk");
    at.press("Name its hosts for the proxy");
    at.type("hosts", "api.mapplanet.example\n*.mapplanet.example");
    at.press("Save the hosts");
    look(at, base);
    at.go(base + "/gateways");
    at.press("sdk");
    at.press("Cut this connection");
    look(at, base);
    at.type("reason", "They say that they were breached.");
    at.press("Cut this connection now");
    look(at, base);
    cutAll(at, base);
    at.go(base + "/people");
    at.type("value", "person1@example.com");
    at.choose("reason", "They, or somebody");
    at.type("words", "She asked what we sent about her.");
    at.press("Look them up");
    look(at, base);
    at.go(base + "/ledger/import");
    at.page()
        .setInputFiles(
            "[name=file]",
            new FilePayload(
                "people.csv",
                "text/csv",
                "id,email,org_id\np99,person99@example.com,o1\n".getBytes(StandardCharsets.UTF_8)));
    at.press("Upload and look at it");
    look(at, base);
    at.press("Import people");
    at.page()
        .waitForSelector(
            "text=See what came of it", new Page.WaitForSelectorOptions().setTimeout(60_000));
    at.go(base + "/people/organisations");
    at.press("o1");
    at.type("name", "Security desk");
    at.type("email", "security@o1.example");
    at.press("Enter the contact");
    look(at, base);
    at.go(base + "/mail/new");
    at.type("name", "office");
    at.type("host", "smtp.example.org");
    at.type("from", "notice@example.org");
    at.press("Add the route");
    look(at, base);
    at.go(base + "/mail/services/new");
    at.type("name", "bridge");
    at.type("url", "https://messages.example.org/stoplog");
    at.press("Add the service");
    look(at, base);
    at.press("I have kept it");
    look(at, base);
    at.go(base + "/mail/mailboxes");
    at.type("name", "security");
    at.type("host", "localhost");
    at.choose("security", "none");
    at.type("user", "security");
    at.type("password", "read only");
    at.press("Add the mailbox");
    look(at, base);
    at.go(base + "/suppliers/import");
    at.page()
        .setInputFiles(
            "[name=file]",
            new FilePayload(
                "suppliers.csv",
                "text/csv",
                "supplier,domains\nNewcomer,newcomer.example\n".getBytes(StandardCharsets.UTF_8)));
    at.press("Look at it");
    look(at, base);
  }

  /** Writes down what to know of a connection before it is cut. */
  private void plan(Chromium.Keyboard at, String base) {
    at.go(base + "/suppliers/register");
    at.press("Mapplanet");
    at.press("What is cut, and to cut it");
    at.press("sdk");
    at.type("effect", "No figures of the web site.");
    at.type("credentials", "API key: production");
    look(at, base);
    at.press("Save");
  }

  /** Cuts the whole supplier, and looks at what has to be done then. */
  private void cutAll(Chromium.Keyboard at, String base) {
    at.go(base + "/suppliers/register");
    at.press("Mapplanet");
    at.press("What is cut, and to cut it");
    at.press("Cut more, or further");
    at.type("reason", "They say that they were breached.");
    look(at, base);
    at.press("Cut it now");
    look(at, base);
    at.press("API key: production");
    look(at, base);
  }

  private static void attach(Chromium.Keyboard at, String field, String name, String content) {
    at.page()
        .setInputFiles(
            field, new FilePayload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8)));
  }

  private void crawl(Chromium.Keyboard at, String base) {
    while (!open.isEmpty() && !missing.isEmpty()) {
      String path = open.removeFirst();
      if (isMissing(path)) {
        at.go(base + path);
        look(at, base);
      }
    }
  }

  private boolean isMissing(String path) {
    return kind(path).filter(missing::contains).isPresent();
  }

  /** Of several that match, as a fixed path and one with a part, the more special one. */
  private Optional<PathPattern> kind(String path) {
    PathContainer container = PathContainer.parsePath(path.split("[?#]", 2)[0]);
    return kinds.stream()
        .filter(pattern -> pattern.matches(container))
        .min(PathPattern.SPECIFICITY_COMPARATOR);
  }

  /** Looks at the page, when it is the first of its kind. */
  private void look(Chromium.Keyboard at, String base) {
    assertThat(at.page().url()).startsWith(base);
    PathPattern kind = kind(URI.create(at.page().url()).getPath()).orElseThrow();
    if (missing.remove(kind)) {
      String name = kind.getPatternString().replaceAll("[{}]", "").replaceAll("\\W+", "-");
      at.look("page" + (name.equals("-") ? "-start" : name));
    }
    for (Object href :
        (List<?>)
            at.page()
                .evaluate(
                    "() => [...document.querySelectorAll('a[href]')].filter(a => !a.download &&"
                        + " a.origin === location.origin).map(a => a.pathname + a.search)")) {
      // One of a kind is enough, of those that were not looked at.
      String next = String.valueOf(href);
      if (isMissing(next) && !open.contains(next)) {
        open.add(next);
      }
    }
  }
}
