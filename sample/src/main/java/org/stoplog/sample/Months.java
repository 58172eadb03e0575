package org.stoplog.sample;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Calendar of the event exports. */
final class Months {
  private Months() {}

  /** All months from one to another, without some. */
  static List<YearMonth> of(String from, String to, List<YearMonth> without) {
    List<YearMonth> months = new ArrayList<>();
    for (YearMonth month = YearMonth.parse(from);
        !month.isAfter(YearMonth.parse(to));
        month = month.plusMonths(1)) {
      if (!without.contains(month)) {
        months.add(month);
      }
    }
    return List.copyOf(months);
  }

  /** A day of the month on which people were still sending: the last one ends with the breach. */
  static int day(YearMonth month, SplittableRandom random) {
    int first = Math.toIntExact(month.atDay(1).toEpochDay());
    int last = Math.min(Math.toIntExact(month.atEndOfMonth().toEpochDay()), World.TODAY - 1);
    return random.nextInt(first, last + 1);
  }

  /** A time on that day, in milliseconds. */
  static long time(int day, SplittableRandom random) {
    return day * 86_400_000L + random.nextInt(86_400_000);
  }

  static Set<Device> linked(World world) {
    return world.devices().stream().filter(Device::linked).collect(Collectors.toSet());
  }
}
