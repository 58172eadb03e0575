package org.stoplog.server.clocks;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The profile of the company, and who said it. */
final class ProfileRows {
  private final JdbcClient jdbc;

  ProfileRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A profile as somebody kept it. */
  record Kept(int number, Profile profile, UUID by, Instant at) {}

  /** Empty while nobody said anything. */
  Optional<Kept> last() {
    return jdbc.sql(
            """
            select number, roles, establishments, zone, changed_by, changed_at
            from company_profile order by number desc limit 1
            """)
        .query(
            (row, index) ->
                new Kept(
                    row.getInt(1),
                    new Profile(
                        words(row.getArray(2)),
                        words(row.getArray(3)),
                        ZoneId.of(row.getString(4))),
                    row.getObject(5, UUID.class),
                    row.getObject(6, OffsetDateTime.class).toInstant()))
        .optional();
  }

  private static Set<String> words(Array array) throws SQLException {
    return Set.of((String[]) array.getArray());
  }

  void add(int number, Profile profile, UUID by, Instant at) {
    jdbc.sql(
            """
            insert into company_profile values
              (:number, :roles, :establishments, :zone, :by, :at)
            """)
        .param("number", number)
        .param("roles", profile.roles().toArray(String[]::new))
        .param("establishments", profile.establishments().toArray(String[]::new))
        .param("zone", profile.zone().getId())
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }
}
