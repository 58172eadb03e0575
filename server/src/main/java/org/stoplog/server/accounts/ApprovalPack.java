package org.stoplog.server.accounts;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Times;

/** What two people decided of an incident: which act, which content, who asked, who decided. */
final class ApprovalPack implements PackSource {
  private static final int ORDER = 40;
  private static final int SHOWN = 8;

  @Override
  public int order() {
    return ORDER;
  }

  /** Acts of an incident have its id as their target, alone or before a slash. */
  @Override
  public void write(Asked asked, PackOut out) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<Map<String, Object>> all =
        asked
            .jdbc()
            .sql(
                """
                select p.*, array(select account from approval_editor where approval = p.id
                  order by account) as editors
                from approval p
                where p.target = :incident or p.target like :below order by p.number
                """)
            .param("incident", asked.incident().toString())
            .param("below", asked.incident() + "/%")
            .query(
                (row, number) -> {
                  Instant decided = instant(row.getObject("decided_at", OffsetDateTime.class));
                  Map<String, Object> one = new TreeMap<>();
                  one.put("act", row.getString("act"));
                  one.put("state", row.getString("state"));
                  one.put(
                      "askedAt",
                      row.getObject("asked_at", OffsetDateTime.class).toInstant().toString());
                  if (decided != null) {
                    one.put("decidedAt", decided.toString());
                  }
                  if (!out.isPublic()) {
                    one.put("id", row.getObject("id", UUID.class).toString());
                    one.put("number", row.getLong("number"));
                    one.put("target", row.getString("target"));
                    one.put("content", HexFormat.of().formatHex(row.getBytes("content_hash")));
                    one.put("title", row.getString("title"));
                    one.put(
                        "askedBy",
                        String.valueOf(out.account(row.getObject("asked_by", UUID.class))));
                    UUID by = row.getObject("decided_by", UUID.class);
                    if (by != null) {
                      one.put("decidedBy", String.valueOf(out.account(by)));
                    }
                    List<String> editors = new ArrayList<>();
                    for (Object editor : (Object[]) row.getArray("editors").getArray()) {
                      editors.add(editor.toString());
                    }
                    one.put("mayNotDecide", editors);
                    out.about(row.getObject("id", UUID.class));
                  }
                  rows.add(
                      List.of(
                          row.getString("act"),
                          row.getString("state"),
                          Times.second(row.getObject("asked_at", OffsetDateTime.class).toInstant()),
                          decided == null ? "" : Times.second(decided),
                          who(out.account(row.getObject("asked_by", UUID.class))),
                          who(out.account(row.getObject("decided_by", UUID.class)))));
                  return one;
                })
            .list();
    out.json("approvals.json", all);
    out.section(
        new PackOut.Section(
            "Acts of two people",
            List.of("Whoever decides is another person than whoever asked or wrote the content."),
            List.of("Act", "State", "Asked", "Decided", "By account", "Decided by"),
            rows,
            List.of(4, 3, 6, 6, 3, 3)));
  }

  /** The first digits of an account's id, which stands in full in the file; nothing in public. */
  private static String who(@Nullable String account) {
    return account == null ? "" : account.substring(0, Math.min(SHOWN, account.length()));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
