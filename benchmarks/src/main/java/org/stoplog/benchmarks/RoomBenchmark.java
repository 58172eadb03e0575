package org.stoplog.benchmarks;

import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.stoplog.cli.demo.DemoBrowser;
import org.stoplog.cli.demo.DemoPerson;
import org.stoplog.cli.demo.WebForm;
import org.stoplog.cli.demo.WebPage;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.server.Server;
import org.stoplog.server.platform.Origin;
import org.stoplog.testing.FreePorts;

/**
 * The pages while a team works: a room with many claims, people and events, "If tonight" over many
 * suppliers, as twenty browsers see them on this machine. Their own work is in the times.
 */
final class RoomBenchmark {
  private static final int SUPPLIERS = 200;
  private static final int CLAIMS = 200;
  private static final int EVENTS = 10_000;
  private static final int USERS = 20;
  private static final double ALLOWED_FRAGMENT = 0.05;
  private static final double ALLOWED_TONIGHT = 0.02;
  private static final double ALLOWED_REFRESH = 60;

  private final Report report;
  private final Ledger ledger;
  private final String base;
  private final DemoPerson lead;
  private final ApiClient api;

  private RoomBenchmark(Report report, Ledger ledger, String base, DemoPerson lead, ApiClient api) {
    this.report = report;
    this.ledger = ledger;
    this.base = base;
    this.lead = lead;
    this.api = api;
  }

  static void run(Workplace place, String size) {
    Report report = new Report("room", "The incident room and If tonight", size);
    Size all = place.size();
    try (Ledger ledger = place.open("room-" + all.people() + "-" + all.disclosures())) {
      register(ledger);
      new Generate(ledger, all, rowsOf(all)).fillOnce();
      InstantSource clock = InstantSource.system();
      Map<String, String> link = new java.util.HashMap<>();
      Server.openAgain(ledger, clock, "ada").ifPresent(path -> link.put("ada", path));
      int port = FreePorts.next();
      String base = "http://127.0.0.1:" + port;
      try (Server server =
          Server.start(
              new Server.Options(
                  ledger, Origin.of("127.0.0.1", port, null), clock, System.err::println))) {
        String path =
            link.getOrDefault(
                "ada", server.firstLink().map(text -> text.substring(base.length())).orElse(""));
        DemoPerson lead = DemoPerson.enter(new DemoBrowser(base, "ada"), path, "ada");
        ApiClient api = new ApiClient(base, token(lead));
        new RoomBenchmark(report, ledger, base, lead, api).all();
      }
    }
    report.write();
  }

  private void all() {
    List<DemoBrowser> users = users();
    tonight(users);
    room(users);
  }

  /** The first supplier has so many that most people are affected, the others share the rest. */
  private static long[] rowsOf(Size size) {
    long first = size.disclosures() * 4 / 100;
    long[] rows = new long[SUPPLIERS];
    Arrays.fill(rows, (size.disclosures() - first) / (SUPPLIERS - 1));
    rows[0] = first;
    return rows;
  }

  private static void register(Ledger ledger) {
    boolean isThere = ledger.inTransaction(db -> !new Register(db).all().isEmpty());
    if (isThere) {
      return;
    }
    ledger.inTransaction(
        db -> {
          Register register = new Register(db);
          for (int i = 1; i <= SUPPLIERS; i++) {
            register.getOrCreateConnection(register.getOrCreate(name(i)).id(), "web");
          }
          return true;
        });
  }

  private static String name(int supplier) {
    return "Supplier " + supplier;
  }

  private static String token(DemoPerson lead) {
    WebForm form =
        lead.open("/account/tokens")
            .formWith("purpose")
            .type("purpose", "a benchmark")
            .type("days", "1");
    for (String may :
        List.of(
            "work", "read-suppliers", "see-small-counts", "read-incidents", "work-on-incidents")) {
      form.tick("may", may);
    }
    return lead.prove(form).firstText("stoplog_[A-Za-z0-9_-]{43}");
  }

  /** Browsers of twenty people, of whom the first is the one who leads. */
  private List<DemoBrowser> users() {
    List<DemoBrowser> users = new ArrayList<>();
    String run = Long.toString(System.currentTimeMillis(), 36);
    for (int i = 0; i < USERS; i++) {
      WebForm form = lead.open("/accounts").form("Make an invitation").choose("role", "responder");
      WebPage made = form.press();
      String name = "u" + run + i;
      DemoBrowser browser = new DemoBrowser(base, name);
      DemoPerson.enter(browser, made.firstText("/welcome/[A-Za-z0-9_-]+"), name);
      users.add(browser);
    }
    return users;
  }

