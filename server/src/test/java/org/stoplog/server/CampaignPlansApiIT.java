package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.server.campaigns.CampaignLook;
import org.stoplog.server.mail.FakeMailServer;
import tools.jackson.databind.JsonNode;

/** Plans and proposals by programs: as on the pages, and no more. */
class CampaignPlansApiIT {
  private static final String PROPOSALS = "/suppliers/campaigns/proposals";
  private static final String PLANS = "/suppliers/campaigns/plans";

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static FakeMailServer mails;
  private static int registers;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 1);
    mails = new FakeMailServer();
    at.route(mails, "sends");
  }

  @AfterAll
  static void close() throws IOException {
    mails.close();
    house.close();
  }

  private static void register(String csv) throws IOException {
    Path file = Files.writeString(files.resolve("more" + registers++ + ".csv"), csv);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(file)));
  }

  private static void look() {
    house.server().part(CampaignLook.class).look();
  }

  private static LocalDate today() {
    return LocalDate.ofInstant(house.now(), ZoneOffset.UTC);
  }

  private static String page(String path) {
    HttpResponse<String> answer = at.ada.browser().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  private static void pointed(HttpResponse<String> answer, String pointer) {
    JsonNode fault = Program.refused(answer, "body-invalid").get("errors").get(0);
    assertThat(fault.get("pointer").asString()).as(answer.body()).isEqualTo("#" + pointer);
  }

  @Test
  void programsMakeChangeAndRemovePlans() {
    Program program = new Program(house, house.token(at.ada, House.ALL));
    String first = today().plusDays(40).toString();
    String body =
        """
        {"title": "By a program", "tiers": [2, 1], "firstDay": "%s", "language": "de"}
        """
            .formatted(first);
    String[] once = {"Idempotency-Key", "a-plan-of-a-program"};
    JsonNode made = Program.done(program.post("/campaign-plans", body, once), 201);
    assertThat(Program.done(program.post("/campaign-plans", body, once), 201)).isEqualTo(made);
    String id = made.get("id").asString();
    assertThat(made.get("responsible").asString()).isEqualTo(house.id("ada"));
    assertThat(made.get("route").asString()).isEqualTo("sends" + mails.port());
    assertThat(made.get("body").asString()).contains("{{link}}", "Fragen");
    assertThat(page(PLANS + "/" + id))
        .contains("By a program", "Its next draft is made on " + first);

    String one = "/campaign-plans/" + id;
    pointed(program.post("/campaign-plans", "{}"), "/title");
    for (Map.Entry<String, String> bad :
        Map.ofEntries(
                Map.entry("title", "\"\""),
                Map.entry("tiers", "[7]"),
                Map.entry("months", "37"),
                Map.entry("firstDay", "\"2020-01-31\""),
                Map.entry("set", "\"none\""),
                Map.entry("answerDays", "0"),
                Map.entry("remindDays", "31"),
                Map.entry("route", "\"nowhere\""),
                Map.entry("language", "\"xx\""),
                Map.entry("responsible", "\"" + new UUID(0, 1) + "\""),
                Map.entry("skipDays", "731"),
                Map.entry("body", "\"no link\""),
                Map.entry("startsByItself", "\"yes\""))
            .entrySet()) {
      String wrong = "{\"%s\": %s}".formatted(bad.getKey(), bad.getValue());
      pointed(program.post(one, wrong), "/" + bad.getKey());
    }
    assertThat(program.read(one)).as("nothing half done").isEqualTo(made);

    JsonNode changed =
        Program.done(program.post(one, "{\"months\": 6, \"startsByItself\": true}"), 200);
    assertThat(changed.get("months").asInt()).isEqualTo(6);
    assertThat(changed.get("startsByItself").asBoolean()).isTrue();
    for (String same : List.of("title", "tiers", "firstDay", "body", "responsible", "skipDays")) {
      assertThat(changed.get(same)).as(same).isEqualTo(made.get(same));
    }
    assertThat(Program.done(program.post(one + "/pause", ""), 200).get("next").isNull()).isTrue();
    assertThat(page(PLANS + "/" + id)).contains("Paused: it makes no draft");
    assertThat(Program.done(program.post(one + "/resume", ""), 200).get("next").asString())
        .isEqualTo(first);
    Program.done(program.post(one, "{\"firstDay\": \"%s\"}".formatted(today())), 200);
    look();
    assertThat(program.read(one).get("made").size()).isOne();

    Program reader = new Program(house, house.token(at.ada, "read-suppliers"));
    assertThat(reader.read(one).get("title").asString()).isEqualTo("By a program");
    Program.refused(reader.post("/campaign-plans", body), "access-denied");
    for (String act : List.of("", "/pause", "/resume", "/remove")) {
      Program.refused(reader.post(one + act, act.isEmpty() ? body : ""), "access-denied");
    }
    assertThat(Program.done(program.post(one + "/remove", ""), 200).get("id").asString())
        .isEqualTo(id);
    Program.refused(program.get(one), "page-unknown");
    Program.refused(program.post(one, body), "page-unknown");
    Program.refused(program.post(one + "/pause", ""), "page-unknown");
    assertThat(page(PLANS)).doesNotContain("By a program");
    assertThat(program.get("/audit?limit=50").body())
        .contains("campaign.plan-made", "campaign.plan-changed", "campaign.plan-paused")
        .contains("campaign.plan-resumed", "campaign.plan-removed");
  }

  private static String proposed(Program program, String supplier, String kind) {
    for (JsonNode one : program.read("/campaign-proposals").get("items")) {
      if (one.get("name").asString().equals(supplier) && one.get("kind").asString().equals(kind)) {
        return "/campaign-proposals/" + one.get("id").asString();
      }
    }
    return "";
  }

  @Test
  void programsMakeDraftsOfProposalsAndLetThemGo() throws IOException {
    String csv =
        """
        supplier,engagement,connection,kind,security_contact,parent_company
        Bought,talk,a,sdk,security@bought.example,%1$s
        Sold,talk,a,sdk,security@sold.example,%1$s
        Hit,talk,a,sdk,security@hit.example,
        """;
    register(csv.formatted(""));
    look();
    register(csv.formatted("Big Corp"));
    at.post(
        "/incidents/new",
        "/incidents",
        Map.of("title", "A third breach", "supplier", "Hit", "signal", "notice"));
    look();
    Program program = new Program(house, house.token(at.ada, House.ALL));
    String bought = proposed(program, "Bought", "ownership");
    String sold = proposed(program, "Sold", "ownership");
    String hit = proposed(program, "Hit", "incident");
    pointed(program.post(bought + "/make", "{\"set\": \"none\"}"), "/set");
    pointed(program.post(bought + "/make", "{\"route\": \"nowhere\"}"), "/route");
    Program reader = new Program(house, house.token(at.ada, "read-suppliers"));
    Program.refused(reader.post(bought + "/make", "{}"), "access-denied");
    Program.refused(reader.post(bought + "/let-go", ""), "access-denied");

    JsonNode made = Program.done(program.post(bought + "/make", "{\"set\": \"breaches\"}"), 201);
    JsonNode campaign = program.read("/campaigns/" + made.get("campaign").asString());
    assertThat(campaign.get("campaign").get("state").asString()).isEqualTo("draft");
    assertThat(campaign.get("campaign").get("set").asString()).isEqualTo("breaches");
    assertThat(campaign.get("lines").findValuesAsString("name")).containsExactly("Bought");
    Program.refused(program.post(bought + "/make", "{}"), "page-unknown");
    Program.done(program.post(sold + "/let-go", ""), 200);
    Program.refused(program.post(sold + "/let-go", ""), "page-unknown");
    assertThat(proposed(program, "Sold", "ownership")).isEmpty();
    assertThat(page(PROPOSALS)).doesNotContain("Sold: another owner");

    // A breach: not to colleagues outside, and to no token that is for suppliers alone.
    House.Person sam = house.invite(at.ada, "responder", "sam");
    String work = "read-suppliers,edit-suppliers,read-incidents,work-on-incidents";
    for (String token :
        List.of(house.token(sam, work), house.token(at.ada, "read-suppliers,edit-suppliers"))) {
      Program outside = new Program(house, token);
      assertThat(proposed(outside, "Hit", "incident")).isEmpty();
      Program.refused(outside.post(hit + "/make", "{}"), "page-unknown");
      Program.refused(outside.post(hit + "/let-go", ""), "page-unknown");
    }
    Program looker =
        new Program(house, house.token(at.ada, "read-suppliers,edit-suppliers,read-incidents"));
    Program.refused(looker.post(hit + "/make", "{}"), "access-denied");
    assertThat(proposed(looker, "Hit", "incident")).isEqualTo(hit);
    JsonNode sweep = Program.done(program.post(hit + "/make", "{}"), 201);
    assertThat(proposed(program, "Hit", "incident")).isEmpty();
    Program.refused(program.post(hit + "/make", "{}"), "page-unknown");
    assertThat(page("/campaigns/" + sweep.get("campaign").asString()))
        .contains("Sweep after the breach of Hit", "A draft: nothing was sent");
    look();
    assertThat(mails.messages()).as("nothing by itself").isEmpty();
  }
}
