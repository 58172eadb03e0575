package org.stoplog.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.stoplog.cli.demo.DemoBrowser;
import org.stoplog.cli.demo.DemoPerson;
import org.stoplog.cli.demo.WebPage;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.Server;
import org.stoplog.server.accounts.SignInBy;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.severance.ActionSettings;
import org.stoplog.testing.FreePorts;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The register with 5,000 suppliers and 20,000 engagements as a browser on this machine sees it,
 * beside the same rows read from PostgreSQL; and 500 suppliers asked by a campaign, beside as many
 * mails that are only sent.
 */
final class SuppliersBenchmark {
  private static final int SUPPLIERS = 5_000;
  private static final int ASKED = 500;
  private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(20);

  private static final String FILL =
      """
      insert into supplier (key, name, domain, security_contact, deleted)
      select 'supplier ' || i, 'Supplier ' || i, 's' || i || '.example',
        'security@s' || i || '.example', case when i > %d then date '2026-01-01' end
      from generate_series(1, %d) i;
      insert into engagement (supplier, key, name, owner, replaceable)
      select s.id, 'use ' || i, 'Use ' || i, 'Team ' || i, 'weeks'
      from supplier s, generate_series(1, 4) i;
      insert into connection (supplier, key, name, kind, scopes)
      select s.id, 'api', 'api', case when s.id %% 2 = 0 then 'oauth' else 'sdk' end,
        case when s.id %% 3 = 0 then array['files.read'] else '{}'::text[] end
      from supplier s;
      insert into data_grant (engagement, elements)
      select e.id, array['contact.email', 'person.full_name'] from engagement e where e.id %% 2 = 0;
      insert into supplier_chain (supplier, parent)
      select 1 + (s.id %% 20), s.id from supplier s where s.id > 100 and s.id %% 10 = 0;
      """
          .formatted(ASKED, SUPPLIERS);

  private static final String ROWS =
      """
      select s.name, s.domain, s.security_contact, (select count(*) from connection c
        where c.supplier = s.id) from supplier s order by s.key
      """;

  private final Report report;
  private final Ledger ledger;
  private final DemoBrowser browser;
  private final DemoPerson lead;
  private final HttpClient client = HttpClient.newHttpClient();

  private SuppliersBenchmark(Report report, Ledger ledger, DemoBrowser browser, DemoPerson lead) {
    this.report = report;
    this.ledger = ledger;
    this.browser = browser;
    this.lead = lead;
  }

  static void run(Workplace place, String size) {
    Report report = new Report("suppliers", "Suppliers", size);
    AtomicLong taken = new AtomicLong();
    int port = FreePorts.next();
    int world = FreePorts.next();
    int smtp = FreePorts.next();
    SMTPServer mail =
        SMTPServer.port(smtp)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandler((context, from, to, data) -> taken.incrementAndGet())
            .build();
    mail.start();
    try (Ledger ledger = place.open("suppliers-" + System.currentTimeMillis())) {
      ledger.inTransaction(
          db -> {
            try (Statement fill = db.createStatement()) {
              return fill.execute(FILL);
            }
          });
      String base = "http://127.0.0.1:" + port;
      try (Server server =
          Server.start(
              new Server.Options(
                  ledger,
                  Origin.of("127.0.0.1", port, null),
                  InstantSource.system(),
                  System.err::println,
                  UploadLimit.DEFAULT.bytes(),
                  new OwnerFolders(null, null),
                  new SignInBy(null),
                  GatewayDoor.CLOSED,
                  ActionSettings.NONE,
                  PublicDoor.of("127.0.0.1", world, null)))) {
        String path = server.firstLink().orElseThrow().substring(base.length());
        DemoBrowser browser = new DemoBrowser(base, "ada");
        DemoPerson lead = DemoPerson.enter(browser, path, "ada");
        SuppliersBenchmark benchmark = new SuppliersBenchmark(report, ledger, browser, lead);
        report.say(
            SUPPLIERS
                + " suppliers, "
                + 4 * SUPPLIERS
                + " engagements, "
                + SUPPLIERS
                + " connections, "
                + 2 * SUPPLIERS
                + " grants.");
        for (String page :
            new String[] {
              "/suppliers/register",
              "/suppliers/register?name=99&kind=oauth&only=untested",
              "/suppliers/risk?tier=2",
              "/suppliers/concentration"
            }) {
          benchmark.page(page);
        }
        benchmark.asked(smtp, taken);
      }
    } finally {
      mail.stop();
    }
    report.write();
  }

