package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeMailServer;

/**
 * Mail routes as an administrator sees them, and the test message, to a server on a real socket.
 */
class MailIT {
  private static final String SECRET = "hunter2-and-more";

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
    house
        .ledger()
        .inTransaction(
            db -> {
              try (var all = db.prepareStatement("delete from mail_route")) {
                return all.executeUpdate();
              }
            });
    ada = house.administrator();
  }

  private static Map<String, String> route(int port) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "office");
    fields.put("kind", "sends");
    fields.put("host", "localhost");
    fields.put("port", String.valueOf(port));
    fields.put("security", "none");
    fields.put("user", "post");
    fields.put("password", SECRET);
    fields.put("from", "notice@example.org");
    fields.put("from-name", "Example, Inc.");
    return fields;
  }

  private static Map<String, String> with(Map<String, String> fields, String... pairs) {
    Map<String, String> changed = new HashMap<>(fields);
    for (int i = 0; i < pairs.length; i += 2) {
      changed.put(pairs[i], pairs[i + 1]);
    }
    return changed;
  }

  /** The path of the new route. */
  private String add(Map<String, String> fields) {
    HttpResponse<String> added = ada.browser().post("/mail/new", "/mail/new", fields);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(303);
    return House.find(added.headers().firstValue("Location").orElseThrow(), "(/mail/[0-9]+)$");
  }

  private HttpResponse<String> change(String path, Map<String, String> fields) {
    String page = ada.browser().get(path).body();
    Map<String, String> all = with(fields, "form-token", Browser.token(page));
    all.putIfAbsent("revision", House.find(page, "name=\"revision\" value=\"([0-9]+)\""));
    return ada.browser().postPlain(path, all);
  }

  private HttpResponse<String> test(String path, String to) {
    return ada.browser().post(path, path + "/test", Map.of("to", to));
  }

  @Test
  void aRouteIsAddedTriedChangedAndRemoved() throws IOException {
    assertThat(ada.browser().get("/mail").body()).contains("No mail server is known yet");
    try (FakeMailServer server = new FakeMailServer("AUTH PLAIN")) {
      String path = add(route(server.port()));
      String list = ada.browser().get("/mail").body();
      assertThat(list)
          .contains("office", "sends", "none, this machine only", "Example, Inc. &lt;notice@");
      String tried = test(path, "ada@example.com").body();
      assertThat(tried).contains("The mail server took the test message", "250 2.0.0 queued as 1");
      assertThat(server.messages().getFirst())
          .contains("To: <ada@example.com>", "Auto-Submitted: auto-generated", "office");
      assertThat(server.commands())
          .contains("AUTH PLAIN " + base64("\0post\0" + SECRET), "MAIL FROM:<notice@example.org>");
      HttpResponse<String> changed =
          change(path, with(route(server.port()), "name", "head office", "password", ""));
      assertThat(changed.statusCode()).as(changed.body()).isEqualTo(303);
      assertThat(test(path, "ada@example.com").body()).contains("queued as 2");
      assertThat(ada.browser().post(path, path + "/remove", Map.of()).statusCode()).isEqualTo(303);
      assertThat(ada.browser().get("/mail").body()).doesNotContain("head office");
      assertThat(ada.browser().get(path).statusCode()).isEqualTo(404);
      assertThat(test404(path)).isEqualTo(404);
      assertThat(house.count("select count(*) from mail_route where sealed_password is not null"))
          .isZero();
      for (String act : List.of("added", "changed", "removed")) {
        assertThat(house.acts("mail-route." + act)).as(act).isOne();
      }
      assertThat(house.acts("mail-route.tested")).isEqualTo(2);
    }
  }

  private int test404(String path) {
    return ada.browser()
        .post("/mail/new", path + "/test", Map.of("to", "ada@example.com"))
        .statusCode();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thePasswordAndWhoGotATestMessageAreNowhere() throws IOException {
    try (FakeMailServer server =
        new FakeMailServer("AUTH LOGIN")
            .answer("RCPT", "550 5.1.1 <Secret.Person@Example.com> unknown")
            .answer(
                "AUTH", "334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "535 5.7.8 no", "535 5.7.8 no")) {
      String path = add(route(server.port()));
      String refused = test(path, "secret.person@example.com").body();
      String again = test(path, "secret.person@example.com").body();
      String shown =
          refused
              + again
              + ada.browser().get(path).body()
              + ada.browser().get("/mail").body()
              + change(path, with(route(server.port()), "port", "0")).body()
              + ada.browser().get("/audit").body()
              + house.log();
      assertThat(shown).contains("was not sent").doesNotContain(SECRET, base64(SECRET));
      assertThat(ada.browser().get("/audit").body()).doesNotContain("secret.person");
      assertThat(
              house.count(
                  "select count(*) from audit_entry where detail like '%ecret.%erson%'"
                      + " or detail like '%hunter2%'"))
          .isZero();
    }
    house
        .ledger()
        .inTransaction(
            db -> {
              try (var checkpoint = db.prepareStatement("checkpoint")) {
                return checkpoint.execute();
              }
            });
    try (Stream<Path> files = Files.walk(home.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(SECRET, "secret.person@example.com");
      }
    }
  }

  @Test
  void whatTheServerSaysOfTheRecipientIsShownWithoutTheAddress() throws IOException {
    try (FakeMailServer server =
        new FakeMailServer("AUTH PLAIN")
            .answer("RCPT", "550 5.1.1 <Secret.Person@Example.com>: <script>unknown</script>")) {
      String page = test(add(route(server.port())), "secret.person@example.com").body();
      assertThat(page)
          .contains("was not sent", "550 5.1.1 &lt;•••&gt;: &lt;script&gt;unknown")
          .doesNotContain("<script>unknown");
    }
  }

  @Test
  void whyARouteCannotBeUsedIsSaidToWhoeverTriesIt() throws IOException {
    String path;
    try (FakeMailServer server = new FakeMailServer("AUTH CRAM-MD5")) {
      path = add(route(server.port()));
      assertThat(test(path, "ada@example.com").body()).contains("offers no way to sign in");
    }
    assertThat(test(path, "ada@example.com").body()).contains("takes no calls at this port");
    assertThat(test(path, "no address").statusCode()).isEqualTo(422);
    assertThat(test(path, "a@example.com\r\nBcc: b@example.com").statusCode()).isEqualTo(422);
    assertThat(house.acts("mail-route.tested")).isEqualTo(2);
  }

  @Test
  void whatIsWrongIsSaidAtItsFieldAndWhatWasTypedStays() {
    Map<String, String> wrong =
        Map.of(
            "name", "<script>alert(1)</script>",
            "kind", "both",
            "host", "smtp example",
            "port", "70000",
            "security", "none",
            "user", "post",
            "from", "nobody",
            "from-name", "a\u0007b");
    HttpResponse<String> refused = ada.browser().post("/mail/new", "/mail/new", wrong);
    assertThat(refused.statusCode()).isEqualTo(422);
    for (String field : List.of("kind", "host", "port", "security", "password", "from")) {
      assertThat(refused.body()).contains("<a href=\"#" + field + "\">");
    }
    assertThat(refused.body())
        .contains("value=\"smtp example\"", "value=\"70000\"", "#from-name", "&lt;script")
        .doesNotContain("<script>alert");
    assertThat(house.count("select count(*) from mail_route")).isZero();
    assertThat(house.acts("mail-route.added")).isZero();
  }

  @Test
  void inTheClearOnlyThisMachineIsCalled() {
    for (String host :
        List.of("smtp.example.org", "127.example.org", "10.0.0.1", "localhost.evil")) {
      HttpResponse<String> refused =
          ada.browser().post("/mail/new", "/mail/new", with(route(25), "host", host));
      assertThat(refused.statusCode()).as(host).isEqualTo(422);
      assertThat(refused.body()).contains("only this machine may be called");
    }
  }

  /** Else an administrator could have a password that they do not know sent to a host of theirs. */
  @Test
  void aPasswordIsTypedAgainForAnotherHostPortProtectionOrUser() throws IOException {
    String path = add(with(route(2525), "host", "localhost"));
    Map<String, String> kept = with(route(2525), "password", "");
    for (Map<String, String> moved :
        List.of(
            with(kept, "host", "127.0.0.1"),
            with(kept, "port", "2526"),
            with(kept, "security", "tls"),
            with(kept, "user", "other"))) {
      HttpResponse<String> refused = change(path, moved);
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("Type the password again");
    }
    assertThat(change(path, with(kept, "from", "other@example.org")).statusCode()).isEqualTo(303);
    assertThat(change(path, with(kept, "host", "127.0.0.1", "password", "x")).statusCode())
        .isEqualTo(303);
    assertThat(change(path, with(kept, "host", "127.0.0.1", "user", "")).statusCode())
        .isEqualTo(303);
    assertThat(house.count("select count(*) from mail_route where sealed_password is null"))
        .isOne();
  }

  @Test
  void aNameIsTakenOnceAndACatcherStaysOne() {
    String path = add(with(route(25), "kind", "catcher"));
    HttpResponse<String> second =
        ada.browser().post("/mail/new", "/mail/new", with(route(25), "name", "OFFICE"));
    assertThat(second.statusCode()).isEqualTo(422);
    assertThat(second.body()).contains("Another route has this name");
    assertThat(change(path, with(route(25), "kind", "sends")).statusCode()).isEqualTo(303);
    assertThat(house.count("select count(*) from mail_route where catcher")).isOne();
    assertThat(ada.browser().get("/mail").body()).contains("catches, for drills");
  }

  @Test
  void twoWhoChangeItAtOnceNotice() {
    String path = add(route(25));
    assertThat(change(path, with(route(25), "from-name", "First")).statusCode()).isEqualTo(303);
    HttpResponse<String> late =
        change(path, with(route(25), "from-name", "Second", "revision", "1"));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("Somebody else changed this route", "value=\"Second\"");
    assertThat(house.acts("mail-route.changed")).isOne();
    assertThat(change(path, with(route(25), "from-name", "Second")).statusCode()).isEqualTo(303);
  }

  @Test
  void thePagesAreWorkedByKeysAndLookedAt() throws IOException {
    try (Chromium chromium = new Chromium();
        FakeMailServer server = new FakeMailServer("AUTH PLAIN")) {
      Chromium.Keyboard at = chromium.open();
      String base = "http://127.0.0.1:" + house.port();
      house.pass(Duration.ofSeconds(60));
      at.go(base + "/sign-in");
      at.type("name", ada.name());
      at.type("password", House.PASSWORD);
      at.type("code", ada.app().code(house.now()));
      at.press("Sign in");
      at.go(base + "/mail");
      at.look("mail-empty");
      at.press("Add a route");
      at.type("name", "office");
      at.type("host", "mail.example.org");
      at.choose("security", "none");
      at.type("port", String.valueOf(server.port()));
      at.type("from", "notice@example.org");
      at.press("Add the route");
      at.look("mail-route-wrong");
      at.type("host", "localhost");
      at.press("Add the route");
      at.type("to", "ada@example.com");
      at.press("Send a test message");
      assertThat(at.text()).contains("The mail server took the test message");
      at.look("mail-route-tried");
      at.press("All routes");
      at.look("mail-routes");
      assertThat(chromium.faults()).allMatch(fault -> fault.contains("422"));
    }
  }
}
