package org.stoplog.server.aftermath;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/** Decisions about suppliers, in the caller's transaction. All stay. */
final class DecisionRows {
  private static final String BETWEEN = "\u001f";

  private final JdbcClient jdbc;
  private final IncidentDoor door;

  DecisionRows(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /** Of an incident, the newest first. */
  List<SupplierDecision> of(UUID incident) {
    return jdbc.sql(
            """
            select * from supplier_decision where incident = :incident
            order by decided_at desc, id desc
            """)
        .param("incident", incident)
        .query((row, number) -> decision(row))
        .list();
  }

  /** About a supplier, the newest first. */
  List<SupplierDecision> about(int supplier) {
    return jdbc.sql(
            """
            select * from supplier_decision where supplier = :supplier
            order by decided_at desc, id desc
            """)
        .param("supplier", supplier)
        .query((row, number) -> decision(row))
        .list();
  }

  private SupplierDecision decision(ResultSet row) throws SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    String promises = text(incident, row.getBytes("promises"));
    return new SupplierDecision(
        row.getObject("id", UUID.class),
        row.getInt("supplier"),
        incident,
        SupplierDecision.Kind.of(row.getString("kind")).orElseThrow(),
        text(incident, row.getBytes("reasons")),
        promises.isEmpty() ? List.of() : List.of(promises.split(BETWEEN)),
        row.getObject("decided_by", UUID.class),
        row.getObject("decided_at", OffsetDateTime.class).toInstant());
  }

  private String text(UUID incident, byte[] sealed) {
    return new String(door.unseal(incident, sealed), UTF_8);
  }

  void add(SupplierDecision one) {
    jdbc.sql(
            """
            insert into supplier_decision (id, supplier, incident, kind, reasons, promises,
              decided_by, decided_at)
            values (:id, :supplier, :incident, :kind, :reasons, :promises, :by, :at)
            """)
        .param("id", one.id())
        .param("supplier", one.supplier())
        .param("incident", one.incident())
        .param("kind", one.kind().word())
        .param("reasons", door.seal(one.incident(), one.reasons().getBytes(UTF_8)))
        .param(
            "promises",
            door.seal(one.incident(), String.join(BETWEEN, one.promises()).getBytes(UTF_8)))
        .param("by", one.by())
        .param("at", one.at().atOffset(ZoneOffset.UTC))
        .update();
  }
}
