package org.stoplog.server.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/**
 * Documents of suppliers, in the caller's transaction. What a supplier put beside a draft and did
 * not send yet is not among them.
 */
public final class DocumentRows {
  private static final String SELECT =
      """
      select e.* from supplier_evidence e
      left join campaign_supplier s on s.campaign = e.campaign and s.supplier = e.supplier
      where e.removed_at is null and (e.campaign is null or s.sent_at is not null
        or s.taken_at is not null)
      """;

  private final JdbcClient jdbc;
  private final Keyset keys;

  public DocumentRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** What binds the words of a document. */
  public static byte[] context(int supplier) {
    return ("supplier evidence " + supplier).getBytes(US_ASCII);
  }

  /** Of all suppliers, what ends first first; without an end last. */
  public List<Document> all() {
    return list(SELECT + " order by e.valid_until nulls last, e.added_at", 0);
  }

  /**
   * A part of all, in the same order.
   *
   * @param after the one that they come after; null for the first ones
   */
  List<Document> page(@Nullable UUID after, int limit) {
    return jdbc.sql(
            SELECT
                + """
                 and (cast(:after as uuid) is null
                  or (coalesce(e.valid_until, 'infinity'), e.added_at, e.id)
                    > (select coalesce(a.valid_until, 'infinity'), a.added_at, a.id
                      from supplier_evidence a where a.id = cast(:after as uuid)))
                order by coalesce(e.valid_until, 'infinity'), e.added_at, e.id limit :limit
                """)
        .param("after", after, Types.OTHER)
        .param("limit", limit)
        .query((row, number) -> document(row))
        .list();
  }

  /** Of one supplier, the newest first. */
  public List<Document> of(int supplier) {
    return list(SELECT + " and e.supplier = :supplier order by e.added_at desc, e.id", supplier);
  }

  private List<Document> list(String sql, int supplier) {
    return jdbc.sql(sql).param("supplier", supplier).query((row, number) -> document(row)).list();
  }

  Optional<Document> find(UUID id) {
    return jdbc.sql(SELECT + " and e.id = :id")
        .param("id", id)
        .query((row, number) -> document(row))
        .optional();
  }

  private Document document(ResultSet row) throws SQLException {
    int supplier = row.getInt("supplier");
    Document.Verdict verdict =
        Document.Verdict.of(String.valueOf(row.getString("verdict"))).orElse(null);
    return new Document(
        row.getObject("id", UUID.class),
        supplier,
        row.getObject("assessment", UUID.class),
        row.getObject("question", Integer.class),
        text(supplier, row.getBytes("name")),
        row.getString("type"),
        row.getLong("bytes"),
        row.getString("sha256"),
        row.getObject("valid_until", LocalDate.class),
        row.getObject("added_by", UUID.class),
        row.getObject("added_at", OffsetDateTime.class).toInstant(),
        verdict == null
            ? null
            : new Document.Review(
                verdict,
                text(supplier, row.getBytes("words")),
                row.getObject("reviewed_by", UUID.class),
                row.getObject("reviewed_at", OffsetDateTime.class).toInstant()));
  }

  private String text(int supplier, byte @Nullable [] sealed) {
    return sealed == null ? "" : new String(keys.unseal(sealed, context(supplier)), UTF_8);
  }

  /** One that we add ourselves. */
  void add(Document one) {
    jdbc.sql(
            """
            insert into supplier_evidence (id, supplier, name, type, bytes, sha256, valid_until,
              added_by, added_at)
            values (:id, :supplier, :name, :type, :bytes, :sha256, :until, :by, :at)
            """)
        .param("id", one.id())
        .param("supplier", one.supplier())
        .param("name", keys.seal(one.name().getBytes(UTF_8), context(one.supplier())))
        .param("type", one.type())
        .param("bytes", one.bytes())
        .param("sha256", one.sha256())
        .param("until", one.until(), Types.DATE)
        .param("by", one.addedBy())
        .param("at", one.addedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * @param until as whoever looked at it read it; null for no end
   */
  void review(Document one, Document.Review review, @Nullable LocalDate until) {
    jdbc.sql(
            """
            update supplier_evidence set verdict = :verdict, words = :words, reviewed_by = :by,
              reviewed_at = :at, valid_until = :until
            where id = :id
            """)
        .param("verdict", review.verdict().word())
        .param("words", keys.seal(review.words().getBytes(UTF_8), context(one.supplier())))
        .param("by", review.by())
        .param("at", review.at().atOffset(ZoneOffset.UTC))
        .param("until", until, Types.DATE)
        .param("id", one.id())
        .update();
  }

  void remove(UUID id, Instant at) {
    jdbc.sql("update supplier_evidence set removed_at = :at where id = :id")
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }
}
