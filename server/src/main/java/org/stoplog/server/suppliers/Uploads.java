package org.stoplog.server.suppliers;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Ids;

/**
 * Files that were looked at and not yet taken, in {@code passing.supplier_upload}: one for each
 * person, for an hour. In the caller's transaction.
 */
public final class Uploads {
  private static final Duration LIFE = Duration.ofHours(1);

  private final JdbcClient jdbc;

  public Uploads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param source {@code csv}, the slug of a source of apps, or {@code connections} of the
   *     inventory
   */
  public record Upload(String source, List<Part> parts) {
    public Upload {
      parts = List.copyOf(parts);
    }
  }

  /** A file. */
  public record Part(String name, byte[] content) {}

  public UUID keep(UUID account, Upload upload, Instant now) {
    jdbc.sql("delete from passing.supplier_upload where account = :account or created_at < :then")
        .param("account", account)
        .param("then", now.minus(LIFE).atOffset(ZoneOffset.UTC))
        .update();
    UUID id = Ids.next(now);
    for (int i = 0; i < upload.parts().size(); i++) {
      jdbc.sql(
              """
              insert into passing.supplier_upload
                (id, part, account, source, name, content, created_at)
              values (:id, :part, :account, :source, :name, :content, :now)
              """)
          .param("id", id)
          .param("part", i)
          .param("account", account)
          .param("source", upload.source())
          .param("name", upload.parts().get(i).name())
          .param("content", upload.parts().get(i).content())
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
    return id;
  }

  /** Takes it out, if it is this person's and not too old. */
  public Optional<Upload> take(UUID id, UUID account, Instant now) {
    List<String> sources = new ArrayList<>();
    List<Part> parts =
        jdbc.sql(
                """
                select source, name, content from passing.supplier_upload
                where id = :id and account = :account and created_at >= :then order by part
                """)
            .param("id", id)
            .param("account", account)
            .param("then", now.minus(LIFE).atOffset(ZoneOffset.UTC))
            .query(
                (row, number) -> {
                  sources.add(row.getString(1));
                  return new Part(row.getString(2), row.getBytes(3));
                })
            .list();
    jdbc.sql("delete from passing.supplier_upload where id = :id and account = :account")
        .param("id", id)
        .param("account", account)
        .update();
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Upload(sources.getFirst(), parts));
  }
}
