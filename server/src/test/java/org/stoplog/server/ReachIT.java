package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A supplier's token was taken, and no data that we know of: who was in its reach. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReachIT {
  private static final String SCRIPT = "<script>alert(1)</script>";

  @TempDir static Path home;
  private static House house;
  private static House.Person ada;
  private static String room = "";

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    SmallCompany.load(house.ledger(), home);
    ada = house.administrator();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String portal() {
    return "/severances/connections/"
        + house.count("select id from connection where name = 'portal'");
  }

  private static String page(String path) {
    HttpResponse<String> answer = ada.browser().get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  private static HttpResponse<String> post(String path, Map<String, String> form) {
    return ada.browser().post(path, path, form);
  }

  @Test
  @Order(1)
  void unknownReachIsSaidAndIsNeverNobody() {
    HttpResponse<String> opened =
        ada.browser()
            .post(
                "/incidents/new",
                "/incidents",
                Map.of("title", "Token taken", "supplier", "Helpdesk One", "signal", "notice"));
    room = opened.headers().firstValue("Location").orElseThrow();
    assertThat(page(room)).contains(room.replaceFirst(".*(/incidents/.*)", "$1") + "/reach");
    assertThat(page(room + "/reach"))
        .contains("Unknown reach", "does not mean nobody", "portal: whatever it uses");
    assertThat(post(room + "/reach", Map.of()).statusCode()).isEqualTo(303);
    assertThat(page(room)).contains("unknown reach: what credentials of Helpdesk One");
    assertThat(IncidentsIT.number(ada.browser().get(room).body())).isEqualTo("unknown");
    assertThat(post(room + "/reach", Map.of()).statusCode()).as("twice").isEqualTo(400);
  }

  @Test
  @Order(2)
  void whatATokenCouldReadIsWrittenDownInTheInventory() {
    Map<String, String> plan =
        new HashMap<>(
            Map.of(
                "revision", "0",
                "owner", "Support",
                "link", "",
                "effect", "=1+1",
                "dependency", "",
                "fallback", "",
                "credentials", "OAuth token: crm\nAPI key: spare"));
    assertThat(post(portal() + "/plan", plan).statusCode()).isEqualTo(303);
    Map<String, String> form =
        new HashMap<>(
            Map.of(
                "credential", "OAuth token: crm",
                "system", SCRIPT,
                "since", "yesterday",
                "until", "2025-10-15",
                "cohort", "",
                "element", "no.such"));
    HttpResponse<String> wrong = post(portal() + "/reach", form);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("2025-11-08", "elements of the list").doesNotContain(SCRIPT);
    form.put("since", "");
    form.put("element", "contact.email");
    assertThat(post(portal() + "/reach", form).body()).contains("no such system");
    form.put("system", "Mapplanet");
    assertThat(post(portal() + "/reach", form).statusCode()).isEqualTo(303);
    assertThat(page(portal() + "/reach"))
        .contains("contact.email in Mapplanet, of everybody there, until 2025-10-15");
    assertThat(house.acts("connection.reach-added")).isEqualTo(1);
  }

  @Test
  @Order(3)
  void itsPeopleArePossiblyAffectedOnceTheScopeIsDecided() {
    assertThat(page(room + "/reach"))
        .contains("contact.email in Mapplanet", "portal: API key: spare", "Record it as derived");
    assertThat(post(room + "/reach", Map.of()).statusCode()).isEqualTo(303);
    String scope = ada.browser().get(room + "/scope").body();
    String claim = House.find(scope, "value=\"(reach-[0-9a-f]+)\"");
    assertThat(page(room)).contains("could be read, not seen to be");
    assertThat(IncidentsIT.number(ada.browser().get(room).body())).isEqualTo("unknown");
    assertThat(IncidentsIT.decide(ada, room, 0, claim).statusCode()).isEqualTo(303);
    IncidentsIT.compute(ada, room);
    String computed = page(room);
    // Three were sent by October; a grant allows it of all.
    assertThat(IncidentsIT.number(computed)).isEqualTo("up to 14");
    assertThat(computed)
        .contains("people possibly affected", "nobody saw that it was read")
        .contains("seen</th><td class=\"number\">3<", "possibly</th><td class=\"number\">3<");
  }

  private static HttpResponse<String> upload(String content) throws IOException {
    String token = Browser.token(ada.browser().get("/severances/import").body());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(
        ("--cut\r\nContent-Disposition: form-data; name=\"form-token\"\r\n\r\n%s\r\n--cut\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"c.csv\"\r\n\r\n%s"
                + "\r\n--cut--\r\n")
            .formatted(token, content)
            .getBytes(StandardCharsets.UTF_8));
    return ada.browser()
        .send(
            ada.browser()
                .request("/severances/import")
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  @Test
  @Order(4)
  void theInventoryGoesOutAndComesBackUnchangedOrWhole() throws IOException {
    String exported = ada.browser().get("/severances/connections.csv").body();
    assertThat(exported).contains("\"'=1+1\"", "OAuth token: crm; API key: spare");
    assertThat(upload(exported).body()).contains("All of it is there already");
    HttpResponse<String> wrong =
        upload(
            """
            supplier,connection,what_stops,where_it_is_cut
            Helpdesk One,portal,Tickets stop,https://helpdesk.example/keys
            Mapplanet,sdk,,javascript:alert(1)
            Nobody Known,sdk,,
            Helpdesk One,portal,twice,
            """);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains(
            "Line 3: where_it_is_cut", "Line 4: the register has no such", "Line 5: the same");
    assertThat(upload("supplier,connection,colour\n").body())
        .contains("Line 1: there is no column");
    HttpResponse<String> shown =
        upload(
            """
            supplier,connection,what_stops,credentials
            Helpdesk One,portal,Tickets stop,OAuth token: crm
            """);
    assertThat(shown.body()).contains("1 connection of 1 line", "portal: what_stops, credentials");
    assertThat(ada.browser().get("/severances/connections.csv").body()).isEqualTo(exported);
    String take = House.find(shown.body(), "action=\"(/severances/import/[0-9a-f-]+)\"");
    Map<String, String> token = Map.of("form-token", Browser.token(shown.body()));
    assertThat(ada.browser().postPlain(take, token).statusCode()).isEqualTo(303);
    assertThat(ada.browser().get("/severances/connections.csv").body())
        .contains("Tickets stop", "\"Support\"")
        .doesNotContain("API key: spare");
    assertThat(ada.browser().postPlain(take, token).statusCode()).as("again").isEqualTo(422);
    assertThat(house.acts("connections.plans-imported")).isEqualTo(1);
  }
}
