package org.stoplog.server.clocks;

import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * On which days a place works: its weekend, and its public holidays as Jollyday knows them.
 * Holidays that hang on the moon are computed, and may be a day off from what is announced.
 * Thread-safe.
 */
final class WorkingDays {
  private static final Set<DayOfWeek> USUAL = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
  private static final Set<DayOfWeek> FRIDAY = EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY);

  /** Countries whose weekend is Friday and Saturday. */
  private static final Set<String> FRIDAY_PLACES =
      Set.of(
          "BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "OM", "QA", "SA", "SD", "SY", "YE");

  private static final Map<String, Optional<HolidayManager>> KNOWN = new ConcurrentHashMap<>();

  private final String place;
  private final Set<DayOfWeek> weekend;
  private final Optional<HolidayManager> holidays;

  /**
   * @param place a jurisdiction: {@code BR}, {@code US-CA}; of {@code EU} only the weekend is known
   */
  WorkingDays(String place) {
    this.place = place;
    String country = place.substring(0, 2);
    this.weekend = FRIDAY_PLACES.contains(country) ? FRIDAY : USUAL;
    this.holidays =
        KNOWN.computeIfAbsent(
            country.toLowerCase(Locale.ROOT),
            code ->
                HolidayManager.getSupportedCalendarCodes().stream().anyMatch(code::equalsIgnoreCase)
                    ? Optional.of(HolidayManager.getInstance(ManagerParameters.create(code)))
                    : Optional.empty());
  }

  /** Whether its holidays are known; else it counts weekends alone, which must be said. */
  boolean areHolidaysKnown() {
    return holidays.isPresent();
  }

  boolean isWorking(LocalDate day) {
    if (weekend.contains(day.getDayOfWeek())) {
      return false;
    }
    String[] parts =
        place.length() > 3
            ? new String[] {place.substring(3).toLowerCase(Locale.ROOT)}
            : new String[0];
    return holidays.map(known -> !known.isHoliday(day, parts)).orElse(true);
  }

  /**
   * The last of so many working days after a day, which is not counted itself.
   *
   * @param count 1 at least
   */
  LocalDate after(LocalDate day, int count) {
    LocalDate at = day;
    for (int left = count; left > 0; ) {
      at = at.plusDays(1);
      if (isWorking(at)) {
        left--;
      }
    }
    return at;
  }
}
