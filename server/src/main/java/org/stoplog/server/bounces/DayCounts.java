package org.stoplog.server.bounces;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much came back, a day (UTC) and source, in the caller's transaction. */
final class DayCounts {
  /** So many forged ones within two days are no accident. */
  static final int MANY_FORGED = 20;

  private final JdbcClient jdbc;

  DayCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What became of it. */
  enum What {
    /** A fact about a copy. */
    ADDED,
    /** That was reported before. */
    KNOWN,
    /** Nothing in it says which copy it is about. */
    WAITING,
    /** It bears a mark, number or signature that is not ours or not the provider's. */
    FORGED,
    /** It could not be read. */
    REFUSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    String words() {
      return switch (this) {
        case ADDED -> "added to copies";
        case KNOWN -> "reported before";
        case WAITING -> "not tied to a copy";
        case FORGED -> "forged: nothing was added";
        case REFUSED -> "could not be read";
      };
    }
  }

  /** A day's count. */
  record Line(LocalDate day, String source, What what, long count) {}

  void count(Instant now, String source, What what) {
    jdbc.sql(
            """
            insert into came_back_day values (:day, :source, :what, 1)
            on conflict (day, source, what) do update set count = came_back_day.count + 1
            """)
        .param("day", day(now))
        .param("source", source)
        .param("what", what.word())
        .update();
  }

  private static LocalDate day(Instant now) {
    return now.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** Of today and the days before, the newest first. */
  List<Line> last(Instant now, int days) {
    return jdbc.sql(
            """
            select * from came_back_day where day > :since order by day desc, source, what
            """)
        .param("since", day(now).minusDays(days))
        .query(
            (row, number) ->
                new Line(
                    row.getObject("day", LocalDate.class),
                    row.getString("source"),
                    What.valueOf(row.getString("what").toUpperCase(Locale.ROOT)),
                    row.getLong("count")))
        .list();
  }

  /** Today and yesterday. */
  long forged(Instant now) {
    return jdbc.sql(
            """
            select coalesce(sum(count), 0) from came_back_day
            where what = 'forged' and day >= :since
            """)
        .param("since", day(now).minusDays(1))
        .query(Long.class)
        .single();
  }
}
