package org.stoplog.server.inquiries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.platform.Ids;

/** Questions of strangers, in the caller's transaction. The public door adds, and shows once. */
final class InquiryRows {
  static final String AFFECTED = "affected";
  static final String LETTER = "letter";
  private static final Duration DAY = Duration.ofDays(1);
  private static final long MOST_WAITING = 5_000;
  private static final long MOST_OF_NETWORK = 40;

  /** An answer that nobody fetched is gone. */
  private static final Duration FETCH = Duration.ofMinutes(10);

  private final JdbcClient jdbc;

  InquiryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A question.
   *
   * @param incident null for all that are open, and for a letter
   * @param asker keyed hash of the address
   * @param network hash of where it came from
   * @param token of the link to its answer; null when the answer is a mail
   */
  record Asked(
      String kind,
      @Nullable UUID incident,
      byte[] asker,
      byte[] network,
      String text,
      byte @Nullable [] token) {
    @Override
    public String toString() {
      return "Asked[" + kind + "]";
    }
  }

  /** One that waits, opened. */
  record Waiting(
      UUID id,
      String kind,
      @Nullable UUID incident,
      byte[] asker,
      byte[] network,
      String text,
      Instant at) {
    @Override
    public String toString() {
      return "Waiting[" + id + "]";
    }
  }

  /** What came of adding one. */
  enum Added {
    TAKEN,
    /** Too many came from there within a day. */
    TOO_MANY,
    /** Too many wait. */
    FULL
  }

  /** The same address on the same day is taken once; whoever asks is not told. */
  Added add(Asked asked, Keyset keys, Instant now) {
    long ofNetwork =
        jdbc.sql(
                """
                select count(id) from passing.inquiry where network = :network and asked_at > :since
                """)
            .param("network", asked.network())
            .param("since", time(now.minus(DAY)))
            .query(Long.class)
            .single();
    if (ofNetwork >= MOST_OF_NETWORK) {
      return Added.TOO_MANY;
    }
    long waiting =
        jdbc.sql("select count(id) from passing.inquiry where state = 'waiting'")
            .query(Long.class)
            .single();
    if (waiting >= MOST_WAITING) {
      return Added.FULL;
    }
    UUID id = Ids.next(now);
    jdbc.sql(
            """
            insert into passing.inquiry
              (id, kind, incident, asker, network, day, sealed, token_hash, asked_at)
            values (:id, :kind, :incident, :asker, :network, :day, :sealed, :token, :now)
            on conflict do nothing
            """)
        .param("id", id)
        .param("kind", asked.kind())
        .param("incident", asked.incident(), Types.OTHER)
        .param("asker", asked.asker())
        .param("network", asked.network())
        .param("day", now.atOffset(ZoneOffset.UTC).toLocalDate())
        .param("sealed", keys.seal(asked.text().getBytes(UTF_8), context(id)))
        .param("token", asked.token(), Types.BINARY)
        .param("now", time(now))
        .update();
    return Added.TAKEN;
  }

  private static byte[] context(UUID id) {
    return ("inquiry " + id).getBytes(UTF_8);
  }

  /** The oldest first. */
  List<Waiting> waiting(String kind, Keyset keys, int most) {
    return jdbc.sql(
            """
            select * from passing.inquiry where state = 'waiting' and kind = :kind
            order by asked_at, id limit :most
            """)
        .param("kind", kind)
        .param("most", most)
        .query(
            (row, number) -> {
              UUID id = row.getObject("id", UUID.class);
              return new Waiting(
                  id,
                  kind,
                  row.getObject("incident", UUID.class),
                  row.getBytes("asker"),
                  row.getBytes("network"),
                  new String(keys.unseal(row.getBytes("sealed"), context(id)), UTF_8),
                  row.getObject("asked_at", OffsetDateTime.class).toInstant());
            })
        .list();
  }

  /**
   * What was asked goes; the answer stays until it is shown.
   *
   * @param answer null when it is a mail, or none
   */
  void answer(UUID id, @Nullable String answer, Keyset keys) {
    jdbc.sql(
            """
            update passing.inquiry set state = 'answered', sealed = null, answer = :answer
            where id = :id
            """)
        .param("id", id)
        .param(
            "answer",
            answer == null ? null : keys.seal(answer.getBytes(UTF_8), context(id)),
            Types.BINARY)
        .update();
  }

  /** Whether a mail may go to that address now; then none may for a day. */
  boolean mail(byte[] asker, Instant now) {
    return jdbc.sql(
                """
                insert into passing.inquiry_mailed as m (asker, mailed_at) values (:asker, :now)
                on conflict (asker) do update set mailed_at = :now where m.mailed_at <= :before
                """)
            .param("asker", asker)
            .param("now", time(now))
            .param("before", time(now.minus(DAY)))
            .update()
        == 1;
  }

  void forget(Instant now) {
    jdbc.sql("delete from passing.inquiry where asked_at < :before")
        .param("before", time(now.minus(DAY.multipliedBy(2))))
        .update();
    jdbc.sql(
            """
            update passing.inquiry set answer = null
            where answer is not null and asked_at < :before
            """)
        .param("before", time(now.minus(FETCH)))
        .update();
    jdbc.sql("delete from passing.inquiry_mailed where mailed_at < :before")
        .param("before", time(now.minus(DAY.multipliedBy(2))))
        .update();
  }

  /** Within a day, about one incident or all. */
  long asked(UUID incident, Instant now) {
    return jdbc.sql(
            """
            select count(*) from passing.inquiry where kind = 'affected'
              and (incident = :incident or incident is null) and asked_at > :since
            """)
        .param("incident", incident)
        .param("since", time(now.minus(DAY)))
        .query(Long.class)
        .single();
  }

  /** What is known of the answer behind a link. */
  sealed interface Fetched {
    /** It is looked at. */
    record Waits() implements Fetched {}

    /** Shown now and never again. */
    record Here(String answer) implements Fetched {
      @Override
      public String toString() {
        return "Here[…]";
      }
    }

    /** There is none, or it was shown. */
    record Gone() implements Fetched {}
  }

  Fetched fetch(byte[] token, Keyset keys) {
    record Row(UUID id, String state, byte @Nullable [] answer) {}
    Optional<Row> found =
        jdbc.sql(
                """
                select id, state, answer from passing.inquiry where token_hash = :token for update
                """)
            .param("token", token)
            .query(
                (row, number) ->
                    new Row(row.getObject(1, UUID.class), row.getString(2), row.getBytes(3)))
            .optional();
    if (found.isEmpty()) {
      return new Fetched.Gone();
    }
    Row row = found.get();
    if (row.state().equals("waiting")) {
      return new Fetched.Waits();
    }
    if (row.answer() == null) {
      return new Fetched.Gone();
    }
    jdbc.sql("update passing.inquiry set answer = null where id = :id")
        .param("id", row.id())
        .update();
    return new Fetched.Here(new String(keys.unseal(row.answer(), context(row.id())), UTF_8));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
