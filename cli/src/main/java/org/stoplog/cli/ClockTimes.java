package org.stoplog.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.catalog.obligations.Obligations;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.clocks.Deadlines;

/** Times as they are typed on the command line. */
final class ClockTimes {
  private ClockTimes() {}

  /**
   * @throws StoplogException USAGE for what is no event, no duty, no time or no zone
   */
  static Deadlines deadlines(
      Obligations all,
      @Nullable Map<String, String> at,
      @Nullable Map<String, String> done,
      String zone) {
    Map<Clock.Start, Instant> starts = new EnumMap<>(Clock.Start.class);
    List<Clock.Start> known =
        Arrays.stream(Clock.Start.values())
            .filter(one -> one != Clock.Start.NOTICE && one != Clock.Start.STAGE)
            .toList();
    (at == null ? Map.<String, String>of() : at)
        .forEach(
            (event, time) ->
                starts.put(
                    known.stream()
                        .filter(one -> one.word().equals(event))
                        .findFirst()
                        .orElseThrow(
                            () ->
                                wrong(
                                    "--at: there is no event "
                                        + event
                                        + "; "
                                        + Nearest.hint(
                                            event,
                                            known.stream().map(Clock.Start::word).toList()))),
                    time("--at", event, time)));
    Map<String, Instant> acts = new HashMap<>();
    (done == null ? Map.<String, String>of() : done)
        .forEach(
            (duty, time) -> {
              if (all.find(duty).isEmpty()) {
                throw wrong(
                    "--done: there is no duty " + duty + "; stoplog clocks list shows them");
              }
              acts.put(duty, time("--done", duty, time));
            });
    return new Deadlines(all, new Deadlines.Times(starts, acts, zone(zone)));
  }

  private static Instant time(String option, String key, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw wrong(option + ": " + key + ": write the time as 2025-11-25T18:00:00Z");
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw wrong("--zone: there is no zone " + text + "; write it as Europe/Dublin");
    }
  }

  private static StoplogException wrong(String what) {
    return new StoplogException(Problem.USAGE, what);
  }
}
