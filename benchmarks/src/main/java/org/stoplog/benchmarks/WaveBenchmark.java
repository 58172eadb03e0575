package org.stoplog.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
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
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.server.Server;
import org.stoplog.server.platform.Origin;
import org.stoplog.testing.FreePorts;

/**
 * Waves as a team sends them, through the pages, to smtp-sink; and smtp-source to the same, in
 * turn.
 */
final class WaveBenchmark {
  private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "pl");
  private static final String SUPPLIER = "Mapplanet";
  private static final String NOT_INCLUDED = "auth.password_plain";
  private static final double WANTED = 0.3;
  private static final String SLOW = "6000";
  private static final String FAST = "1000000";
  private static final int DOMAINS = 50;
  private static final int AUDIENCES = 3;
  private static final double AUDIENCE_SECONDS = 60;
  private static final int AUDIENCE_PEOPLE = 5_000_000;
  private static final int PAGES = 21;

  private final Ledger ledger;
  private final DemoPerson lead;
  private final DemoPerson second;
  private final ApiClient api;
  private final int connections;

  private WaveBenchmark(
      Ledger ledger, DemoPerson lead, DemoPerson second, ApiClient api, int connections) {
    this.ledger = ledger;
    this.lead = lead;
    this.second = second;
    this.api = api;
    this.connections = connections;
  }

  /**
   * @param args port of the sink, people, connections, runs
   */
  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    int people = Integer.parseInt(args[1]);
    int connections = Integer.parseInt(args[2]);
    int runs = Integer.parseInt(args[3]);
    Path place = Path.of(System.getProperty("place"));
    InstantSource clock = InstantSource.system();
    try (Ledger ledger = open(place, people)) {
      String cay = Server.openAgain(ledger, clock, "cay").orElse(null);
      String ada = Server.openAgain(ledger, clock, "ada").orElse(null);
      int own = FreePorts.next();
      String base = "http://127.0.0.1:" + own;
      try (Server server =
          Server.start(
              new Server.Options(
                  ledger, Origin.of("127.0.0.1", own, null), clock, System.err::println))) {
        String first = server.firstLink().map(text -> text.substring(base.length())).orElse("");
        DemoPerson lead =
            DemoPerson.enter(new DemoBrowser(base, "ada"), ada == null ? first : ada, "ada");
        if (cay == null) {
          cay =
              lead.open("/accounts")
                  .form("Make an invitation")
                  .choose("role", "approver")
                  .press()
                  .firstText("/welcome/[A-Za-z0-9_-]+");
        }
        DemoPerson second = DemoPerson.enter(new DemoBrowser(base, "cay"), cay, "cay");
        ApiClient api = new ApiClient(base, token(lead));
        new WaveBenchmark(ledger, lead, second, api, connections).all(port, people, runs);
      }
    }
  }

  private static Ledger open(Path place, int people) {
    try {
      Files.createDirectories(place);
      Ledger ledger =
          Ledger.open(
              new Ledger.Options(
                  place.resolve("data"),
                  place.resolve("keys"),
                  null,
                  1_024,
                  InstantSource.system()));
      boolean isFilled = ledger.inTransaction(db -> !new Register(db).all().isEmpty());
      if (!isFilled) {
        fill(ledger, place, people);
      }
      return ledger;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everybody has an address, a name and one of five languages, and was sent to the supplier. */
  private static void fill(Ledger ledger, Path place, int people) throws IOException {
    Path directory = place.resolve("people.csv");
    Path sent = place.resolve("sent.csv");
    try (BufferedWriter own = Files.newBufferedWriter(directory);
        BufferedWriter theirs = Files.newBufferedWriter(sent)) {
      own.write("id,email,country,full_name,language\n");
      theirs.write("user_id,email,full_name,phone,sent_at\n");
      for (int i = 0; i < people; i++) {
        String address = "person" + i + "@d" + i % DOMAINS + ".example";
        String name = "Maria Müller " + i;
        own.write(
            "p" + i + "," + address + ",DE," + name + "," + LANGUAGES.get(i % LANGUAGES.size()));
        own.write("\n");
        theirs.write("p" + i + "," + address + "," + name + ",+4930");
        theirs.write((1_000_000 + i) + ",2025-11-02T10:00:00Z\n");
      }
    }
    int[] at =
        ledger.inTransaction(
            db -> {
              Register register = new Register(db);
              int supplier = register.getOrCreate(SUPPLIER).id();
              return new int[] {supplier, register.getOrCreateConnection(supplier, "web").id()};
            });
    ledger.importFile(
        new ImportRequest(directory, Purpose.PEOPLE, null, 0, 0, null, "DE", null, false, true),
        Progress.NONE);
    ledger.importFile(
        new ImportRequest(
            sent, Purpose.DISCLOSURES, null, at[0], at[1], null, "DE", null, false, false),
        Progress.NONE);
  }

  private static String token(DemoPerson lead) {
    WebForm form =
        lead.open("/account/tokens")
            .formWith("purpose")
            .type("purpose", "a benchmark")
            .type("days", "1");
    for (String may : List.of("work", "read-incidents", "work-on-incidents")) {
      form.tick("may", may);
    }
    return lead.prove(form).firstText("stoplog_[A-Za-z0-9_-]{43}");
  }

  private void all(int port, int people, int runs) {
    String room = room();
    if (runs == 0) {
      audience(room, port, people);
      return;
    }
    long size;
    try (ByteCount count = new ByteCount()) {
      String wave = begin(room, route(count.port()), SLOW);
      while (count.messages() < 500) {
        look();
      }
      size = count.average();
      lead.open(wave).form("Stop sending now").press();
      while (number("select count(*) from passing.work where state = 'running'") > 0) {
        look(); // its last copies are on their way
      }
      lead.open(wave).form("End it; whoever waits is not told by it").press();
    }
    String route = route(port);
    double[] ours = new double[runs];
    double[] theirs = new double[runs];
    for (int run = 0; run < runs; run++) {
      begin(room, route, FAST);
      while (state().equals("sending")) {
        look();
      }
      ours[run] = rate();
      theirs[run] = source(port, people, size);
      System.out.printf(
          Locale.ROOT,
          "run %d: %.0f a second, smtp-source %.0f%n",
          run + 1,
          ours[run],
          theirs[run]);
    }
    report(people, size, ours, theirs);
  }

  /** How long the freezing of everybody takes, and the page of the wave after it. */
  private void audience(String room, int port, int people) {
    String route = route(port);
    double[] frozen = new double[AUDIENCES];
    String wave = "";
    for (int run = 0; run < frozen.length; run++) {
      WebForm form = notice(room, route, SLOW);
      frozen[run] =
          Report.seconds(
              () -> {
                form.press();
                while (state().equals("counting")) {
                  look();
                }
              });
      wave = newest(room);
      System.out.printf(Locale.ROOT, "run %d: frozen in %.1f s%n", run + 1, frozen[run]);
      if (run + 1 < frozen.length) {
        lead.open(wave).form("Discard it").press();
      }
    }
    String path = wave;
    double[] pages = new double[PAGES];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = Report.seconds(() -> lead.open(path));
    }
    reportAudience(
        people,
        frozen,
        new CopyPeer(ledger, Path.of(System.getProperty("place"))).seconds(id(path), AUDIENCES),
        pages);
  }

  private void reportAudience(int people, double[] frozen, double[] copies, double[] pages) {
    String text =
        String.format(
            Locale.ROOT,
            """
            # A wave's audience frozen

            `benchmarks/smtp.sh %d %d 0` at %s, %d processors, heap %d MB, %d MB resident at most.

            %d people, each with an address; from the press of the button until the wave is ready, rows and their hash
            written. Then COPY alone: the same rows from a file, by one connection, into a table with the same indexes and
            checks. Then the page of the wave, by one reader.

            | | median | runs |
            |---|---|---|
            | Frozen, seconds | %.1f | %s |
            | COPY alone, seconds | %.1f | %s |
            | Page of the wave, milliseconds | %.0f | %d looks |

            Frozen / COPY alone: **%.2f**. Wanted: 60 seconds at 5 million people (%s).
            """,
            people,
            connections,
            System.getProperty("commit", "unknown"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.getRuntime().maxMemory() >> 20,
            resident(),
            people,
            median(frozen),
            runs(frozen),
            median(copies),
            runs(copies),
            median(pages) * 1_000,
            pages.length,
            median(frozen) / median(copies),
            people < AUDIENCE_PEOPLE
                ? "not asked of so few"
                : median(frozen) < AUDIENCE_SECONDS ? "met" : "MISSED");
    System.out.println(text);
    write("audience.md", text);
  }

  private static void look() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
  }

  private String room() {
    String incident =
        api.post("/incidents", Map.of("title", "A wave", "signal", "notice")).get("id").asString();
    String path = "/incidents/" + incident;
    api.put(
        path + "/claims",
        Map.of(
            "claims",
            List.of(Map.of("id", "C1", "supplier", SUPPLIER, "windows", List.of("..2025-12-31")))));
    api.post(
        path + "/scope", Map.of("version", 0, "claims", List.of("C1"), "reason", "a benchmark"));
    api.await(api.post(path + "/exposures", Map.of()).get("work").asString());
    lead.open(path + "/members").form("Add to the incident").choose("account", "cay").press();
    return path;
  }

  /** A route that signs by both kinds of keys. @return what the form of a wave calls it */
  private String route(int port) {
    String name = "sink " + port + " " + Long.toString(System.nanoTime(), 36);
    lead.open("/mail/new")
        .form("Add the route")
        .type("name", name)
        .choose("kind", "sends to people")
        .type("host", "127.0.0.1")
        .type("port", String.valueOf(port))
        .choose("security", "none, this machine only")
        .type("from", "notice@example.org")
        .type("from-name", "Example, Inc.")
        .type("returns", "bounces@example.org")
        .press();
    int id =
        (int) number("select max(id) from mail_route where name = '" + name.replace("'", "") + "'");
    WebPage signing = lead.open("/mail/" + id + "/signing");
    signing.form("Make keys for example.org").press().form("Sign messages with them").press();
    return "Mail: " + name + ", from notice@example.org";
  }

  /** Writes a notice, freezes everybody and has it approved: from then on it is sent. */
  private String begin(String room, String route, String perMinute) {
    notice(room, route, perMinute).press();
    while (state().equals("counting")) {
      look();
    }
    String wave = newest(room);
    long told = number("select count(*) from notice_recipient where wave = '" + id(wave) + "'");
    WebPage page = lead.open(wave);
    WebPage approval = page.form("Ask to send to " + grouped(told) + " people").press();
    second.prove(second.open(approval.path()).formWith("password"));
    return wave;
  }

  private String newest(String room) {
    return room
        + "/waves/"
        + text("select id::text from notice_wave order by created_at desc limit 1");
  }

  /** Writes a notice. @return the form that freezes who gets it */
  private WebForm notice(String room, String route, String perMinute) {
    String asked = room + "/notices/new?language=" + String.join("&language=", LANGUAGES);
    WebForm form =
        lead.open(asked)
            .form("Keep the notice")
            .type("title", "Notice " + System.nanoTime())
            .type("contact", "privacy@example.org, +49 30 1234567")
            .type("learned", "2025-11-25")
            .type("happened", "2025-11-09")
            .type("next-update", "2025-12-05")
            .type("supplier", SUPPLIER)
            .type("company", "Example")
            .tick("not-included", NOT_INCLUDED);
    if (form.has("learned-from")) {
      form.type("learned-from", "the supplier");
    }
    WebPage notice = form.press();
    return notice
        .form("Freeze who gets it")
        .choose("route", route)
        .type("per-minute", perMinute)
        .type("domain-per-minute", "1000000")
        .type("connections", String.valueOf(connections));
  }

  private static String grouped(long number) {
    return org.stoplog.ledger.Numbers.grouped(number);
  }

  private static String id(String wave) {
    return wave.substring(wave.lastIndexOf('/') + 1);
  }

  private String state() {
    return text("select state from notice_wave order by created_at desc limit 1");
  }

  /** Copies a second of the newest wave, by its own times. */
  private double rate() {
    return Double.parseDouble(
        text(
            """
            select ((select count(*) from notice_recipient r
              where r.wave = w.id and r.state = 'accepted' and r.lead is null)
              / extract(epoch from ended_at - started_at))::text
            from notice_wave w order by created_at desc limit 1
            """));
  }

  private String text(String sql) {
    return ledger.inTransaction(
        db -> {
          try (Statement statement = db.createStatement();
              ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
          }
        });
  }

  private long number(String sql) {
    return Long.parseLong(text(sql));
  }

  private double source(int port, int messages, long size) {
    List<String> command =
        List.of(
            "smtp-source",
            "-s",
            String.valueOf(connections),
            "-l",
            String.valueOf(size),
            "-m",
            String.valueOf(messages),
            "-d",
            "-f",
            "notice@example.org",
            "-t",
            "person@d1.example",
            "127.0.0.1:" + port);
    double seconds =
        Report.seconds(
            () -> {
              try {
                if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                  throw new IllegalStateException("smtp-source failed");
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    return messages / seconds;
  }

  private void report(int people, long size, double[] ours, double[] theirs) {
    double ratio = median(ours) / median(theirs);
    String text =
        String.format(
            Locale.ROOT,
            """
            # A wave beside smtp-source

            `benchmarks/smtp.sh %d %d %d` at %s, %d processors, heap %d MB, %d MB resident at most.

            %d people in five languages, a copy each of %d bytes on the average (text and HTML), signed by RSA-2048 and
            Ed25519, a row each that is committed before and after; to smtp-sink over %d connections. smtp-source sends
            as many messages of the same size, over as many connections that it keeps, and signs, stores and personalises
            nothing.

            | | a second | runs |
            |---|---|---|
            | Stoplog | %.0f | %s |
            | smtp-source | %.0f | %s |

            Ratio **%.2f** (wanted %.1f: %s).
            """,
            people,
            connections,
            ours.length,
            System.getProperty("commit", "unknown"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.getRuntime().maxMemory() >> 20,
            resident(),
            people,
            size,
            connections,
            median(ours),
            runs(ours),
            median(theirs),
            runs(theirs),
            ratio,
            WANTED,
            ratio >= WANTED ? "met" : "MISSED");
    System.out.println(text);
    write("smtp.md", text);
  }

  private static void write(String name, String text) {
    try {
      Files.writeString(
          Path.of(System.getProperty("results", "docs/benchmarks")).resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most memory that the process had, in MB; 0 where the system does not say. */
  private static long resident() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String runs(double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(text.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%.0f", value));
    }
    return text.toString();
  }
}