  private void tonight(List<DemoBrowser> users) {
    ledger.inTransaction(
        db -> {
          try (Statement statement = db.createStatement()) {
            statement.execute("truncate outlook, outlook_state cascade");
          }
          return true;
        });
    double seconds =
        Report.seconds(
            () -> {
              lead.open("/suppliers").form("Work it out again now").press();
              while (!lead.open("/suppliers").says("Nothing has changed since.")) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
              }
            });
    report.say(
        String.format(
            Locale.ROOT,
            "- \"If tonight\" worked out for %d suppliers: %.1f s (allowed %.0f: %s).",
            SUPPLIERS,
            seconds,
            ALLOWED_REFRESH,
            seconds <= ALLOWED_REFRESH ? "met" : "MISSED"));
    Load load = new Load(users);
    say("\"If tonight\"", load.run(List.of("/suppliers")), ALLOWED_TONIGHT);
  }

  private void room(List<DemoBrowser> users) {
    String incident =
        api.post("/incidents", Map.of("title", "Many claims", "signal", "notice"))
            .get("id")
            .asString();
    List<Map<String, Object>> claims = new ArrayList<>();
    for (int i = 1; i <= CLAIMS; i++) {
      claims.add(claim(i));
    }
    String path = "/incidents/" + incident;
    api.put(path + "/claims", Map.of("claims", claims));
    api.post(
        path + "/scope",
        Map.of("version", 0, "claims", List.of("C1", "C2", "C3"), "reason", "a benchmark"));
    api.await(api.post(path + "/exposures", Map.of()).get("work").asString());
    double seconds =
        Report.seconds(
            () -> {
              for (int i = 0; i < EVENTS; i++) {
                api.post(path + "/notes", Map.of("text", "Event " + i + " of a long night."));
              }
            });
    report.say(
        String.format(
            Locale.ROOT,
            "- %d notes one after the other, each with its entry in the log: %.0f a second.",
            EVENTS,
            EVENTS / seconds));
    for (DemoBrowser user : users) {
      member(path, user);
    }
    WebPage room = lead.open(path);
    report.say(
        "  The room: "
            + CLAIMS
            + " claims, "
            + room.firstText("[0-9][0-9\\u202f\\u2009 ]*(?= (people affected|to ))")
            + " people, "
            + EVENTS
            + " events.");
    Load load = new Load(users);
    say("The room", load.run(List.of(path)), ALLOWED_FRAGMENT);
    for (String part :
        List.of(
            "/news?since=0",
            "?before=5000",
            "/notices/panel",
            "/scope",
            "/claims/C7",
            "/claims/new",
            "/files",
            "/letters",
            "/questions",
            "/members",
            "/times/aware")) {
      say("`" + part + "`", load.run(List.of(path + part)), ALLOWED_FRAGMENT);
    }
  }

  private void member(String path, DemoBrowser user) {
    lead.open(path + "/members")
        .form("Add to the incident")
        .choose("account", user.agent())
        .press();
  }

  private static Map<String, Object> claim(int number) {
    String day = "2023-%02d-01..2023-%02d-28".formatted(1 + number % 6, 6 + number % 6);
    Map<String, Object> claim =
        new java.util.LinkedHashMap<>(
            Map.of(
                "id",
                "C" + number,
                "supplier",
                name(1),
                "windows",
                List.of(number <= 3 ? "2023-01-01..2025-12-31" : day),
                "note",
                "What the supplier said in its letter number " + number));
    if (number > CLAIMS / 2) {
      claim.put("polarity", "out");
    }
    return claim;
  }

  private void say(String what, Load.Result result, double allowed) {
    report.say(
        String.format(
            Locale.ROOT,
            "- %s, %d users, %.0f requests a second: median %.1f ms, p99 **%.1f ms** (allowed %.0f: %s), %d requests, %d bytes.",
            what,
            USERS,
            result.rate(),
            result.quantile(0.5) * 1000,
            result.quantile(0.99) * 1000,
            allowed * 1000,
            result.quantile(0.99) <= allowed ? "met" : "MISSED",
            result.count(),
            result.bytes()));
  }
}
