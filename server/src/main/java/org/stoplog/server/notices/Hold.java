package org.stoplog.server.notices;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of an authority to hold back telling.
 *
 * @param until by the real clock, as all times here
 * @param renews number of the one that it goes on with; null for the first
 * @param confirmedBy null while it waits for another person
 * @param liftReason null unless it was lifted before its time
 */
record Hold(
    UUID id,
    UUID incident,
    int number,
    Words words,
    boolean notices,
    boolean organisations,
    boolean statements,
    Instant until,
    @Nullable Integer renews,
    UUID enteredBy,
    Instant enteredAt,
    @Nullable UUID confirmedBy,
    @Nullable Instant confirmedAt,
    @Nullable UUID liftedBy,
    @Nullable Instant liftedAt,
    @Nullable String liftReason) {

  /** What the authority said; sealed where it is kept. */
  record Words(String authority, String reference, String reason) {
    private static final char BETWEEN = '\u001f';

    byte[] bytes() {
      return (authority + BETWEEN + reference + BETWEEN + reason).getBytes(StandardCharsets.UTF_8);
    }

    static Words of(byte[] bytes) {
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(String.valueOf(BETWEEN), -1);
      return new Words(parts[0], parts[1], parts[2]);
    }

    @Override
    public String toString() {
      return "Words[…]";
    }
  }

  boolean holds(Instant now) {
    return confirmedBy != null && liftedBy == null && now.isBefore(until);
  }

  /** What it suspends, in words. */
  String suspends() {
    List<String> what = new ArrayList<>();
    if (notices) {
      what.add("letters to people");
    }
    if (organisations) {
      what.add("telling organisations");
    }
    if (statements) {
      what.add("public statements");
    }
    return String.join(", ", what);
  }
}
