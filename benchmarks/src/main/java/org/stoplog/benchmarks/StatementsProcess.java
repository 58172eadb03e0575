package org.stoplog.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.Server;
import org.stoplog.server.accounts.SignInBy;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.severance.ActionSettings;

/** A server with five statements of three revisions each, until its input ends. */
final class StatementsProcess {
  private static final int STATEMENTS = 5;
  private static final int REVISIONS = 3;
  private static final Instant FIRST = Instant.parse("2025-11-27T14:00:00Z");

  private StatementsProcess() {}

  /**
   * @param args folder, port of the pages, port for the world
   */
  public static void main(String[] args) throws IOException {
    Path home = Files.createDirectories(Path.of(args[0]));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    InstantSource clock = InstantSource.system();
    try (Ledger ledger =
            Ledger.open(
                new Ledger.Options(home.resolve("data"), home.resolve("keys"), null, 256, clock));
        Server server =
            start(ledger, clock, Integer.parseInt(args[1]), Integer.parseInt(args[2]))) {
      publish(ledger);
      System.out.println("ready at " + server.address());
      while (System.in.read() >= 0) {
        // whoever measures ends it
      }
    }
  }

  private static Server start(Ledger ledger, InstantSource clock, int port, int publicPort) {
    return Server.start(
        new Server.Options(
            ledger,
            Origin.of("127.0.0.1", port, null),
            clock,
            System.err::println,
            UploadLimit.DEFAULT.bytes(),
            OwnerFolders.NONE,
            new SignInBy(null),
            GatewayDoor.CLOSED,
            ActionSettings.NONE,
            PublicDoor.of("127.0.0.1", publicPort, null)));
  }

  private static void publish(Ledger ledger) {
    Keyset keys = ledger.stores().keys();
    ledger.inTransaction(
        db -> {
          try (PreparedStatement insert =
              db.prepareStatement(
                  "insert into public_statement values (?, ?, ?, ?, ?) on conflict do nothing")) {
            for (int i = 1; i <= STATEMENTS; i++) {
              for (int number = 1; number <= REVISIONS; number++) {
                Instant at = FIRST.plusSeconds(100_000L * i + 10_000L * number);
                byte[] document = document("incident-" + i, number, at);
                insert.setString(1, "incident-" + i);
                insert.setInt(2, number);
                insert.setBytes(3, document);
                insert.setBytes(4, keys.signStatement(document));
                insert.setObject(5, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
                insert.addBatch();
              }
            }
            insert.executeBatch();
          }
          return true;
        });
  }

  private static byte[] document(String slug, int number, Instant at) {
    StringBuilder body = new StringBuilder();
    for (String heading :
        List.of("What happened", "Who is affected", "Which data", "What we did", "What to do")) {
      body.append("## ").append(heading).append("\n\n");
      body.append("As of revision ").append(number).append(" we know of 4 120 people. ");
      body.append("A supplier of ours told us that somebody got at data of ours. ".repeat(6));
      body.append("\n\n- Name\n- Email address\n- Coarse location\n\n");
    }
    Map<String, Object> map = new HashMap<>();
    map.put("format", "stoplog statement 1");
    map.put("slug", slug);
    map.put("number", number);
    map.put("published", at.toString());
    map.put("supersedes", null);
    map.put("publisher", "Example, Inc.");
    map.put("snapshot", "00".repeat(32));
    map.put("as_of", at.toString());
    map.put("next_update", at.plusSeconds(604_800).toString());
    map.put("withdraws", false);
    map.put(
        "texts",
        List.of(
            Map.of(
                "language",
                "en",
                "title",
                "About the incident " + slug,
                "body",
                body.toString(),
                "note",
                number == 1 ? "" : "The supplier's list was not complete.")));
    return CanonicalJson.write(map).getBytes(UTF_8);
  }
}
