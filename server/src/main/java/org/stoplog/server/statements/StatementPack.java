package org.stoplog.server.statements;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Times;

/**
 * What the world was told: every revision of the incident's page, byte for byte as it was signed.
 */
final class StatementPack implements PackSource {
  private static final int ORDER = 55;

  private final Ledger ledger;

  StatementPack(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public int order() {
    return ORDER;
  }

  /** A revision. @param told of it in the list of revisions */
  private record Revision(String name, byte[] document, Map<String, Object> told, String at) {}

  @Override
  public void write(Asked asked, PackOut out) throws IOException {
    List<Revision> revisions =
        asked
            .jdbc()
            .sql(
                """
                select r.*, s.slug, p.document, p.signature from statement_revision r
                join statement s on s.id = r.statement
                join public_statement p on p.slug = s.slug and p.number = r.number
                where s.incident = :incident and r.real_at <= :at order by r.number
                """)
            .param("incident", asked.incident())
            .param("at", asked.at().atOffset(ZoneOffset.UTC))
            .query(
                (row, number) -> {
                  String name = "statements/revision-" + row.getInt("number") + ".json";
                  OffsetDateTime published = row.getObject("published_at", OffsetDateTime.class);
                  Map<String, Object> told = new TreeMap<>();
                  told.put("number", row.getInt("number"));
                  told.put("address", row.getString("slug"));
                  told.put("document", name);
                  told.put("sha256", row.getString("sha256"));
                  told.put(
                      "signature", Base64.getEncoder().encodeToString(row.getBytes("signature")));
                  told.put("publishedAt", published.toInstant().toString());
                  if (!out.isPublic()) {
                    told.put("exposure", row.getLong("exposure"));
                    told.put(
                        "askedBy",
                        String.valueOf(out.account(row.getObject("asked_by", UUID.class))));
                    told.put(
                        "approvedBy",
                        String.valueOf(out.account(row.getObject("approved_by", UUID.class))));
                  }
                  return new Revision(
                      name, row.getBytes("document"), told, Times.second(published.toInstant()));
                })
            .list();
    List<List<String>> rows = new ArrayList<>();
    List<Map<String, Object>> all = new ArrayList<>();
    for (Revision revision : revisions) {
      out.bytes(revision.name(), revision.document());
      all.add(revision.told());
      rows.add(
          List.of(
              String.valueOf(revision.told().get("number")),
              revision.at(),
              String.valueOf(revision.told().get("sha256"))));
    }
    out.json("statements/revisions.json", all);
    if (!all.isEmpty()) {
      out.bytes(
          "statements/key.pem", ledger.stores().keys().statementKey().pem().getBytes(US_ASCII));
    }
    out.section(
        new PackOut.Section(
            "What the world was told",
            List.of("Revisions of the public page, each approved by another person."),
            List.of("Revision", "Published", "SHA-256"),
            rows,
            List.of(2, 5, 10)));
  }
}
