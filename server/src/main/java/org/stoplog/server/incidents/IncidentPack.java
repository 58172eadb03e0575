package org.stoplog.server.incidents;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Times;

/**
 * What was said and decided in an incident: claims with how each was verified, files by their
 * hashes, times, scopes, correspondence, the timeline. What is under legal privilege stays out.
 */
final class IncidentPack implements PackSource {
  private static final int ORDER = 10;

  /** Of these kinds what somebody wrote is given; of others it may be a stranger's word. */
  private static final Set<String> WITH_TEXT =
      Set.of(
          "note.written",
          "state.changed",
          "claim.recorded",
          "time.recorded",
          "scope.decided",
          "scope.narrowing-asked",
          "scope.narrowed",
          "question.answered",
          "supplier.cut",
          "supplier.opened",
          "supplier.not-silent");

  private final Ledger ledger;

  IncidentPack(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public int order() {
    return ORDER;
  }

  private Keyset keys() {
    return ledger.stores().keys();
  }

  @Override
  public void write(Asked asked, PackOut out) throws IOException {
    Incident incident = new IncidentRows(asked.jdbc()).find(asked.incident()).orElseThrow();
    out.about(incident.id());
    head(asked, incident, out);
    times(asked, out);
    claims(asked, out);
    scopes(asked, out);
    if (!out.isPublic()) {
      files(asked, out);
      letters(asked, out);
      timeline(asked, out);
    }
  }

  private static void head(Asked asked, Incident incident, PackOut out) throws IOException {
    Map<String, Object> head = new TreeMap<>();
    head.put("name", incident.name());
    head.put("state", incident.state().word());
    head.put("signal", incident.signal().sentence());
    head.put("openedAt", incident.openedAt().toString());
    String supplier =
        incident.supplier() == null
            ? "unknown"
            : asked
                .jdbc()
                .sql("select name from supplier where id = :id")
                .param("id", incident.supplier())
                .query(String.class)
                .single();
    head.put("supplier", supplier);
    if (!out.isPublic()) {
      head.put("id", incident.id().toString());
      head.put("title", incident.title());
      head.put("openedBy", String.valueOf(out.account(incident.openedBy())));
      head.put("version", incident.version());
    }
    out.json("incident.json", head);
    out.section(
        PackOut.Section.words(
            "What happened",
            "Incident "
                + incident.name()
                + (out.isPublic() ? "" : ": " + incident.title())
                + ".\nSupplier: "
                + supplier
                + ".\nWhat made us look: "
                + incident.signal().sentence()
                + ".\nOpened "
                + Times.second(incident.openedAt())
                + "; "
                + incident.state().word()
                + " now."));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static String text(@Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }

  private @Nullable String unsealed(UUID incident, ResultSet row, String column)
      throws SQLException {
    return Timeline.unseal(keys(), incident, row.getBytes(column));
  }

  /** Every statement, also those that another one replaced. */
  private void times(Asked asked, PackOut out) throws IOException {
    List<Map<String, Object>> all =
        asked
            .jdbc()
            .sql(
                """
                select t.*, e.at, e.actor from incident_time t
                join incident_event e on e.incident = t.incident and e.seq = t.seq
                where t.incident = :incident and not e.privileged order by t.seq
                """)
            .param("incident", asked.incident())
            .query(
                (row, number) -> {
                  Map<String, Object> one = new TreeMap<>();
                  one.put("kind", row.getString("kind"));
                  one.put("source", row.getString("source"));
                  one.put("first", text(instant(row, "first")));
                  one.put("last", text(instant(row, "last")));
                  one.put("recordedAt", text(instant(row, "at")));
                  if (!out.isPublic()) {
                    one.put("event", row.getLong("seq"));
                    one.put("said", String.valueOf(unsealed(asked.incident(), row, "said")));
                    String reason = unsealed(asked.incident(), row, "reason");
                    if (reason != null) {
                      one.put("reason", reason);
                    }
                    one.put("by", String.valueOf(out.account(row.getObject("actor", UUID.class))));
                  }
                  return one;
                })
            .list();
    out.json("times.json", all);
    Map<String, List<String>> newest = new LinkedHashMap<>();
    for (Map<String, Object> one : all) {
      String kind = String.valueOf(one.get("kind"));
      newest.put(
          kind + " " + one.get("source"),
          List.of(
              TimeKind.of(kind).map(TimeKind::title).orElse(kind),
              String.valueOf(one.get("source")),
              span(String.valueOf(one.get("first")), String.valueOf(one.get("last"))),
              String.valueOf(one.getOrDefault("reason", ""))));
    }
    out.section(
        new PackOut.Section(
            "Times",
            List.of("What is said last by each source. The end of a span is not in it."),
            List.of("Time", "Source", "When", "Why we say so"),
            new ArrayList<>(newest.values()),
            List.of(4, 3, 6, 8)));
  }

  private static String span(String first, String last) {
    return first.isEmpty()
        ? "unknown"
        : shown(Instant.parse(first)) + " to " + shown(Instant.parse(last));
  }

  /** On paper. */
  private static String shown(@Nullable Instant instant) {
    return instant == null ? "unknown" : Times.second(instant);
  }

  private void claims(Asked asked, PackOut out) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<Map<String, Object>> all =
        asked
            .jdbc()
            .sql(
                """
                select c.*, e.at, e.actor from incident_claim c
                join incident_event e on e.incident = c.incident and e.seq = c.seq
                where c.incident = :incident and not e.privileged order by c.seq
                """)
            .param("incident", asked.incident())
            .query(
                (row, number) -> {
                  Map<String, Object> one = new TreeMap<>();
                  one.put("claim", out.isPublic() ? "claim " + (number + 1) : row.getString("id"));
                  one.put("polarity", row.getString("polarity"));
                  one.put("source", row.getString("source"));
                  one.put("verified", row.getString("verified"));
                  one.put("recordedAt", text(instant(row, "at")));
                  if (!out.isPublic()) {
                    one.put("event", row.getLong("seq"));
                    one.put(
                        "document", String.valueOf(unsealed(asked.incident(), row, "document")));
                    one.put("by", String.valueOf(out.account(row.getObject("actor", UUID.class))));
                  }
                  rows.add(
                      List.of(
                          String.valueOf(one.get("claim")),
                          row.getString("polarity"),
                          row.getString("source"),
                          row.getString("verified"),
                          shown(instant(row, "at"))));
                  return one;
                })
            .list();
    out.json("claims.json", all);
    out.section(
        new PackOut.Section(
            "Claims",
            List.of("What was said of what was taken, by whom, and how that was verified."),
            List.of("Claim", "Says", "Source", "Verified", "Recorded"),
            rows,
            List.of(4, 2, 3, 4, 5)));
  }

  private void scopes(Asked asked, PackOut out) throws IOException {
    Scopes scopes = new Scopes(asked.jdbc(), keys());
    List<List<String>> rows = new ArrayList<>();
    List<Map<String, Object>> all =
        asked
            .jdbc()
            .sql(
                """
                select s.*, e.at from incident_scope s
                join incident_event e on e.incident = s.incident and e.seq = s.seq
                where s.incident = :incident order by s.version
                """)
            .param("incident", asked.incident())
            .query(
                (row, number) -> {
                  Set<String> claims =
                      new TreeSet<>(scopes.claims(asked.incident(), row.getInt("version")));
                  boolean isOfTwo = row.getObject("approved_by") != null;
                  Map<String, Object> one = new TreeMap<>();
                  one.put("version", row.getInt("version"));
                  one.put("decidedAt", text(instant(row, "at")));
                  one.put("narrows", row.getBoolean("narrows"));
                  one.put("decidedByTwo", isOfTwo);
                  String reason = "";
                  if (!out.isPublic()) {
                    reason = String.valueOf(unsealed(asked.incident(), row, "reason"));
                    one.put("event", row.getLong("seq"));
                    one.put("claims", List.copyOf(claims));
                    one.put("reason", reason);
                    one.put(
                        "decidedBy",
                        String.valueOf(out.account(row.getObject("decided_by", UUID.class))));
                    if (isOfTwo) {
                      one.put(
                          "approvedBy",
                          String.valueOf(out.account(row.getObject("approved_by", UUID.class))));
                    }
                  }
                  rows.add(
                      List.of(
                          Integer.toString(row.getInt("version")),
                          shown(instant(row, "at")),
                          out.isPublic()
                              ? Integer.toString(claims.size())
                              : String.join(", ", claims),
                          isOfTwo ? "two people" : "one person",
                          reason));
                  return one;
                })
            .list();
    out.json("scopes.json", all);
    out.section(
        new PackOut.Section(
            "Decisions on the scope",
            List.of("The claims that were worked with. Narrowing them takes two people."),
            List.of("Version", "Decided", "Claims", "Decided by", "Reason"),
            rows,
            List.of(2, 5, 5, 3, 7)));
  }

  /** What somebody called a file is not given: it may be a name. */
  private static void files(Asked asked, PackOut out) throws IOException {
    List<Object[]> lines =
        asked
            .jdbc()
            .sql(
                """
                select f.*, e.at, e.actor,
                  (select max(r.rows) from incident_reading r
                   where r.incident = f.incident and r.sha256 = f.sha256) as usable
                from incident_file f
                join incident_event e on e.incident = f.incident and e.seq = f.seq
                where f.incident = :incident and not e.privileged order by f.seq
                """)
            .param("incident", asked.incident())
            .query(
                (row, number) ->
                    new Object[] {
                      row.getString("sha256"),
                      row.getLong("bytes"),
                      row.getString("source"),
                      row.getString("verified"),
                      text(instant(row, "received")),
                      text(instant(row, "at")),
                      out.account(row.getObject("actor", UUID.class)),
                      row.getObject("usable", Long.class)
                    })
            .list();
    write(
        out,
        "files.csv",
        lines,
        "sha256",
        "bytes",
        "source",
        "verified",
        "received",
        "added_at",
        "added_by",
        "usable_rows");
  }

  private static void write(PackOut out, String name, List<Object[]> lines, String... header)
      throws IOException {
    try (PackOut.Rows rows = out.rows(name, false, header)) {
      for (Object[] line : lines) {
        rows.add(line);
      }
    }
  }

  private static void letters(Asked asked, PackOut out) throws IOException {
    List<Object[]> lines =
        asked
            .jdbc()
            .sql(
                """
                select l.* from incident_letter l
                join incident_event e on e.incident = l.incident and e.seq = l.seq
                where l.incident = :incident and not e.privileged order by l.seq
                """)
            .param("incident", asked.incident())
            .query(
                (row, number) ->
                    new Object[] {
                      row.getObject("id", UUID.class),
                      text(instant(row, "at")),
                      row.getBoolean("is_ours") ? "ours" : "theirs",
                      row.getString("channel"),
                      row.getString("sha256"),
                      row.getObject("bytes", Long.class)
                    })
            .list();
    write(out, "letters.csv", lines, "id", "at", "whose", "channel", "sha256", "bytes");
  }

  private void timeline(Asked asked, PackOut out) throws IOException {
    List<Map<String, Object>> all =
        asked
            .jdbc()
            .sql("select * from incident_event where incident = :incident order by seq")
            .param("incident", asked.incident())
            .query(
                (row, number) -> {
                  Map<String, Object> one = new TreeMap<>();
                  one.put("event", row.getLong("seq"));
                  one.put("at", text(instant(row, "at")));
                  one.put("realAt", text(instant(row, "real_at")));
                  if (row.getBoolean("privileged")) {
                    one.put("withheld", "legal privilege");
                    return one;
                  }
                  String kind = row.getString("kind");
                  one.put("kind", kind);
                  one.put("by", String.valueOf(out.account(row.getObject("actor", UUID.class))));
                  if (row.getString("ref") != null) {
                    one.put("about", row.getString("ref"));
                  }
                  String text =
                      WITH_TEXT.contains(kind) ? unsealed(asked.incident(), row, "text") : null;
                  if (text != null) {
                    one.put("text", text);
                  }
                  return one;
                })
            .list();
    out.json("timeline.json", all);
  }
}
