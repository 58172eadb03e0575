package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.identity.StatementKey;
import org.stoplog.server.statements.StatementLook;

/** A statement from its first word to its withdrawal, as staff and world see it. */
class StatementsIT {
  private static final String SLUG = "mapplanet-incident";
  private static final String PUBLIC = "/statements/" + SLUG;
  private static final String BODY =
      "We know of **{{people}}** people <script>alert(1)</script>.\n\n"
          + "Nobody in {{unaffected: US}}. Not included: {{not-included: auth.pin}}.";

  @TempDir Path home;
  @TempDir Path files;
  private NoticeHouse at;
  private String page;
  private Browser street;

  private Map<String, String> text(String exposure, String body, String note) {
    String form = at.ada.browser().get(page + "/edit").body();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("edits", House.find(form, "name=\"edits\" value=\"([0-9]+)\""));
    fields.put("publisher", "Example, Inc.");
    fields.put("exposure", exposure);
    fields.put("next-update", "2026-11-25 12:00");
    fields.put("language", "en");
    fields.put("title", "About Mapplanet");
    fields.put("body", body);
    fields.put("note", note);
    return fields;
  }

  private HttpResponse<String> write(Map<String, String> fields) {
    return at.ada.browser().post(page + "/edit", page + "/edit", fields);
  }

  private String newest() {
    return String.valueOf(at.house.count("select max(exposure) from incident_exposure"));
  }

  private void publish() {
    String approval = at.post(page, page + "/ask", Map.of());
    HttpResponse<String> done = at.house.approve(at.cay, approval);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
  }

  @Test
  void theWorldReadsWhatASecondPersonApprovedUntilItDoesNotHold() throws IOException {
    try (House house = new House(home)) {
      at = new NoticeHouse(house, files, Map.of(), 15);
      page = at.room + "/statement";
      street = new Browser(house.publicBase(), "a stranger");
      assertThat(street.get("/statements").body()).contains("There is no statement yet.");
      nothingIsProvenInTheDark();
      whatIsApprovedIsWhatIsRead();
      readersAskOnlyForWhatIsNew();
      aLaterExposureContradicts();
      aClarificationIsSeen();
      aPromiseNags();
      theSiteIsServedFromElsewhere();
      whatIsWithdrawnStaysReadable();
    }
  }

  private void nothingIsProvenInTheDark() {
    for (Map.Entry<String, Integer> odd :
        Map.of("Bad Slug", 422, "a", 422, "feed-one", 409, "key", 409).entrySet()) {
      assertThat(at.ada.browser().post(page, page, Map.of("slug", odd.getKey())).statusCode())
          .as(odd.getKey())
          .isEqualTo(odd.getValue());
    }
    at.post(page, page, Map.of("slug", SLUG));
    HttpResponse<String> refused = write(text(newest(), BODY, ""));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("a connection is dark", "alert(1)", "line 3, column")
        .doesNotContain("<script>alert");
    assertThat(write(text(newest(), "{{peple}}", "")).body()).contains("there is no field");
    Map<String, String> unsaid = text(newest(), "x", "");
    unsaid.put("next-update", "");
    assertThat(write(unsaid).body()).contains("Say until when you promise more");
    assertThat(house().acts("statement.edited")).isZero();
    // What the text begins with has places to be filled in: it is kept as a draft, and no more.
    assertThat(write(text(newest(), "On [date] we learned of it.", "")).statusCode())
        .isEqualTo(303);
    assertThat(at.ada.browser().get(page).body()).contains("en: [date] is still to be filled in.");
    assertThat(at.ada.browser().post(page, page + "/ask", Map.of()).statusCode()).isEqualTo(400);
    at.post(page, page + "/discard", Map.of());
    // The one month in which the connection was open is in the record.
    at.sql("update connection set started = '2025-11-01', ended = '2025-11-30'");
    at.compute();
  }

  private House house() {
    return at.house;
  }

