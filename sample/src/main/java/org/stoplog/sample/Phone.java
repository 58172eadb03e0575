package org.stoplog.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * A telephone number out of the ranges that regulators keep for films and books.
 *
 * @param prefix country code without plus
 * @param trunk what is dialled before the national number inside the country, may be empty
 * @param area area code without trunk prefix
 * @param number number within the area
 * @param holders who has it, and when
 */
record Phone(String prefix, String trunk, String area, String number, List<Holder> holders) {
  /** How a number may be written; all mean the same. */
  enum Notation {
    E164,
    SPACED,
    BRACKETS,
    EXTENSION,
    /** With 00 for the plus: read with the region. */
    ZEROES,
    /** As dialled inside the country: read with the region. Only at {@link #HOME}. */
    NATIONAL
  }

  /** Country whose national notation the sample uses. */
  static final String HOME = "DE";

  private static final String[] FRENCH = {"199", "261", "353", "465", "536"};
  private static final String[] FRENCH_REST = {"00", "91", "01", "71", "49"};
  private static final String[] GERMAN = {"30", "69", "40", "221", "89"};
  private static final String[] GERMAN_REST = {"23125", "90009", "66969", "4710", "99998"};

  static final int HOME_COUNT = 5_000;
  static final int ABROAD_COUNT = 50_000;

  /** A number of {@link #HOME}; index from 0 to {@link #HOME_COUNT} (exclusive). */
  static Phone home(int index) {
    int range = index % 5;
    String rest = GERMAN_REST[range] + String.format("%03d", index / 5);
    return new Phone("49", "0", GERMAN[range], rest, new ArrayList<>(1));
  }

  /** A number of France; index from 0 to {@link #ABROAD_COUNT} (exclusive). */
  static Phone abroad(int index) {
    int range = index % 5;
    String area = FRENCH[range].substring(0, 1);
    String rest = FRENCH[range].substring(1) + FRENCH_REST[range];
    return new Phone("33", "0", area, rest + String.format("%04d", index / 5), new ArrayList<>(1));
  }

  boolean isHome() {
    return prefix.equals("49");
  }

  String e164() {
    return "+" + prefix + area + number;
  }

  String spelled(Notation notation) {
    return switch (notation) {
      case E164 -> e164();
      case SPACED -> "+" + prefix + " " + area + " " + number.substring(0, 3) + " " + tail();
      case BRACKETS -> "+" + prefix + " (" + trunk + ")" + area + "-" + number;
      case EXTENSION -> "+" + prefix + " " + area + " " + number + " ext. 12";
      case ZEROES -> "00" + prefix + " " + area + " " + number;
      case NATIONAL -> trunk + area + " / " + number.substring(0, 3) + "-" + tail();
    };
  }

  private String tail() {
    return number.substring(3);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Phone phone && phone.e164().equals(e164());
  }

  @Override
  public int hashCode() {
    return e164().hashCode();
  }
}
