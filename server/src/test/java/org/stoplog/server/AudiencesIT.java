package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.LookUp;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.server.mail.FakeMailServer;

/**
 * Who is told, held against a list in memory of random people with guardians, merges and
 * organisations.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AudiencesIT {
  private static final int PEOPLE = 140;
  private static final String PACE = "per-minute=60000&error-limit=20";
  private static final long SEED = System.nanoTime();
  private static final LocalDate FIRST_CUT = LocalDate.of(2025, 5, 1);
  private static final LocalDate SECOND_CUT = LocalDate.of(2025, 9, 1);

  /** On which something was sent: on the days of the cuts, before and after. */
  private static final List<LocalDate> DAYS =
      List.of(
          LocalDate.of(2025, 2, 3),
          FIRST_CUT.minusDays(1),
          FIRST_CUT,
          SECOND_CUT,
          LocalDate.of(2025, 11, 8));

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static FakeMailServer server;
  private static FakeMailServer catcher;
  private static String route;
  private static String drill;
  private static final Random random = new Random(SEED);
  private static final List<Someone> all = new ArrayList<>();

  @BeforeAll
  static void people() throws IOException {
    house = new House(home);
    server = new FakeMailServer();
    catcher = new FakeMailServer();
    at = new NoticeHouse(house, files, Map.of(), 1);
    make();
    StringBuilder people =
        new StringBuilder(
            "id,email,country,full_name,language,org_id,role,merged_into,guardian_id,valid_from,valid_to\n");
    StringBuilder events = new StringBuilder();
    for (Someone one : all) {
      for (Someone.Stay stay : one.stays) {
        people.append(
            "%s,%s,%s,Name of q%d,en,%s,%s,%s,%s,%s,%s\n"
                .formatted(
                    one.name(),
                    one.email,
                    one.country,
                    one.number,
                    stay.organisation(),
                    stay.organisation().isEmpty() ? "" : stay.admin() ? "admin" : "member",
                    one.into == null ? "" : one.into.name(),
                    one.guardian == null ? "" : one.guardian.name(),
                    stay.since() == null ? "" : stay.since(),
                    stay.until() == null ? "" : stay.until()));
      }
      if (one.inEvents) {
        events.append(
            "{\"event\":\"x\",\"properties\":{\"time\":%d,\"distinct_id\":\"%s\"%s}}\n"
                .formatted(
                    one.day.atTime(12, 0).toEpochSecond(ZoneOffset.UTC),
                    one.name(),
                    one.phone ? ",\"$phone\":\"+49301%06d\"".formatted(one.number) : ""));
      }
    }
    at.importPeopleFile(people.toString());
    at.importEvents(events.toString());
    for (Someone one : all) {
      one.id = person(one.name());
    }
    all.stream()
        .filter(one -> one.into == null && one.email.startsWith("own") && one.number % 23 == 5)
        .forEach(
            one -> {
              house.ledger().forget(Scheme.EMAIL, one.email, Progress.NONE);
              one.erased = true;
            });
    at.compute();
    route = at.route(server, "sends");
    drill = at.route(catcher, "catcher");
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
    catcher.close();
    house.close();
  }

  private static void make() {
    for (int i = 0; i < PEOPLE; i++) {
      Someone one = new Someone(i);
      one.email =
          switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "shared" + random.nextInt(6) + "@example.com";
            default -> "own" + i + "@example.com";
          };
      one.country = List.of("", "DE", "de", "FR", "AT").get(random.nextInt(5));
      LocalDate since = null;
      for (LocalDate until : java.util.Arrays.asList(FIRST_CUT, SECOND_CUT, null)) {
        for (int k = random.nextInt(4) == 0 ? 2 : 1; k > 0; k--) {
          String place = random.nextBoolean() ? "" : "org" + k + random.nextInt(4);
          one.stays.add(new Someone.Stay(place, random.nextBoolean(), since, until));
        }
        since = until;
      }
      one.day = DAYS.get(random.nextInt(DAYS.size()));
      one.inEvents = random.nextInt(10) > 1;
      one.phone = random.nextInt(3) == 0;
      all.add(one);
    }
    for (Someone one : all) {
      // Everybody may be anybody's guardian: chains, circles and people who are their own.
      if (random.nextInt(4) == 0) {
        one.guardian = all.get(random.nextInt(PEOPLE));
      }
    }
    for (int i = PEOPLE - 1; i > 0; i -= 9) {
      Someone one = all.get(i);
      Someone into = all.get(random.nextInt(i));
      boolean isRoot = all.stream().noneMatch(other -> other.into == one);
      if (isRoot && into.into == null && !into.email.isEmpty()) {
        one.into = into;
        one.country = into.country;
        if (into.guardian != null) {
          one.guardian = null;
        }
        // Of several accounts at most one names a guardian.
        for (Someone other : all) {
          if (other != one && other.into == into && other.guardian != null) {
            one.guardian = null;
          }
        }
      }
    }
  }

  private static long person(String id) {
    var subject = LookUp.subject(house.ledger().stores(), Scheme.USER_ID, id, 0);
    return house
        .ledger()
        .inTransaction(
            db -> {
              try (var find =
                  db.prepareStatement("select person from person_identifier where subject = ?")) {
                find.setObject(1, subject);
                try (var row = find.executeQuery()) {
                  row.next();
                  return row.getLong(1);
                }
              }
            });
  }

  /** All accounts of a person, who has none when erased. */
  static List<Someone> accounts(Someone root) {
    return all.stream().filter(one -> one.root() == root).toList();
  }

  private static Someone guardian(Someone root) {
    return accounts(root).stream()
        .map(one -> one.guardian)
        .filter(Objects::nonNull)
        .map(Someone::root)
        .findFirst()
        .orElse(null);
  }

  /** What is to be in a row: its state, and whose mailbox it is. */
  private record Row(String state, Someone reader) {}

  private static Row row(Someone root) {
    Someone reader = root;
    Set<Someone> seen = new HashSet<>();
    for (Someone up = guardian(root); up != null; up = guardian(up)) {
      reader = up;
      if (up.erased) {
        return new Row("guardian-erased", null);
      }
      if (!seen.add(up)) {
        return new Row("guardian-loop", null);
      }
    }
    if (seen.size() > 8) {
      return new Row("guardian-loop", null);
    }
    boolean isWard = !seen.isEmpty();
    return reader.email.isEmpty()
        ? new Row(isWard ? "guardian-no-address" : "no-address", reader)
        : new Row("planned", reader);
  }

  private static List<Someone> affected() {
    return all.stream()
        .filter(one -> one.into == null && !one.erased)
        .filter(one -> accounts(one).stream().anyMatch(account -> account.inEvents))
        .toList();
  }

  private static Map<Long, String> rows(String wave) {
    return house
        .ledger()
        .inTransaction(
            db -> {
              Map<Long, String> rows = new TreeMap<>();
              try (var find =
                  db.prepareStatement(
                      "select person, state, guardian from notice_recipient where wave = ?")) {
                find.setObject(1, NoticeHouse.id(wave));
                try (var row = find.executeQuery()) {
                  while (row.next()) {
                    rows.put(row.getLong(1), row.getString(2) + " " + row.getString(3));
                  }
                }
              }
              return rows;
            });
  }

  private static Map<String, Long> leftOut(String wave) {
    return house
        .ledger()
        .inTransaction(
            db -> {
              Map<String, Long> left = new TreeMap<>();
              try (var find =
                  db.prepareStatement(
                      "select reason, people from notice_left_out where wave = ?"
                          + " and reason like 'not-chosen-%'")) {
                find.setObject(1, NoticeHouse.id(wave));
                try (var row = find.executeQuery()) {
                  while (row.next()) {
                    left.put(row.getString(1), row.getLong(2));
                  }
                }
              }
              return left;
            });
  }

  private static void hold(String wave, Wanted wanted) {
    Map<Long, String> rows = new TreeMap<>();
    Map<String, Long> left = new TreeMap<>();
    for (Someone root : affected()) {
      String reason = wanted.reason(root);
      if (reason.isEmpty()) {
        Row row = row(root);
        boolean isWard = row.reader() != null && row.reader() != root;
        rows.put(root.id, row.state() + " " + (isWard ? row.reader().id : null));
      } else {
        left.merge(reason, 1L, Long::sum);
      }
    }
    Map<Long, String> frozen = rows(wave);
    // The one who came with the house has no guardian, country DE and no organisation.
    String first = wanted.reason("DE", false, "other");
    if (first.isEmpty()) {
      rows.put(person("p0"), "planned null");
    } else {
      left.merge(first, 1L, Long::sum);
    }
    assertThat(frozen).as("seed " + SEED + ", " + wanted).isEqualTo(rows);
    assertThat(leftOut(wave)).as("seed " + SEED + ", " + wanted).isEqualTo(left);
  }

  @Test
  @Order(1)
  void aNarrowedAudienceIsThatOfAListInMemory() {
    String notice = at.write("Narrowed");
    Set<String> roles = Set.of("admin", "member", "other");
    for (Wanted wanted :
        List.of(
            new Wanted(Set.of(), false, roles),
            new Wanted(Set.of("DE"), false, roles),
            new Wanted(Set.of("FR", "UNKNOWN"), false, Set.of("other")),
            new Wanted(Set.of(), true, Set.of("admin", "member")),
            new Wanted(Set.of("AT", "DE"), true, Set.of("admin")))) {
      String wave = at.prepareOf(notice, drill, wanted.form());
      hold(wave, wanted);
      at.post(wave, wave + "/discard", Map.of());
    }
    String page = at.ada.browser().get(notice).body();
    assertThat(page).contains("Narrow it");
  }

  @Test
  @Order(3)
  void minorsAreToldThroughGuardiansAndNobodyTwice() {
    String notice = at.write("Told");
    String wave = at.prepare(notice, route, "all");
    assertThat(at.ada.browser().get(wave).body()).contains("Told through a guardian");
    List<Someone> wards =
        affected().stream()
            .filter(one -> row(one).state().equals("planned") && row(one).reader() != one)
            .toList();
    Set<Long> changed = new TreeSet<>();
    // The last word of the directory on these changes after the audience was approved.
    String approval = at.ask(wave);
    for (Someone ward : wards.subList(0, Math.min(2, wards.size()))) {
      at.sql(
          "update person_period set guardian = null where person in ("
              + String.join(",", accounts(ward).stream().map(one -> Long.toString(one.id)).toList())
              + ")");
      changed.add(ward.id);
    }
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    at.until(wave, "Ended.");

    Map<Long, String> states = new TreeMap<>();
    Map<String, Set<Someone>> letters = new HashMap<>();
    for (Someone root : affected()) {
      Row row = row(root);
      boolean isGone =
          row.state().equals("planned") && (changed.contains(root.id) || leads(root, changed));
      states.put(
          root.id,
          isGone ? "guardian-changed" : row.state().equals("planned") ? "accepted" : row.state());
      if (!isGone && row.state().equals("planned")) {
        letters.computeIfAbsent(row.reader().email, _ -> new HashSet<>()).add(root);
      }
    }
    Map<Long, String> became = new TreeMap<>();
    rows(wave).forEach((person, row) -> became.put(person, row.substring(0, row.indexOf(' '))));
    became.remove(person("p0"));
    assertThat(became).as("seed " + SEED).isEqualTo(states);
    Map<String, Integer> told = NoticeHouse.told(server);
    told.remove("person0@example.com");
    assertThat(told.keySet()).as("seed " + SEED).isEqualTo(letters.keySet());
    assertThat(told.values()).allMatch(times -> times == 1);
    for (String message : server.messages()) {
      String to = House.find(message, "To: (?:[^<\n]*\\s)?<([^>]+)>");
      Set<Someone> people = letters.getOrDefault(to, Set.of());
      if (to.startsWith("person0@")) {
        continue;
      }
      boolean isOwn = people.size() == 1 && people.iterator().next().email.equals(to);
      isOwn &= people.stream().allMatch(one -> guardian(one) == null);
      assertThat(message.contains("Name of q")).as("seed " + SEED + " " + message).isEqualTo(isOwn);
      boolean phone =
          people.stream()
              .flatMap(one -> accounts(one).stream())
              .anyMatch(one -> one.inEvents && one.phone);
      // The other part is HTML, whose head speaks of telephones.
      String plain = message.substring(0, message.indexOf("text/html"));
      assertThat(plain.toLowerCase(java.util.Locale.ROOT).contains("phone"))
          .as("seed " + SEED + " " + message)
          .isEqualTo(phone);
    }
    residual(wave, states);
  }

  /** Whether a chain goes through somebody who has no guardian any more. */
  private static boolean leads(Someone root, Set<Long> changed) {
    Set<Someone> seen = new HashSet<>();
    for (Someone up = guardian(root); up != null && seen.add(up); up = guardian(up)) {
      if (changed.contains(up.id) && guardian(up) != null) {
        return true;
      }
    }
    return false;
  }

  private static void residual(String wave, Map<Long, String> states) {
    Set<String> reached = Set.of("accepted");
    String asked =
        at.post(
            wave + "/residual", wave + "/residual", Map.of("reason", "For the letters on paper."));
    assertThat(at.ada.browser().get(wave + "/residual").body()).contains("waits for another");
    assertThat(at.ada.browser().post(wave + "/residual", wave + "/residual/take", Map.of()))
        .matches(answer -> answer.statusCode() == 404);
    assertThat(house.approve(at.cay, asked).statusCode()).isEqualTo(303);
    String file =
        at.ada.browser().post(wave + "/residual", wave + "/residual/take", Map.of()).body();
    Set<String> named = new TreeSet<>();
    for (Someone one : all) {
      if (states.containsKey(one.id) && !reached.contains(states.get(one.id))) {
        named.add("\"" + one.name() + "\",\"" + states.get(one.id) + "\"");
      }
    }
    assertThat(file.lines().skip(1).map(line -> line.substring(0, line.lastIndexOf(",\""))))
        .containsExactlyInAnyOrderElementsOf(named);
    assertThat(at.ada.browser().post(wave + "/residual", wave + "/residual/take", Map.of()))
        .as("once")
        .matches(answer -> answer.statusCode() == 404);
  }

  @Test
  @Order(2)
  void whatIsDoneForThoseWhomWeDoNotKnowIsDecidedApart() {
    String page = at.room + "/notices/outside";
    String notice = at.write("Outside");
    String wave = at.prepare(notice, drill, "all");
    assertThat(at.ada.browser().get(page).body()).contains("Nobody has decided yet");
    var wrong = at.ada.browser().post(page, page, Map.of("way", "mail-them", "reason", "<b>why"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("&lt;b&gt;why").contains("Choose what is done");
    at.post(
        page,
        page,
        Map.of("way", "public-notice", "reason", "We have no relation to them at all."));
    assertThat(at.ada.browser().get(page).body())
        .contains("Decided: a public statement tells them", "no relation to them");
    assertThat(house.acts("notice.outside-decided")).isOne();
    at.post(wave, wave + "/discard", Map.of());
  }

  /** Which people are in which organisation's list: by where they were when it was sent. */
  private static Map<String, Set<String>> lists() {
    Map<String, Set<String>> lists = new TreeMap<>();
    for (Someone root : affected()) {
      List<LocalDate> days =
          accounts(root).stream().filter(one -> one.inEvents).map(one -> one.day).sorted().toList();
      for (Someone account : accounts(root)) {
        for (Someone.Stay stay : account.stays) {
          if (!stay.organisation().isEmpty() && stay.overlaps(days.getFirst(), days.getLast())) {
            lists.computeIfAbsent(stay.organisation(), _ -> new TreeSet<>()).add(root.name());
          }
        }
      }
    }
    return lists;
  }

  private static long organisation(String name) {
    String page = at.ada.browser().get("/people/organisations").body();
    return Long.parseLong(House.find(page, "/people/organisations/([0-9]+)\">" + name + "<"));
  }

  private static void contact(String organisation, String email) {
    house.pass(java.time.Duration.ofSeconds(1));
    String page = "/people/organisations/" + organisation(organisation);
    at.post(page, page + "/contacts", Map.of("name", "Desk", "email", email, "phone", ""));
  }

  private static Set<String> people(String csv) {
    Set<String> people = new TreeSet<>();
    csv.lines().skip(1).forEach(line -> people.add(line.substring(1, line.indexOf('"', 1))));
    return people;
  }

  @Test
  @Order(3)
  void peopleWhoAreNotAffectedAreThoseOfNoRow() {
    String more = "&part=not_affected&role=admin&role=member&role=other";
    String names = at.write("Not you");
    String why = more + "&unaffected=Our+press+office+promised+it.".replace("+", "%20");
    assertThat(at.form(names, drill, "all", PACE, more).body())
        .contains("may alarm more than it helps");
    assertThat(at.form(names, drill, "all", PACE, why).body())
        .contains("which of their data was taken");
    assertThat(at.form(names, drill, "all", PACE, why + "&part=confirmed").body())
        .contains("a notice of their own");
    String notice =
        at.post(
            at.room + "/notices/new",
            at.room + "/notices",
            NoticeHouse.text("Not you", "Hello {{name}}, you are not affected."));
    String wave =
        at.form(notice, drill, "all", PACE, why)
            .headers()
            .firstValue("Location")
            .orElseThrow()
            .replaceAll("https?://[^/]+", "");
    at.until(wave, "class=\"state\">Ready");
    Set<Long> wanted = new TreeSet<>();
    for (Someone one : all) {
      if (one.into == null && !one.erased && !affected().contains(one)) {
        wanted.add(one.id);
      }
    }
    assertThat(rows(wave).keySet()).as("seed " + SEED).isEqualTo(wanted);
    assertThat(at.ada.browser().get(wave).body()).contains("Our press office promised it");
    at.post(wave, wave + "/discard", Map.of());
  }

  @Test
  @Order(4)
  void whomSomebodyElseTellsIsToldByNobodyElse() {
    String notice = at.write("Theirs");
    String wave = at.prepare(notice, route, "all");
    int before = server.messages().size();
    String approval =
        at.post(
            wave,
            wave + "/delegate",
            Map.of(
                "teller",
                "supplier",
                "since",
                "2026-11-20",
                "words",
                "Mapplanet wrote to all of them by itself."));
    assertThat(house.approve(at.ada, approval).statusCode()).isNotEqualTo(303);
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    assertThat(at.ada.browser().get(wave).body()).contains("Ended.", "Not ours to tell");
    assertThat(at.states(wave).keySet()).containsExactly("delegated");
    assertThat(at.states(at.prepare(notice, route, "all"))).isEmpty();
    assertThat(at.ada.browser().get(at.room + "/notices/untold.csv").body().lines()).hasSize(1);
    assertThat(server.messages()).hasSize(before);
  }

  @Test
  @Order(5)
  void anAuthoritysHoldStopsWavesAndItsEndStartsNone() throws IOException {
    try (FakeMailServer slow = new FakeMailServer()) {
      String[] later = new String[5_000];
      java.util.Arrays.fill(later, "450 4.2.0 later");
      slow.answer("RCPT", later);
      at.post("/account/mail", "/account/mail", Map.of("address", "ada@example.org"));
      String first = at.prepare(at.write("Held"), at.route(slow, "sends"), "all");
      at.approve(first);
      at.until(first, "tried again later");
      assertThat(house.count("select count(*) from team_message where state = 'no-address'"))
          .isPositive();
      for (int i = 0;
          i < 3_000
              && house.count("select count(*) from team_message where state = 'deferred'") < 1;
          i++) {
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      }
      String second = at.prepare(at.write("Held, too"), route, "all");
      String page = at.room + "/notices/hold";
      Map<String, String> fields = new HashMap<>();
      fields.put("authority", "Police <b>of</b> Example");
      fields.put("reference", "12/2026");
      fields.put("reason", "An arrest is planned.");
      fields.put("until", "2026-11-20");
      fields.put("notices", "true");
      assertThat(at.ada.browser().post(page, page, fields).body())
          .contains("a day that is still to come", "12/2026", "Police &lt;b>of");
      fields.put("until", "2026-11-27");
      String approval = at.post(page, page, fields);
      assertThat(at.ada.browser().get(page).body())
          .contains("Nothing is held back", "Police &lt;b&gt;of");
      assertThat(house.approve(at.ada, approval).statusCode()).isNotEqualTo(303);
      assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
      assertThat(at.ada.browser().get(first).body())
          .contains("an authority asked to hold it back", "Held back until");
      assertThat(at.ada.browser().post(first, first + "/resume", Map.of()).statusCode())
          .isEqualTo(400);
      String asked = at.ask(second);
      assertThat(house.approve(at.cay, asked).body()).contains("asked to hold this back until");
      assertThat(at.states(second)).containsKey("planned");

      // A drill goes on, and its time being over starts nothing.
      String rehearsal = at.send(at.write("Rehearsed"), drill, false);
      assertThat(at.states(rehearsal)).containsKey("accepted");
      at.sql("update notice_hold set until = entered_at + interval '1 second'");
      house.server().part(org.stoplog.server.notices.WaveLook.class).look();
      assertThat(at.ada.browser().get(first).body()).contains("asked to hold it back");
      assertThat(at.ada.browser().get(page).body()).contains("its time is over");
      at.sql("update notice_hold set until = entered_at + interval '1 day'");
      assertThat(at.ada.browser().post(page, page + "/1/lift", Map.of("reason", "x")).statusCode())
          .isEqualTo(422);
      at.post(page, page + "/1/lift", Map.of("reason", "The authority wrote that it is over."));
      at.post(first, first + "/resume", Map.of());
      assertThat(house.acts("notice.hold-confirmed")).isOne();
      assertThat(house.acts("notice.hold-lifted")).isOne();
      at.post(first, first + "/stop", Map.of());
      at.until(first, "Go on sending");
      at.post(second, second + "/discard", Map.of());
    }
  }

  @Test
  @Order(6)
  void theBreachedSuppliersOwnRouteIsRefused() {
    at.sql("update mail_route set supplier = (select min(id) from supplier) where not catcher");
    assertThat(
            at.form(
                    at.write("Refused"),
                    route,
                    "all",
                    PACE,
                    "&part=confirmed&role=admin&role=member&role=other")
                .body())
        .contains("belongs to the breached supplier");
    at.sql("update mail_route set supplier = null");
  }

  @Test
  @Order(7)
  void eachOrganisationGetsItsOwnPeopleAndNoOthers() {
    Map<String, Set<String>> lists = lists();
    List<String> names = List.copyOf(lists.keySet());
    assertThat(names.size()).as("seed " + SEED).isGreaterThan(4);
    at.sql("update supplier set domain = 'mapplanet.example' where name = 'Mapplanet'");
    String bare = names.get(0);
    String theirs = names.get(1);
    String both = names.get(2);
    contact(theirs, "desk@mail.mapplanet.example");
    contact(both, "desk@mapplanet.example");
    contact(both, "second@example.net");
    List<String> told = names.subList(2, names.size());
    for (String name : told.subList(1, told.size())) {
      contact(name, "desk-" + name + "@example.net");
    }
    String board = at.room + "/organisations";
    Map<String, String> fields = new HashMap<>();
    fields.put("exposure", "" + house.count("select max(exposure) from incident_exposure"));
    fields.put("route", route);
    fields.put("days", "3");
    fields.put("subject", "Data of people of {{organisation}}");
    fields.put("body", "Take it: {{name}}");
    assertThat(at.ada.browser().post(board, board, fields).body())
        .contains("There is no such field", "Take it: {{name}}");
    fields.put("body", "At {{supplier}}:\n{{link}}\nuntil {{expires}}");
    String round = at.post(board, board, fields);
    String page = at.until(round, "class=\"state\">Ready");
    assertThat(page).contains("no contact with an e-mail address", "there is no other");
    assertThat(rows(NoticeHouse.id(round))).as("seed " + SEED).isEqualTo(lists);

    int before = server.messages().size();
    String approval = at.post(round, round + "/ask", Map.of());
    assertThat(house.approve(at.ada, approval).statusCode()).isNotEqualTo(303);
    assertThat(server.messages()).hasSize(before);
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    at.until(round, "class=\"state\">Sent");
    Map<String, String> mails = NoticeHouse.mails(server, before);
    assertThat(mails).hasSize(told.size() + 1);
    assertThat(mails.values())
        .allMatch(mail -> all.stream().noneMatch(one -> mail.contains("Name of q")));
    assertThat(house.count("select count(*) from organisation_notice where opened_at is not null"))
        .isZero();

    Browser street = new Browser(house.publicBase(), "a customer");
    for (String name : told) {
      boolean needsCode = name.equals(both);
      String mail =
          String.valueOf(
              mails.get(needsCode ? "desk@mapplanet.example" : "desk-" + name + "@example.net"));
      String link = House.find(mail, "(/organisations/[A-Za-z0-9_-]{43})");
      assertThat(street.get(link).statusCode()).isEqualTo(200);
      assertThat(street.get(link).body()).contains("Take the list").doesNotContain("Name of q");
      Map<String, String> typed = new HashMap<>();
      if (needsCode) {
        assertThat(street.postPlain(link + "/list", Map.of("code", "00-00-00-00-00")).statusCode())
            .isEqualTo(422);
        typed.put(
            "code",
            House.find(
                String.valueOf(mails.get("second@example.net")),
                "((?:[0-9A-F]{2}-){4}[0-9A-F]{2})"));
      }
      // So many forms a minute come from one place.
      house.pass(java.time.Duration.ofSeconds(30));
      HttpResponse<String> file = street.postPlain(link + "/list", typed);
      assertThat(file.statusCode()).as(file.body()).isEqualTo(200);
      assertThat(people(file.body())).as("seed " + SEED + " " + name).isEqualTo(lists.get(name));
      HttpResponse<String> again = street.postPlain(link + "/list", typed);
      assertThat(again.statusCode()).isEqualTo(422);
      assertThat(again.body()).contains("taken already");
    }
    afterwards(round, told.getLast(), mails, street);
    assertThat(house.log().toString()).doesNotContain("/organisations/");
    assertThat(bare).isNotEmpty();
  }

  private static void afterwards(
      String round, String name, Map<String, String> mails, Browser street) {
    String link =
        House.find(
            String.valueOf(mails.get("desk-" + name + "@example.net")),
            "(/organisations/[A-Za-z0-9_-]{43})");
    assertThat(street.postPlain(link + "/acknowledge", Map.of()).body()).contains("Thank you");
    assertThat(
            street
                .postPlain(link + "/ask", Map.of("question", "<script>alert(1)</script> when?"))
                .body())
        .contains("We have your question");
    house.server().part(org.stoplog.server.organisations.RoundLook.class).look();
    assertThat(house.acts("organisation.acknowledged")).isOne();
    assertThat(house.acts("organisation.asked")).isOne();
    String target = round + "/" + organisation(name);
    String page = at.ada.browser().get(target).body();
    assertThat(page)
        .contains("&lt;script&gt;alert(1)", "acknowledged")
        .doesNotContain("<script>alert");
    at.post(target, House.find(page, "(/incidents/[^\"]+/questions/[0-9a-f-]+)"), Map.of());
    assertThat(at.ada.browser().get(target).body()).contains(", answered ");

    at.post(target, target + "/revoke", Map.of());
    assertThat(street.get(link).statusCode()).isEqualTo(404);
    assertThat(street.postPlain(link + "/ask", Map.of("question", "still?")).statusCode())
        .isEqualTo(404);
    int before = server.messages().size();
    at.post(target, target + "/renew", Map.of());
    at.until(round, "class=\"state\">Sent");
    String fresh =
        House.find(
            String.valueOf(NoticeHouse.mails(server, before).get("desk-" + name + "@example.net")),
            "(/organisations/[A-Za-z0-9_-]{43})");
    assertThat(fresh).isNotEqualTo(link);
    // Whoever was erased since is in no list that is taken now.
    String gone = List.copyOf(lists().get(name)).getFirst();
    long rows = house.count("select count(*) from audit_entry where detail like '%@example%'");
    assertThat(rows).isZero();
    at.sql(
        "update person set erased_at = now(), ref = null, sealed = null where id = "
            + person(gone));
    assertThat(people(street.postPlain(fresh + "/list", Map.of()).body()))
        .isEqualTo(
            lists().get(name).stream()
                .filter(one -> !one.equals(gone))
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
    house.pass(java.time.Duration.ofDays(4));
    assertThat(street.get(fresh).statusCode()).isEqualTo(404);
  }

  /** The lists as their rows have them. */
  private static Map<String, Set<String>> rows(java.util.UUID round) {
    Map<Long, String> names = new HashMap<>();
    all.forEach(one -> names.put(one.id, one.name()));
    var codes = new org.stoplog.ledger.directory.Codes(house.ledger().stores()).organisations();
    return house
        .ledger()
        .inTransaction(
            db -> {
              Map<String, Set<String>> rows = new TreeMap<>();
              try (var find =
                  db.prepareStatement(
                      "select organisation, person from organisation_list_row where round = ?")) {
                find.setObject(1, round);
                try (var row = find.executeQuery()) {
                  while (row.next()) {
                    rows.computeIfAbsent(codes.get(row.getInt(1)), _ -> new TreeSet<>())
                        .add(names.get(row.getLong(2)));
                  }
                }
              }
              return rows;
            });
  }
}
