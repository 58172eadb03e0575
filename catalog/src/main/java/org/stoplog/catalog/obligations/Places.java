package org.stoplog.catalog.obligations;

import java.util.Locale;
import java.util.Set;

/** Which places a law reaches. */
public final class Places {
  /** Member states of the European Union, in 2026. */
  public static final Set<String> UNION =
      Set.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private Places() {}

  /**
   * Whether a place lies in a jurisdiction: {@code US-CA} in {@code US-CA} and in {@code US},
   * {@code DE} in {@code EU}. Territories of the United States have a country's code, too.
   */
  public static boolean isIn(String place, String jurisdiction) {
    if (place.equals(jurisdiction) || place.startsWith(jurisdiction + "-")) {
      return true;
    }
    return switch (jurisdiction) {
      case "EU" -> UNION.contains(country(place));
      case "US" -> TERRITORIES.contains(place);
      case "US-PR", "US-GU", "US-VI", "US-AS", "US-MP" -> jurisdiction.equals("US-" + place);
      default -> false;
    };
  }

  private static final Set<String> TERRITORIES = Set.of("PR", "GU", "VI", "AS", "MP");

  /** The country of a place that is within one. */
  public static String country(String place) {
    return place.substring(0, Math.min(2, place.length()));
  }

  /**
   * Whether somebody of the place may live in the jurisdiction: of {@code US} nobody knows in which
   * state, and of an unknown place nothing.
   */
  static boolean mayBeIn(String place, String jurisdiction) {
    return place.isEmpty() || (jurisdiction.startsWith(place + "-") && place.length() == 2);
  }

  /** Whether it is written as a place: a country of ISO 3166, or a part of one. */
  public static boolean isSound(String place) {
    return place.matches("[A-Z]{2}(-[A-Z0-9]{1,3})?") && COUNTRIES.contains(country(place));
  }
}
