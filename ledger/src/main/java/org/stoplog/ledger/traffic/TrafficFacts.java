package org.stoplog.ledger.traffic;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is counted of traffic beside the rows of batches, in the transaction that ends a group. */
final class TrafficFacts {
  private static final int AT_ONCE = 1000;

  private final Connection connection;
  private final UUID gateway;
  private final Attempts attempts = new Attempts();

  TrafficFacts(Connection connection, UUID gateway) {
    this.connection = connection;
    this.gateway = gateway;
  }

  void add(Contents contents) throws SQLException {
    try (Rows days =
        new Rows(
            """
            insert into traffic_day as t (gateway, connection, day, delivered, possible, refused,
              unsent, streams, opaque, opaque_bytes, refused_first, refused_last, passed_last)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (gateway, connection, day) do update set
              delivered = t.delivered + excluded.delivered,
              possible = t.possible + excluded.possible,
              refused = t.refused + excluded.refused,
              unsent = t.unsent + excluded.unsent,
              streams = t.streams + excluded.streams,
              opaque = t.opaque + excluded.opaque,
              opaque_bytes = t.opaque_bytes + excluded.opaque_bytes,
              refused_first = least(t.refused_first, excluded.refused_first),
              refused_last = greatest(t.refused_last, excluded.refused_last),
              passed_last = greatest(t.passed_last, excluded.passed_last)
            """)) {
      for (Map.Entry<Day.Key, Day> entry : contents.days.entrySet()) {
        Day day = entry.getValue();
        days.add(
            gateway,
            entry.getKey().connection(),
            entry.getKey().day(),
            day.delivered,
            day.possible,
            day.refused,
            day.unsent,
            day.streams,
            day.opaque,
            day.opaqueBytes,
            SegmentRows.at(day.refusedFirst),
            SegmentRows.at(day.refusedLast),
            SegmentRows.at(day.passedLast));
      }
      days.finish();
    }
    gaps(contents);
    streams(contents);
    attempts.add(contents.attempts);
  }

  /** To be called once, after all contents of the group. */
  void end() throws SQLException {
    Map<Attempts.Key, Attempts.Refused> told = new HashMap<>();
    Map<Day.Key, Set<Attempts.Pair>> known = new HashMap<>();
    for (Map.Entry<Attempts.Key, Attempts.Refused> one : attempts.all().entrySet()) {
      Attempts.Key key = one.getKey();
      Day.Key day = new Day.Key(key.connection(), key.day());
      Set<Attempts.Pair> pairs = known.get(day);
      if (pairs == null) {
        pairs = pairs(day);
        known.put(day, pairs);
      }
      boolean isTold =
          pairs.contains(key.pair()) || (pairs.size() < Attempts.MOST && pairs.add(key.pair()));
      told.merge(
          isTold ? key : new Attempts.Key(key.connection(), key.day(), Attempts.Pair.THE_OTHERS),
          one.getValue(),
          Attempts.Refused::plus);
    }
    try (Rows rows =
        new Rows(
            """
            insert into traffic_attempt as t (gateway, connection, day, host, app, refused,
              first_at, last_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (gateway, connection, day, host, app) do update set
              refused = t.refused + excluded.refused,
              first_at = least(t.first_at, excluded.first_at),
              last_at = greatest(t.last_at, excluded.last_at)
            """)) {
      for (Map.Entry<Attempts.Key, Attempts.Refused> one : told.entrySet()) {
        Attempts.Key key = one.getKey();
        rows.add(
            gateway,
            key.connection(),
            key.day(),
            key.pair().host(),
            key.pair().app(),
            one.getValue().count(),
            SegmentRows.at(one.getValue().first()),
            SegmentRows.at(one.getValue().last()));
      }
      rows.finish();
    }
  }

  /** Those that are told apart of a day already. */
  private Set<Attempts.Pair> pairs(Day.Key day) throws SQLException {
    Set<Attempts.Pair> pairs = new HashSet<>();
    try (PreparedStatement find =
        connection.prepareStatement(
            "select host, app from traffic_attempt"
                + " where gateway = ? and connection = ? and day = ?")) {
      find.setObject(1, gateway);
      find.setInt(2, day.connection());
      find.setObject(3, day.day());
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          pairs.add(new Attempts.Pair(row.getString(1), row.getString(2)));
        }
      }
    }
    return pairs;
  }

  /** The same four numbers are the same gap: a gateway may tell of it twice. */
  private void gaps(Contents contents) throws SQLException {
    try (Rows gaps =
        new Rows(
            """
            insert into traffic_gap (gateway, connection, first_at, last_at, requests)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """)) {
      for (Contents.Unrecorded gap : contents.gaps) {
        add(gaps, gap);
      }
      for (Contents.Unrecorded gap : contents.moreGaps.values()) {
        add(gaps, gap);
      }
      gaps.finish();
    }
  }

  private void add(Rows gaps, Contents.Unrecorded gap) throws SQLException {
    gaps.add(
        gateway,
        gap.connection(),
        SegmentRows.at(gap.first()),
        SegmentRows.at(gap.last()),
        gap.requests());
  }

  private void streams(Contents contents) throws SQLException {
    try (Rows opened =
            new Rows(
                """
                insert into traffic_stream (gateway, segment, request, connection, host, opened_at)
                values (?, ?, ?, ?, ?, ?)
                on conflict (gateway, segment, request) do update set
                  connection = excluded.connection, host = excluded.host,
                  opened_at = excluded.opened_at
                """);
        Rows ended =
            new Rows(
                """
                insert into traffic_stream (gateway, segment, request, ended_at, bytes)
                values (?, ?, ?, ?, ?)
                on conflict (gateway, segment, request) do update set
                  ended_at = excluded.ended_at, bytes = excluded.bytes
                where traffic_stream.ended_at is null
                """)) {
      for (Contents.Opened stream : contents.opened) {
        opened.add(
            gateway,
            stream.segment(),
            stream.request(),
            stream.connection(),
            stream.host(),
            SegmentRows.at(stream.at()));
      }
      opened.finish();
      for (Contents.Ended stream : contents.ended) {
        ended.add(
            gateway,
            stream.segment(),
            stream.request(),
            SegmentRows.at(stream.at()),
            stream.bytes());
      }
      ended.finish();
    }
  }

  /** One statement for many rows. */
  private final class Rows implements AutoCloseable {
    private final PreparedStatement statement;
    private int waiting;

    Rows(String sql) throws SQLException {
      statement = connection.prepareStatement(sql);
    }

    void add(@Nullable Object... values) throws SQLException {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.addBatch();
      if (++waiting == AT_ONCE) {
        finish();
      }
    }

    void finish() throws SQLException {
      statement.executeBatch();
      waiting = 0;
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }
}
