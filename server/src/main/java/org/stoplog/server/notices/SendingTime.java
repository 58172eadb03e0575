package org.stoplog.server.notices;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What speaks against sending at an hour: letters that come on a Friday night meet nobody who could
 * answer. It knows the capitals' zones of many countries, and only the holidays that most of a
 * country has off; it warns, and stops nothing.
 */
final class SendingTime {
  private static final int MORNING = 7;
  private static final int EVENING = 21;
  private static final int LATE_ON_FRIDAY = 15;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("EEEE d MMMM, HH:mm", Locale.ENGLISH);

  private static final Map<String, String> ZONES =
      Map.ofEntries(
          Map.entry("AT", "Europe/Vienna"),
          Map.entry("AU", "Australia/Sydney"),
          Map.entry("BE", "Europe/Brussels"),
          Map.entry("BG", "Europe/Sofia"),
          Map.entry("BR", "America/Sao_Paulo"),
          Map.entry("CA", "America/Toronto"),
          Map.entry("CH", "Europe/Zurich"),
          Map.entry("CN", "Asia/Shanghai"),
          Map.entry("CZ", "Europe/Prague"),
          Map.entry("DE", "Europe/Berlin"),
          Map.entry("DK", "Europe/Copenhagen"),
          Map.entry("EE", "Europe/Tallinn"),
          Map.entry("ES", "Europe/Madrid"),
          Map.entry("FI", "Europe/Helsinki"),
          Map.entry("FR", "Europe/Paris"),
          Map.entry("GB", "Europe/London"),
          Map.entry("GR", "Europe/Athens"),
          Map.entry("HR", "Europe/Zagreb"),
          Map.entry("HU", "Europe/Budapest"),
          Map.entry("IE", "Europe/Dublin"),
          Map.entry("IL", "Asia/Jerusalem"),
          Map.entry("IN", "Asia/Kolkata"),
          Map.entry("IT", "Europe/Rome"),
          Map.entry("JP", "Asia/Tokyo"),
          Map.entry("KR", "Asia/Seoul"),
          Map.entry("LT", "Europe/Vilnius"),
          Map.entry("LU", "Europe/Luxembourg"),
          Map.entry("LV", "Europe/Riga"),
          Map.entry("MX", "America/Mexico_City"),
          Map.entry("NL", "Europe/Amsterdam"),
          Map.entry("NO", "Europe/Oslo"),
          Map.entry("NZ", "Pacific/Auckland"),
          Map.entry("PL", "Europe/Warsaw"),
          Map.entry("PT", "Europe/Lisbon"),
          Map.entry("RO", "Europe/Bucharest"),
          Map.entry("SE", "Europe/Stockholm"),
          Map.entry("SG", "Asia/Singapore"),
          Map.entry("SI", "Europe/Ljubljana"),
          Map.entry("SK", "Europe/Bratislava"),
          Map.entry("TR", "Europe/Istanbul"),
          Map.entry("UA", "Europe/Kyiv"),
          Map.entry("UK", "Europe/London"),
          Map.entry("US", "America/New_York"),
          Map.entry("ZA", "Africa/Johannesburg"));

  /** Where neither Christmas nor Easter is a holiday. */
  private static final Set<String> WITHOUT_CHRISTMAS = Set.of("CN", "IL", "JP", "TR");

  private static final Map<String, Set<MonthDay>> DAYS =
      Map.of(
          "AT", Set.of(MonthDay.of(10, 26)),
          "CH", Set.of(MonthDay.of(8, 1)),
          "DE", Set.of(MonthDay.of(5, 1), MonthDay.of(10, 3)),
          "ES", Set.of(MonthDay.of(10, 12)),
          "FR", Set.of(MonthDay.of(5, 1), MonthDay.of(7, 14), MonthDay.of(8, 15)),
          "IN", Set.of(MonthDay.of(1, 26), MonthDay.of(8, 15)),
          "IT", Set.of(MonthDay.of(6, 2), MonthDay.of(8, 15)),
          "PL", Set.of(MonthDay.of(5, 3), MonthDay.of(11, 11)),
          "US", Set.of(MonthDay.of(7, 4)));

  private SendingTime() {}

  /**
   * In words; none when nothing speaks against it.
   *
   * @param country that most people are in, as the directory writes it; empty when unknown
   */
  static List<String> warnings(Instant now, String country) {
    String code = country.strip().toUpperCase(Locale.ROOT);
    String name = ZONES.get(code);
    ZonedDateTime there = now.atZone(name == null ? ZoneOffset.UTC : ZoneId.of(name));
    List<String> warnings = new ArrayList<>();
    DayOfWeek day = there.getDayOfWeek();
    boolean isFriday = code.equals("IL") ? day == DayOfWeek.THURSDAY : day == DayOfWeek.FRIDAY;
    boolean isWeekend =
        code.equals("IL")
            ? day == DayOfWeek.FRIDAY || day == DayOfWeek.SATURDAY
            : day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    if (isWeekend) {
      warnings.add("it is the weekend");
    } else if (isFriday && there.getHour() >= LATE_ON_FRIDAY) {
      warnings.add("the weekend begins");
    }
    if (there.getHour() < MORNING || there.getHour() >= EVENING) {
      warnings.add("it is night");
    }
    if (isHoliday(there.toLocalDate(), code)) {
      warnings.add("it is a holiday");
    } else if (isHoliday(there.toLocalDate().plusDays(1), code)) {
      warnings.add("tomorrow is a holiday");
    }
    if (!warnings.isEmpty()) {
      warnings.add(
          there.format(HOUR)
              + (name == null
                  ? " UTC, since nobody knows the hour where most people are"
                  : " in " + code + ", where most people are"));
    }
    return warnings;
  }

  private static boolean isHoliday(LocalDate day, String code) {
    MonthDay of = MonthDay.from(day);
    if (of.equals(MonthDay.of(1, 1)) || DAYS.getOrDefault(code, Set.of()).contains(of)) {
      return true;
    }
    if (code.equals("US") && day.equals(thanksgiving(day.getYear()))) {
      return true;
    }
    if (WITHOUT_CHRISTMAS.contains(code)) {
      return false;
    }
    LocalDate easter = easter(day.getYear());
    return (day.getMonth() == Month.DECEMBER
            && day.getDayOfMonth() >= 24
            && day.getDayOfMonth() <= 26)
        || day.equals(easter)
        || day.equals(easter.minusDays(2))
        || day.equals(easter.plusDays(1));
  }

  private static LocalDate thanksgiving(int year) {
    return LocalDate.of(year, Month.NOVEMBER, 1)
        .with(TemporalAdjusters.dayOfWeekInMonth(4, DayOfWeek.THURSDAY));
  }

  /** Of the Gregorian calendar, by Butcher's rule. */
  static LocalDate easter(int year) {
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int g = (8 * b + 13) / 25;
    int h = (19 * a + b - b / 4 - g + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int month = (h + l - 7 * m + 114) / 31;
    return LocalDate.of(year, month, (h + l - 7 * m + 114) % 31 + 1);
  }
}
