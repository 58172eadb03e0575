package org.stoplog.server.contacts;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.directory.LookUp;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.table.Stores;

/**
 * Joins the lines of a file with the people who have their ids, in the caller's transaction, which
 * is given up when a line is wrong. For one file and one thread.
 */
final class ContactJoin {
  private static final int PORTION = 1_000;
  private static final int MOST_NAMED = 10;

  private final Stores stores;
  private final Connection connection;
  private final UUID incident;
  private final UUID file;
  private final ContactFileReader reader = new ContactFileReader();
  private final List<Line> waiting = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private final List<Long> unknownLines = new ArrayList<>();
  private long unknown;

  /** A line that waits to be joined with the next ones. */
  private record Line(long number, UUID ref, Details details) {
    @Override
    public String toString() {
      return "Line[" + number + "]";
    }
  }

  /**
   * What came of a file.
   *
   * @param faults by line; nothing may be kept unless there are none
   * @param unknown lines whose id nobody has
   * @param unknownLines the first of their numbers
   */
  record Result(
      List<String> faults,
      long lines,
      long people,
      long unknown,
      List<Long> unknownLines,
      String sha256) {}

  ContactJoin(Stores stores, Connection connection, UUID incident, UUID file) {
    this.stores = stores;
    this.connection = connection;
    this.incident = incident;
    this.file = file;
  }

  Result run(InputStream in) throws SQLException, IOException {
    MessageDigest digest = sha256();
    try (DigestInputStream read = new DigestInputStream(in, digest)) {
      reader.read(read, this::take);
      write();
    }
    List<String> all = new ArrayList<>(reader.faults());
    all.addAll(faults);
    return new Result(
        all,
        reader.lines(),
        seen.size(),
        unknown,
        List.copyOf(unknownLines),
        HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private @Nullable String take(long number, String id, Details details) {
    try {
      waiting.add(new Line(number, LookUp.subject(stores, Scheme.USER_ID, id, 0), details));
      if (waiting.size() == PORTION) {
        write();
      }
      return null;
    } catch (StoplogException e) {
      return "has an id that is none.";
    } catch (SQLException e) {
      throw new IllegalStateException("contact details", e);
    }
  }

  private void write() throws SQLException {
    Map<UUID, Long> people = people();
    try (PreparedStatement put =
        connection.prepareStatement(
            """
            insert into passing.joined_contact (incident, person, file, sealed) values (?, ?, ?, ?)
            on conflict (incident, person) do update
              set file = excluded.file, sealed = excluded.sealed
            """)) {
      for (Line line : waiting) {
        Long person = people.get(line.ref());
        if (person == null) {
          unknown++;
          if (unknownLines.size() < MOST_NAMED) {
            unknownLines.add(line.number());
          }
        } else if (!seen.add(person)) {
          faults.add("Line " + line.number() + " has the id of an earlier line.");
        } else {
          put.setObject(1, incident);
          put.setLong(2, person);
          put.setObject(3, file);
          put.setBytes(
              4, stores.keys().seal(line.details().toBytes(), Details.context(incident, person)));
          put.addBatch();
        }
      }
      put.executeBatch();
    }
    waiting.clear();
  }

  private Map<UUID, Long> people() throws SQLException {
    Map<UUID, Long> people = new HashMap<>();
    try (PreparedStatement find =
        connection.prepareStatement("select id, ref from person where ref = any (?)")) {
      find.setArray(1, connection.createArrayOf("uuid", waiting.stream().map(Line::ref).toArray()));
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          people.put(row.getObject(2, UUID.class), row.getLong(1));
        }
      }
    }
    return people;
  }
}
