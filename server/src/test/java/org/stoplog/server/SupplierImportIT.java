package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.Register;

/** Files of suppliers and lists of apps, through the page. */
class SupplierImportIT {
  private static final String FILE =
      """
      supplier,domain,engagement,connection,kind,elements,population,legal_basis,retention,place
      Mapplanet,mapplanet.example,analytics,web,sdk,contact.email,plan = pro,consent,13 months,EU
      "Comma, Inc",,,,,,,,,
      """;
  private static final String OKTA =
      """
      [{"id":"1","label":"Deskhelp","settings":{"app":{"url":"https://app.deskhelp.example/x"}}},
       {"id":"2","label":"=HYPERLINK(1)<script>x</script>","settings":{}}]
      """;

  @TempDir static Path home;
  private static House house;

  private Browser ada;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
    house
        .ledger()
        .inTransaction(
            db -> {
              try (var clear = db.createStatement()) {
                return clear.execute("truncate supplier, review_item cascade");
              }
            });
    ada = house.administrator().browser();
  }

  private static HttpResponse<String> upload(
      Browser browser, String token, String source, String name, byte[] content)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String[] field : new String[][] {{"form-token", token}, {"source", source}}) {
      body.write(
          "--cut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(field[0], field[1])
              .getBytes(UTF_8));
    }
    body.write(
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
            .formatted(name)
            .getBytes(UTF_8));
    body.write(content);
    body.write("\r\n--cut--\r\n".getBytes(UTF_8));
    return browser.send(
        browser
            .request("/suppliers/import")
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  private HttpResponse<String> upload(String source, String name, String content)
      throws IOException {
    String token = Browser.token(ada.get("/suppliers/import").body());
    return upload(ada, token, source, name, content.getBytes(UTF_8));
  }

  private HttpResponse<String> confirm(HttpResponse<String> shown) {
    String path = House.find(shown.body(), "action=\"(/suppliers/import/[0-9a-f-]+)\"");
    return ada.postPlain(path, Map.of("form-token", Browser.token(shown.body())));
  }

  private static List<String> names() {
    return house
        .ledger()
        .inTransaction(db -> new Register(db).all().stream().map(one -> one.name()).toList());
  }

  @Test
  void showsFirstWhatAFileWouldDoAndDoesItWhenTold() throws IOException {
    HttpResponse<String> shown = upload("csv", "suppliers.csv", FILE);

    assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
    assertThat(shown.body()).contains("2 new suppliers").contains("comes: Mapplanet");
    assertThat(names()).isEmpty();
    assertThat(house.acts("suppliers.imported")).isZero();

    assertThat(confirm(shown).statusCode()).isEqualTo(303);
    assertThat(names()).containsExactly("Comma, Inc", "Mapplanet");
    assertThat(house.acts("suppliers.imported")).isEqualTo(1);
    assertThat(confirm(shown).statusCode()).as("a second time").isEqualTo(422);
  }

  @Test
  void anExportComesBackUnchanged() throws IOException {
    confirm(upload("csv", "suppliers.csv", FILE));
    String exported = ada.get("/suppliers/register.csv").body();

    HttpResponse<String> shown = upload("csv", "suppliers.csv", exported);

    assertThat(shown.body()).contains("All of it is there already.");
    confirm(shown);
    assertThat(ada.get("/suppliers/register.csv").body())
        .isEqualTo(exported)
        .contains("consent,13 months,EU");
  }

  @Test
  void refusesAFileWithFormulasAndNamesTheLine() throws IOException {
    HttpResponse<String> refused =
        upload(
            "csv",
            "../../x<b>.csv",
            "supplier,owner,engagement,population,elements\n=cmd(),,,,\nA,@x,e,-y = 1,contact.email\n");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("x&lt;b&gt;.csv, line 2, column supplier: starts with =")
        .contains("line 3, column owner")
        .contains("line 3, column population")
        .doesNotContain("../");
    assertThat(names()).isEmpty();
  }

  @Test
  void anUploadIsItsOwnersAloneAndEnds() throws IOException {
    HttpResponse<String> shown = upload("csv", "suppliers.csv", FILE);
    house.pass(Duration.ofMinutes(1));
    String path = House.find(shown.body(), "action=\"(/suppliers/import/[0-9a-f-]+)\"");
    House.Person bea =
        house.invite(new House.Person("ada", ada, null, List.of()), "responder", "bea");

    String hers = Browser.token(bea.browser().get("/suppliers/import").body());
    assertThat(bea.browser().postPlain(path, Map.of("form-token", hers)).statusCode())
        .isEqualTo(422);
    assertThat(names()).isEmpty();
    assertThat(confirm(shown).statusCode()).isEqualTo(303);
  }

  @Test
  void strangersUploadNothingAndNobodyMoreThanTenMegabytes() throws IOException {
    Browser stranger = house.browser("stranger");
    String token = Browser.token(stranger.get("/sign-in").body());

    assertThat(upload(stranger, token, "csv", "x.csv", new byte[100]).statusCode()).isEqualTo(401);
    String ours = Browser.token(ada.get("/suppliers/import").body());
    HttpResponse<String> large = upload(ada, ours, "csv", "x.csv", new byte[11 << 20]);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("larger than 10 MB");
    assertThat(ada.post("/suppliers/import", "/suppliers/import", Map.of()).body())
        .contains("Choose a file first.");
  }

  @Test
  void listsOfAppsWaitUntilSomebodyDecides() throws IOException {
    HttpResponse<String> shown = upload("okta", "apps.json", OKTA);
    assertThat(shown.body()).contains("2 apps more wait").contains("Deskhelp");
    assertThat(house.count("select count(*) from review_item")).isZero();
    assertThat(confirm(shown).headers().firstValue("Location")).hasValue("/suppliers/review");

    String queue = ada.get("/suppliers/review").body();
    assertThat(Browser.withoutOurScripts(queue))
        .contains("deskhelp.example")
        .contains("HYPERLINK(1)&lt;script&gt;")
        .doesNotContain("<script");
    assertThat(names()).isEmpty();
    assertThat(ada.get("/").body()).contains("2 apps wait for a look");
    String item = House.find(queue, "name=\"item\" value=\"(\\d+)\" aria-label=\"Deskhelp\"");
    Map<String, String> accept = Map.of("what", "accept", "item", item);
    assertThat(ada.post("/suppliers/review", "/suppliers/review", accept).statusCode())
        .isEqualTo(303);

    assertThat(names()).containsExactly("Deskhelp");
    assertThat(ada.post("/suppliers/review", "/suppliers/review", accept).statusCode())
        .as("decided meanwhile")
        .isEqualTo(409);
    assertThat(house.acts("suppliers.reviewed")).isEqualTo(1);
    assertThat(ada.post("/suppliers/review", "/suppliers/review", Map.of("what", "dismiss")).body())
        .contains("Choose at least one app.");
  }

  @Test
  void aBrokenListIsToldAndChangesNothing() throws IOException {
    for (String broken : List.of("", "[]", "[{\"id\":", "nonsense", "\0\0")) {
      HttpResponse<String> refused = upload("entra", "apps.json", broken);
      assertThat(refused.statusCode()).as(broken).isEqualTo(422);
      assertThat(refused.body()).contains("Not imported").doesNotContain(home.toString());
    }
    assertThat(upload("unheard-of", "x", "x").statusCode()).isEqualTo(422);
  }
}
