package org.stoplog.server.incidents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** Lists that name people, as they were asked for. */
final class ExportRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  ExportRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * A list.
   *
   * @param number in the incident
   * @param exposure null for the rows of a file
   * @param earlier the exposure that a delta counts from; null for an exposure itself
   * @param reading the file and how it is read, when it is its rows that are listed; else null
   * @param contacts whether address, name and language follow each line
   * @param askedAt by the real clock
   */
  record Export(
      UUID id,
      UUID incident,
      int number,
      @Nullable Long exposure,
      @Nullable Long earlier,
      @Nullable String reading,
      boolean contacts,
      String reason,
      UUID askedBy,
      Instant askedAt) {

    private static final int SHOWN = 8;

    static String path(UUID incident, UUID id) {
      return "/incidents/" + incident + "/exports/" + id;
    }

    String path() {
      return path(incident, id);
    }

    String kind() {
      return reading != null ? "rows" : earlier == null ? "exposure" : "delta";
    }

    String fileName() {
      return switch (kind()) {
        case "rows" -> "rows-" + number + ".csv";
        case "delta" -> "delta-" + exposure + ".csv";
        default -> "affected-" + exposure + ".csv";
      };
    }

    /** Incident and export. */
    String target() {
      return incident + "/" + id;
    }

    String title() {
      if (reading != null) {
        return "Rows of the file " + reading.substring(0, SHOWN);
      }
      return (earlier == null
              ? "Exposure " + exposure
              : "What changed from exposure " + earlier + " to " + exposure)
          + (contacts ? ", with contacts" : "");
    }
  }

  void add(Export export) {
    jdbc.sql(
            """
            insert into incident_export
              (id, incident, number, kind, exposure, earlier, reading, contacts, reason, asked_by,
               asked_at)
            values (:id, :incident, :number, :kind, :exposure, :earlier, :reading, :contacts,
              :reason, :by, :at)
            """)
        .param("id", export.id())
        .param("incident", export.incident())
        .param("number", export.number())
        .param("kind", export.kind())
        .param("exposure", export.exposure(), java.sql.Types.BIGINT)
        .param("reading", export.reading(), java.sql.Types.VARCHAR)
        .param("earlier", export.earlier(), java.sql.Types.BIGINT)
        .param("contacts", export.contacts())
        .param("reason", Timeline.seal(keys, export.incident(), export.reason()))
        .param("by", export.askedBy())
        .param("at", export.askedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** The incident must be held. */
  int next(UUID incident) {
    return jdbc.sql(
            "select coalesce(max(number), 0) + 1 from incident_export where incident = :incident")
        .param("incident", incident)
        .query(Integer.class)
        .single();
  }

  /** The newest first. */
  List<Export> of(UUID incident) {
    return jdbc.sql("select * from incident_export where incident = :incident order by number desc")
        .param("incident", incident)
        .query((row, number) -> export(row))
        .list();
  }

  Optional<Export> find(UUID incident, UUID id) {
    return jdbc.sql("select * from incident_export where incident = :incident and id = :id")
        .param("incident", incident)
        .param("id", id)
        .query((row, number) -> export(row))
        .optional();
  }

  private Export export(ResultSet row) throws SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    return new Export(
        row.getObject("id", UUID.class),
        incident,
        row.getInt("number"),
        row.getObject("exposure", Long.class),
        row.getObject("earlier", Long.class),
        row.getString("reading"),
        row.getBoolean("contacts"),
        String.valueOf(Timeline.unseal(keys, incident, row.getBytes("reason"))),
        row.getObject("asked_by", UUID.class),
        row.getObject("asked_at", OffsetDateTime.class).toInstant());
  }
}
