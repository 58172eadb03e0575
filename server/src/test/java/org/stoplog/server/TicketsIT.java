package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of tickets in the incident: searched, reviewed by two, and nothing of them told. */
class TicketsIT {
  private static final int LOOKS = 3_000;
  private static final String PASSWORD = "Qvx7canary!secret";
  private static final String KEY = "AK" + "IAIOSFODNN7EXAMPLE";
  private static final List<String> CANARIES =
      List.of(PASSWORD, KEY, "canary.qvx@example.net", "30 901820", "DE89 3704", "DE893704");

  private static final String EXPORT =
      """
      Ticket ID,Requester Email,Created At,Description
      =1+1,PERSON0@Example.COM,2025-11-24 09:00,"my password: %s does not work, key %s"
      T-2,person1@example.com,2025-11-24 10:00,"the same key %s, IBAN DE89 3704 0044 0532 0130 00"
      T-3,canary.qvx@example.net,,"call +49 30 901820, <script>alert(1)</script>"
      T-4,,,nothing at all
      """
          .formatted(PASSWORD, KEY, KEY);

  @TempDir static Path home;
  private static House house;
  private House.Person ada;
  private String room;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    SmallCompany.load(house.ledger(), home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
    ada = house.administrator();
    room = IncidentsIT.openIncident(ada, "Desk breach");
  }

