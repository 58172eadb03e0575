package org.stoplog.server.filings;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/** Reports as they were written and filed; each time that one is kept is a row, and all stay. */
final class FilingRows {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  FilingRows(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /** As each was kept last, by duty and report. */
  List<Filing> all(UUID incident) {
    return jdbc.sql(
            """
            select distinct on (duty, report) * from incident_filing
            where incident = :incident order by duty, report, number desc
            """)
        .param("incident", incident)
        .query((row, index) -> filing(incident, row))
        .list();
  }

  List<Filing> of(UUID incident, String duty) {
    return all(incident).stream().filter(one -> one.duty().equals(duty)).toList();
  }

  Optional<Filing> find(UUID incident, String duty, int report) {
    return of(incident, duty).stream().filter(one -> one.report() == report).findFirst();
  }

  private Filing filing(UUID incident, ResultSet row) throws SQLException {
    OffsetDateTime filed = row.getObject("filed_at", OffsetDateTime.class);
    byte[] receipt = row.getBytes("receipt");
    return new Filing(
        row.getString("duty"),
        row.getInt("report"),
        Filing.lines(door.unseal(incident, row.getBytes("lines"))),
        filed == null ? null : filed.toInstant(),
        receipt == null ? null : new String(door.unseal(incident, receipt), StandardCharsets.UTF_8),
        row.getObject("kept_by", UUID.class),
        row.getObject("kept_at", OffsetDateTime.class).toInstant());
  }

  /** With the incident held. @return number of the row */
  int add(UUID incident, Filing filing) {
    String receipt = filing.receipt();
    return jdbc.sql(
            """
            insert into incident_filing
            select :incident, coalesce(max(number), 0) + 1, :duty, :report, :lines, :filed,
              :receipt, :by, :at
            from incident_filing where incident = :incident returning number
            """)
        .param("incident", incident)
        .param("duty", filing.duty())
        .param("report", filing.report())
        .param("lines", door.seal(incident, Filing.bytes(filing.lines())))
        .param(
            "filed",
            filing.filedAt() == null ? null : filing.filedAt().atOffset(ZoneOffset.UTC),
            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .param(
            "receipt",
            receipt == null ? null : door.seal(incident, receipt.getBytes(StandardCharsets.UTF_8)),
            java.sql.Types.BINARY)
        .param("by", filing.by())
        .param("at", filing.at().atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }
}