  private void whatIsApprovedIsWhatIsRead() {
    String hand = "\n\nSome 1,000 users wrote to us. No passwords were taken.";
    assertThat(write(text(newest(), BODY + hand, "")).statusCode()).isEqualTo(303);
    assertThat(at.ada.browser().get(page).body())
        .contains("1,000 users", "typed by hand", "nothing shows to be true")
        .doesNotContain("<script>alert");
    String first = at.post(page, page + "/ask", Map.of());
    assertThat(at.cay.browser().get(first).body())
        .contains("+ Some 1,000 users", "typed by hand", "exposure " + newest());
    // A change voids what was asked.
    assertThat(write(text(newest(), BODY, "")).statusCode()).isEqualTo(303);
    assertThat(house().approve(at.cay, first).statusCode()).isNotEqualTo(303);
    String second = at.post(page, page + "/ask", Map.of());
    assertThat(house().approve(at.ada, second).statusCode()).isNotEqualTo(303);
    anAuthorityHoldsItBack(second);
    assertThat(street.get(PUBLIC).statusCode()).isEqualTo(404);
    publish();
    assertThat(street.get(PUBLIC).body())
        .contains("We know of <strong>15</strong> people &lt;script&gt;")
        .contains("Nobody in United States", "Not included: PIN.")
        .contains("Next update promised by", "25 Nov 2026, 12:00 UTC", "<html lang=\"en\">")
        .doesNotContain("<script", "What changed since");
    assertThat(street.get("/statements").body()).contains("About Mapplanet", "Example, Inc.");
    // What is signed is what is read, and whoever has the key can tell.
    StatementKey key = StatementKey.ofPem(street.get("/statements/key").body());
    String document = street.get(PUBLIC + "/1/statement.json").body();
    byte[] signature = bytes(PUBLIC + "/1/statement.sig");
    assertThat(document).contains("We know of **15** people", "\"number\":1");
    assertThat(key.verifies(document.getBytes(UTF_8), signature)).isTrue();
    assertThat(key.verifies(document.replace("15", "14").getBytes(UTF_8), signature)).isFalse();
    assertThat(at.ada.browser().get("/public-site").body())
        .contains(key.id(), SLUG.substring(0, 4));
  }

  private void anAuthorityHoldsItBack(String approval) {
    String holds = at.room + "/notices/hold";
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("authority", "Police");
    fields.put("reference", "12/2026");
    fields.put("reason", "An arrest is planned.");
    fields.put("until", "2026-11-27");
    fields.put("statements", "true");
    assertThat(house().approve(at.cay, at.post(holds, holds, fields)).statusCode()).isEqualTo(303);
    assertThat(house().approve(at.cay, approval).body()).contains("asked to hold this back until");
    at.post(holds, holds + "/1/lift", Map.of("reason", "The authority wrote that it is over."));
  }

