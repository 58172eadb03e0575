package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Authenticator;
import org.stoplog.server.accounts.ProviderSettings;
import org.stoplog.server.accounts.SignInBy;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.severance.ActionSettings;
import org.stoplog.testing.FreePorts;
import org.stoplog.testing.Prepared;

/** A running server on a data folder, with a clock that tests move. */
public final class House implements AutoCloseable {
  private static final Instant FIRST_DAY = Instant.parse("2026-11-25T09:00:00Z");
  static final String PASSWORD = "correct horse battery staple";

  /** A new data folder and its keyset, in which nothing was done yet. */
  private static final Prepared NEW =
      new Prepared(made -> openLedger(made, InstantSource.fixed(FIRST_DAY)).close());

  private final Path home;
  private final int port;
  private final int gatewayPort;
  private final int publicPort;
  private final AtomicReference<Instant> now = new AtomicReference<>(FIRST_DAY);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private Ledger ledger;
  private Server server;
  private SignInBy signInBy = new SignInBy(null);
  private ActionSettings actions = ActionSettings.NONE;

  public House(Path home) throws IOException {
    this.home = home;
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    port = FreePorts.next();
    gatewayPort = FreePorts.next();
    publicPort = FreePorts.next();
    if (!Files.exists(home.resolve("data"))) {
      NEW.into(home);
    }
    start();
  }

  void start() {
    ledger = openLedger(home, now::get);
    InstantSource clock = now::get;
    server =
        Server.start(
            new Server.Options(
                ledger,
                Origin.of("127.0.0.1", port, null),
                clock,
                log::add,
                UploadLimit.DEFAULT.bytes(),
                new OwnerFolders(folder("backups"), folder("inbox")),
                signInBy,
                GatewayDoor.of("127.0.0.1", gatewayPort, null),
                actions,
                PublicDoor.of("127.0.0.1", publicPort, null)));
  }

  /** Starts again, with what may be done about a cut outside of gateways. */
  void startAllowing(ActionSettings allowed) {
    stop();
    actions = allowed;
    start();
  }

