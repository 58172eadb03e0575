package org.stoplog.server.statements;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A revision with its bytes.
 *
 * @param signature Ed25519 over the bytes
 */
record Published(Document document, byte[] bytes, byte[] signature) {
  /** All that is public, as the public role may read it: by statement, then by number. */
  static List<Published> all(JdbcClient jdbc) {
    return jdbc.sql("select document, signature from public_statement order by slug, number")
        .query(
            (row, number) -> {
              byte[] bytes = row.getBytes("document");
              return new Published(Document.of(bytes), bytes, row.getBytes("signature"));
            })
        .list();
  }
}