  private byte[] bytes(String path) {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(street.request(path).build(), HttpResponse.BodyHandlers.ofByteArray())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Readers of a feed cost the database nothing: it would refuse them. */
  private void readersAskOnlyForWhatIsNew() {
    at.sql("revoke select on public_statement from stoplog_public");
    for (String path :
        new String[] {
          PUBLIC, "/statements/feed.atom", "/statements/feed.rss", "/statements/feed.json"
        }) {
      HttpResponse<String> answer = street.get(path);
      assertThat(answer.body()).as(path).contains("About Mapplanet");
      String tag = answer.headers().firstValue("ETag").orElseThrow();
      String changed = answer.headers().firstValue("Last-Modified").orElseThrow();
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=60");
      for (int i = 0; i < 25; i++) {
        assertThat(again(path, "If-None-Match", "\"x\", W/" + tag).statusCode()).isEqualTo(304);
      }
      assertThat(again(path, "If-None-Match", tag).body()).isEmpty();
      assertThat(again(path, "If-Modified-Since", changed).statusCode()).isEqualTo(304);
      assertThat(again(path, "If-Modified-Since", "nonsense").statusCode()).isEqualTo(200);
      assertThat(again(path, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
      HttpResponse<String> head =
          street.send(street.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.headers().firstValue("ETag")).hasValue(tag);
      assertThat(head.body()).isEmpty();
    }
    at.sql("grant select on public_statement to stoplog_public");
  }

  private HttpResponse<String> again(String path, String header, String value) {
    return street.send(street.request(path).header(header, value));
  }

  private void aLaterExposureContradicts() throws IOException {
    at.importPeople("p15,person15@example.com,US,Person 15,en\n");
    at.importEvents(NoticeHouse.event(15));
    at.compute();
    assertThat(at.ada.browser().get("/").body())
        .contains("A published sentence does not hold any more: " + SLUG);
    assertThat(at.ada.browser().get(page + "/panel").body())
        .contains("{{unaffected: US}} is not true of exposure " + newest());
    assertThat(at.ada.browser().get(at.room).body())
        .contains("found the public statement contradicted by exposure " + newest());
    assertThat(at.cay.browser().get("/").body()).contains("does not hold any more");
    // Neither the old sentence nor the old exposure can be published again.
    HttpResponse<String> refused = write(text(newest(), BODY, "More is known."));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("somebody there is affected");
    String before = String.valueOf(Long.parseLong(newest()) - 1);
    assertThat(write(text(before, BODY, "More is known.")).statusCode()).isEqualTo(303);
    assertThat(at.ada.browser().get(page).body()).contains("It cannot be published.");
    assertThat(at.ada.browser().post(page, page + "/ask", Map.of()).statusCode()).isEqualTo(400);
  }

  private void aClarificationIsSeen() {
    house().pass(Duration.ofMinutes(10));
    String changed =
        "We know of **{{people}}** people.\n\nNot included: {{not-included: auth.pin}}.";
    assertThat(write(text(newest(), changed, "One more country.")).statusCode()).isEqualTo(303);
    publish();
    assertThat(at.ada.browser().get("/").body()).doesNotContain("does not hold");
    String now = street.get(PUBLIC).body();
    assertThat(now)
        .contains("What changed since", "One more country.", "<ins>", "<del>")
        // One more than before: the difference would tell of one person.
        .contains("We know of <strong>10 or more</strong> people");
    assertThat(street.get(PUBLIC + "/2").body()).contains("One more country.");
    assertThat(street.get(PUBLIC + "/1").body())
        .contains("A newer revision", "We know of <strong>15</strong> people");
    assertThat(street.get("/statements/feed.atom").body())
        .contains("(Revision 2)", "(Revision 1)", "One more country.");
  }

  private void aPromiseNags() {
    StatementLook look = house().server().part(StatementLook.class);
    look.look();
    assertThat(house().acts("statement.update-missed")).isZero();
    assertThat(at.ada.browser().get("/").body()).contains("An update is promised soon: " + SLUG);
    house().pass(Duration.ofHours(3));
    look.look();
    look.look();
    assertThat(house().acts("statement.update-missed")).isEqualTo(1);
    // Their sessions are over by now.
    house().signIn(at.ada.browser(), at.ada);
    house().signIn(at.cay.browser(), at.cay);
    assertThat(at.ada.browser().get("/").body()).contains("A promised update is overdue: " + SLUG);
    assertThat(at.ada.browser().get(at.room).body())
        .contains("saw the promised public update missed");
  }

  private void theSiteIsServedFromElsewhere() throws IOException {
    assertThat(
            at.ada
                .browser()
                .post("/public-site", "/public-site/export", Map.of("base", "javascript:x"))
                .statusCode())
        .isEqualTo(422);
    String token = Browser.token(at.ada.browser().get("/public-site").body());
    byte[] zip;
    try (var client = HttpClient.newHttpClient()) {
      zip =
          client
              .send(
                  Browser.form(
                          at.ada.browser().request("/public-site/export"),
                          Map.of("base", "https://status.example.org/x/", "form-token", token))
                      .build(),
                  HttpResponse.BodyHandlers.ofByteArray())
              .body();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    assertThat(entries)
        .containsKeys(
            "index.html",
            "feed.atom",
            "key.pem",
            "public.css",
            SLUG + "/index.html",
            SLUG + "/1/index.html",
            SLUG + "/2/statement.json",
            SLUG + "/2/statement.sig");
    // Every link leads to a file that is there.
    entries.forEach(
        (name, content) -> {
          if (name.endsWith(".html")) {
            var links = Pattern.compile("href=\"([^\"#]+)\"").matcher(new String(content, UTF_8));
            while (links.find()) {
              Path target = Path.of(name).resolveSibling(links.group(1)).normalize();
              assertThat(entries).as(name).containsKey(target.toString());
            }
          }
        });
    assertThat(new String(entries.get("feed.atom"), UTF_8))
        .contains("https://status.example.org/x/" + SLUG + "/2/index.html");
    assertThat(entries.get(SLUG + "/2/statement.sig"))
        .isEqualTo(bytes(PUBLIC + "/2/statement.sig"));
    assertThat(house().acts("statements.exported")).isEqualTo(1);
  }

  private void whatIsWithdrawnStaysReadable() {
    Map<String, String> fields = text(newest(), "We take this back.", "It was wrong.");
    fields.put("next-update", "");
    fields.put("last", "true");
    fields.put("withdraws", "true");
    assertThat(write(fields).statusCode()).isEqualTo(303);
    publish();
    assertThat(street.get(PUBLIC).body()).contains("Withdrawn.", "It was wrong.");
    assertThat(street.get(PUBLIC + "/1").body()).contains("Withdrawn.", "We know of");
    assertThat(street.get("/statements").body()).contains("Withdrawn");
    // After a restore nobody knows what was published after the backup: numbers only rise.
    at.sql("insert into setting (name, value) values ('restored', '2999-01-01 00:00:00+00')");
    assertThat(write(text(newest(), "Once more.", "Restored.")).statusCode()).isEqualTo(303);
    publish();
    assertThat(street.get(PUBLIC + "/103").body()).contains("Once more.");
    assertThat(house().log()).isEmpty();
  }
}
