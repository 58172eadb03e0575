package org.stoplog.benchmarks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.catalog.obligations.Duty;
import org.stoplog.catalog.obligations.Obligations;
import org.stoplog.catalog.obligations.Situation;
import org.stoplog.server.clocks.Deadlines;

/**
 * All duties and their deadlines for people of 200 places in 4,000 groups, beside the counting of
 * as many people into those groups by DuckDB, without which there are no duties to work out.
 */
final class ClocksBenchmark {
  private static final int PLACES = 200;
  private static final int SETS = 20;
  private static final Instant AWARE = Instant.parse("2026-11-24T09:00:00Z");

  private static final String COUNTING =
      """
      SELECT count(*) FROM (SELECT country, low, high, count(*) FROM (
        SELECT person, any_value(country) AS country, bit_or(low) AS low, bit_or(high) AS high
        FROM person GROUP BY person) GROUP BY ALL)
      """;

  private ClocksBenchmark() {}

  static void run(Workplace place, String size) {
    long people = place.size().disclosures();
    Report report = new Report("clocks", "Clocks", size);
    double first = Report.seconds(() -> duties(Map.of(), groups(people)));
    report.say(
        people
            + " people in "
            + PLACES
            + " places with "
            + SETS
            + " sets of elements: "
            + PLACES * SETS
            + " groups, "
            + Obligations.catalogue().all().size()
            + " duties.");
    report.say(
        String.format(Locale.ROOT, "- The first time, with reading the catalogue: %.2f s.", first));
    List<Situation.People> groups = groups(people);
    double[] ours = new double[Report.RUNS];
    double[] supposed = new double[Report.RUNS];
    double[] counted = new double[Report.RUNS];
    try (Peer peer = new Peer(place.file("peer-temp"))) {
      peer.execute(
          """
          CREATE TABLE person AS SELECT i AS person, (hash(i) %% %d)::INTEGER AS country,
            (hash(i, 1) %% %d)::BIGINT AS low, 0::BIGINT AS high FROM range(%d) t(i)
          """
              .formatted(PLACES, SETS, people));
      Report.warm(() -> duties(Map.of(), groups), () -> {});
      Report.warm(() -> duties(Map.of("acquired", true), groups), () -> {});
      Report.warm(() -> peer.count(COUNTING), () -> {});
      for (int run = 0; run < Report.RUNS; run++) {
        ours[run] = Report.seconds(() -> duties(Map.of(), groups));
        supposed[run] = Report.seconds(() -> duties(Map.of("acquired", true), groups));
        counted[run] = Report.seconds(() -> peer.count(COUNTING));
      }
    }
    say(report, "All duties and their deadlines", ours, counted);
    say(report, "The same with an answer tried out", supposed, counted);
    report.write();
  }

  private static void say(Report report, String what, double[] ours, double[] counted) {
    report.say(
        String.format(
            Locale.ROOT,
            "- %s: %.0f ms (%.0f to %.0f), DuckDB's counting of the people into groups %.0f ms, ratio"
                + " **%.3f**.",
            what,
            1_000 * Report.median(ours),
            1_000 * Arrays.stream(ours).min().orElse(0),
            1_000 * Arrays.stream(ours).max().orElse(0),
            1_000 * Report.median(counted),
            Report.median(ours) / Report.median(counted)));
  }

  private static List<Situation.People> groups(long people) {
    List<String> places =
        Stream.concat(
                Obligations.catalogue().all().stream()
                    .map(one -> one.jurisdiction())
                    .filter(one -> one.matches("[A-Z]{2}(-[A-Z]{2})?") && !one.equals("EU")),
                Arrays.stream(Locale.getISOCountries()))
            .distinct()
            .sorted()
            .limit(PLACES)
            .toList();
    int all = Elements.catalogue().all().size();
    List<Situation.People> groups = new ArrayList<>();
    for (String place : places) {
      for (int set = 0; set < SETS; set++) {
        ElementSet elements = ElementSet.NONE;
        for (int i = 0; i < 6; i++) {
          elements = elements.plus(ElementSet.of((set * 7 + i * 11) % all));
        }
        groups.add(new Situation.People(place, elements, people / (PLACES * SETS)));
      }
    }
    return groups;
  }

  private static void duties(Map<String, Boolean> facts, List<Situation.People> groups) {
    Situation situation =
        new Situation(
            Set.of("controller", "financial-entity"),
            Set.of("IE", "US-CA"),
            groups,
            facts,
            null,
            LocalDate.ofInstant(AWARE, ZoneId.of("Europe/Dublin")));
    Deadlines deadlines =
        new Deadlines(
            Obligations.catalogue(),
            new Deadlines.Times(
                Map.of(Clock.Start.AWARENESS, AWARE), Map.of(), ZoneId.of("Europe/Dublin")));
    long due = 0;
    for (Duty duty : Obligations.catalogue().duties(situation)) {
      due += deadlines.of(duty.obligation()).by() == null ? 0 : 1;
    }
    if (due == 0) {
      throw new IllegalStateException("no duty has a deadline");
    }
  }
}
