package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supplier promised, and what became of it when it was breached. */
class AgreementsIT {
  private static final String OURS =
      "join agreement a on a.id = c.agreement join supplier s on s.id = a.supplier"
          + " where s.name = 'Mapplanet'";

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static String agreements;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 12);
    agreements =
        "/suppliers/"
            + house.count("select id from supplier where name = 'Mapplanet'")
            + "/agreements";
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String page(String path) {
    HttpResponse<String> answer = at.ada.browser().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  private static String add(Map<String, String> fields) {
    long id = house.count("select max(id) from agreement");
    HttpResponse<String> answer =
        at.ada.browser().post(agreements, agreements + "/" + id + "/clauses", fields);
    return answer.statusCode() == 303 ? "" : answer.statusCode() + " " + answer.body();
  }

  private static Map<String, String> clause(String kind, String number, String event) {
    Map<String, String> fields = new HashMap<>();
    fields.put("kind", kind);
    fields.put("number", number);
    fields.put("event", event);
    fields.put("since", "2025-01-01");
    return fields;
  }

  private static void time(String kind, String said) {
    String path = at.room + "/times/" + kind;
    at.post(path, path, Map.of("said", said, "source", "us", "reason", "By their mails to us."));
  }

  /**
   * Sure on 8 November at 12:00, and told us on 21 November at 16:00: 24 hours were promised, so
   * that it was 12 days and 4 hours late. Rows were promised 3 days after; they never came.
   */
  @Test
  void promisesAreHeldAgainstWhatHappened() {
    assertThat(page(agreements))
        .contains("No promise of it is written down", "tells us of a breach");
    Map<String, String> wrong = new HashMap<>();
    wrong.put("name", "DPA <b>2025</b>");
    wrong.put("signed", "2025-02-01");
    wrong.put("ends", "2025-01-01");
    HttpResponse<String> refused = at.ada.browser().post(agreements, agreements, wrong);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("It ends before it was signed", "DPA &lt;b>2025");
    wrong.put("ends", "");
    at.post(agreements, agreements, wrong);

    assertThat(add(clause("notice", "", "confirmation"))).contains("422", "a number of hours");
    assertThat(add(clause("notice", "24", ""))).contains("Choose what it runs from");
    assertThat(add(clause("notice", "24", "end"))).contains("Choose what it runs from");
    assertThat(add(clause("mfa", "3", ""))).contains("this promise has no number");
    assertThat(add(clause("places", "", ""))).contains("Write the places");
    assertThat(add(clause("queen", "", ""))).contains("Choose what is promised");
    Map<String, String> noDay = clause("mfa", "", "");
    noDay.put("since", "2025-02-30");
    assertThat(add(noDay)).contains("since when it holds as 2026-01-31");
    assertThat(add(clause("notice", "24", "confirmation"))).isEmpty();
    assertThat(add(clause("data", "3", "notice"))).isEmpty();
    assertThat(add(clause("mfa", "", ""))).isEmpty();
    assertThat(page(agreements))
        .contains("3 promises hold today")
        .contains("It tells us of a breach within 24 hours after it was sure of the breach")
        .contains("that it deletes all that it has, and proves it")
        .doesNotContain("that it tells us of a breach");
    assertThat(at.ada.browser().get("/suppliers/agreements.csv").body().lines())
        .filteredOn(line -> line.startsWith("\"Mapplanet\""))
        .hasSize(3);

    String clocks = at.room + "/clocks";
    assertThat(page(clocks)).contains("waits: what it runs from has no time here");
    time("supplier-confirmed", "2025-11-08 12:00 UTC");
    time("we-were-told", "2025-11-21 16:00 UTC");
    assertThat(page(clocks))
        .contains("due 9 Nov 2025, 12:00:00 UTC; done 12 d 4 h late")
        .contains("due 24 Nov 2025, 16:00:00 UTC; not done, over for");
    time("we-got-scope", "2025-11-23 16:00 UTC");
    assertThat(page(clocks)).contains("done in time, 23 Nov 2025, 16:00:00 UTC");

    // A clause that had ended promised nothing on that day.
    long first = house.count("select min(c.id) from agreement_clause c " + OURS);
    long agreement = house.count("select max(a.id) from agreement_clause c " + OURS);
    String end = agreements + "/" + agreement + "/clauses/" + first + "/end";
    at.post(agreements, end, Map.of("on", "2025-11-01"));
    assertThat(page(clocks)).doesNotContain("done 12 d 4 h late");
    assertThat(at.ada.browser().post(agreements, end, Map.of("on", "2025-11-02")).body())
        .contains("has an end already");
    assertThat(
            at.ada
                .browser()
                .post(
                    agreements,
                    agreements + "/" + agreement + "/clauses/" + (first + 1) + "/end",
                    Map.of("on", "2024-12-31"))
                .body())
        .contains("before it holds");
    at.post(agreements, agreements + "/" + agreement + "/end", Map.of("on", "2025-12-01"));
    assertThat(page(agreements)).contains("No promise of it is written down", "ended 2025-12-01");
    assertThat(house.acts("agreement.clause-added")).isEqualTo(3);
    assertThat(house.acts("agreement.ended")).isOne();
  }

  /** What goes out for one supplier comes in for another, and goes out the same. */
  @Test
  void programsTakeAgreementsOutAndIn() {
    Program program = new Program(house, house.token(at.ada, House.ALL));
    String sample =
        """
        {"name": "Framework", "signed": "2024-01-05", "ends": "2027-01-05", "place": "file 7",
         "clauses": [
          {"kind": "notice", "number": 24, "event": "confirmation", "since": "2024-01-05"},
          {"kind": "places", "words": "DE, IE", "since": "2024-02-01", "until": "2025-01-01"}]}
        """;

    String first = added(Map.of("supplier", "Zzyzx Eins"));
    String second = added(Map.of("supplier", "Qoph Zwei"));
    Program.done(program.post("/suppliers/" + first + "/agreements", sample), 201);
    tools.jackson.databind.JsonNode out = program.read("/suppliers/" + first + "/agreements");
    assertThat(out.get("items").size()).isOne();
    Program.done(
        program.post("/suppliers/" + second + "/agreements", out.get("items").get(0).toString()),
        201);
    assertThat(program.read("/suppliers/" + second + "/agreements")).isEqualTo(out);
    assertThat(out.toString())
        .contains("\"words\":\"DE, IE\"", "\"until\":\"2025-01-01\"", "\"ends\":\"2027-01-05\"");
    for (String[] wrong :
        new String[][] {
          {"Framework", " ", "/name"},
          {"2027-01-05", "2023-01-05", "/ends"},
          {"2024-02-01", "2024-02-30", "/clauses/1"},
          {"\"notice\"", "\"queen\"", "/clauses/0"},
          {"\"number\": 24", "\"number\": 0", "/clauses/0"},
          {"2025-01-01", "2024-01-01", "/clauses/1/until"}
        }) {
      assertThat(
              Program.refused(
                      program.post(
                          "/suppliers/" + first + "/agreements",
                          sample.replace(wrong[0], wrong[1])),
                      "body-invalid")
                  .get("errors")
                  .toString())
          .contains(wrong[2] + "\"");
    }
    assertThat(program.read("/suppliers/" + first + "/agreements")).isEqualTo(out);
  }

  /**
   * @return the id of a new supplier
   */
  private static String added(Map<String, String> fields) {
    at.post("/suppliers/new", "/suppliers/new", fields);
    return house
        .ledger()
        .inTransaction(
            db -> {
              try (var find =
                      db.prepareStatement("select uid from supplier order by id desc limit 1");
                  var row = find.executeQuery()) {
                row.next();
                return row.getString(1);
              }
            });
  }

  @Test
  void whoOnlyReadsChangesNothing() {
    House.Person viewer = house.invite(at.ada, "viewer", "vic");
    assertThat(viewer.browser().get(agreements).body()).doesNotContain("Add an agreement");
    assertThat(viewer.browser().post("/suppliers", agreements, Map.of("name", "Mine")).statusCode())
        .isEqualTo(403);
    assertThat(at.ada.browser().get("/suppliers/999/agreements").statusCode()).isEqualTo(404);
  }
}
