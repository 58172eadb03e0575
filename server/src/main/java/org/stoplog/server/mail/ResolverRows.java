package org.stoplog.server.mail;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The one resolver that may be asked for keys of mail signatures. */
final class ResolverRows {
  private final JdbcClient jdbc;

  ResolverRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param address in digits, so that nobody has to be asked for it
   */
  record Resolver(String address, int port) {
    InetSocketAddress socket() {
      return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
  }

  /** Empty while the network is not to be asked. */
  Optional<Resolver> find() {
    return jdbc.sql("select address, port from mail_resolver")
        .query((row, number) -> new Resolver(row.getString("address"), row.getInt("port")))
        .optional();
  }

  void set(@Nullable Resolver resolver) {
    if (resolver == null) {
      jdbc.sql("delete from mail_resolver").update();
      return;
    }
    jdbc.sql(
            """
            insert into mail_resolver (address, port) values (:address, :port)
            on conflict (id) do update
              set address = :address, port = :port, revision = mail_resolver.revision + 1
            """)
        .param("address", resolver.address())
        .param("port", resolver.port())
        .update();
  }
}
