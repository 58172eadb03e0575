package org.stoplog.server.incidents;

import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.exposure.ExposureGroups;

/** The people of exposures by country and elements, counted when they were frozen. */
final class ExposureGroupRows {
  private final JdbcClient jdbc;

  ExposureGroupRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** In one statement: there may be thousands, and the incident is held meanwhile. */
  void add(long exposure, List<ExposureGroups.Group> groups) {
    jdbc.sql(
            """
            insert into exposure_group
            select :exposure, * from unnest(:countries, :lows, :highs, :people)
            """)
        .param("exposure", exposure)
        .param(
            "countries", groups.stream().map(ExposureGroups.Group::country).toArray(String[]::new))
        .param("lows", numbers(groups, group -> group.elements().low()))
        .param("highs", numbers(groups, group -> group.elements().high()))
        .param("people", numbers(groups, ExposureGroups.Group::people))
        .update();
  }

  private static Long[] numbers(
      List<ExposureGroups.Group> groups, ToLongFunction<ExposureGroups.Group> number) {
    return groups.stream().map(number::applyAsLong).toArray(Long[]::new);
  }

  /** Of the newest exposure of an incident; empty before the first, and of one of before. */
  List<ExposureGroups.Group> latest(UUID incident) {
    return jdbc.sql(
            """
            select country, low, high, people from exposure_group
            where exposure = (select max(exposure) from incident_exposure where incident = :incident)
            order by country, low, high
            """)
        .param("incident", incident)
        .query(
            (row, number) ->
                new ExposureGroups.Group(
                    row.getString(1),
                    new ElementSet(row.getLong(2), row.getLong(3)),
                    row.getLong(4)))
        .list();
  }
}
