package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the audit log. Everything but the number may be missing: somebody who may drop a
 * constraint of the table may also leave a column empty.
 */
final class AuditEntry {
  /** What the first entry has for the hash of the one before. */
  static final byte[] START = new byte[32];

  /** Columns in the order that {@link #read} takes them. */
  static final String COLUMNS = "seq, at, recorded, act, detail, previous, hash, actor, salt";

  static final int SALT_BYTES = 16;

  private static final byte[] NOTHING = new byte[0];

  /** Kinds that we write; anything else is somebody's own text and is not repeated. */
  private static final String KIND = "[a-z]{1,30}(\\.[a-z_-]{1,40}){0,3}";

  final long seq;
  final @Nullable Instant at;
  final @Nullable Instant recorded;

  /** The account that did it; null for the command line, the program and older versions. */
  final @Nullable UUID actor;

  final @Nullable String act;
  final @Nullable String detail;
  final byte[] previous;

  /**
   * Hashed with what it says, so that its hash can be shown to others and they cannot guess what it
   * says; null in entries from before there were salts.
   */
  final byte @Nullable [] salt;

  /** As it stands in the row. */
  final byte[] hash;

  private byte @Nullable [] contentHash;

  private AuditEntry(
      long seq,
      @Nullable Instant at,
      @Nullable Instant recorded,
      @Nullable UUID actor,
      @Nullable String act,
      @Nullable String detail,
      byte[] previous,
      byte @Nullable [] salt,
      byte @Nullable [] hash) {
    this.seq = seq;
    this.at = at;
    this.recorded = recorded;
    this.actor = actor;
    this.act = act;
    this.detail = detail;
    this.previous = previous;
    this.salt = salt;
    this.hash = hash == null ? computed(seq, previous) : hash;
  }

  /** The entry that comes next, with its right hash. */
  static AuditEntry after(
      long seq,
      Instant at,
      Instant recorded,
      @Nullable UUID actor,
      String act,
      String detail,
      byte[] previous,
      byte[] salt) {
    return new AuditEntry(seq, at, recorded, actor, act, detail, previous, salt, null);
  }

  /** One that is shown to others, outside of its log. */
  static AuditEntry shown(
      long seq,
      Instant at,
      Instant recorded,
      @Nullable UUID actor,
      String act,
      String detail,
      byte @Nullable [] salt) {
    return new AuditEntry(seq, at, recorded, actor, act, detail, START, salt, null);
  }

  static AuditEntry read(ResultSet rows) throws SQLException {
    return new AuditEntry(
        rows.getLong(1),
        instant(rows, 2),
        instant(rows, 3),
        rows.getObject(8, UUID.class),
        rows.getString(4),
        rows.getString(5),
        bytes(rows, 6),
        rows.getBytes(9),
        bytes(rows, 7));
  }

  private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
    OffsetDateTime value = rows.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static byte[] bytes(ResultSet rows, int column) throws SQLException {
    byte[] value = rows.getBytes(column);
    return value == null ? NOTHING : value;
  }

  /** Whether it is, as it stands, what was appended under that number after that hash. */
  boolean follows(long number, byte[] head) {
    return seq == number && Arrays.equals(previous, head) && isHashedAs(number);
  }

  /** Whether its hash was made of its content under this number. */
  boolean isHashedAs(long number) {
    return Arrays.equals(hash, computed(number, previous));
  }

  /** The hash of its content under a number and after an entry with this hash. */
  byte[] computed(long number, byte[] before) {
    if (salt != null) {
      return chained(number, content(), before);
    }
    Map<String, @Nullable Object> all = said();
    all.put("seq", number);
    all.put("previous", HexFormat.of().formatHex(before));
    return sha256(all);
  }

  /** The hash of what a salted entry says, by which it is chained. */
  byte[] content() {
    byte[] known = contentHash;
    if (known == null) {
      Map<String, @Nullable Object> all = said();
      all.put("salt", HexFormat.of().formatHex(java.util.Objects.requireNonNull(salt)));
      known = sha256(all);
      contentHash = known;
    }
    return known;
  }

  /** The hash of a salted entry: whoever has that of its content needs to know no more. */
  static byte[] chained(long number, byte[] content, byte[] before) {
    return sha256(
        Map.of(
            "seq",
            number,
            "content",
            HexFormat.of().formatHex(content),
            "previous",
            HexFormat.of().formatHex(before)));
  }

  private Map<String, @Nullable Object> said() {
    Map<String, @Nullable Object> all = new TreeMap<>();
    all.put("at", at == null ? null : at.toString());
    all.put("recorded", recorded == null ? null : recorded.toString());
    all.put("act", act);
    all.put("detail", detail);
    if (actor != null) {
      // Left out, not null: entries of before there were accounts keep their hash.
      all.put("actor", actor.toString());
    }
    return all;
  }

  private static byte[] sha256(Map<String, ? extends @Nullable Object> content) {
    byte[] bytes = CanonicalJson.write(content).getBytes(UTF_8);
    Hashing hashing = new Hashing();
    hashing.update(bytes, bytes.length);
    return hashing.bytes();
  }

  /** Its kind, where it is one that we could have written. */
  String kind() {
    return act != null && act.matches(KIND) ? act : "of no kind that stoplog writes";
  }

  /** Number, kind and time, for people. */
  String named() {
    return "entry " + seq + " (" + kind() + ", " + (at == null ? "no time" : at) + ")";
  }
}
