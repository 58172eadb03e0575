package org.stoplog.ledger.traffic;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.traffic.Segment.State;

/** The rows of {@code traffic_segment} and {@code traffic_group}, in the caller's transaction. */
final class SegmentRows {
  private static final String COLUMNS =
      """
      select gateway, number, state, coalesce(sha256, ''), coalesce(bytes, 0), received_at, begun_at,
        ended_at, coalesce(traffic_group, 0), why
      from traffic_segment
      """;

  private final Connection connection;

  SegmentRows(Connection connection) {
    this.connection = connection;
  }

  Optional<Segment> find(UUID gateway, long number) throws SQLException {
    return list(" where gateway = ? and number = ?", gateway, number).stream().findFirst();
  }

  List<Segment> inState(UUID gateway, State state, int most) throws SQLException {
    return list(
        " where gateway = ? and state = ? order by number limit ?", gateway, slug(state), most);
  }

  /** Those of a group, also if they were set aside since. */
  List<Segment> ofGroup(long group) throws SQLException {
    return list(" where traffic_group = ? order by number", group);
  }

  /** The highest number of any state. @return 0 for none */
  long highest(UUID gateway) throws SQLException {
    return number(
        "select coalesce(max(number), 0) from traffic_segment where gateway = ?", gateway);
  }

  /** Bytes of each gateway's segments that are not in the tables and can be. */
  Map<UUID, Long> due() throws SQLException {
    Map<UUID, Long> due = new TreeMap<>();
    try (PreparedStatement find =
            connection.prepareStatement(
                """
                select gateway, sum(bytes) from traffic_segment
                where state in ('kept', 'planned') group by gateway
                """);
        ResultSet row = find.executeQuery()) {
      while (row.next()) {
        due.put(row.getObject(1, UUID.class), row.getLong(2));
      }
    }
    return due;
  }

  /** How many came, whatever became of them. */
  long received(UUID gateway) throws SQLException {
    return number(
        "select count(*) from traffic_segment where gateway = ? and state <> 'missing'", gateway);
  }

  long missing(UUID gateway) throws SQLException {
    return number(
        "select count(*) from traffic_segment where gateway = ? and state = 'missing'", gateway);
  }

  /** The first number that was neither given up nor put into a group. */
  long next(UUID gateway) throws SQLException {
    return number(
        "select 1 + coalesce(max(number), 0) from traffic_segment"
            + " where gateway = ? and state <> 'kept'",
        gateway);
  }

  /** The group of this gateway that is not done. @return 0 for none */
  long openGroup(UUID gateway) throws SQLException {
    return number(
        "select coalesce(max(id), 0) from traffic_group where gateway = ? and done_at is null",
        gateway);
  }

  /** Takes a segment in that came for the first time. @return false when another was faster */
  boolean keep(Segment segment) throws SQLException {
    return update(
            """
            insert into traffic_segment
              (gateway, number, state, sha256, bytes, received_at, begun_at, ended_at)
            values (?, ?, 'kept', ?, ?, ?, ?, ?)
            on conflict (gateway, number) do update set state = 'kept', sha256 = excluded.sha256,
              bytes = excluded.bytes, received_at = excluded.received_at,
              begun_at = excluded.begun_at, ended_at = excluded.ended_at
            where traffic_segment.state = 'missing'
            """,
            segment.gateway(),
            segment.number(),
            segment.sha256(),
            segment.bytes(),
            at(segment.received()),
            at(segment.begun()),
            at(segment.ended()))
        == 1;
  }

  /** Gives up all numbers from {@code first} to {@code last}. */
  void miss(UUID gateway, long first, long last, Instant begun, Instant ended) throws SQLException {
    update(
        """
        insert into traffic_segment (gateway, number, state, begun_at, ended_at)
        select ?, number, 'missing', ?, ? from generate_series(?::bigint, ?::bigint) as number
        on conflict do nothing
        """,
        gateway,
        at(begun),
        at(ended),
        first,
        last);
  }

  /**
   * @return false when it was done before
   */
  boolean contested(UUID gateway, long number, String sha256) throws SQLException {
    return update(
            "update traffic_segment set refused = ?"
                + " where gateway = ? and number = ? and refused is null",
            sha256,
            gateway,
            number)
        == 1;
  }

  void setAside(Segment segment, String why) throws SQLException {
    update(
        "update traffic_segment set state = 'unreadable', why = ? where gateway = ? and number = ?",
        why,
        segment.gateway(),
        segment.number());
  }

  /**
   * @return false when there is nothing to try again
   */
  boolean tryAgain(UUID gateway, long number) throws SQLException {
    return update(
            """
            update traffic_segment set state = 'kept', why = null
            where gateway = ? and number = ? and state = 'unreadable' and traffic_group is null
            """,
            gateway,
            number)
        == 1;
  }

  /** Makes a group of these. @return its id */
  long plan(UUID gateway, List<Segment> segments, Instant now) throws SQLException {
    long group;
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into traffic_group (gateway, planned_at) values (?, ?) returning id")) {
      insert.setObject(1, gateway);
      insert.setObject(2, at(now));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        group = row.getLong(1);
      }
    }
    for (Segment segment : segments) {
      update(
          "update traffic_segment set state = 'planned', traffic_group = ?"
              + " where gateway = ? and number = ?",
          group,
          gateway,
          segment.number());
    }
    return group;
  }

  void done(long group, Instant now) throws SQLException {
    update(
        "update traffic_segment set state = 'done' where traffic_group = ? and state = 'planned'",
        group);
    update("update traffic_group set done_at = ? where id = ?", at(now), group);
  }

  private static String slug(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private long number(String sql, UUID gateway) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      find.setObject(1, gateway);
      try (ResultSet row = find.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private int update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private List<Segment> list(String condition, Object... values) throws SQLException {
    List<Segment> segments = new ArrayList<>();
    try (PreparedStatement find = connection.prepareStatement(COLUMNS + condition)) {
      set(find, values);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          OffsetDateTime received = row.getObject(6, OffsetDateTime.class);
          segments.add(
              new Segment(
                  row.getObject(1, UUID.class),
                  row.getLong(2),
                  State.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                  row.getString(4),
                  row.getLong(5),
                  received == null ? null : received.toInstant(),
                  row.getObject(7, OffsetDateTime.class).toInstant(),
                  row.getObject(8, OffsetDateTime.class).toInstant(),
                  row.getLong(9),
                  row.getString(10)));
        }
      }
    }
    return segments;
  }
}
