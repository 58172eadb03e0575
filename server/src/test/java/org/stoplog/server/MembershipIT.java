package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.stoplog.server.accounts.Role;

/**
 * Every handler of an incident, by every role, as a stranger to the incident, as one who was
 * removed and as one who may only read. What a stranger is told is what is told of an incident that
 * does not exist, byte for byte.
 */
class MembershipIT {
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  /** What any of the forms may want, so that a handler that is reached could do its work. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("title", "from outside"),
          Map.entry("text", "from outside"),
          Map.entry("supplier", "Mapplanet"),
          Map.entry("id", "outside"),
          Map.entry("source", "mail"),
          Map.entry("verified", "called-back"),
          Map.entry("certainty", "confirmed"),
          Map.entry("polarity", "in"),
          Map.entry("claim", "C1"),
          Map.entry("version", "1"),
          Map.entry("reason", "from outside"),
          Map.entry("said", "2025-11-09 18:30 UTC"),
          Map.entry("state", "closed"),
          Map.entry("proof", "from outside"),
          Map.entry("answer", "from outside"),
          Map.entry("ticket", "1"),
          Map.entry("verdict", "confirmed"),
          Map.entry("scheme", "email"),
          Map.entry("days", "7"));

  /** What programs send, by what follows the incident's path; nothing where it is not here. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry(
              "/aftermath", "{\"kind\":\"keep\",\"reasons\":\"from outside, without a reason\"}"),
          Map.entry("/claims", "{\"incident\":\"x\",\"claims\":[]}"),
          Map.entry("/files/{hash}/password", "{\"password\":\"x\"}"),
          Map.entry("/files/{hash}/readings", "{}"),
          Map.entry("/members", "{\"account\":\"{account}\"}"),
          Map.entry("/notes", "{\"text\":\"from outside\"}"),
          Map.entry("/packs", "{\"edition\":\"public\"}"),
          Map.entry("/questions/{question}", "{\"answer\":\"from outside\"}"),
          Map.entry("/scope", "{\"version\":0,\"claims\":[\"C1\"],\"reason\":\"from outside\"}"),
          Map.entry("/state", "{\"state\":\"closed\"}"),
          Map.entry("/sweeps", "{}"),
          Map.entry("/tasks", "{\"title\":\"from outside\"}"),
          Map.entry("/tasks/{task}/done", "{\"proof\":\"from outside\"}"),
          Map.entry("/tickets", "{\"file\":\"{hash}\"}"),
          Map.entry("/tickets/{search}/start", "{}"),
          Map.entry(
              "/times", "{\"kind\":\"aware\",\"source\":\"us\",\"reason\":\"from outside\"}"));

  private static final String API = "/api/v1";

  @TempDir Path home;

  private record Handler(String method, String path) {
    boolean writes() {
      return !method.equals("GET");
    }

    String filled(String incident, Map<String, String> parts) {
      String filled = path.replace("{id}", incident);
      for (Map.Entry<String, String> part : parts.entrySet()) {
        filled = filled.replace("{" + part.getKey() + "}", part.getValue());
      }
      assertThat(filled).as("a part of the path that this test does not know").doesNotContain("{");
      boolean isSince = filled.endsWith("/news") || filled.endsWith("/changes");
      return isSince ? filled + "?since=0" : filled;
    }
  }

  private static Set<Handler> handlers(House house) {
    return handlers(house, "/incidents/{id}");
  }

  private static Set<Handler> handlers(House house, String below) {
    return house.server().handlers().keySet().stream()
        .flatMap(
            info ->
                info.getPatternValues().stream()
                    .filter(path -> path.startsWith(below))
                    .map(
                        path -> {
                          Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
                          return new Handler(methods.iterator().next().name(), path);
                        }))
        .collect(
            Collectors.toCollection(
                () ->
                    new TreeSet<>(
                        java.util.Comparator.comparing(Handler::path)
                            .thenComparing(Handler::method))));
  }

  /** Status, place and text of an answer, without what differs from one to the next anyway. */
  private static String told(
      House.Person who, Handler handler, String path, Map<String, String> parts) {
    HttpRequest.Builder request = who.browser().request(path);
    if (handler.writes()) {
      Map<String, String> fields = new LinkedHashMap<>(FIELDS);
      fields.put("account", parts.get("account"));
      fields.put("source", handler.path().contains("/times/") ? "us" : "mail");
      fields.put("form-token", Browser.token(who.browser().get("/account").body()));
      request = Browser.form(request, fields);
    } else {
      request.GET();
    }
    HttpResponse<String> answer = who.browser().send(request);
    return answer.statusCode()
        + " "
        + answer.headers().firstValue("Location").orElse("")
        + answer.headers().firstValue("Content-Type").orElse("")
        + answer.headers().firstValue("Content-Disposition").orElse("")
        + answer
            .body()
            .replaceAll("name=\"form-token\" value=\"[^\"]+\"", "")
            .replaceAll("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", "");
  }

