package org.stoplog.server.incidents;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.exposure.ExposureGroups;

/** The people of exposures by country and elements, counted when they were frozen. */
final class ExposureGroupRows {
  private final JdbcClient jdbc;

  ExposureGroupRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(long exposure, List<ExposureGroups.Group> groups) {
    groups.forEach(
        group ->
            jdbc.sql(
                    "insert into exposure_group values (:exposure, :country, :low, :high, :people)")
                .param("exposure", exposure)
                .param("country", group.country())
                .param("low", group.elements().low())
                .param("high", group.elements().high())
                .param("people", group.people())
                .update());
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
