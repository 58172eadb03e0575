package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.subethamail.smtp.server.SMTPServer;
import tools.jackson.databind.JsonNode;

/** Commands that ask a running server. */
class ServerCommandsIT {
  @TempDir static Path temp;
  private static Desk desk;
  private static Served served;

  @BeforeAll
  static void serve() throws IOException {
    desk = new Desk(temp);
    desk.keepARecord();
    served = new Served(desk);
  }

  @AfterAll
  static void close() {
    served.close();
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

  @Test
  void aSupplierIsEnteredShownAndChanged() {
    JsonNode made = done("supplier", "add", "Beta", "--domain", "beta.example");
    assertThat(done("supplier", "show", "beta").get("id")).isEqualTo(made.get("id"));
    JsonNode changed =
        done("supplier", "change", "Beta", "--started", "2025-01-01", "--works-for", "Acme");
    assertThat(changed.get("domain").asString()).isEqualTo("beta.example");
    assertThat(changed.get("worksFor").get(0).asString()).isEqualTo("Acme");
    assertThat(done("supplier", "change", "Beta", "--domain", "").get("domain").isNull()).isTrue();
    assertThat(done("supplier", "list", "Beta").size()).isOne();
    assertThat(desk.refused(Problem.BODY_INVALID, asked("supplier", "add", "Acme")))
        .contains("#/name: ");
    desk.refused(Problem.SUPPLIER_UNKNOWN, asked("supplier", "show", "Nobody"));
    desk.refused(Problem.USAGE, "supplier");
  }

  @Test
  void theRegisterOfAServerGoesOutAndComesIn() throws IOException {
    String added = desk.file("more.csv", "supplier,owner", "Omicron,\"Zoë, \"\"Z\"\"\"");
    JsonNode looked = done("supplier", "import", "--look", added);
    assertThat(looked.get("taken").asBoolean()).isFalse();
    assertThat(looked.get("lines").toString()).contains("comes: Omicron");
    assertThat(done("supplier", "list").toString()).doesNotContain("Omicron");
    assertThat(done("supplier", "import", added).get("taken").asBoolean()).isTrue();
    for (String format : List.of("csv", "xlsx", "json")) {
      String file = desk.path("register." + format).toString();
      done("supplier", "export", file);
      assertThat(done("supplier", "import", "--look", file).get("lines")).as(format).isEmpty();
    }
    assertThat(done("supplier", "export").toString()).contains("Zoë, \\\"Z\\\"");
    CommandRun run = new CommandRun();
    assertThat(run.of(asked("supplier", "export", "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).startsWith("supplier,domain,").contains("Omicron");
    assertThat(run.of(asked("supplier", "import", added, "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).contains("0 new suppliers");
    String bad = desk.file("bad.csv", "supplier,owner", "A,=1+1");
    assertThat(desk.refused(Problem.REGISTER_INVALID, asked("supplier", "import", bad)))
        .contains("line 2, column owner: starts with =");
    desk.refused(Problem.FILE_NOT_FOUND, asked("supplier", "import", "nowhere.csv"));
  }

  @Test
  void anIncidentIsWorkedOnToItsNumber() throws IOException {
    String name =
        done("incident", "open", "Analytics", "--supplier", "Acme").get("name").asString();
    String yaml =
        desk.file(
            "claims.yaml",
            "incident: x",
            "claims:",
            "  - id: C1",
            "    supplier: Acme",
            "    windows: [2025-03-01..2025-03-02]");
    assertThat(done("incident", "claim", name, yaml).get("claims").size()).isOne();
    String more =
        desk.file(
            "more.json", "{\"claims\":[{\"id\":\"C2\",\"supplier\":\"Acme\",\"note\":\"all\"}]}");
    assertThat(done("incident", "claim", name, more).get("claims").size()).isEqualTo(2);
    assertThat(done("incident", "claim", name).get("claims").size()).isEqualTo(2);
    String other = desk.file("other.json", "{\"claims\":[{\"id\":\"C2\",\"supplier\":\"Acme\"}]}");
    desk.refused(Problem.CLAIMS_INVALID, asked("incident", "claim", name, other));
    desk.refused(Problem.USAGE, asked("incident", "scope", name, "C1"));
    assertThat(
            done("incident", "scope", name, "C1", "--reason", "their letter")
                .get("version")
                .asInt())
        .isOne();
    JsonNode first = done("incident", "expose", name);
    assertThat(first.get("parts").get("seen").get("exact").asInt()).isEqualTo(2);
    done("incident", "scope", name, "C1", "C2", "--reason", "they know no more");
    JsonNode second = done("incident", "expose", name.replace("INC-", ""));
    assertThat(second.get("parts").get("seen").get("exact").asInt()).isEqualTo(4);
    assertThat(second.get("delta").get("newlyIn").get("exact").asInt()).isEqualTo(2);
    desk.refused(
        Problem.ACCESS_DENIED, asked("incident", "scope", name, "C1", "--reason", "narrower"));
    assertThat(done("incident", "timeline", name).get("items").size()).isGreaterThan(5);
    assertThat(done("incident", "list").get(0).get("affected").toString()).contains("4");
    assertThat(done("incident", "show", name).get("scope").get("version").asInt()).isEqualTo(2);
    desk.refused(Problem.PAGE_UNKNOWN, asked("incident", "show", "INC-99"));
    desk.refused(Problem.USAGE, asked("incident", "show", "nonsense"));
  }

  @Test
  void aSupplierIsCutAtOnceAndOpenedByPeople() {
    done("supplier", "add", "Gamma", "--domain", "gamma.example");
    desk.refused(Problem.BODY_INVALID, asked("sever", "Gamma", "--state", "open", "--reason", "x"));
    JsonNode cut =
        done(
            "sever",
            "gamma",
            "--state",
            "removed",
            "--reason",
            "they were breached",
            "--own-copy",
            "not-needed",
            "--own-copy-words",
            "we sent it ourselves");
    assertThat(cut.get("state").asString()).isEqualTo("removed");
    assertThat(done("severed", "Gamma").size()).isOne();
    desk.refused(Problem.BODY_INVALID, asked("sever", "Gamma", "--reason", "again"));
    CommandRun run = new CommandRun();
    assertThat(run.of(asked("severed", "Gamma", "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).contains("Cut: the whole supplier, removed.", "Quiet days: 0 of 30");
    assertThat(done("unsever", "Gamma", "--why", "healed").get("page").asString())
        .startsWith("/approvals/");
    assertThat(done("severed", "Gamma").size()).as("nobody approved").isOne();
    done("supplier", "add", "Delta");
    desk.refused(Problem.USAGE, asked("unsever", "Delta", "--why", "x"));
  }

  private static void printed(String[] args, String... says) {
    CommandRun run = new CommandRun();
    List<String> all = new ArrayList<>(List.of(asked(args)));
    all.add("--quiet");
    assertThat(run.of(all.toArray(String[]::new))).as(run.err()).isZero();
    assertThat(run.out()).contains(says);
  }

  @Test
  void aSupplierIsAssessedAndItsGapIsSeenTo() throws IOException {
    done("supplier", "add", "Epsilon");
    done("supplier", "add", "Epsilon too");
    desk.refused(Problem.USAGE, "assess");
    String[] begin = {
      "assess", "begin", "Epsilon", "--set", "breaches", "--due", "2026-12-24", "--reason", "New"
    };
    String id = done(begin).get("assessment").get("id").asString();
    begin[4] = "nothing";
    assertThat(desk.refused(Problem.BODY_INVALID, asked(begin))).contains("#/set: ");
    assertThat(
            desk.refused(
                Problem.BODY_INVALID,
                asked("assess", "answer", id, "--question", "none", "--answer", "yes")))
        .contains("#/answers/0/question: ");
    desk.refused(Problem.USAGE, asked("assess", "answer", id));
    desk.refused(Problem.USAGE, asked("assess", "show", "../suppliers"));
    done("assess", "answer", id, "--question", "notice-hours", "--answer", "48");
    String file =
        desk.file(
            "answers.json",
            "{\"answers\": [{\"question\": \"contact\", \"answer\": \"not-applicable\",",
            " \"words\": \"There is a line instead\"}]}");
    done("assess", "answer", id, file);
    assertThat(
            desk.refused(
                Problem.BODY_INVALID,
                asked("assess", "answer", id, desk.file("bad.json", "{", "\"answers\": nope}"))))
        .contains("bad.json, line 2");
    printed(
        new String[] {"assess", "show", id},
        "notice-hours",
        "48",
        "There is a line instead",
        "Gaps:");
    done("assess", "close", id);
    desk.refused(
        Problem.REQUEST_INVALID,
        asked("assess", "answer", id, "--question", "notice-hours", "--answer", "24"));
    // Out and in again: the same.
    String out = desk.path("assessments.json").toString();
    done("assess", "export", "Epsilon", "--out", out);
    desk.refused(Problem.USAGE, asked("assess", "export", "Epsilon", "--out", out));
    assertThat(done("assess", "add", "Epsilon too", out).get("added").asInt()).isOne();
    assertThat(done("assess", "export", "Epsilon too"))
        .isEqualTo(done("assess", "export", "Epsilon"));
    assertThat(done("assess", "list", "Epsilon").size()).isOne();
    assertThat(done("assess", "list", "Epsilon", "--open").isEmpty()).isTrue();
    printed(new String[] {"assess", "list"}, "Epsilon too", "closed", " of 100");

    desk.refused(Problem.USAGE, "finding");
    String[] open = {
      "finding",
      "open",
      id,
      "--title",
      "Two days are long",
      "--weight",
      "high",
      "--due",
      "2026-12-24",
      "--question",
      "notice-hours"
    };
    String finding = done(open).get("finding").get("id").asString();
    open[6] = "huge";
    assertThat(desk.refused(Problem.BODY_INVALID, asked(open))).contains("#/weight: ");
    done("finding", "say", finding, "remedied", "They say that it is done.");
    assertThat(
            desk.refused(
                Problem.BODY_INVALID,
                asked("finding", "say", finding, "accepted", "For a while, until it is mended.")))
        .contains("#/until: ");
    printed(
        new String[] {"finding", "show", finding},
        "to be tested again",
        "They say that it is done.");
    printed(new String[] {"finding", "list", "Epsilon"}, "Two days are long", "high", "2026-12-24");
    assertThat(done("finding", "list", "Epsilon", "--only", "late").isEmpty()).isTrue();
    desk.refused(Problem.USAGE, asked("finding", "list", "--only", "new"));
    String found = desk.path("findings.json").toString();
    done("finding", "export", "Epsilon", "--out", found);
    assertThat(done("finding", "add", "Epsilon too", found).get("added").asInt()).isOne();
    assertThat(done("finding", "export", "Epsilon too"))
        .isEqualTo(done("finding", "export", "Epsilon"));
    String one =
        "{\"title\": \"More\", \"weight\": \"%s\", \"due\": \"2026-12-24\", \"events\": []}";
    String half =
        desk.file("half.json", "[" + one.formatted("huge") + ",", one.formatted("low") + "]");
    assertThat(desk.refused(Problem.BODY_INVALID, asked("finding", "add", "Epsilon too", half)))
        .contains("number 1 of 2, after 1 were added", "#/weight: ");
  }

  @Test
  void documentsRiskAndThePublicListOfASupplier() throws IOException {
    done("supplier", "add", "Zeta", "--domain", "zeta.example");
    desk.refused(Problem.USAGE, "evidence");
    String report = desk.file("report.csv", "a,b", "1,2");
    JsonNode added = done("evidence", "add", "Zeta", report, "--until", "2027-01-31");
    String id = added.get("id").asString();
    assertThat(done("evidence", "add", "Zeta", report).get("id").asString()).isEqualTo(id);
    assertThat(
            desk.refused(
                Problem.BODY_INVALID, asked("evidence", "add", "Zeta", report, "--until", "soon")))
        .contains("#/until: ");
    assertThat(
            desk.refused(
                Problem.BODY_INVALID,
                asked("evidence", "add", "Zeta", desk.file("lies.pdf", "no PDF"))))
        .contains("#/file: ");
    desk.refused(Problem.FILE_NOT_FOUND, asked("evidence", "add", "Zeta", report + ".gone"));
    desk.refused(Problem.FILE_UNREADABLE, asked("evidence", "add", "Zeta", temp.toString()));
    Path large = desk.path("large.csv");
    Files.write(large, new byte[12 << 20]);
    desk.refused(Problem.UPLOAD_TOO_LARGE, asked("evidence", "add", "Zeta", large.toString()));
    printed(
        new String[] {"evidence", "list"}, "Zeta", "report.csv", "2027-01-31", "nobody has looked");
    printed(new String[] {"evidence", "show", id}, "report.csv", "Found: nobody");
    assertThat(done("evidence", "list", "Zeta").size()).isOne();
    Path saved = desk.path("saved.csv");
    done("evidence", "save", id, "--out", saved.toString());
    assertThat(Files.readString(saved)).isEqualTo(Files.readString(Path.of(report)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
        .isEqualTo("rw-------");
    done("evidence", "remove", id);
    desk.refused(
        Problem.PAGE_UNKNOWN,
        asked("evidence", "save", id, "--out", desk.path("again.csv").toString()));
    assertThat(desk.path("again.csv")).doesNotExist();

    desk.refused(Problem.USAGE, "risk");
    String[] accept = {
      "risk", "accept", "Zeta", "--until", "2027-03-01", "--reason", "They leave in spring."
    };
    assertThat(done(accept).get("accepted").get(0).get("until").asString()).isEqualTo("2027-03-01");
    accept[4] = "2037-03-01";
    assertThat(desk.refused(Problem.BODY_INVALID, asked(accept))).contains("#/until: ");
    printed(new String[] {"risk", "show", "Zeta"}, "PART", "They leave in spring.");
    printed(new String[] {"risk", "list"}, "Zeta", "RESIDUAL");
    int tier = done("risk", "show", "Zeta").get("tier").asInt();
    assertThat(done("risk", "list", "--tier", "" + tier).findValuesAsString("name"))
        .contains("Zeta");
    assertThat(done("risk", "list", "--tier", "" + (tier == 1 ? 2 : 1)).findValuesAsString("name"))
        .doesNotContain("Zeta");

    desk.refused(Problem.USAGE, "sub-processor");
    String[] publish = {
      "sub-processor",
      "publish",
      "Zeta",
      "--name",
      "Zeta Ltd",
      "--purpose",
      "Letters",
      "--categories",
      "Names",
      "--place",
      "EU",
      "--since",
      "2025-01-01"
    };
    assertThat(done(publish).get("listed").get("place").asString()).isEqualTo("EU");
    publish[10] = "CH";
    assertThat(done(publish).get("listed").get("place").asString()).isEqualTo("CH");
    publish[12] = "soon";
    assertThat(desk.refused(Problem.BODY_INVALID, asked(publish))).contains("#/since: ");
    printed(new String[] {"sub-processor", "list"}, "Zeta Ltd", "CH", "zeta.example");
    assertThat(done("sub-processor", "remove", "Zeta").get("listed").isNull()).isTrue();
    assertThat(done("sub-processor", "list").isEmpty()).isTrue();
  }

  @Test
  void suppliersAreAskedAfterABreachAndFollowedUp() throws IOException {
    List<String> mails = new CopyOnWriteArrayList<>();
    int port = FreePorts.inARow(1);
    SMTPServer post =
        SMTPServer.port(port)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandler((context, from, to, message) -> mails.add(to))
            .build();
    post.start();
    try {
      served.submit(
          "/mail/new",
          Map.of(
              "name", "office",
              "kind", "sends",
              "host", "localhost",
              "port", "" + port,
              "security", "none",
              "user", "",
              "password", "",
              "from", "notice@example.org"));
      done("supplier", "add", "Breached", "--domain", "breached.example");
      done(
          "supplier",
          "add",
          "Behind",
          "--works-for",
          "Breached",
          "--security-contact",
          "s@behind.example");
      done("supplier", "add", "Quiet", "--security-contact", "s@quiet.example");
      String incident =
          done("incident", "open", "Theirs", "--supplier", "Breached").get("name").asString();
      propose(incident);
      sweep(incident, mails);
      decide(incident);
      plan();
    } finally {
      post.stop();
    }
  }

  private static String proposed(String supplier) {
    for (JsonNode one : done("proposal", "list")) {
      if (one.get("name").asString().equals(supplier)) {
        return one.get("id").asString();
      }
    }
    return "";
  }

  private static String awaitProposed(String supplier) {
    // It looks by itself, but each twenty seconds; a new plan has it look at once.
    done("plan", "new", "After " + supplier, "--first", "2027-12-24");
    String id = proposed(supplier);
    for (int i = 0; i < 1_500 && id.isEmpty(); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      id = proposed(supplier);
    }
    assertThat(id).as(supplier).isNotEmpty();
    return id;
  }

  private static void propose(String incident) {
    desk.refused(Problem.USAGE, "proposal");
    String breach = awaitProposed("Breached");
    printed(new String[] {"proposal", "list"}, breach, "Breached", "incident", "It was breached");
    assertThat(
            desk.refused(
                Problem.BODY_INVALID, asked("proposal", "make", breach, "--route", "none")))
        .contains("#/route: ");
    JsonNode made = done("proposal", "make", breach);
    assertThat(made.get("lines").findValuesAsString("name")).contains("Behind");
    assertThat(made.get("campaign").get("state").asString()).isEqualTo("draft");
    assertThat(done("sweep", "list", incident).size()).isOne();
    assertThat(proposed("Breached")).isEmpty();
    desk.refused(Problem.PAGE_UNKNOWN, asked("proposal", "make", breach));
    done("campaign", "discard", made.get("campaign").get("id").asString());
    done("supplier", "add", "Aside");
    done("incident", "open", "Of another", "--supplier", "Aside");
    printed(new String[] {"proposal", "let-go", awaitProposed("Aside")}, "It was let go.");
    assertThat(proposed("Aside")).isEmpty();
    desk.refused(Problem.USAGE, asked("proposal", "let-go", "none"));
  }

  private static void plan() throws IOException {
    desk.refused(Problem.USAGE, "plan");
    String letter = desk.file("letter.txt", "Dear {{supplier}}, please: {{link}}");
    String[] make = {
      "plan",
      "new",
      "Each quarter",
      "--tier",
      "1",
      "--tier",
      "2",
      "--months",
      "3",
      "--first",
      "2026-12-24",
      "--letter",
      letter,
      "--by-itself",
      "true"
    };
    String id = done(make).get("id").asString();
    make[10] = "soon";
    assertThat(desk.refused(Problem.BODY_INVALID, asked(make))).contains("#/firstDay: ");
    printed(new String[] {"plan", "list"}, id, "Each quarter", "1; 2", "mvsp", "2026-12-24", "yes");
    JsonNode changed = done("plan", "change", id, "--title", "Each year", "--by-itself", "false");
    assertThat(changed.get("title").asString()).isEqualTo("Each year");
    assertThat(changed.get("tiers").size()).isEqualTo(2);
    assertThat(changed.get("body").asString()).startsWith("Dear {{supplier}}");
    assertThat(changed.get("startsByItself").asBoolean()).isFalse();
    desk.refused(Problem.USAGE, asked("plan", "change", id));
    assertThat(done("plan", "pause", id).get("paused").asBoolean()).isTrue();
    printed(new String[] {"plan", "show", id}, "Each year", "office", "Paused");
    done("plan", "resume", id);
    printed(new String[] {"plan", "show", id}, "Its next draft is made on 2026-12-24.");
    done("plan", "remove", id);
    desk.refused(Problem.PAGE_UNKNOWN, asked("plan", "show", id));
    desk.refused(Problem.USAGE, asked("plan", "show", "Each year"));
  }

  private static void sweep(String incident, List<String> mails) throws IOException {
    desk.refused(Problem.USAGE, "sweep");
    desk.refused(Problem.USAGE, "campaign");
    printed(new String[] {"campaign", "choices"}, "sweep", "mvsp", "office", "link");
    printed(new String[] {"sweep", "like", incident}, "Behind");
    assertThat(
            desk.refused(Problem.BODY_INVALID, asked("sweep", "make", incident, "--way", "colour")))
        .contains("#/ways/0: ");
    assertThat(
            desk.refused(Problem.BODY_INVALID, asked("sweep", "make", incident, "--days", "400")))
        .contains("#/days: ");
    JsonNode made = done("sweep", "make", incident, "--way", "chain", "--title", "By hand");
    assertThat(made.get("lines").findValuesAsString("name")).containsExactly("Behind");
    String number = made.get("campaign").get("number").asString();
    assertThat(done("sweep", "list", incident).get(0).get("title").asString()).isEqualTo("By hand");
    done("campaign", "add", number, "Quiet");
    done("campaign", "add", number, "Acme");
    assertThat(done("campaign", "leave-out", number, "Acme").get("suppliers").asInt()).isEqualTo(2);
    desk.refused(Problem.REQUEST_INVALID, asked("campaign", "remind", number));
    assertThat(done("campaign", "start", number).get("campaign").get("state").asString())
        .isEqualTo("running");
    waitFor(mails, 2);
    assertThat(mails).containsExactlyInAnyOrder("s@behind.example", "s@quiet.example");
    printed(new String[] {"campaign", "show", number}, "By hand", "running", "Quiet", "unknown");
    printed(new String[] {"campaign", "list"}, "By hand", "running");
    printed(new String[] {"campaign", "asked", number, "Quiet"}, "s@quiet.example", "reminders");
    done("campaign", "remind", number);
    waitFor(mails, 4);
    assertThat(done("campaign", "revoke", number, "quiet").get("standing").get("state").asString())
        .isEqualTo("link ended");
    done("campaign", "renew", number, "quiet");
    waitFor(mails, 5);
    desk.refused(Problem.REQUEST_INVALID, asked("campaign", "take", number));
    desk.refused(Problem.REQUEST_INVALID, asked("campaign", "take", number, "Quiet"));
    desk.refused(Problem.REQUEST_INVALID, asked("campaign", "give-back", number, "Quiet"));
    desk.refused(Problem.REQUEST_INVALID, asked("campaign", "resume", number));
    String out = desk.path("board.csv").toString();
    done("campaign", "export", number, "--out", out);
    assertThat(Files.readString(Path.of(out))).contains("\"Behind\"", "\"Quiet\"");
    printed(new String[] {"campaign", "export", number}, "\"Behind\"");
    Path json = desk.path("board.json");
    done("campaign", "export", number, "--out", json.toString());
    assertThat(Files.readString(json)).startsWith("[{\"supplier\":").contains("\"Behind\"");
    Path book = desk.path("board.xlsx");
    done("campaign", "export", number, "--out", book.toString());
    assertThat(Files.readAllBytes(book)).startsWith('P', 'K');
    desk.refused(
        Problem.USAGE,
        asked("campaign", "export", number, "--out", desk.path("board.pdf").toString()));
    assertThat(done("campaign", "end", number).get("campaign").get("state").asString())
        .isEqualTo("ended");
    desk.refused(Problem.PAGE_UNKNOWN, asked("campaign", "show", "999"));
    JsonNode draft =
        done("campaign", "make", "Each year", "--reason", "Its turn", "--whom", "Quiet");
    assertThat(draft.get("campaign").get("set").asString()).isEqualTo("mvsp");
    String second = draft.get("campaign").get("id").asString();
    assertThat(done("campaign", "discard", second).get("campaign").get("state").asString())
        .isEqualTo("discarded");
  }

  private static void waitFor(List<String> mails, int count) {
    for (int i = 0; i < 1_500 && mails.size() < count; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(mails).hasSize(count);
  }

  private static void decide(String incident) {
    assertThat(done("incident", "aftermath", incident).get("decisions").isEmpty()).isTrue();
    desk.refused(Problem.USAGE, asked("incident", "aftermath", incident, "keep"));
    String[] decide = {
      "incident",
      "aftermath",
      incident,
      "restrict",
      "--reason",
      "They told us after weeks.",
      "--require",
      "Tell within a day",
      "--require",
      "Hand over rows in two days",
      "--due",
      "2026-12-24"
    };
    assertThat(done(decide).get("decisions").get(0).get("kind").asString()).isEqualTo("restrict");
    decide[3] = "burn";
    assertThat(desk.refused(Problem.BODY_INVALID, asked(decide))).contains("#/kind: ");
    printed(
        new String[] {"incident", "aftermath", incident}, "restrict", "They told us after weeks.");
    printed(
        new String[] {"finding", "list", "Breached"},
        "Tell within a day",
        "Hand over rows in two days");
  }

  @Test
  void tablesAreForPeople() {
    done("incident", "open", "Shown to people");
    CommandRun run = new CommandRun();
    assertThat(run.of(asked("incident", "list", "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).contains("INCIDENT", "Shown to people", "suspected");
    assertThat(run.of(asked("supplier", "show", "Acme", "--quiet"))).as(run.err()).isZero();
    assertThat(run.out()).contains("CONNECTION", "web");
  }

  @Test
  void aTokenComesFromAFileOrTheEnvironmentAndOnlyThat() throws IOException {
    assertThat(desk.refused(Problem.TOKEN_INVALID, "supplier", "list"))
        .contains("--token-file", "STOPLOG_TOKEN");
    String wrong = desk.file("wrong", "stoplog_" + "a".repeat(43));
    desk.refused(
        Problem.TOKEN_INVALID,
        "supplier",
        "list",
        "--server",
        served.address(),
        "--token-file",
        wrong);
    CommandRun run = new CommandRun();
    run.environment(Map.of("STOPLOG_TOKEN", served.token(), "STOPLOG_SERVER", served.address()));
    assertThat(run.of("supplier", "list", "--json")).as(run.err()).isZero();
    assertThat(run.out()).contains("Acme").doesNotContain("stoplog_");
  }

  @Test
  void aCertificateOfAnOwnAuthorityIsTrustedOnlyWhenItIsNamed() throws Exception {
    String token = desk.path("token").toString();
    try (TlsProxy proxy = new TlsProxy(temp, served.address())) {
      String[] plain = {"supplier", "list", "--server", proxy.address(), "--token-file", token};
      assertThat(desk.refused(Problem.SERVER_UNTRUSTED, plain)).contains("127.0.0.1");
      List<String> named = new ArrayList<>(List.of(plain));
      named.addAll(List.of("--ca", proxy.certificate()));
      assertThat(desk.done(named.toArray(String[]::new)).toString()).contains("Acme");
      named.set(named.size() - 1, token);
      desk.refused(Problem.FILE_UNREADABLE, named.toArray(String[]::new));
    }
  }

  /** What the container and a watching script run. */
  @Test
  void theScriptForHealthAsksTheServer() throws Exception {
    String port = served.address().replaceFirst(".*:", "");
    assertThat(healthy(port, "127.0.0.1:" + port)).isZero();
    assertThat(healthy(port, "stranger.example")).isEqualTo(1);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String free = String.valueOf(socket.getLocalPort());
      socket.close();
      assertThat(healthy(free, "127.0.0.1:" + free)).isEqualTo(1);
    }
  }

  private static int healthy(String port, String host) throws Exception {
    ProcessBuilder script =
        new ProcessBuilder("bash", Path.of("..", "packaging", "healthy").toString());
    script.environment().putAll(Map.of("STOPLOG_PORT", port, "STOPLOG_HOST", host));
    script.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return script.start().waitFor();
  }

  @Test
  void noServerAndAStrangerAreToldApart() throws IOException {
    String token = desk.path("token").toString();
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(
            desk.refused(
                Problem.SERVER_UNREACHABLE,
                "supplier",
                "list",
                "--server",
                "http://127.0.0.1:" + free,
                "--token-file",
                token))
        .contains("no server answers at");
    // TLS with somebody who speaks none.
    desk.refused(
        Problem.SERVER_UNTRUSTED,
        "supplier",
        "list",
        "--server",
        served.address().replace("http:", "https:"),
        "--token-file",
        token);
    // In the clear to another machine: refused before anything is sent.
    assertThat(
            desk.refused(
                Problem.SERVER_UNTRUSTED,
                "supplier",
                "list",
                "--server",
                "http://192.0.2.1",
                "--token-file",
                token))
        .contains("use https:");
    desk.refused(Problem.USAGE, "supplier", "list", "--server", "ftp://x", "--token-file", token);
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>Bad gateway".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(502, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    stranger.start();
    try {
      assertThat(
              desk.refused(
                  Problem.SERVER_UNREACHABLE,
                  "supplier",
                  "list",
                  "--server",
                  "http://127.0.0.1:" + stranger.getAddress().getPort(),
                  "--token-file",
                  token))
          .contains("no Stoplog server", "502");
    } finally {
      stranger.stop(0);
    }
  }
}
