package org.stoplog.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.link.Pairing;
import org.stoplog.gateway.program.GatewayProgram;
import org.stoplog.gateway.program.GatewaySettings;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.Server;

/**
 * The made-up company's gateway, its supplier at the other end, and the application that sends
 * through it. What was sent is remembered in files, so that the story goes on after a kill; an
 * application that was killed sends again what it had no answer to, and so does this one.
 */
final class DemoTraffic implements AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final long LOOK_EVERY_MILLIS = 200;

  private final Ledger ledger;
  private final Path root;
  private final SupplierStandIn supplier;
  private final GatewayProgram gateway;
  private final int supplierPort;
  private final HttpClient application = HttpClient.newHttpClient();

  private DemoTraffic(
      Ledger ledger,
      Path root,
      SupplierStandIn supplier,
      int supplierPort,
      GatewayProgram gateway) {
    this.ledger = ledger;
    this.root = root;
    this.supplier = supplier;
    this.supplierPort = supplierPort;
    this.gateway = gateway;
  }

  /**
   * Starts a gateway in the server's process, as {@code serve --gateway} does.
   *
   * @param clock the exercise clock: what is sent belongs to the story's days
   * @param port of the gateway; its metrics and the supplier have the two after it
   */
  static DemoTraffic start(
      Ledger ledger,
      Server server,
      Path root,
      InstantSource clock,
      int port,
      Consumer<String> tell) {
    SupplierStandIn supplier = new SupplierStandIn(port + 2);
    try {
      Path settings =
          Files.writeString(
              root.resolve("gateway.properties"),
              """
              data=gateway
              port=%d
              admin-port=%d
              threads=1
              segment-age=1s
              """
                  .formatted(port, port + 1));
      return new DemoTraffic(
          ledger,
          root,
          supplier,
          port + 2,
          GatewayProgram.start(
              GatewaySettings.readInside(settings),
              Pairing.of(server.pairOwnGateway()),
              new GatewayProgram.Surroundings(null, clock, OutputStream.nullOutputStream(), tell)));
    } catch (IOException e) {
      supplier.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      supplier.close();
      throw e;
    }
  }

  /** Lets a connection of the register go through the gateway. */
  void letThrough(DemoPerson lead, String connection) {
    WebPage page = lead.open(pathOf(lead, connection));
    if (page.hasLink("Let it go through gateways")) {
      page.follow("Let it go through gateways")
          .form("Save what gateways do")
          .choose("mode", "reverse: it stands in the supplier's place, and sends on")
          .choose("language", "Mixpanel")
          .type("upstream", "http://127.0.0.1:" + supplierPort)
          .tick("private", "yes")
          .type("private-reason", "In the demo the supplier is this machine.")
          .choose("sender", "whoever reaches the gateway: browsers and apps of customers")
          .choose("on-failure", "be refused until it can be recorded")
          .press();
    }
  }

  private static String pathOf(DemoPerson lead, String connection) {
    WebPage gateways = lead.open("/gateways");
    return gateways.need(gateways.pathOfLink(connection), "the connection " + connection);
  }

  /**
   * Sends each line of a file as a request of its own, unless that was done, and waits until all of
   * it is in the record.
   */
  void send(DemoPerson lead, String connection, Path file, BooleanSupplier stopped) {
    Path done = root.resolve("sent-" + file.getFileName());
    if (!Files.exists(done)) {
      List<byte[]> lines = lines(file);
      long before = requests();
      sendAll(lead, connection, lines);
      untilRecorded(lead, before + lines.size(), stopped);
      mark(done);
    }
  }

  /**
   * Goes on sending after the cut, as an application does that nobody told.
   *
   * @return how many of these requests reached the supplier
   */
  long goOn(
      DemoPerson lead,
      String connection,
      List<byte[]> events,
      String name,
      BooleanSupplier stopped) {
    Path done = root.resolve("sent-" + name);
    if (Files.exists(done)) {
      return 0;
    }
    long reached = supplier.reached();
    long before = requests();
    sendAll(lead, connection, events);
    untilRecorded(lead, before + events.size(), stopped);
    mark(done);
    return supplier.reached() - reached;
  }

  /** As they are: some are no text, as happens. */
  private static List<byte[]> lines(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] all = in.readAllBytes();
      List<byte[]> lines = new ArrayList<>();
      int from = 0;
      for (int at = 0; at < all.length; at++) {
        if (all[at] == '\n') {
          if (at > from) {
            lines.add(Arrays.copyOfRange(all, from, at));
          }
          from = at + 1;
        }
      }
      if (from < all.length) {
        lines.add(Arrays.copyOfRange(all, from, all.length));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void mark(Path done) {
    try {
      Files.createFile(done);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sendAll(DemoPerson lead, String connection, List<byte[]> bodies) {
    String id = lead.open(pathOf(lead, connection)).firstText("(?<=/c/)[a-z0-9-]+");
    URI address = URI.create(gateway.address() + "/c/" + id + "/track");
    Semaphore free = new Semaphore(AT_ONCE);
    AtomicLong refused = new AtomicLong();
    for (byte[] body : bodies) {
      free.acquireUninterruptibly();
      // Its end frees the place; a fault of it is counted.
      CompletableFuture<HttpResponse<Void>> unused =
          application
              .sendAsync(
                  HttpRequest.newBuilder(address)
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .whenComplete(
                  (answer, fault) -> {
                    if (fault != null || answer.statusCode() != 200) {
                      refused.incrementAndGet();
                    }
                    free.release();
                  });
    }
    free.acquireUninterruptibly(AT_ONCE);
    if (refused.get() > 0) {
      throw Stuck.at("the gateway", refused + " requests were not answered as the supplier does");
    }
  }

  /** Presses the button that a person would press, until the record has them. */
  private void untilRecorded(DemoPerson lead, long requests, BooleanSupplier stopped) {
    while (requests() < requests) {
      if (stopped.getAsBoolean()) {
        throw new StoplogException(Problem.INTERRUPTED, "the demo was stopped");
      }
      WebPage gateways = lead.open("/gateways");
      if (gateways.hasButton("Record them now")) {
        gateways.form("Record them now").press();
      }
      try {
        Thread.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoplogException(Problem.INTERRUPTED, "the demo was stopped", e);
      }
    }
  }

  /** What gateways took from applications, as far as it is in the record. */
  private long requests() {
    return ledger.inTransaction(
        db -> {
          try (PreparedStatement find =
                  db.prepareStatement(
                      "select coalesce(sum(delivered + possible + refused + unsent), 0)"
                          + " from traffic_day");
              ResultSet row = find.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Override
  public void close() {
    gateway.close();
    supplier.close();
    application.close();
  }
}