  /** Starts again, with a provider by whom people sign in; null for passwords. */
  void startWith(ProviderSettings provider) {
    stop();
    signInBy = new SignInBy(provider);
    start();
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(home.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Ledger openLedger(Path home, InstantSource clock) {
    return Ledger.open(
        new Ledger.Options(home.resolve("data"), home.resolve("keys"), null, 256, clock));
  }

  /** What the owner does between two runs of the server. */
  Optional<String> openAgainByOwner(String name) {
    stop();
    Optional<String> path;
    try (Ledger alone = openLedger(home, now::get)) {
      path = Server.openAgain(alone, now::get, name);
    }
    start();
    return path;
  }

  /** As on the first day: no accounts, no log; the data folder and the server stay. */
  void empty() {
    now.set(FIRST_DAY);
    log.clear();
    ledger.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                """
                truncate account, recovery_code, audit_entry, approval, approval_editor,
                  approval_fact, passing.session, passing.link, passing.device, passing.attempt,
                  passing.open_approval, passing.link_due, passing.token, passing.work,
                  passing.passkey, passing.challenge, passing.upload, passing.lookup_attempt, person_lookup cascade
                """);
          }
          return true;
        });
  }

  void stop() {
    server.close();
    ledger.close();
  }

  public Ledger ledger() {
    return ledger;
  }

  Server server() {
    return server;
  }

  int port() {
    return port;
  }

  /** Where gateways call. */
  public String gatewayBase() {
    return "http://127.0.0.1:" + gatewayPort;
  }

  /** Where the world reads. */
  public String publicBase() {
    return "http://127.0.0.1:" + publicPort;
  }

  List<String> log() {
    return log;
  }

  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  public Instant now() {
    return now.get();
  }

  Browser browser(String agent) {
    return new Browser("http://127.0.0.1:" + port, agent);
  }

  /** The path of the link of the first start. */
  String firstPath() {
    String link = server.firstLink().orElseThrow();
    return link.substring(link.indexOf("/welcome/"));
  }

  /** Somebody with a browser and an app that makes codes. */
  public record Person(
      String name, Browser browser, Authenticator app, List<String> recoveryCodes) {}

  /** Makes the first administrator. */
  public Person administrator() {
    return enter(firstPath(), "ada");
  }

  Person enter(String path, String name) {
    Browser browser = browser("agent of " + name);
    HttpResponse<String> made =
        browser.post(path, path, Map.of("name", name, "password", PASSWORD));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
    return enrol(browser, name);
  }

  Person enrol(Browser browser, String name) {
    String form = browser.get("/account/second-factor").body();
    Authenticator app = new Authenticator(find(form, "<code class=\"wrap\">([A-Z2-7]+)</code>"));
    HttpResponse<String> done =
        browser.postPlain(
            "/account/second-factor",
            Map.of(
                "form-token",
                Browser.token(form),
                "sealed",
                find(form, "name=\"sealed\" value=\"([^\"]+)\""),
                "code",
                app.code(now())));
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    List<String> codes = new ArrayList<>();
    Matcher matcher = Pattern.compile("<code>([A-Z2-7-]+)</code>").matcher(done.body());
    while (matcher.find()) {
      codes.add(matcher.group(1));
    }
    return new Person(name, browser, app, codes);
  }

  /** Invites somebody, who takes the invitation. */
  Person invite(Person by, String role, String name) {
    HttpResponse<String> invited =
        by.browser().post("/accounts", "/accounts/invite", Map.of("role", role));
    assertThat(invited.statusCode()).as(invited.body()).isEqualTo(200);
    return enter(find(invited.body(), "(/welcome/[A-Za-z0-9_-]+)"), name);
  }

  /** Asks for somebody who decides for others. @return the path of the approval */
  String askFor(Person by, String role, String forWhom) {
    HttpResponse<String> asked =
        by.browser().post("/accounts", "/accounts/invite", Map.of("role", role, "for", forWhom));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(303);
    return find(asked.headers().firstValue("Location").orElseThrow(), "(/approvals/.+)");
  }

  /** Fills in the form of an approval after the clock moved to a fresh code. */
  HttpResponse<String> approve(Person by, String path) {
    pass(Duration.ofSeconds(60));
    return approve(by, path, PASSWORD, by.app().code(now()));
  }

  HttpResponse<String> approve(Person by, String path, String password, String code) {
    String form = by.browser().get(path).body();
    return by.browser().postPlain(path + "/approve", approval(form, password, code));
  }

  static Map<String, String> approval(String form, String password, String code) {
    return Map.of(
        "form-token",
        Browser.token(form),
        "content",
        find(form, "<code class=\"wrap\">([0-9a-f]{64})</code>"),
        "password",
        password,
        "code",
        code);
  }

  /** Invites one more who decides for others, which takes two. */
  Person inviteByTwo(Person by, Person approver, String role, String name) {
    String path = askFor(by, role, name);
    assertThat(approve(approver, path).statusCode()).isEqualTo(303);
    String right = path.replace("/approvals/", "/accounts/approved/");
    HttpResponse<String> made = by.browser().post(right, right + "/link", Map.of());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    return enter(find(made.body(), "(/welcome/[A-Za-z0-9_-]+)"), name);
  }

  /** The id of an account. */
  String id(String name) {
    return ledger.inTransaction(
        connection -> {
          try (var find = connection.prepareStatement("select id from account where name = ?")) {
            find.setString(1, name);
            try (ResultSet row = find.executeQuery()) {
              row.next();
              return row.getString(1);
            }
          }
        });
  }

  /** All that a token of an administrator or approver may. */
  static final String ALL =
      "work,read-suppliers,edit-suppliers,see-small-counts,send-imports,look-up-people,"
          + "cut-suppliers,read-incidents,work-on-incidents,read-audit,see-health,make-backups";

  /** Makes a token that may little, for 90 days. */
  String token(Person by) {
    return token(by, "work");
  }

  /** Makes a token for 90 days. */
  String token(Person by, String may) {
    HttpResponse<String> made = makeToken(by, "a test", "90", may);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    return find(made.body(), "(stoplog_[A-Za-z0-9_-]{43})");
  }

  /** Fills in the form for a token after the clock moved to a fresh code. */
  HttpResponse<String> makeToken(Person by, String purpose, String days) {
    return makeToken(by, purpose, days, "work");
  }

  HttpResponse<String> makeToken(Person by, String purpose, String days, String may) {
    pass(Duration.ofSeconds(60));
    return by.browser()
        .post(
            "/account/tokens",
            "/account/tokens",
            Map.of(
                "purpose",
                purpose,
                "days",
                days,
                "may",
                may,
                "password",
                PASSWORD,
                "code",
                by.app().code(now())));
  }

  /** A gateway as its pairing file says it. */
  public record Paired(String id, String token, String file) {}

  /** Names a gateway and takes its pairing file. */
  public Paired pair(Person by, String name) {
    HttpResponse<String> added =
        by.browser().post("/gateways", "/gateways", Map.of("name", name, "address", ""));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(303);
    return pairAgain(by, added.headers().firstValue("Location").orElseThrow());
  }

  /**
   * @param path of the page of a gateway
   */
  Paired pairAgain(Person by, String path) {
    HttpResponse<String> file = by.browser().post(path, path + "/pair", Map.of());
    assertThat(file.statusCode()).as(file.body()).isEqualTo(200);
    return new Paired(
        find(path, "/gateways/(.+)$"),
        find(file.body(), "\"token\":\"(stoplog_gw_[A-Za-z0-9_-]{43})\""),
        file.body());
  }

  /** Signs in after the clock moved to a fresh code. */
  HttpResponse<String> signIn(Browser browser, Person who) {
    pass(Duration.ofSeconds(60));
    return signIn(browser, who.name(), PASSWORD, who.app().code(now()));
  }

  HttpResponse<String> signIn(Browser browser, String name, String password, String code) {
    return browser.post(
        "/sign-in", "/sign-in", Map.of("name", name, "password", password, "code", code));
  }

  public static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }

  public long count(String query) {
    return ledger.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** What no page does. */
  void change(String sql) {
    ledger.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  long acts(String act) {
    return count("select count(*) from audit_entry where act = '" + act + "'");
  }

  @Override
  public void close() {
    stop();
  }
}
