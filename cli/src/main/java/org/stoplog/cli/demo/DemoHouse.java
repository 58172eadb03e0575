package org.stoplog.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.stoplog.ledger.Ledger;
import org.stoplog.sample.Story;
import org.stoplog.server.Server;
import org.stoplog.server.accounts.SignInBy;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.severance.ActionSettings;

/**
 * The made-up company's server, and the people at it. Their accounts are entered anew at each
 * start, by the links that the owner of a data folder can make, so that no secret of theirs is
 * kept.
 */
public final class DemoHouse implements AutoCloseable {
  /** Works on the incident, and administers. */
  static final String LEAD = "ada";

  /** Approve: two, so that nobody waits for a fresh code longer than need be. */
  static final String SECOND = "cay";

  static final String THIRD = "eli";

  private static final String ROUTE = "this machine";
  private static final int PUBLIC = 6;

  private final Ledger ledger;
  private final MailCatcher mail;
  private final Server server;
  private final DemoClock clock;
  private final DemoTraffic traffic;
  private final DemoPerson lead;
  private final Approvers approvers;
  private final int port;
  private final Path root;

  private DemoHouse(
      Ledger ledger,
      MailCatcher mail,
      Server server,
      DemoClock clock,
      DemoTraffic traffic,
      DemoPerson lead,
      Approvers approvers,
      int port,
      Path root) {
    this.port = port;
    this.root = root;
    this.ledger = ledger;
    this.mail = mail;
    this.server = server;
    this.clock = clock;
    this.traffic = traffic;
    this.lead = lead;
    this.approvers = approvers;
  }

  /**
   * How to start.
   *
   * @param root folder that data, keys and the exercise clock are kept in
   * @param port of the pages on the loopback address; the six after it are of the mail, of the
   *     gateways' door, of the gateway, of its metrics, of the supplier, and of the public pages
   * @param duckMegabytes memory for queries
   * @param story on the last day of whose data the clock begins
   * @param tell takes what is told beside the result
   */
  public record Options(
      Path root, int port, int duckMegabytes, Story story, Consumer<String> tell) {}

