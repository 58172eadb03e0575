package org.stoplog.server.clocks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/** What was decided of duties in an incident, and when they were met. All of it stays. */
final class DutyActs {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  DutyActs(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /** What is said of a duty. */
  enum Kind {
    TELL("we tell them"),
    NOT("we do not tell them"),
    COUNSEL("counsel is asked"),
    MET("it was met"),
    NOT_MET("it was not met after all");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isDecision() {
      return this == TELL || this == NOT || this == COUNSEL;
    }

    static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  /**
   * Something said of a duty.
   *
   * @param met when it was met; null for the others
   * @param words why, or by which act it was met
   * @param terms what the duty came to at that moment
   */
  record Said(
      int number,
      String duty,
      Kind kind,
      @Nullable Instant met,
      String words,
      String terms,
      UUID by,
      Instant at) {}

  /** What holds of a duty now. @param met when and by which act; null while it is not */
  record Standing(@Nullable Said decision, @Nullable Said met) {
    static final Standing NOTHING = new Standing(null, null);
  }

  /** The newest first. */
  List<Said> all(UUID incident) {
    return jdbc.sql(
            """
            select number, duty, kind, met_at, words, terms, said_by, said_at
            from incident_duty where incident = :incident order by number desc
            """)
        .param("incident", incident)
        .query(
            (row, index) -> {
              OffsetDateTime met = row.getObject(4, OffsetDateTime.class);
              return new Said(
                  row.getInt(1),
                  row.getString(2),
                  Kind.of(row.getString(3)).orElseThrow(),
                  met == null ? null : met.toInstant(),
                  text(incident, row.getBytes(5)),
                  text(incident, row.getBytes(6)),
                  row.getObject(7, UUID.class),
                  row.getObject(8, OffsetDateTime.class).toInstant());
            })
        .list();
  }

  private String text(UUID incident, byte[] sealed) {
    return new String(door.unseal(incident, sealed), StandardCharsets.UTF_8);
  }

  /** What holds, by duty. */
  static Map<String, Standing> standing(List<Said> newestFirst) {
    Map<String, Standing> standing = new HashMap<>();
    for (Said one : newestFirst.reversed()) {
      Standing before = standing.getOrDefault(one.duty(), Standing.NOTHING);
      standing.put(
          one.duty(),
          one.kind().isDecision()
              ? new Standing(one, before.met())
              : new Standing(before.decision(), one.kind() == Kind.MET ? one : null));
    }
    return standing;
  }

  /** With the incident held. @return its number */
  int add(
      UUID incident,
      String duty,
      Kind kind,
      @Nullable Instant met,
      String words,
      String terms,
      UUID by,
      Instant at) {
    return jdbc.sql(
            """
            insert into incident_duty
            select :incident, coalesce(max(number), 0) + 1, :duty, :kind, :met, :words, :terms, :by, :at
            from incident_duty where incident = :incident returning number
            """)
        .param("incident", incident)
        .param("duty", duty)
        .param("kind", kind.word())
        .param("met", met == null ? null : met.atOffset(ZoneOffset.UTC))
        .param("words", door.seal(incident, words.getBytes(StandardCharsets.UTF_8)))
        .param("terms", door.seal(incident, terms.getBytes(StandardCharsets.UTF_8)))
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }
}