  private String kept(String name, byte[] content) {
    Map<String, String> fields = Map.of("source", "portal", "verified", "called-back");
    String token = Browser.token(ada.browser().get("/incidents/new").body());
    HttpResponse<String> kept =
        RecordPagesIT.send(ada.browser(), room + "/files", token, name, content, fields);
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(303);
    return kept.headers().firstValue("Location").orElseThrow();
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** Looks at a file. @return the path of the search */
  private String looked(String file) {
    String sha256 = file.substring(file.lastIndexOf('/') + 1);
    return location(
        ada.browser().post(room + "/tickets", room + "/tickets", Map.of("file", sha256)));
  }

  private String start(String search, Map<String, String> fields) {
    String work = location(ada.browser().post(search, search + "/start", fields));
    String page = "";
    for (int i = 0; i < LOOKS && !page.matches("(?s).*(Done\\.|Failed|Stopped\\.).*"); i++) {
      page = ada.browser().get(work).body();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return page;
  }

  /** Looks at it and searches it as it is guessed. @return the path of the search */
  private String searched(String name, String content) {
    String search = looked(kept(name, content.getBytes(UTF_8)));
    assertThat(start(search, guessed(search))).contains("Done.");
    return search;
  }

  private Map<String, String> guessed(String search) {
    String form = ada.browser().get(search).body();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : List.of("id", "person", "time", "scheme")) {
      String select = House.find(form, "(?s)<select id=\"" + name + "\"(.*?)</select>");
      fields.put(
          name,
          select.contains("\" selected") ? House.find(select, "value=\"([^\"]*)\" selected") : "");
    }
    return fields;
  }

  private House.Person colleague() {
    House.Person bob = house.invite(ada, "responder", "bob");
    HttpResponse<String> added =
        ada.browser()
            .post(
                room + "/members",
                room + "/members",
                Map.of("account", house.id("bob"), "works", "true"));
    assertThat(added.statusCode()).isEqualTo(303);
    return bob;
  }

  private static HttpResponse<String> review(
      House.Person who, String search, String ticket, String verdict) {
    return who.browser()
        .post(search, search + "/reviews", Map.of("ticket", ticket, "verdict", verdict));
  }

  @Test
  void secretsAndElementsAreFoundTicketByTicketAndNoValueIsKeptOrTold() throws IOException {
    String search = looked(kept("tickets.csv", EXPORT.getBytes(UTF_8)));
    Map<String, String> guessed = guessed(search);
    assertThat(guessed)
        .containsEntry("id", "Ticket ID")
        .containsEntry("person", "Requester Email")
        .containsEntry("time", "Created At");
    assertThat(start(search, guessed)).contains("Done.");
    List<String> told = new ArrayList<>();
    String list = ada.browser().get(search).body();
    told.add(list);
    assertThat(list)
        .contains("4 tickets of 2 known people searched")
        .contains("AWS access key id")
        .contains("Password by key word (possible)")
        .contains("wait for a second person: 0");
    String csv = ada.browser().get(search + "/list.csv").body();
    told.add(csv);
    assertThat(csv)
        .contains("\"'=1+1\"")
        .contains("\"iban\",\"fin.bank_account\",\"checked\",1")
        .doesNotContain("\"=1+1\"");
    for (int i = 1; i <= 4; i++) {
      told.add(ada.browser().get(search + "/at/" + i).body());
    }
    assertThat(told.get(2)).contains("field Description").contains("in 2 tickets");
    assertThat(ada.browser().get(search + "/at/5").statusCode()).isEqualTo(404);
    told.add(ada.browser().get(search + "?what=secrets&find=aws-access-key").body());
    assertThat(told.getLast()).contains(">T-2</a>").doesNotContain(">T-3</a>");
    told.add(ada.browser().get(search + "/claim/new").body());
    told.add(ada.browser().get(room).body());
    told.add(ada.browser().get("/audit").body());
    told.add(String.join("\n", house.log()));
    for (String page : told) {
      assertThat(page).doesNotContain(CANARIES).doesNotContain("<script>alert");
    }
    assertThat(house.count("select count(*) from audit_entry where detail like '%canary%'"))
        .isZero();
    for (String table : List.of("incident_ticket", "incident_ticket_secret", "work")) {
      String name = table.equals("work") ? "passing.work" : table;
      assertThat(house.count("select count(*) from " + name + " t where t::text like '%anary%'"))
          .isZero();
    }
    assertThat(leaks()).isEmpty();
    assertThat(house.acts("incident.tickets.searched")).isOne();
  }

  /** Files of the data folder that hold one of the values. */
  private static List<String> leaks() throws IOException {
    List<String> leaks = new ArrayList<>();
    try (Stream<Path> all = Files.walk(home.resolve("data"))) {
      for (Path file : all.filter(Files::isRegularFile).filter(Files::isReadable).toList()) {
        String bytes = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (bytes.contains(PASSWORD) || bytes.contains(KEY)) {
          leaks.add(file.toString());
        }
      }
    }
    return leaks;
  }

  @Test
  void aReviewTakesTwoAndTasksAndAClaimFollow() {
    House.Person bob = colleague();
    String search = searched("tickets.csv", EXPORT);
    assertThat(ada.browser().get(search + "/claim/new").body())
        .contains("It does not say who")
        .contains("content.support_ticket")
        .contains("fin.bank_account")
        .doesNotContain("auth.password_plain");
    assertThat(review(ada, search, "1", "confirmed").statusCode()).isEqualTo(303);
    // The same person twice is no second one.
    assertThat(review(ada, search, "1", "confirmed").statusCode()).isEqualTo(303);
    assertThat(ada.browser().get(search + "/at/1").body()).contains("waits for a second person");
    assertThat(review(bob, search, "1", "false-alarm").statusCode()).isEqualTo(303);
    assertThat(ada.browser().get(search + "/at/1").body()).contains("two people disagree");
    assertThat(ada.browser().get(search + "?state=disagree").body())
        .contains("two people disagree: 1");
    assertThat(review(bob, search, "1", "confirmed").statusCode()).isEqualTo(303);
    assertThat(ada.browser().get(search + "/at/1").body()).contains("confirmed, say two");
    assertThat(review(bob, search, "99", "confirmed").statusCode()).isEqualTo(404);
    assertThat(review(bob, search, "x", "confirmed").statusCode()).isEqualTo(400);
    assertThat(review(bob, search, "1", "perhaps").statusCode()).isEqualTo(400);
    assertThat(house.acts("incident.tickets.reviewed")).isEqualTo(4);
    assertThat(house.count("select count(*) from incident_ticket_review")).isEqualTo(2);

    assertThat(location(ada.browser().post(search, search + "/tasks", Map.of()))).isEqualTo(room);
    assertThat(ada.browser().get(room).body())
        .contains("Rotate 1 × AWS access key id, found in 2 tickets")
        .contains("Check and rotate 1 × Password by key word, found in 1 ticket<");
    assertThat(ada.browser().post(room, search + "/tasks", Map.of()).statusCode()).isEqualTo(400);

    // What two people confirmed counts, also where it was possible only.
    assertThat(ada.browser().get(search + "/claim/new").body()).contains("auth.password_plain");
    Map<String, String> fields = Map.of("id", "tickets-1", "supplier", "Mapplanet");
    String claim = search + "/claim";
    assertThat(location(ada.browser().post(claim + "/new", claim, fields))).isEqualTo(room);
    assertThat(ada.browser().get(room + "/claims/tickets-1").body())
        .contains("fin.bank_account")
        .contains("auth.password_plain")
        .contains("suspected");
    assertThat(ada.browser().post(claim + "/new", claim, fields).statusCode()).isEqualTo(422);
  }

  @Test
  void aCraftedExportCostsThatSearchAlone() {
    // Good as far as the look goes, and then nested deeper than any export.
    String deep = "[" + "{\"id\":1,\"text\":\"x\"},".repeat(1_000) + "[".repeat(9_000);
    String search = looked(kept("deep.json", deep.getBytes(UTF_8)));
    assertThat(start(search, guessed(search))).contains("Failed").contains("nested too deep");
    assertThat(ada.browser().get(search).body()).contains("The last search came to nothing");
    assertThat(house.count("select count(*) from incident_ticket")).isZero();
    HttpResponse<String> parquet =
        ada.browser()
            .post(
                room + "/tickets",
                room + "/tickets",
                Map.of(
                    "file",
                    kept("a.parquet", "PAR1aaaaPAR1".getBytes(UTF_8)).replaceFirst(".*/", "")));
    assertThat(parquet.statusCode()).isEqualTo(422);
    assertThat(parquet.body()).contains("It cannot be searched");
    String good = searched("tickets.csv", EXPORT);
    assertThat(ada.browser().get(good).body()).contains("4 tickets");
    assertThat(house.count("select count(*) from incident_ticket_search where tickets is null"))
        .isOne();
  }
}
