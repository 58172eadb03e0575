package org.stoplog.server.notices;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/**
 * Somebody else tells the people of a wave.
 *
 * @param words which one, and how we know
 * @param since the day from which they tell them
 * @param approvedAt null while it waits for another person
 */
record Delegation(
    UUID wave,
    Teller teller,
    String words,
    LocalDate since,
    UUID askedBy,
    @Nullable Instant approvedAt) {
  enum Teller {
    SUPPLIER("the supplier"),
    ORGANISATION("a customer organisation"),
    OTHER("somebody else");

    private final String words;

    Teller(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Teller> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  static Optional<Delegation> find(JdbcClient jdbc, IncidentDoor door, Wave wave) {
    return jdbc.sql("select * from notice_delegation where wave = :wave")
        .param("wave", wave.id())
        .query(
            (row, number) -> {
              java.time.OffsetDateTime at =
                  row.getObject("approved_at", java.time.OffsetDateTime.class);
              return new Delegation(
                  wave.id(),
                  Teller.of(row.getString("teller")).orElseThrow(),
                  new String(
                      door.unseal(wave.incident(), row.getBytes("words")), StandardCharsets.UTF_8),
                  row.getObject("since", LocalDate.class),
                  row.getObject("asked_by", UUID.class),
                  at == null ? null : at.toInstant());
            })
        .optional();
  }

  void put(JdbcClient jdbc, IncidentDoor door, UUID incident, Instant at) {
    jdbc.sql(
            """
            insert into notice_delegation (wave, teller, words, since, asked_by, asked_at)
            values (:wave, :teller, :words, :since, :by, :at)
            on conflict (wave) do update set teller = excluded.teller, words = excluded.words,
              since = excluded.since, asked_by = excluded.asked_by, asked_at = excluded.asked_at
            """)
        .param("wave", wave)
        .param("teller", teller.word())
        .param("words", door.seal(incident, words.getBytes(StandardCharsets.UTF_8)))
        .param("since", since)
        .param("by", askedBy)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }
}
