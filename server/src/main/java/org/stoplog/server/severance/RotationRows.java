package org.stoplog.server.severance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Ids;

/** The rows of what has to be rotated. In the caller's transaction. */
final class RotationRows {
  static final int MOST = 1000;

  private final JdbcClient jdbc;

  RotationRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Items that a cut brings about: of each connection what it uses, what it was granted. */
  int begin(Severance severance, List<Line> lines) {
    List<RotationItem> there = ofSupplier(severance.supplier());
    int count = 0;
    for (Line line : lines) {
      for (Line.Credential one : line.credentials()) {
        count +=
            add(
                severance,
                there,
                line,
                RotationItem.Kind.CREDENTIAL,
                one.kind() + ": " + one.name());
      }
      if (!line.scopes().isEmpty()) {
        String scopes = String.join(", ", line.scopes());
        count += add(severance, there, line, RotationItem.Kind.GRANT, scopes);
      }
      if (line.credentials().isEmpty() && line.scopes().isEmpty()) {
        count +=
            add(
                severance,
                there,
                line,
                RotationItem.Kind.UNKNOWN,
                "whatever " + line.name() + " uses");
      }
    }
    return count;
  }

  /** One that is in the list of an earlier cut that holds is not asked for twice. */
  private int add(
      Severance severance,
      List<RotationItem> there,
      Line line,
      RotationItem.Kind kind,
      String what) {
    boolean isThere =
        there.stream()
            .anyMatch(
                one ->
                    Integer.valueOf(line.id()).equals(one.connection())
                        && one.kind() == kind
                        && one.what().equals(what));
    if (isThere) {
      return 0;
    }
    add(severance, line.id(), kind, what, line.owner(), severance.by());
    return 1;
  }

  /**
   * @return its id
   */
  UUID add(
      Severance severance,
      @Nullable Integer connection,
      RotationItem.Kind kind,
      String what,
      @Nullable String owner,
      UUID by) {
    UUID id = Ids.next(severance.at());
    jdbc.sql(
            """
            insert into rotation_item (id, severance, connection, kind, what, owner, added_by)
            values (:id, :severance, :connection, :kind, :what, :owner, :by)
            """)
        .param("id", id)
        .param("severance", severance.id())
        .param("connection", connection)
        .param("kind", kind.word())
        .param("what", what)
        .param("owner", owner)
        .param("by", by)
        .update();
    return id;
  }

  /** Of all cuts of a supplier that hold, in the order in which they came. */
  List<RotationItem> ofSupplier(int supplier) {
    return jdbc.sql(
            """
            select i.* from rotation_item i join severance s on s.id = i.severance
            where s.supplier = :supplier and s.restored_at is null order by i.number
            """)
        .param("supplier", supplier)
        .query(RotationRows::item)
        .list();
  }

  List<RotationItem> of(UUID severance) {
    return jdbc.sql("select * from rotation_item where severance = :severance order by number")
        .param("severance", severance)
        .query(RotationRows::item)
        .list();
  }

  Optional<RotationItem> find(UUID id) {
    return find(id, "");
  }

  /** Waits for whoever changes it. */
  Optional<RotationItem> lock(UUID id) {
    return find(id, " for update");
  }

  private Optional<RotationItem> find(UUID id, String lock) {
    return jdbc.sql("select * from rotation_item where id = :id" + lock)
        .param("id", id)
        .query(RotationRows::item)
        .optional();
  }

  void setOwner(UUID id, @Nullable String owner) {
    jdbc.sql("update rotation_item set owner = :owner where id = :id")
        .param("owner", owner)
        .param("id", id)
        .update();
  }

  /** What a probe saw; a later one may see otherwise. */
  void setSeenToFail(UUID id, boolean isSeen) {
    jdbc.sql("update rotation_item set seen_to_fail = :seen where id = :id")
        .param("seen", isSeen)
        .param("id", id)
        .update();
  }

  void close(
      UUID id, RotationItem.Closed how, String words, boolean isSeenToFail, UUID by, Instant now) {
    jdbc.sql(
            """
            update rotation_item set closed = :how, words = :words, seen_to_fail = :fail,
              closed_by = :by, closed_at = :now
            where id = :id
            """)
        .param("how", how.word())
        .param("words", words)
        .param("fail", isSeenToFail)
        .param("by", by)
        .param("now", SeveranceRows.at(now))
        .param("id", id)
        .update();
  }

  private static RotationItem item(ResultSet row, int number) throws SQLException {
    String closed = row.getString("closed");
    return new RotationItem(
        row.getObject("id", UUID.class),
        row.getObject("severance", UUID.class),
        row.getObject("connection", Integer.class),
        RotationItem.Kind.stored(row.getString("kind")),
        row.getString("what"),
        row.getString("owner"),
        closed == null ? null : RotationItem.Closed.of(closed).orElseThrow(),
        row.getString("words"),
        row.getBoolean("seen_to_fail"),
        row.getObject("closed_by", UUID.class),
        SeveranceRows.instant(row, "closed_at"));
  }
}
