package org.stoplog.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.Server;
import org.stoplog.server.accounts.SignInBy;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.severance.ActionSettings;

/** A server on the data folder of a desk, with its first account and a token of it. */
final class Served implements AutoCloseable {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-25T09:00:00Z"));
  private final Visitor visitor;
  private final Ledger ledger;
  private final Server server;
  private final String address;
  private final String token;

  Served(Desk desk) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    address = "http://127.0.0.1:" + port;
    ledger =
        Ledger.open(new Ledger.Options(desk.path("data"), desk.path("keys"), null, 256, now::get));
    server =
        Server.start(
            new Server.Options(
                ledger,
                Origin.of("127.0.0.1", port, null),
                now::get,
                line -> {},
                UploadLimit.DEFAULT.bytes(),
                OwnerFolders.NONE,
                new SignInBy(null),
                GatewayDoor.CLOSED,
                ActionSettings.NONE,
                PublicDoor.of("127.0.0.1", FreePorts.inARow(1), null)));
    visitor = new Visitor(address, now::get);
    token = makeToken();
    Path file = Path.of(desk.file("token", token));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Sends a form that a page shows, as its first account. */
  void submit(String page, Map<String, String> fields) throws IOException {
    visitor.submit(page, page, fields);
  }

  /** Sends a form that one page shows to another. */
  void submit(String page, String path, Map<String, String> fields) throws IOException {
    visitor.submit(page, path, fields);
  }

  /** The page that its first account sees. */
  String page(String path) throws IOException {
    return visitor.page(path);
  }

  String address() {
    return address;
  }

  String token() {
    return token;
  }

  private String makeToken() throws IOException {
    visitor.makeAccount(server.firstLink().orElseThrow());
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
    String made =
        visitor
            .submit(
                "/account/tokens",
                "/account/tokens",
                Map.of(
                    "purpose",
                    "a test",
                    "days",
                    "30",
                    "may",
                    "work,read-suppliers,edit-suppliers,see-small-counts,read-incidents,"
                        + "work-on-incidents,cut-suppliers",
                    "password",
                    Visitor.PASSWORD,
                    "code",
                    visitor.code()))
            .body();
    return Visitor.find(made, "(stoplog_[A-Za-z0-9_-]{43})");
  }

  @Override
  public void close() {
    server.close();
    ledger.close();
    visitor.close();
  }
}
