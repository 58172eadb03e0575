package org.stoplog.sample;

import java.util.SplittableRandom;
import org.stoplog.sample.Mailbox.Spelling;
import org.stoplog.sample.Phone.Notation;

/** What suppliers make of addresses and numbers. */
final class Messy {
  private Messy() {}

  /** The mailbox that a supplier has for a person: not always the one that the person has. */
  static Mailbox mistaken(Person person, Mailbox mailbox, SplittableRandom random) {
    return switch (person.quirk) {
      case TAG_OF_OWN -> mailbox.mistaken(null);
      case TAG_AT_SUPPLIER -> mailbox.mistaken("tools");
      case TAG_STRANGER_A, TAG_STRANGER_B ->
          random.nextBoolean() ? mailbox.mistaken(null) : mailbox;
      case BASE_STRANGER -> random.nextBoolean() ? mailbox.mistaken("other") : mailbox;
      default -> mailbox;
    };
  }

  static String spell(Mailbox mailbox, SplittableRandom random) {
    if (mailbox.isIdn() && random.nextBoolean()) {
      return mailbox.spelled(Spelling.OTHER_DOMAIN);
    }
    if (mailbox.isUnicode() && random.nextBoolean()) {
      return mailbox.spelled(Spelling.DECOMPOSED);
    }
    return switch (random.nextInt(10)) {
      case 0 -> mailbox.spelled(Spelling.UPPER_CASE);
      case 1 -> mailbox.spelled(Spelling.MIXED_CASE);
      case 2 -> mailbox.spelled(Spelling.SPACES);
      default -> mailbox.plain();
    };
  }

  /** Notations that need a region are used only by people who live there. */
  static String spell(Phone phone, Person person, SplittableRandom random) {
    Notation notation = Notation.values()[random.nextInt(Notation.values().length)];
    boolean regional = notation == Notation.NATIONAL || notation == Notation.ZEROES;
    boolean home = phone.isHome() && person.place == Place.DE;
    return phone.spelled(regional && !home ? Notation.SPACED : notation);
  }

  /** An address that nobody at Northgate has. */
  static String stranger(int number) {
    return "guest." + number + "@elsewhere.example";
  }

  /** A number of a range kept for fiction that nobody at Northgate has. */
  static String strangePhone(int number) {
    return "+44 20 7946 0" + String.format("%03d", number % 1000);
  }
}