  /** Opens the data folder and the server, and lets the people in. */
  public static DemoHouse open(Options options) {
    DemoClock clock =
        new DemoClock(
            options.root().resolve("clock"),
            options.story().dataTo().atTime(LocalTime.of(8, 0)).toInstant(ZoneOffset.UTC));
    Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                options.root().resolve("data"),
                options.root().resolve("keys"),
                null,
                options.duckMegabytes(),
                clock));
    MailCatcher mail = null;
    Server server = null;
    DemoTraffic traffic = null;
    try {
      mail = new MailCatcher(options.port() + 1, options.root().resolve("mail"));
      // Links of the owner are made while no server runs.
      Map<String, String> links = new LinkedHashMap<>();
      for (String name : List.of(LEAD, SECOND, THIRD)) {
        Server.openAgain(ledger, InstantSource.system(), name)
            .ifPresent(path -> links.put(name, path));
      }
      Origin origin = Origin.of("127.0.0.1", options.port(), null);
      PublicDoor publicDoor = PublicDoor.of("127.0.0.1", options.port() + PUBLIC, null);
      server =
          Server.start(
              new Server.Options(
                  ledger,
                  origin,
                  InstantSource.system(),
                  options.tell(),
                  UploadLimit.DEFAULT.bytes(),
                  new OwnerFolders(backups(options.root()), null),
                  new SignInBy(null),
                  GatewayDoor.of("127.0.0.1", options.port() + 2, null),
                  ActionSettings.NONE,
                  publicDoor));
      DemoPerson lead = enter(origin, LEAD, links.get(LEAD), server.firstLink());
      String invitation = links.get(SECOND);
      if (invitation == null) {
        invitation = invite(lead, SECOND);
      }
      DemoPerson second =
          DemoPerson.enter(new DemoBrowser(origin.base(), SECOND), invitation, SECOND);
      String another = links.get(THIRD);
      if (another == null) {
        another = inviteByTwo(lead, second, THIRD);
      }
      DemoPerson third = DemoPerson.enter(new DemoBrowser(origin.base(), THIRD), another, THIRD);
      route(lead, options.port() + 1);
      traffic =
          DemoTraffic.start(
              ledger, server, options.root(), clock, options.port() + 3, options.tell());
      return new DemoHouse(
          ledger,
          mail,
          server,
          clock,
          traffic,
          lead,
          new Approvers(List.of(second, third)),
          options.port(),
          options.root());
    } catch (RuntimeException e) {
      if (traffic != null) {
        traffic.close();
      }
      if (mail != null) {
        mail.close();
      }
      if (server != null) {
        server.close();
      }
      ledger.close();
      throw e;
    }
  }

  private static Path backups(Path root) {
    try {
      return Files.createDirectories(root.resolve("backups"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DemoPerson enter(
      Origin origin,
      String name,
      @org.jspecify.annotations.Nullable String link,
      Optional<String> first) {
    String path =
        link != null
            ? link
            : first
                .map(address -> address.substring(origin.base().length()))
                .orElseThrow(
                    () ->
                        Stuck.at("the first start", "somebody else administers this data folder"));
    return DemoPerson.enter(new DemoBrowser(origin.base(), name), path, name);
  }

  private static String invite(DemoPerson by, String name) {
    WebForm form = by.open("/accounts").form("Make an invitation").choose("role", "approver");
    WebPage made = (form.has("for") ? form.type("for", name) : form).press();
    return made.firstText("/welcome/[A-Za-z0-9_-]+");
  }

  /** Two people decide for others already: one more takes them both. */
  private static String inviteByTwo(DemoPerson by, DemoPerson second, String name) {
    String approval =
        by.open("/accounts")
            .form("Make an invitation")
            .choose("role", "approver (another person approves)")
            .type("for", name)
            .press()
            .path();
    second.approve(second.open(approval));
    return by.open(approval)
        .follow("See what came of it")
        .form("Make the link")
        .press()
        .firstText("/welcome/[A-Za-z0-9_-]+");
  }

  /** Enters the way to the machine's own catcher of mail, which is all the mail there is here. */
  private static void route(DemoPerson by, int port) {
    if (by.open("/mail").pathInRow(ROUTE) == null) {
      by.open("/mail/new")
          .form("Add the route")
          .type("name", ROUTE)
          .choose("kind", "sends to people")
          .type("host", "127.0.0.1")
          .type("port", String.valueOf(port))
          .choose("security", "none, this machine only")
          .type("from", "notices@northgate.example")
          .type("from-name", "Northgate")
          .press();
    }
  }

  public Ledger ledger() {
    return ledger;
  }

  Path root() {
    return root;
  }

  DemoTraffic traffic() {
    return traffic;
  }

  DemoPerson lead() {
    return lead;
  }

  Approvers approvers() {
    return approvers;
  }

  /** Moves the exercise clock, unless it is later already. */
  void itIs(Instant time) {
    clock.moveTo(time);
  }

  public String address() {
    return server.address();
  }

  /** Where the world reads, without a slash at the end. */
  public String publicAddress() {
    return "http://127.0.0.1:" + (port + PUBLIC);
  }

  /**
   * A link by which whoever plays takes over the account of the one who leads the incident; good
   * once and for a quarter of an hour.
   */
  public String link() {
    String base = server.address().substring(0, server.address().length() - 1);
    return base
        + Server.openAgain(ledger, InstantSource.system(), LEAD)
            .orElseThrow(() -> Stuck.at("the end", "the account " + LEAD + " is gone"));
  }

  /** Plays what is left of the story. */
  public void play(Path files, Story story, BooleanSupplier stopped, Consumer<String> tell) {
    new DemoStory(this, files, story, stopped, tell).play();
  }

  @Override
  public void close() {
    // It ends before the server, which takes its last segments.
    traffic.close();
    server.close();
    mail.close();
    ledger.close();
  }
}
