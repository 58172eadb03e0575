package org.stoplog.server.clocks;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.obligations.Duty;

/**
 * What the duties of an incident came to, each time that it was something else than before, with
 * what it was worked out from. Nothing is changed or taken away.
 */
final class Evaluations {
  private final JdbcClient jdbc;

  Evaluations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One of them.
   *
   * @param inputs what it was worked out from: {@code exposure=3}
   * @param outcomes by id of the duty, those that are not required left out
   */
  record Kept(int number, Instant at, Map<String, String> inputs, Map<String, String> outcomes) {}

  /** With the incident held. @return false when nothing is different */
  boolean keep(UUID incident, IncidentDuties.Look look, Instant now) {
    String outcomes = text(outcomes(look));
    Optional<Kept> last = newest(incident, 1).stream().findFirst();
    if (last.filter(one -> text(one.outcomes()).equals(outcomes)).isPresent()) {
      return false;
    }
    return jdbc.sql("insert into incident_evaluation values (:incident, :number, :at, :in, :out)")
            .param("incident", incident)
            .param("number", last.map(one -> one.number() + 1).orElse(1))
            .param("at", now.atOffset(ZoneOffset.UTC))
            .param("in", text(look.inputs()))
            .param("out", outcomes)
            .update()
        == 1;
  }

  /** Whether there is something to keep. */
  boolean isDifferent(UUID incident, IncidentDuties.Look look) {
    return newest(incident, 1).stream()
        .findFirst()
        .filter(one -> text(one.outcomes()).equals(text(outcomes(look))))
        .isEmpty();
  }

  private static Map<String, String> outcomes(IncidentDuties.Look look) {
    Map<String, String> outcomes = new TreeMap<>();
    for (IncidentDuties.Timed one : look.duties()) {
      if (one.duty().outcome() != Duty.Outcome.NOT_REQUIRED) {
        outcomes.put(
            one.id(),
            DutyWords.word(one.duty().outcome())
                + (one.due().by() == null ? "" : " by " + one.due().by()));
      }
    }
    return outcomes;
  }

  List<Kept> newest(UUID incident, int most) {
    return jdbc.sql(
            """
            select number, at, inputs, outcomes from incident_evaluation
            where incident = :incident order by number desc limit :most
            """)
        .param("incident", incident)
        .param("most", most)
        .query(
            (row, index) ->
                new Kept(
                    row.getInt(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    read(row.getString(3)),
                    read(row.getString(4))))
        .list();
  }

  private static String text(Map<String, String> lines) {
    return new TreeMap<>(lines)
        .entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> read(String text) {
    Map<String, String> lines = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              int at = line.indexOf('=');
              lines.put(line.substring(0, at), line.substring(at + 1));
            });
    return lines;
  }

  /** Keys whose values differ, in words: {@code a new exposure}. */
  static List<String> causes(Map<String, String> before, Map<String, String> after) {
    List<String> causes = new ArrayList<>();
    after.forEach(
        (key, value) -> {
          if (!value.equals(before.getOrDefault(key, ""))) {
            causes.add(
                switch (key) {
                  case "exposure" -> "a new exposure";
                  case "profile" -> "what the company is";
                  case "answers" -> "an answer";
                  case "acts" -> "a decision, or a duty that was met";
                  case "holds" -> "a hold of an authority";
                  case "starts" -> "a time of the incident";
                  default -> key;
                });
          }
        });
    return causes.isEmpty() ? List.of("the day, or the catalogue") : causes;
  }
}
