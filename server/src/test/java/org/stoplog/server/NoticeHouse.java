package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.inquiries.InquiryLook;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.messages.MessageServices;
import org.stoplog.server.notices.Broken;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * A house with people who can be written to, an incident whose exposure they are in, and a route to
 * a mail server on a real socket.
 */
final class NoticeHouse {
  private static final int LOOKS = 3_000;
  static final String EVERYBODY = "&role=admin&role=member&role=other";

  final House house;
  final House.Person ada;
  final House.Person cay;
  final String room;
  private final Path files;
  private int imports;

  /**
   * @param people p0, p1 … each with an address, but for those that the caller names others for
   */
  NoticeHouse(House house, Path files, Map<Integer, String> others, int people) throws IOException {
    this.house = house;
    this.files = files;
    Path register =
        Files.writeString(
            files.resolve("suppliers.csv"),
            "supplier,engagement,connection,started,elements,population\n"
                + "Mapplanet,analytics,sdk,2025-01-01,,\n");
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
    StringBuilder lines = new StringBuilder();
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < people; i++) {
      lines.append(others.getOrDefault(i, line(i))).append('\n');
      events.append(event(i));
    }
    importPeople(lines.toString());
    importEvents(events.toString());
    ada = house.administrator();
    cay = house.invite(ada, "approver", "cay");
    room = openIncident();
    addMember("cay");
    post(room + "/claims/new", room + "/claims", claim());
    post(
        room + "/scope",
        room + "/scope",
        Map.of("version", "0", "claim", "C1", "reason", "all of it"));
    compute();
  }

  static String line(int i) {
    return "p%d,person%d@example.com,%s,Person %d,en".formatted(i, i, i < 4 ? "DE" : "FR", i);
  }

  static String event(int i) {
    return ("{\"event\":\"x\",\"properties\":{\"time\":1762592400,\"distinct_id\":\"p%d\","
            + "\"$email\":\"person%d@example.com\"}}%n")
        .formatted(i, i);
  }

  void importPeople(String lines) throws IOException {
    importFile("id,email,country,full_name,language\n" + lines, Purpose.PEOPLE, new int[2], true);
  }

  /** With a header of its own. */
  void importPeopleFile(String text) throws IOException {
    importFile(text, Purpose.PEOPLE, new int[2], true);
  }

  void importEvents(String lines) throws IOException {
    int[] place =
        house
            .ledger()
            .inTransaction(
                db -> {
                  Register register = new Register(db);
                  int id = register.get("Mapplanet").id();
                  return new int[] {id, register.connections(id).getFirst().id()};
                });
    importFile(lines, Purpose.DISCLOSURES, place, false);
  }

  private void importFile(String text, Purpose purpose, int[] place, boolean keeps)
      throws IOException {
    Path file =
        Files.writeString(files.resolve("in" + imports++ + (keeps ? ".csv" : ".ndjson")), text);
    Ledger ledger = house.ledger();
    ledger.importFile(
        new ImportRequest(file, purpose, null, place[0], place[1], null, "DE", null, false, keeps),
        Progress.NONE);
  }

  private String openIncident() {
    return post(
        "/incidents/new",
        "/incidents",
        Map.of("title", "Analytics breach", "supplier", "Mapplanet", "signal", "notice"));
  }

  void addMember(String name) {
    String page = ada.browser().get(room + "/members").body();
    String id = House.find(page, "value=\"([0-9a-f-]{36})\">" + name + "<");
    post(room + "/members", room + "/members", Map.of("account", id, "works", "true"));
  }

  private static Map<String, String> claim() {
    return Map.of(
        "id", "C1",
        "supplier", "Mapplanet",
        "source", "mail",
        "verified", "called-back",
        "certainty", "confirmed",
        "polarity", "in");
  }

  /**
   * @return where it leads to
   */
  String post(String from, String path, Map<String, String> fields) {
    HttpResponse<String> answer = ada.browser().post(from, path, fields);
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow().replaceAll("https?://[^/]+", "");
  }

  void compute() {
    String work = post(room + "/scope", room + "/exposure", Map.of());
    until(work, "See what came of it");
  }

  /** Looks at a page until it says something. */
  String until(String path, String says) {
    String page = "";
    for (int i = 0; i < LOOKS && !page.contains(says); i++) {
      page = ada.browser().get(path).body();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(page).contains(says);
    return page;
  }

  /** Waits for what the server does by itself. */
  static void until(BooleanSupplier done) {
    for (int i = 0; i < LOOKS && !done.getAsBoolean(); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(done.getAsBoolean()).isTrue();
  }

  /** A route to this server. @return its id */
  String route(FakeMailServer server, String kind) {
    return route(server.port(), kind);
  }

  String route(int port, String kind) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", kind + port);
    fields.put("kind", kind);
    fields.put("host", "localhost");
    fields.put("port", String.valueOf(port));
    fields.put("security", "none");
    fields.put("user", "");
    fields.put("password", "");
    fields.put("from", "notice@example.org");
    fields.put("from-name", "Example, Inc.");
    return post("/mail/new", "/mail/new", fields).replace("/mail/", "");
  }

  static Map<String, String> text(String title, String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("title", title);
    fields.put("contact", "Write to privacy@example.org");
    fields.put("learned", "9 November 2025");
    fields.put("happened", "");
    fields.put("language", "en");
    fields.put("subject", "About your data at {{supplier}}");
    fields.put("body", body);
    fields.put("stranger", "there");
    fields.put("unknown", "we do not know yet which");
    // What a letter is expected to say is looked at in NoticeLettersIT.
    fields.put("omits", "happened,data,done,you,phishing,contact");
    return fields;
  }

  String write(String title) {
    return post(
        room + "/notices/new",
        room + "/notices",
        text(title, "Hello {{name}},\n{{elements}} at {{supplier}}.\n{{contact}}"));
  }

  /**
   * @return path of the wave, once it is ready
   */
  String prepare(String notice, String route, boolean fresh) {
    return prepare(notice, route, fresh ? "fresh" : "all");
  }

  /** Freezes the audience of a wave. @return its path */
  String prepare(String notice, String route, String whom) {
    return prepare(notice, route, whom, "per-minute=60000&error-limit=20");
  }

  String prepare(String notice, String route, String whom, String pace) {
    return ready(form(notice, route, whom, pace, "&part=confirmed" + EVERYBODY));
  }

  /**
   * @param more fields of the form, each with & before it, encoded
   */
  String prepareOf(String notice, String route, String more) {
    return ready(
        form(notice, route, "all", "per-minute=60000&error-limit=20", "&part=confirmed" + more));
  }

  private String ready(HttpResponse<String> made) {
    assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
    String wave =
        made.headers().firstValue("Location").orElseThrow().replaceAll("https?://[^/]+", "");
    until(wave, "class=\"state\">Ready");
    return wave;
  }

  /** Sends the form of a wave. */
  HttpResponse<String> form(String notice, String route, String whom, String pace, String more) {
    String exposure = Long.toString(house.count("select max(exposure) from incident_exposure"));
    StringBuilder body =
        new StringBuilder("form-token=" + Browser.token(ada.browser().get(notice).body()));
    body.append("&exposure=").append(exposure).append("&route=").append(route);
    body.append("&grade=exact&grade=shared&grade=probable&doubt=resend");
    body.append('&').append(pace).append("&whom=").append(whom).append(more);
    return ada.browser()
        .send(
            ada.browser()
                .request(notice + "/waves")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        body.toString().replace("+", "%2B"))));
  }

  /**
   * @return path of the approval
   */
  String ask(String wave) {
    return post(wave, wave + "/ask", Map.of());
  }

  /** Approved by the second person. */
  void approve(String wave) {
    String approval = ask(wave);
    HttpResponse<String> done = house.approve(cay, approval);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
  }

  /**
   * Asks whether a letter is ours, as a stranger does.
   *
   * @return the page that is shown in the end
   */
  String askLetter(Browser street, String code, String address) {
    house.pass(Duration.ofMinutes(1));
    HttpResponse<String> asked =
        street.send(
            Browser.form(
                street.request("/is-this-from-you"), Map.of("code", code, "address", address)));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(303);
    String link =
        asked.headers().firstValue("Location").orElseThrow().replaceAll("https?://[^/]+", "");
    assertThat(link).doesNotContain(code, address);
    // It may be answered already: the server looks by itself every few seconds.
    String shown = street.get(link).body();
    assertThat(shown).doesNotContain("<script");
    if (shown.contains("http-equiv=\"refresh\"")) {
      house.server().part(InquiryLook.class).look();
      shown = street.get(link).body();
    }
    assertThat(street.get(link).statusCode()).as("shown once").isEqualTo(404);
    return shown;
  }

  /** Prepares, has approved and waits for the end. @return path of the wave */
  String send(String notice, String route, boolean fresh) {
    String wave = prepare(notice, route, fresh);
    approve(wave);
    until(wave, "Ended.");
    return wave;
  }

  static UUID id(String wave) {
    return UUID.fromString(wave.substring(wave.lastIndexOf('/') + 1));
  }

  /** People by state. */
  Map<String, Long> states(String wave) {
    return house
        .ledger()
        .inTransaction(
            db -> {
              Map<String, Long> states = new TreeMap<>();
              try (var find =
                  db.prepareStatement(
                      "select state, count(*) from notice_recipient where wave = ? group by 1")) {
                find.setObject(1, id(wave));
                try (var row = find.executeQuery()) {
                  while (row.next()) {
                    states.put(row.getString(1), row.getLong(2));
                  }
                }
              }
              return states;
            });
  }

  void sql(String statement) {
    house
        .ledger()
        .inTransaction(
            db -> {
              try (var one = db.createStatement()) {
                return one.execute(statement);
              }
            });
  }

  Broken.Parts parts() {
    Server server = house.server();
    return new Broken.Parts(
        house.ledger(),
        server.part(Transactions.class),
        server.part(MailRoutes.class),
        server.part(MessageServices.class),
        server.part(IncidentDoor.class),
        server.part(ServerClock.class));
  }

  /** Whom a server was told of, as often as it took a message. */
  static Map<String, Integer> told(FakeMailServer server) {
    Map<String, Integer> told = new TreeMap<>();
    for (String message : server.messages()) {
      told.merge(House.find(message, "To: (?:[^<\n]*\\s)?<([^>]+)>"), 1, Integer::sum);
    }
    return told;
  }

  static List<String> ids(FakeMailServer server) {
    return server.messages().stream()
        .map(message -> House.find(message, "Message-ID: (<[^>]+>)"))
        .toList();
  }

  /** Of each mail the text, by who got it. */
  static Map<String, String> mails(FakeMailServer of, int from) {
    Map<String, String> mails = new TreeMap<>();
    for (String message : of.messages().subList(from, of.messages().size())) {
      mails.put(
          House.find(message, "To: (?:[^<\n]*\\s)?<([^>]+)>"),
          message.replaceAll("=\r?\n", "").replace("=3D", "="));
    }
    return mails;
  }
}
