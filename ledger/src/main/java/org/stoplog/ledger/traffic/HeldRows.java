package org.stoplog.ledger.traffic;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.Gap;
import org.stoplog.ledger.journal.HeldRequest;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Released;
import org.stoplog.ledger.journal.SegmentHandler;
import org.stoplog.ledger.journal.SegmentReader;
import org.stoplog.ledger.journal.StreamEnd;

/**
 * Makes a row of each request that a gateway kept, in the transaction that ends a group: segments
 * are read once more, one kept request in memory at a time.
 */
final class HeldRows {
  private final Connection connection;
  private final Keyset keys;
  private final Instant now;

  HeldRows(Connection connection, Keyset keys, Instant now) {
    this.connection = connection;
    this.keys = keys;
    this.now = now;
  }

  /** All that a segment holds; what is there already stays as it is. */
  void add(Segment segment, Path file) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into held_request
              (id, gateway, segment, request, connection, kept_at, recorded_at, bytes, content)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (gateway, segment, request) do nothing
            """)) {
      SegmentReader.read(file, keys, new Reading(segment, insert));
    } catch (Failed e) {
      throw e.cause;
    }
  }

  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final SQLException cause;

    Failed(SQLException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private final class Reading implements SegmentHandler {
    private final Segment segment;
    private final Times times;
    private final PreparedStatement insert;

    Reading(Segment segment, PreparedStatement insert) {
      this.segment = segment;
      this.times = new Times(segment);
      this.insert = insert;
    }

    @Override
    public void held(
        int request, Intent intent, byte[] bytes, int from, int length, HeldRequest held) {
      UUID id = UUID.randomUUID();
      byte[] frames = Arrays.copyOfRange(bytes, from, from + length);
      Released content = Released.of(intent, frames, held);
      try {
        insert.setObject(1, id);
        insert.setObject(2, segment.gateway());
        insert.setLong(3, segment.number());
        insert.setInt(4, request);
        insert.setInt(5, Math.toIntExact(intent.connection()));
        insert.setObject(6, SegmentRows.at(times.of(intent.time())));
        insert.setObject(7, SegmentRows.at(now));
        insert.setLong(8, held.bodyLength());
        insert.setBytes(9, HeldContent.seal(keys, id, content));
        insert.executeUpdate();
      } catch (SQLException e) {
        throw new Failed(e);
      }
    }

    @Override
    public void intent(
        int request,
        Intent intent,
        @Nullable Outcome outcome,
        byte[] bytes,
        int from,
        int length) {}

    @Override
    public void opened(int request, Intent stream) {}

    @Override
    public void ended(StreamEnd end) {}

    @Override
    public void gap(Gap gap) {}
  }
}
