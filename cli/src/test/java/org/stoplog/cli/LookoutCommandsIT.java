package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.testing.LocalHttps;
import tools.jackson.databind.JsonNode;

/** Commands that watch suppliers, of a running server that asks a stranger's server. */
class LookoutCommandsIT {
  @TempDir static Path temp;
  @TempDir static Path files;
  private static SSLContext before;
  private static LocalHttps web;
  private static Desk desk;
  private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    before = SSLContext.getDefault();
    SSLContext context = LocalHttps.context(files, "front");
    SSLContext.setDefault(context);
    web = new LocalHttps(context);
    desk = new Desk(temp);
    desk.keepARecord();
    served = new Served(desk);
    done("supplier", "add", "Beta", "--domain", "beta.example");
    done("supplier", "add", "Gamma", "--domain", "gamma.example");
  }

  @AfterAll
  static void close() {
    SSLContext.setDefault(before);
    served.close();
    web.close();
  }

  private static String[] asked(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--server", served.address()));
    all.addAll(List.of("--token-file", desk.path("token").toString()));
    return all.toArray(String[]::new);
  }

  private static JsonNode done(String... args) {
    return desk.done(asked(args));
  }

  private static String printed(String... args) {
    CommandRun run = new CommandRun();
    List<String> all = new ArrayList<>(List.of(asked(args)));
    all.add("--quiet");
    assertThat(run.of(all.toArray(String[]::new))).as(run.err()).isZero();
    return run.out();
  }

  private static String entry(String name, String domain) {
    return """
        {"Name":"%s","Title":"%s","Domain":"%s","BreachDate":"2026-11-09",
         "AddedDate":"2026-11-20T08:00:00Z","PwnCount":1234567,
         "DataClasses":["Email addresses"],"IsVerified":true,
         "Description":"Somebody\\u001b[2J got in."}
        """
        .formatted(name, name, domain);
  }

  @Test
  void aCatalogueComesAsAFileAndItsSightingsAreSeenTo() throws IOException {
    desk.refused(Problem.USAGE, "lookout");
    desk.refused(Problem.USAGE, "sighting");
    assertThat(desk.refused(Problem.REQUEST_INVALID, asked("lookout", "new", "rumours")))
        .contains("Choose what is looked at.");
    String id = done("lookout", "new", "breaches", "--title", "By hand").get("id").asString();
    String first = entry("First", "beta.example");
    String cut = desk.file("cut.json", "[" + first + ",");
    String catalogue =
        desk.file("two.json", "[" + first + "," + entry("Second", "www.beta.example") + "]");
    desk.refused(Problem.REQUEST_INVALID, asked("lookout", "import", id, cut));
    desk.refused(Problem.FILE_NOT_FOUND, asked("lookout", "import", id, cut + ".gone"));
    desk.refused(Problem.FILE_UNREADABLE, asked("lookout", "import", id, temp.toString()));
    assertThat(printed("lookout", "import", id, catalogue)).contains("New sightings: 2");
    assertThat(done("lookout", "import", id, catalogue).get("sightings").asInt())
        .as("the same is sighted once")
        .isZero();
    assertThat(printed("lookout", "show", id))
        .contains("By hand", "files", "two.json", "2 breaches");
    assertThat(printed("lookout", "list")).contains("By hand", "breaches", "all");
    desk.refused(Problem.REQUEST_INVALID, asked("lookout", "look", id));

    JsonNode seen = done("sighting", "list", "--supplier", "beta", "--kind", "breaches");
    assertThat(seen.size()).isEqualTo(2);
    String number = seen.get(1).get("number").asString();
    assertThat(done("sighting", "list", "--supplier", "Acme").isEmpty()).isTrue();
    assertThat(desk.refused(Problem.REQUEST_INVALID, asked("sighting", "list", "--state", "old")))
        .contains("state is one of");
    assertThat(printed("sighting", "show", number))
        .contains("Sighting " + number, "catalogue of breaches", "Somebody", "look at it first")
        .doesNotContain("\u001b");
    desk.refused(Problem.USAGE, asked("sighting", "not-ours", number));
    assertThat(
            desk.refused(
                Problem.REQUEST_INVALID, asked("sighting", "not-ours", number, "--words", "x")))
        .contains("Say why it is not yours.");
    printed("sighting", "not-ours", number, "--words", "A house of the same name.");
    assertThat(done("sighting", "list", "--state", "not-ours").findValuesAsString("words"))
        .containsExactly("A house of the same name.");
    assertThat(done("sighting", "looked-at", number).get("state").asString())
        .isEqualTo("looked-at");
    String second = seen.get(0).get("id").asString();
    assertThat(printed("sighting", "list", "--state", "new")).contains("SIGHTING", "Second");
    String opened =
        done("sighting", "incident", second, "--title", "Is it them?").get("incident").asString();
    assertThat(done("incident", "show", opened).get("incident").get("title").asString())
        .isEqualTo("Is it them?");
    assertThat(done("sighting", "show", second).get("incident").asString()).isEqualTo(opened);
    desk.refused(Problem.REQUEST_INVALID, asked("sighting", "incident", second));
    desk.refused(Problem.PAGE_UNKNOWN, asked("sighting", "show", "999"));
    desk.refused(Problem.USAGE, asked("sighting", "show", "nonsense"));
  }

  @Test
  void aLookoutLooksNowStandsStillAndIsRemoved() throws IOException {
    web.set("/sub", "text/html; charset=UTF-8", "<p>Alpha Hosting, Beta Mail and Storage</p>");
    // Only a person lets one ask within this machine's network.
    served.submit(
        "/suppliers/lookouts/new",
        "/suppliers/lookouts",
        Map.of(
            "kind", "sub-processors",
            "supplier", "Gamma",
            "title", "Whom they use",
            "target", web.at("/sub"),
            "every", "7",
            "inside", "true"));
    String id = "";
    for (JsonNode one : done("lookout", "list")) {
      id = one.get("title").asString().equals("Whom they use") ? one.get("id").asString() : id;
    }
    done("lookout", "look", id);
    web.set("/sub", "text/html; charset=UTF-8", "<p>Alpha Hosting, Omega Mail and Storage</p>");
    JsonNode looked = done("lookout", "look", id);
    assertThat(looked.get("looks").get(0).get("seen").asBoolean()).isTrue();
    assertThat(done("sighting", "list", "--kind", "sub-processors").get(0).get("detail").toString())
        .contains("Omega Mail");
    assertThat(printed("lookout", "show", id)).contains("Whom they use", "Gamma", web.at("/sub"));
    assertThat(printed("lookout", "pause", id)).contains("paused");
    desk.refused(Problem.REQUEST_INVALID, asked("lookout", "look", id));
    assertThat(done("lookout", "resume", id).get("lookout").get("paused").asBoolean()).isFalse();
    assertThat(printed("lookout", "remove", id)).contains("what it saw stays");
    desk.refused(Problem.PAGE_UNKNOWN, asked("lookout", "show", id));
    desk.refused(Problem.USAGE, asked("lookout", "show", "../suppliers"));
  }

  @Test
  void whatIsAddedSaysAllOfIt() {
    JsonNode made =
        done(
            "lookout",
            "new",
            "exploited",
            "--supplier",
            "gamma",
            "--product",
            "Gamma Gate",
            "--product",
            "Gamma Mail",
            "--days",
            "3");
    assertThat(made.get("supplier").get("name").asString()).isEqualTo("Gamma");
    assertThat(made.get("products").size()).isEqualTo(2);
    assertThat(made.get("everyDays").asInt()).isEqualTo(3);
    assertThat(desk.refused(Problem.REQUEST_INVALID, asked("lookout", "new", "names")))
        .contains("Name the supplier.");
    // What looks at this machine sees nothing, and says why.
    String id =
        done("lookout", "new", "sub-processors", "--supplier", "Beta", "--target", web.at("/sub"))
            .get("id")
            .asString();
    JsonNode looks = done("lookout", "look", id).get("looks");
    assertThat(looks.get(0).get("seen").asBoolean()).isFalse();
    assertThat(looks.get(0).get("words").asString()).contains("private");
  }

  @Test
  void aSecurityTxtIsShownAndReadNow() throws IOException {
    assertThat(printed("security-txt", "Gamma")).contains("Nobody has had it read");
    web.set(
        "/.well-known/security.txt",
        "text/plain; charset=UTF-8",
        "Contact: mailto:security@gamma.example\nExpires: 2027-01-01T00:00:00Z\n");
    String page = "/suppliers/" + number("Gamma") + "/security-txt";
    served.submit(page, Map.of("host", web.host(), "inside", "true"));
    assertThat(printed("security-txt", "gamma"))
        .contains("security@gamma.example", "2027-01-01T00:00:00Z", web.host());
    JsonNode read = done("security-txt", "Gamma", "--read", "--host", web.host());
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.get(0).get("failure").asString()).contains("private");
    desk.refused(Problem.USAGE, asked("security-txt", "Gamma", "--host", web.host()));
    desk.refused(Problem.SUPPLIER_UNKNOWN, asked("security-txt", "Nobody"));
    desk.refused(Problem.USAGE, asked("security-txt"));
  }

  private static String number(String name) throws IOException {
    return Visitor.find(
        served.page("/suppliers/register"), "href=\"/suppliers/([0-9]+)\"[^>]*>" + name);
  }
}
