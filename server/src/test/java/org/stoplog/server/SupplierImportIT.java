package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterFile;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.ledger.register.Row;
import tools.jackson.databind.JsonNode;

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
  @TempDir static Path files;
  private static House house;

  private House.Person admin;
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
    emptyRegister();
    admin = house.administrator();
    ada = admin.browser();
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

  /** What a spreadsheet, a script or a careless reader would take for something else. */
  private static final String ODD =
      """
      supplier,domain,engagement,purpose,role,owner,connection,kind,started,ended,elements,population,since,scopes,retention,security_contact,lei
      "Comma, ""Quote"" Inc",comma.example,007,"a ""=1+1"", b",processor,Zoë Ünal 🦔,1E5,00012,2025-01-02,,contact.email;person.full_name,"(plan = pro)
      or plan = '=1+1'",2025-01-02,files.read;TRUE,01/02/2025,'quoted,
      東京データ,,'=1+1,"a =1+1, b",controller,O'Neil & <Sons>,web,#REF!,2024-02-29,2024-12-31,,,,,,,5493001KJTIIGC8Y1R12
      _x0041_,,%s,,,,,,,,,,,,,,
      """
          .formatted("long ".repeat(39) + "name");

  private static void emptyRegister() {
    house
        .ledger()
        .inTransaction(
            db -> {
              try (var clear = db.createStatement()) {
                return clear.execute("truncate supplier, review_item cascade");
              }
            });
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

  /** All of the register in one format, as the page gives it. */
  private byte[] exported(RegisterFormat format) {
    HttpResponse<byte[]> file = ada.bytes("/suppliers/register." + format.ending());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Type")).hasValue(format.mediaType());
    assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("suppliers." + format.ending());
    return file.body();
  }

  private Map<RegisterFormat, byte[]> exported() {
    Map<RegisterFormat, byte[]> all = new EnumMap<>(RegisterFormat.class);
    for (RegisterFormat format : RegisterFormat.values()) {
      all.put(format, exported(format));
    }
    return all;
  }

  /** What a file says, whatever the lines on which it says it. */
  private static List<Map<Column, String>> cells(byte[] file) {
    return new RegisterFile(house.ledger().stores().folder().temp())
        .read(file, "the export").stream().map(Row::cells).toList();
  }

  /** A workbook has its time in it, so what it says is compared; the others are the same bytes. */
  private void assertIsThere(Map<RegisterFormat, byte[]> before) {
    Map<RegisterFormat, byte[]> after = exported();
    for (RegisterFormat format : List.of(RegisterFormat.CSV, RegisterFormat.JSON)) {
      assertThat(new String(after.get(format), UTF_8))
          .isEqualTo(new String(before.get(format), UTF_8));
    }
    assertThat(cells(after.get(RegisterFormat.XLSX)))
        .isEqualTo(cells(before.get(RegisterFormat.XLSX)))
        .isEqualTo(cells(before.get(RegisterFormat.CSV)));
  }

  @Test
  void everyFormatBringsAllToAnEmptyRegister() throws IOException {
    confirm(upload("csv", "odd.csv", ODD));
    assertThat(names()).hasSize(3).contains("東京データ", "_x0041_", "Comma, \"Quote\" Inc");
    Map<RegisterFormat, byte[]> before = exported();
    assertThat(new String(before.get(RegisterFormat.JSON), UTF_8))
        .contains("\"engagement\":\"007\"", "\"kind\":\"00012\"", "plan = '=1+1'", "Zoë Ünal 🦔");
    for (RegisterFormat format : RegisterFormat.values()) {
      emptyRegister();
      String token = Browser.token(ada.get("/suppliers/import").body());

      HttpResponse<String> shown = upload(ada, token, "csv", "any name", before.get(format));

      assertThat(shown.body()).as(format.ending()).contains("3 new suppliers", "東京データ");
      assertThat(names()).isEmpty();
      assertThat(confirm(shown).statusCode()).isEqualTo(303);
      assertIsThere(before);
      token = Browser.token(ada.get("/suppliers/import").body());
      assertThat(upload(ada, token, "csv", "again", before.get(format)).body())
          .contains("All of it is there already.");
    }
  }

  @Test
  void programsTakeAndGiveEveryFormat() throws IOException {
    confirm(upload("csv", "odd.csv", ODD));
    Map<RegisterFormat, byte[]> before = exported();
    Program program = new Program(house, house.token(admin, "read-suppliers,edit-suppliers"));
    assertThat(program.get("/register.json").body())
        .isEqualTo(new String(before.get(RegisterFormat.JSON), UTF_8));
    assertThat(program.get("/register.csv").headers().firstValue("Content-Type"))
        .hasValue(RegisterFormat.CSV.mediaType());
    assertThat(program.get("/register.xlsx").statusCode()).isEqualTo(200);
    for (RegisterFormat format : RegisterFormat.values()) {
      emptyRegister();
      long acts = house.acts("suppliers.imported");
      JsonNode looked =
          Program.done(
              program.upload("/register", "x", before.get(format), Map.of("mode", "look")), 200);
      assertThat(looked.get("taken").asBoolean()).isFalse();
      assertThat(looked.get("lines").toString()).contains("comes: 東京データ");
      assertThat(names()).isEmpty();
      assertThat(house.acts("suppliers.imported")).isEqualTo(acts);

      JsonNode taken =
          Program.done(program.upload("/register", "x", before.get(format), Map.of()), 200);

      assertThat(taken.get("taken").asBoolean()).isTrue();
      assertThat(taken.get("lines")).isEqualTo(looked.get("lines"));
      assertIsThere(before);
      assertThat(house.acts("suppliers.imported")).isEqualTo(acts + 1);
      assertThat(
              Program.done(program.upload("/register", "x", before.get(format), Map.of()), 200)
                  .get("lines"))
          .isEmpty();
    }
    Program reader = new Program(house, house.token(admin, "read-suppliers"));
    assertThat(reader.get("/register.csv").statusCode()).isEqualTo(200);
    assertThat(
            reader.upload("/register", "x", before.get(RegisterFormat.CSV), Map.of()).statusCode())
        .isEqualTo(403);
  }

  /** A workbook of the suppliers' columns supplier, owner and engagement. */
  private static byte[] workbook(Consumer<Worksheet> fill) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Test", "1.0")) {
      Worksheet sheet = book.newWorksheet("Suppliers");
      List<String> header = List.of("supplier", "owner", "engagement");
      for (int i = 0; i < header.size(); i++) {
        sheet.value(0, i, header.get(i));
        sheet.value(1, i, "fine");
      }
      fill.accept(sheet);
    }
    return out.toByteArray();
  }

  private static byte[] withMacros(byte[] book) throws IOException {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    Path file = Files.write(files.resolve("macros.xlsx"), book);
    try (ZipFile in = new ZipFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(changed)) {
      for (ZipEntry entry : in.stream().toList()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(in.getInputStream(entry).readAllBytes());
      }
      out.putNextEntry(new ZipEntry("xl/vbaProject.bin"));
      out.write(1);
    }
    return changed.toByteArray();
  }

  @Test
  void aBadFileIsRefusedByItsPlaceAndChangesNothing() throws IOException {
    Map<String, byte[]> bad = new LinkedHashMap<>();
    bad.put(
        "line 3, column owner: B3:B4 are merged; take them apart",
        workbook(sheet -> sheet.range(2, 1, 3, 1).merge()));
    bad.put(
        "line 4, column owner: cell B4 is a formula",
        workbook(sheet -> sheet.formula(3, 1, "1+1")));
    bad.put("has macros; save it without them", withMacros(workbook(sheet -> {})));
    bad.put(
        "line 60002: more than 60000 rows",
        workbook(
            sheet -> {
              for (int i = 1; i <= 60_001; i++) {
                sheet.value(i, 0, "S" + i);
              }
            }));
    bad.put("line 2, column owner: starts with =", "supplier,owner\nA,=1+1\n".getBytes(UTF_8));
    bad.put(
        "line 2, column engagement: starts with =",
        "{\"format\":\"stoplog-suppliers\",\"version\":1,\n\"suppliers\":[{\"supplier\":\"A\",\"engagement\":\"=1+1\"}]}"
            .getBytes(UTF_8));
    bad.put("line 1: a suppliers file is an object", "[[[[]]]]".getBytes(UTF_8));
    bad.put("cannot be read as a workbook", "PK\3\4 and no more".getBytes(UTF_8));
    Program program = new Program(house, house.token(admin, "edit-suppliers"));
    for (Map.Entry<String, byte[]> one : bad.entrySet()) {
      String token = Browser.token(ada.get("/suppliers/import").body());
      HttpResponse<String> page = upload(ada, token, "csv", "bad.file", one.getValue());
      assertThat(page.statusCode()).as(one.getKey()).isEqualTo(422);
      assertThat(page.body()).contains("Not imported", one.getKey()).doesNotContain(home + "");
      HttpResponse<String> refused = program.upload("/register", "x", one.getValue(), Map.of());
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
      assertThat(refused.body()).contains("problem:", one.getKey()).doesNotContain(home.toString());
    }
    assertThat(program.upload("/register", "x", new byte[0], Map.of()).body()).contains("/file");
    assertThat(
            program
                .upload("/register", "x", FILE.getBytes(UTF_8), Map.of("mode", "perhaps"))
                .body())
        .contains("/mode", "Say look or take.");
    assertThat(program.upload("/register", "x", new byte[17 << 20], Map.of()).statusCode())
        .isEqualTo(413);
    assertThat(names()).isEmpty();
    assertThat(house.acts("suppliers.imported")).isZero();
  }

  @Test
  void refusesAFileWithFormulasAndNamesTheLine() throws IOException {
    HttpResponse<String> refused =
        upload(
            "csv",
            "../../x<b>.csv",
            "supplier,owner,engagement,population,elements\n"
                + "=cmd(),,,,\n"
                + "A,@x,e,-y = 1,contact.email\n");

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
  void strangersUploadNothingAndNobodyMoreThanSixteenMegabytes() throws IOException {
    Browser stranger = house.browser("stranger");
    String token = Browser.token(stranger.get("/sign-in").body());

    assertThat(upload(stranger, token, "csv", "x.csv", new byte[100]).statusCode()).isEqualTo(401);
    String ours = Browser.token(ada.get("/suppliers/import").body());
    HttpResponse<String> large = upload(ada, ours, "csv", "x.csv", new byte[17 << 20]);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("larger than 16 MB");
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
