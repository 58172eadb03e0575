package org.stoplog.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of approvals. Whoever locks one has locked its target and its approver before. */
final class ApprovalRows {
  /** An open one that came back with a backup is void: nobody asked for it in this life. */
  private static final String COLUMNS =
      """
      select p.*,
             case when p.state = 'open' and not exists
                         (select 1 from passing.open_approval o where o.approval = p.id)
                  then 'void' else p.state end as state_now,
             array(select account from approval_editor where approval = p.id) as editors,
             array(select name from approval_fact where approval = p.id order by place) as names,
             array(select value from approval_fact where approval = p.id order by place) as contents,
             array(select path from approval_fact where approval = p.id order by place) as paths
      from approval p
      """;

  private final JdbcClient jdbc;

  ApprovalRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Approval> find(UUID id) {
    return jdbc.sql(COLUMNS + "where p.id = :id")
        .param("id", id)
        .query(ApprovalRows::approval)
        .optional();
  }

  /** Waits until nobody else decides on it. */
  Optional<Approval> locked(UUID id) {
    return jdbc.sql(COLUMNS + "where p.id = :id for update of p")
        .param("id", id)
        .query(ApprovalRows::approval)
        .optional();
  }

  /** The one that waits for a decision on this, locked. */
  Optional<Approval> lockedOpen(String act, String target) {
    return jdbc.sql(
            COLUMNS
                + "where p.act = :act and p.target = :target and p.state = 'open' for update of p")
        .param("act", act)
        .param("target", target)
        .query(ApprovalRows::approval)
        .optional();
  }

  Optional<Approval> openOf(String act, String target) {
    return jdbc.sql(COLUMNS + "where p.act = :act and p.target = :target and p.state = 'open'")
        .param("act", act)
        .param("target", target)
        .query(ApprovalRows::approval)
        .optional();
  }

  /** Those that wait, the most urgent first; bounded, since a start page shows them. */
  List<Approval> open(Instant now, int most) {
    return jdbc.sql(
            COLUMNS
                + """
                where p.state = 'open' and p.expires_at > :now
                  and exists (select 1 from passing.open_approval o where o.approval = p.id)
                order by p.expires_at, p.number limit :most
                """)
        .param("now", Accounts.at(now))
        .param("most", most)
        .query(ApprovalRows::approval)
        .list();
  }

  /**
   * Which decided ones, newest first.
   *
   * @param state null for every
   * @param of whoever asked or decided; null for all
   * @param before number that the page begins below
   */
  record Query(Approval.@Nullable State state, @Nullable UUID of, long before) {}

  List<Approval> past(Query query, int size) {
    Approval.State state = query.state();
    return jdbc.sql(
            COLUMNS
                + """
                where p.number < :before and p.state <> 'open'
                  and (cast(:state as text) is null or p.state = :state)
                  and (cast(:of as uuid) is null or p.asked_by = :of or p.decided_by = :of)
                order by p.number desc limit :size
                """)
        .param("before", query.before())
        .param("state", state == null ? null : state.word())
        .param("of", query.of())
        .param("size", size)
        .query(ApprovalRows::approval)
        .list();
  }

  /** Ids of those whose time is over and of which nobody has said so yet. */
  List<UUID> overdue(Instant now) {
    return jdbc.sql(
            "select id from approval where state = 'open' and expires_at <= :now order by number")
        .param("now", Accounts.at(now))
        .query(UUID.class)
        .list();
  }