  private void page(String path) {
    double[] ours = new double[Report.RUNS];
    double[] theirs = new double[Report.RUNS];
    Report.warm(() -> get(path), () -> {});
    Report.warm(this::rows, () -> {});
    for (int run = 0; run < Report.RUNS; run++) {
      ours[run] = Report.seconds(() -> get(path));
      theirs[run] = Report.seconds(this::rows);
    }
    report.say(
        String.format(
            Locale.ROOT,
            "- `%s`, from the request to the last byte: %.0f ms (%.0f to %.0f), all suppliers read from"
                + " PostgreSQL %.0f ms, ratio **%.1f** (aim: 100 ms).",
            path,
            1_000 * Report.median(ours),
            1_000 * Arrays.stream(ours).min().orElse(0),
            1_000 * Arrays.stream(ours).max().orElse(0),
            1_000 * Report.median(theirs),
            Report.median(ours) / Report.median(theirs)));
  }

  /** Without the work of a browser, which reads what came. */
  private void get(String path) {
    try {
      HttpResponse<byte[]> answer =
          client.send(browser.request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + " answers " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void rows() {
    ledger.inTransaction(
        db -> {
          try (Statement read = db.createStatement();
              ResultSet row = read.executeQuery(ROWS)) {
            long bytes = 0;
            while (row.next()) {
              bytes += row.getString(1).length() + row.getString(2).length();
            }
            return bytes;
          }
        });
  }

  private void asked(int smtp, AtomicLong taken) {
    lead.open("/mail/new")
        .form("Add the route")
        .type("name", "sink")
        .choose("kind", "sends to people")
        .type("host", "127.0.0.1")
        .type("port", String.valueOf(smtp))
        .choose("security", "none, this machine only")
        .type("from", "notices@example.org")
        .press();
    Map<String, Double> seconds = new HashMap<>();
    WebPage[] page = new WebPage[1];
    seconds.put(
        "made",
        Report.seconds(
            () ->
                page[0] =
                    lead.open("/campaigns/new")
                        .form("Choose whom to ask")
                        .type("title", "All")
                        .choose("set", "After a breach at another supplier (5 questions)")
                        .type("why", "a benchmark")
                        .press()));
    String path = page[0].path();
    seconds.put(
        "sent",
        Report.seconds(
            () -> {
              lead.open(path).form("Ask " + ASKED + " suppliers").press();
              while (taken.get() < ASKED || !isTracked()) {
                LockSupport.parkNanos(LOOK_EVERY);
              }
            }));
    double board = Report.seconds(() -> lead.open(path));
    long before = taken.get();
    double alone = Report.seconds(() -> sendAlone(smtp));
    if (taken.get() - before != ASKED) {
      throw new IllegalStateException("the sink took " + (taken.get() - before) + " mails");
    }
    double ours = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    report.say(
        String.format(
            Locale.ROOT,
            "- %d suppliers asked: draft %.2f s, assessments, links and mails accepted and tracked"
                + " %.2f s, together **%.2f s** (aim: 10 s); as many mails sent alone over one"
                + " connection %.2f s, ratio %.1f. The board then %.0f ms.",
            ASKED,
            seconds.get("made"),
            seconds.get("sent"),
            ours,
            alone,
            ours / alone,
            1_000 * board));
  }

  private boolean isTracked() {
    return ledger.inTransaction(SuppliersBenchmark::accepted) == ASKED;
  }

  private static long accepted(Connection db) throws SQLException {
    try (Statement read = db.createStatement();
        ResultSet row =
            read.executeQuery("select count(*) from campaign_mail where state = 'accepted'")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** What SMTP alone costs. */
  private static void sendAlone(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        OutputStream out = socket.getOutputStream()) {
      in.readLine();
      say(out, in, "HELO localhost");
      for (int i = 1; i <= ASKED; i++) {
        say(out, in, "MAIL FROM:<notices@example.org>");
        say(out, in, "RCPT TO:<security@s" + i + ".example>");
        say(out, in, "DATA");
        say(out, in, "Subject: x\r\n\r\n" + "A line of some words.\r\n".repeat(20) + ".");
      }
      say(out, in, "QUIT");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(OutputStream out, BufferedReader in, String line) throws IOException {
    out.write((line + "\r\n").getBytes(US_ASCII));
    out.flush();
    in.readLine();
  }
}