  /** The same for a program. */
  private static String told(
      Program who, Handler handler, String incident, Map<String, String> parts) {
    String path = handler.filled(incident, parts).substring(API.length());
    String below = handler.path().replace(API + "/incidents/{id}", "");
    String body = BODIES.getOrDefault(below, "");
    for (String part : List.of("account", "hash")) {
      body = body.replace("{" + part + "}", String.valueOf(parts.get(part)));
    }
    HttpResponse<String> answer =
        !handler.writes()
            ? who.get(path)
            : below.equals("/files")
                ? who.upload(
                    path,
                    "x.csv",
                    "email\nx@example.com\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    Map.of("source", "portal", "verified", "none"))
                : who.send(handler.method(), path, body, "If-Match", "\"x\"");
    return answer.statusCode()
        + " "
        + answer.headers().firstValue("Location").orElse("")
        + answer.headers().firstValue("Content-Type").orElse("")
        + answer.body();
  }

  private static final String MAY = "work,read-incidents";

  @Test
  void nobodyButMembersLearnsOrChangesAnything() throws IOException {
    try (House house = new House(home)) {
      SmallCompany.load(house.ledger(), home);
      House.Person ada = house.administrator();
      String room = opened(ada);
      String incident = room.substring("/incidents/".length());
      Map<String, String> parts = filledRoom(house, ada, room);
      Map<Role, House.Person> strangers = new LinkedHashMap<>();
      for (Role role : List.of(Role.VIEWER, Role.RESPONDER, Role.SUPPORT, Role.APPROVER)) {
        strangers.put(role, house.invite(ada, role.word(), role.word()));
      }
      // One more who administers takes two, of whom one is no member.
      strangers.put(
          Role.ADMINISTRATOR,
          house.inviteByTwo(ada, strangers.get(Role.APPROVER), "administrator", "second"));
      House.Person removed = house.invite(ada, "responder", "removed");
      remove(ada, room, add(ada, room, removed, true));
      Set<Handler> handlers = handlers(house);
      assertThat(handlers).hasSizeGreaterThan(15);
      String before = state(house);
      strangers.put(null, removed);
      for (Handler handler : handlers) {
        strangers.forEach(
            (role, who) -> {
              String real = told(who, handler, handler.filled(incident, parts), parts);
              String unknown = told(who, handler, handler.filled(NOBODY, parts), parts);
              assertThat(real)
                  .as("%s, %s", role == null ? "removed" : role, handler)
                  .isEqualTo(unknown)
                  .matches("(?s)40[34] .*");
            });
      }
      Set<Handler> ofPrograms = handlers(house, API + "/incidents/{id}");
      assertThat(ofPrograms).hasSizeGreaterThan(30);
      for (Program program :
          List.of(
              new Program(house, house.token(strangers.get(Role.VIEWER), MAY)),
              new Program(house, house.token(removed, MAY + ",work-on-incidents")))) {
        for (Handler handler : ofPrograms) {
          assertThat(told(program, handler, incident, parts))
              .as("a program, %s", handler)
              .isEqualTo(told(program, handler, NOBODY, parts))
              .matches("(?s)40[34] .*");
        }
      }
      assertThat(state(house)).as("nothing was changed").isEqualTo(before);
    }
  }

  @Test
  void whoMayOnlyReadChangesNothing() throws IOException {
    try (House house = new House(home)) {
      SmallCompany.load(house.ledger(), home);
      House.Person ada = house.administrator();
      String room = opened(ada);
      String incident = room.substring("/incidents/".length());
      Map<String, String> parts = filledRoom(house, ada, room);
      List<House.Person> readers =
          List.of(
              house.invite(ada, "viewer", "viewer"),
              house.invite(ada, "responder", "responder"),
              house.invite(ada, "approver", "approver"));
      readers.forEach(reader -> add(ada, room, reader, false));
      String before = state(house);
      for (Handler handler : handlers(house)) {
        for (House.Person reader : readers) {
          String told = told(reader, handler, handler.filled(incident, parts), parts);
          if (handler.writes()) {
            assertThat(told).as("%s, %s", reader.name(), handler).matches("(?s)40[034] .*");
          } else if (!handler.path().matches(".*/(new|edit|residual\\.csv|untold\\.csv)")) {
            assertThat(told).as("%s, %s", reader.name(), handler).startsWith("200 ");
          }
        }
      }
      for (House.Person reader : readers) {
        boolean isViewer = reader == readers.getFirst();
        Program program =
            new Program(house, house.token(reader, isViewer ? MAY : MAY + ",work-on-incidents"));
        for (Handler handler : handlers(house, API + "/incidents/{id}")) {
          assertThat(told(program, handler, incident, parts))
              .as("a program of %s, %s", reader.name(), handler)
              .matches(handler.writes() ? "(?s)(40[34]|412) .*" : "(?s)200 .*");
        }
      }
      assertThat(state(house)).as("nothing was changed").isEqualTo(before);
    }
  }

  private static String opened(House.Person ada) {
    return ada.browser()
        .post(
            "/incidents/new",
            "/incidents",
            Map.of("title", "Analytics breach", "supplier", "Mapplanet", "signal", "notice"))
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  /** A room with one of everything. @return what stands for the parts of paths below it */
  private static Map<String, String> filledRoom(House house, House.Person ada, String room) {
    Map<String, String> claim = new LinkedHashMap<>(FIELDS);
    claim.put("id", "C1");
    done(ada, room + "/claims/new", room + "/claims", claim);
    done(
        ada,
        room + "/scope",
        room + "/scope",
        Map.of("version", "0", "claim", "C1", "reason", "all"));
    await(ada, ada.browser().post(room + "/scope", room + "/exposure", Map.of()));
    done(ada, room, room + "/tasks", Map.of("title", "Call them back"));
    done(ada, room, room + "/notes", Map.of("text", "a note"));
    done(ada, room + "/questions", room + "/questions", Map.of());
    String file =
        sent(ada, room + "/files", "email\nperson1@example.com\n").replaceFirst(".*/files/", "");
    String files = room + "/files/" + file;
    await(
        ada,
        ada.browser()
            .post(
                files,
                files + "/readings",
                RecordPagesIT.fieldsOf(ada.browser().get(files).body())));
    String version = House.find(ada.browser().get(files).body(), "/readings/([0-9a-f]{64})");
    String letter =
        sent(ada, room + "/letters", "From: a@b.example\n\nHello\n")
            .replaceFirst(".*/letters/", "");
    done(
        ada,
        room + "/exports",
        room + "/exports",
        Map.of(
            "what",
            String.valueOf(house.count("select max(exposure) from incident_exposure")),
            "reason",
            "for the letters of the week"));
    String export =
        House.find(ada.browser().get(room + "/exports").body(), "/exports/([0-9a-f-]{36})");
    ada.browser().post(room + "/support", room + "/support", Map.of("days", "7"));
    String code =
        House.find(ada.browser().get(room + "/support").body(), "/support/([0-9a-f-]{36})/end");
    String notice = written(ada, room);
    String wave = prepared(house, ada, notice);
    String shown = ada.browser().get(room).body();
    String questions = ada.browser().get(room + "/questions").body();
    Map<String, String> parts =
        new LinkedHashMap<>(
            Map.of(
                "hash",
                file,
                "letter",
                letter,
                "task",
                House.find(shown, "/tasks/([^/\"]+)/done"),
                "number",
                House.find(shown, "/exposures/([0-9]+)"),
                "question",
                House.find(questions, "/questions/([^/\"]+)\""),
                "account",
                house.id("ada"),
                "claim",
                "C1",
                "kind",
                "aware",
                "notice",
                notice.substring(notice.lastIndexOf('/') + 1),
                "wave",
                wave.substring(wave.lastIndexOf('/') + 1)));
    parts.put("version", version);
    parts.put("duty", "eu-gdpr-authority");
    parts.put("report", "1");
    parts.put("name", "report.json");
    String report = room + "/filings/eu-gdpr-authority";
    ada.browser().post(room, report, Map.of("asked", "nature", "text", "Stolen", "report", "1"));
    parts.put("file", NOBODY);
    parts.put("round", round(house, ada, room));
    parts.put(
        "organisation",
        String.valueOf(house.count("select organisation from organisation_notice limit 1")));
    parts.put("asked", "00000000-0000-4000-8000-000000000000");
    parts.put("search", searched(ada, room, file));
    parts.put("ticket", "1");
    parts.put("export", export);
    parts.put("code", code);
    parts.put("pack", packed(ada, room));
    // Of a wave that nobody approved no pack tells anything, so there is no key file to ask for.
    parts.put("key", NOBODY);
    return parts;
  }

  private static String round(House house, House.Person ada, String room) {
    String board = room + "/organisations";
    String round =
        ada.browser()
            .post(
                board,
                board,
                Map.of(
                    "exposure",
                    String.valueOf(house.count("select max(exposure) from incident_exposure")),
                    "route",
                    String.valueOf(house.count("select max(id) from mail_route")),
                    "days",
                    "3",
                    "subject",
                    "Your people",
                    "body",
                    "{{link}}"))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    String id = round.substring(round.lastIndexOf('/') + 1);
    for (int i = 0;
        i < 3_000
            && house.count("select count(*) from organisation_round where state = 'ready'") < 1;
        i++) {
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    // Whatever the company has: one more that is in the round.
    house.change(
        "with one as (insert into organisation (subject) values (gen_random_uuid()) returning id)"
            + " insert into organisation_notice (round, organisation, people, low, high, own_low,"
            + " own_high, list_sha256) select '"
            + id
            + "', id, 0, 0, 0, 0, 0, '' from one");
    return id;
  }

  private static String packed(House.Person ada, String room) {
    await(ada, ada.browser().post(room + "/packs", room + "/packs", Map.of()));
    return House.find(ada.browser().get(room + "/packs").body(), "/packs/([0-9a-f-]{36})");
  }

  private static String searched(House.Person ada, String room, String file) {
    String tickets = room + "/tickets";
    String search =
        ada.browser()
            .post(tickets, tickets, Map.of("file", file))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    await(ada, ada.browser().post(search, search + "/start", Map.of("scheme", "email")));
    return search.substring(search.lastIndexOf('/') + 1);
  }

  private static String written(House.Person ada, String room) {
    return ada.browser()
        .post(room + "/notices/new", room + "/notices", NoticeHouse.text("First", "Hello {{name}}"))
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private static String prepared(House house, House.Person ada, String notice) {
    Map<String, String> route =
        new LinkedHashMap<>(
            Map.of(
                "name", "office",
                "kind", "sends",
                "host", "localhost",
                "port", "2525",
                "security", "none",
                "from", "notice@example.org"));
    done(ada, "/mail/new", "/mail/new", route);
    Map<String, String> fields =
        Map.ofEntries(
            Map.entry(
                "exposure",
                String.valueOf(house.count("select max(exposure) from incident_exposure"))),
            Map.entry("route", String.valueOf(house.count("select max(id) from mail_route"))),
            Map.entry("part", "confirmed"),
            Map.entry("grade", "exact"),
            Map.entry("role", "other"),
            Map.entry("whom", "all"),
            Map.entry("doubt", "stand"),
            Map.entry("per-minute", "60"),
            Map.entry("error-limit", "20"));
    String wave =
        ada.browser()
            .post(notice, notice + "/waves", fields)
            .headers()
            .firstValue("Location")
            .orElseThrow();
    String page = "";
    for (int i = 0; i < 3_000 && !page.contains("class=\"state\">Ready"); i++) {
      page = ada.browser().get(wave).body();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    return wave;
  }

  /** Looks at work until it is done. */
  private static void await(House.Person who, HttpResponse<String> work) {
    String running = work.headers().firstValue("Location").orElseThrow();
    String page = "";
    for (int i = 0; i < 3_000 && !page.contains("See what came of it"); i++) {
      page = who.browser().get(running).body();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    assertThat(page).contains("See what came of it");
  }

  /** Sends a file. @return the path that it leads to */
  private static String sent(House.Person who, String path, String content) {
    HttpResponse<String> sent =
        RecordPagesIT.send(
            who.browser(),
            path,
            Browser.token(who.browser().get("/account").body()),
            "file",
            content.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Map.of("source", "portal", "verified", "none"));
    return sent.headers().firstValue("Location").orElseThrow();
  }

  private static void done(House.Person who, String from, String path, Map<String, String> fields) {
    HttpResponse<String> answer = who.browser().post(from, path, fields);
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(303);
  }

  private static String add(House.Person by, String room, House.Person who, boolean works) {
    String list = by.browser().get(room + "/members").body();
    String id = House.find(list, "value=\"([0-9a-f-]{36})\">" + who.name() + "<");
    done(
        by,
        room + "/members",
        room + "/members",
        works ? Map.of("account", id, "works", "true") : Map.of("account", id));
    return id;
  }

  private static void remove(House.Person by, String room, String account) {
    done(by, room + "/members", room + "/members/" + account + "/remove", Map.of());
  }

  /** How much there is of everything that an incident has, and of entries about incidents. */
  private static String state(House house) {
    return house.count("select count(*) from incident")
        + " "
        + house.count("select count(*) from incident_event")
        + " "
        + house.count("select count(*) from incident_member")
        + " "
        + house.count("select count(*) from audit_entry where act like 'incident%'")
        + " "
        + house.count("select count(*) from passing.work");
  }
}