  private static Approval approval(ResultSet row, int number) throws SQLException {
    String lines = row.getString("lines");
    return new Approval(
        row.getObject("id", UUID.class),
        row.getLong("number"),
        row.getString("act"),
        row.getString("target"),
        ContentHash.of(row.getBytes("content_hash")),
        row.getString("title"),
        facts(row),
        lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1)),
        row.getObject("asked_by", UUID.class),
        row.getObject("asked_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        Set.of((UUID[]) row.getArray("editors").getArray()),
        Approval.State.stored(row.getString("state_now")),
        row.getObject("decided_by", UUID.class),
        Accounts.instant(row, "decided_at"),
        row.getString("reason"),
        row.getString("result_path"));
  }

  private static List<Approval.Fact> facts(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("names").getArray();
    String[] values = (String[]) row.getArray("contents").getArray();
    @Nullable String[] paths = (@Nullable String[]) row.getArray("paths").getArray();
    List<Approval.Fact> facts = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      facts.add(new Approval.Fact(names[i], values[i], paths[i]));
    }
    return facts;
  }

  /** Editors of this since it was last executed, as far as approvals were asked for. */
  Set<UUID> editorsSinceExecuted(String act, String target) {
    return Set.copyOf(
        jdbc.sql(
                """
                select distinct e.account
                from approval_editor e join approval p on p.id = e.approval
                where p.act = :act and p.target = :target
                  and p.number > coalesce(
                    (select max(number) from approval
                     where act = :act and target = :target and state = 'executed'), 0)
                """)
            .param("act", act)
            .param("target", target)
            .query(UUID.class)
            .list());
  }

  /**
   * @return false when there is an open one of the same act and target
   */
  boolean add(
      UUID id, Approvals.Request request, ContentHash content, Instant now, Instant expiresAt) {
    boolean isAdded =
        jdbc.sql(
                    """
                    insert into approval
                      (id, act, target, content_hash, title, lines, asked_by, asked_at, expires_at, state)
                    values
                      (:id, :act, :target, :hash, :title, :lines, :asker, :now, :end, 'open')
                    on conflict (act, target) where state = 'open' do nothing
                    """)
                .param("id", id)
                .param("act", request.act())
                .param("target", request.target())
                .param("hash", content.bytes())
                .param("title", request.title())
                .param("lines", String.join("\n", request.lines()))
                .param("asker", request.asker())
                .param("now", Accounts.at(now))
                .param("end", Accounts.at(expiresAt))
                .update()
            == 1;
    if (!isAdded) {
      return false;
    }
    jdbc.sql("insert into passing.open_approval (approval) values (:id)").param("id", id).update();
    for (int place = 0; place < request.facts().size(); place++) {
      Approval.Fact fact = request.facts().get(place);
      jdbc.sql(
              """
              insert into approval_fact (approval, place, name, value, path)
              values (:id, :place, :name, :value, :path)
              """)
          .param("id", id)
          .param("place", place)
          .param("name", fact.name())
          .param("value", fact.value())
          .param("path", fact.path())
          .update();
    }
    return true;
  }

  void addEditor(UUID id, UUID account) {
    jdbc.sql(
            """
            insert into approval_editor (approval, account) values (:id, :account)
            on conflict do nothing
            """)
        .param("id", id)
        .param("account", account)
        .update();
  }

  /** Decides an open one. @return false when it is not open any more */
  boolean close(UUID id, Approval.State state, @Nullable UUID by, Instant now, Closing closing) {
    jdbc.sql("delete from passing.open_approval where approval = :id").param("id", id).update();
    return jdbc.sql(
                """
                update approval
                set state = :state, decided_by = :by, decided_at = :now, reason = :reason,
                    result_path = :path
                where id = :id and state = 'open'
                """)
            .param("state", state.word())
            .param("by", by, Types.OTHER)
            .param("now", Accounts.at(now))
            .param("reason", closing.reason())
            .param("path", closing.path())
            .param("id", id)
            .update()
        == 1;
  }

  /** Why it is closed, or what came of it. */
  record Closing(@Nullable String reason, @Nullable String path) {
    static Closing because(String reason) {
      return new Closing(reason, null);
    }
  }

  /** Open ones that an account asked for, in the order in which they are locked. */
  List<UUID> openOf(UUID asker) {
    return jdbc.sql(
            "select id from approval where asked_by = :asker and state = 'open' order by number for update")
        .param("asker", asker)
        .query(UUID.class)
        .list();
  }

  /** Open ones that a restored backup brought back. */
  List<UUID> restored() {
    return jdbc.sql(
            """
            select id from approval
            where state = 'open'
              and not exists (select 1 from passing.open_approval o where o.approval = approval.id)
            """)
        .query(UUID.class)
        .list();
  }
}
