package org.stoplog.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.notices.WaveLook;
import org.stoplog.server.platform.Origin;

/** A server in a process of its own, to be killed; it says how far the newest wave is. */
final class StormServer {
  private StormServer() {}

  /**
   * @param args the house's folder, a port, and {@code due} if what was put off is due now
   */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                home.resolve("data"), home.resolve("keys"), null, 256, InstantSource.system()));
    if (args.length > 2) {
      ledger.inTransaction(
          db -> run(db, "update notice_recipient set next_at = now() where state = 'deferred'"));
    }
    Server server =
        Server.start(
            new Server.Options(
                ledger,
                Origin.of("127.0.0.1", Integer.parseInt(args[1]), null),
                InstantSource.system(),
                line -> System.err.println(line)));
    System.out.println("started");
    // It would look by itself after a while; most lives of the storm are shorter.
    server.part(WaveLook.class).look();
    while (true) {
      System.out.println(ledger.inTransaction(StormServer::state));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static boolean run(Connection db, String sql) throws SQLException {
    try (Statement statement = db.createStatement()) {
      return statement.execute(sql);
    }
  }

  /**
   * The wave's state, how many wait for their turn, and how many were put off: those that are due,
   * and the others.
   */
  private static String state(Connection db) throws SQLException {
    try (Statement statement = db.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select (select state from notice_wave order by created_at desc limit 1),
                  count(*) filter (where state <> 'deferred'),
                  count(*) filter (where state = 'deferred' and next_at <= now()),
                  count(*) filter (where state = 'deferred' and next_at > now())
                from notice_recipient
                where state in ('planned', 'claimed', 'handed-over', 'deferred')
                """)) {
      row.next();
      return row.getString(1) + " " + row.getLong(2) + " " + row.getLong(3) + " " + row.getLong(4);
    }
  }
}
