package org.stoplog.server.notices;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.server.incidents.IncidentDoor;

/**
 * The letters of a wave on paper, in parcels that are taken as files, printed and posted together;
 * in the caller's transaction.
 */
final class Parcels {
  /** Letters of a parcel: as many as one person can look through, and one printer takes. */
  static final int SIZE = 500;

  private final JdbcClient jdbc;
  private final UUID wave;

  Parcels(JdbcClient jdbc, UUID wave) {
    this.jdbc = jdbc;
    this.wave = wave;
  }

  /**
   * A parcel.
   *
   * @param waiting letters that nobody has taken; of people with one address and name it is one
   * @param letters that were in the file when it was taken last
   * @param pages of these
   * @param sha256 of the file of letters
   * @param carrier who printed and posted them, with what proof; null before
   */
  record Parcel(
      int number,
      State state,
      long waiting,
      @Nullable UUID takenBy,
      @Nullable Instant takenAt,
      int letters,
      int pages,
      @Nullable String sha256,
      @Nullable LocalDate postedOn,
      byte @Nullable [] carrier) {
    @Override
    public String toString() {
      return "Parcel[" + number + "]";
    }
  }

  /** What became of a parcel. */
  enum State {
    PLANNED,
    TAKEN,
    POSTED
  }

  /** Letters to one country, and in one language, lie together. */
  void plan() {
    jdbc.sql(
            """
            with letters as (
              select person, (row_number() over
                (order by country nulls last, language nulls last, person) - 1) / :size + 1 as parcel
              from notice_recipient where wave = :wave and state = 'planned' and lead is null)
            update notice_recipient r set parcel = l.parcel from letters l
            where r.wave = :wave and r.state = 'planned' and coalesce(r.lead, r.person) = l.person
            """)
        .param("size", SIZE)
        .param("wave", wave)
        .update();
    jdbc.sql(
            """
            insert into notice_parcel (wave, number, state)
            select wave, parcel, 'planned' from notice_recipient
            where wave = :wave and parcel is not null group by wave, parcel
            """)
        .param("wave", wave)
        .update();
  }

  List<Parcel> all() {
    return jdbc.sql(SELECT + " order by p.number")
        .param("wave", wave)
        .query((row, number) -> read(row))
        .list();
  }

  private static final String SELECT =
      """
      select p.*, (select count(*) from notice_recipient r where r.wave = p.wave
        and r.parcel = p.number and r.lead is null and r.state = 'planned') as waiting
      from notice_parcel p where p.wave = :wave
      """;

  /** Held until the transaction ends. */
  Optional<Parcel> lock(int number) {
    return jdbc.sql(SELECT + " and p.number = :number for update of p")
        .param("wave", wave)
        .param("number", number)
        .query((row, at) -> read(row))
        .optional();
  }

  private static Parcel read(ResultSet row) throws SQLException {
    OffsetDateTime taken = row.getObject("taken_at", OffsetDateTime.class);
    return new Parcel(
        row.getInt("number"),
        State.valueOf(row.getString("state").toUpperCase(java.util.Locale.ROOT)),
        row.getLong("waiting"),
        row.getObject("taken_by", UUID.class),
        taken == null ? null : taken.toInstant(),
        row.getInt("letters"),
        row.getInt("pages"),
        row.getString("sha256"),
        row.getObject("posted_on", LocalDate.class),
        row.getBytes("carrier"));
  }

  /**
   * Claims its letters. Those that were in a file before may be printed twice, and are marked so.
   */
  List<Deliveries.Due> claim(int parcel) {
    jdbc.sql(
            """
            update notice_recipient set state = 'planned', in_doubt = true
            where wave = :wave and parcel = :parcel and state = 'handed-over'
            """)
        .param("wave", wave)
        .param("parcel", parcel)
        .update();
    Map<Long, Map<Long, ElementSet>> people = new LinkedHashMap<>();
    Map<Long, Integer> attempts = new LinkedHashMap<>();
    jdbc.sql(
            """
            update notice_recipient set state = 'claimed', attempts = attempts + 1
            where wave = :wave and parcel = :parcel and state = 'planned'
            returning person, coalesce(lead, person), low, high, attempts
            """)
        .param("wave", wave)
        .param("parcel", parcel)
        .query(
            row -> {
              long lead = row.getLong(2);
              people
                  .computeIfAbsent(lead, _ -> new LinkedHashMap<>())
                  .put(row.getLong(1), new ElementSet(row.getLong(3), row.getLong(4)));
              attempts.merge(lead, row.getInt(5), Math::max);
            });
    List<Deliveries.Due> due = new ArrayList<>();
    people.forEach(
        (lead, all) -> due.add(new Deliveries.Due(lead, all, attempts.getOrDefault(lead, 1))));
    due.sort(java.util.Comparator.comparingLong(Deliveries.Due::lead));
    return due;
  }

  void taken(int parcel, UUID by, Instant at, int letters, int pages, String sha256) {
    jdbc.sql(
            """
            update notice_parcel set state = 'taken', taken_by = :by, taken_at = :at,
              letters = :letters, pages = :pages, sha256 = :sha256
            where wave = :wave and number = :parcel
            """)
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("letters", letters)
        .param("pages", pages)
        .param("sha256", sha256)
        .param("wave", wave)
        .param("parcel", parcel)
        .update();
  }

  /** What the parcel's letters have in place of a server's answer. */
  record Posting(UUID by, LocalDate on, String carrier, Instant saidAt) {}

  /**
   * Its letters are on their way.
   *
   * @param at when they were, as exactly as is known
   * @return people
   */
  int posted(int parcel, Posting posting, Instant at, UUID incident, IncidentDoor door) {
    jdbc.sql(
            """
            update notice_parcel set state = 'posted', posted_by = :by, posted_on = :on,
              said_at = :said, carrier = :carrier where wave = :wave and number = :parcel
            """)
        .param("by", posting.by())
        .param("on", posting.on())
        .param("said", posting.saidAt().atOffset(ZoneOffset.UTC))
        .param("carrier", door.seal(incident, posting.carrier().getBytes(StandardCharsets.UTF_8)))
        .param("wave", wave)
        .param("parcel", parcel)
        .update();
    return jdbc.sql(
            """
            update notice_recipient set state = 'accepted', answered_at = :at, reply = 'posted'
            where wave = :wave and parcel = :parcel and state = 'handed-over'
            """)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("wave", wave)
        .param("parcel", parcel)
        .update();
  }
}
