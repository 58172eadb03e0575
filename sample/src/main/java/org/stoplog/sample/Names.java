package org.stoplog.sample;

import java.util.Locale;
import java.util.SplittableRandom;

/** Makes names up from syllables, in the script of a country. They belong to nobody. */
final class Names {
  private static final String[] LATIN_A = words("Mir Tal Vor Bel Cas Dor Eln Fab Gri Hal Jor Kel");
  private static final String[] LATIN_B = words("a o ela ino ara emi une ost avi iel");
  private static final String[] LATIN_C = words("Brix Quell Thorn Varn Wend Zoll Marsh Pell Rusk");
  private static final String[] LATIN_D = words("ford mann ström ière ões ski wick dottir sen ová");
  private static final String[] GREEK = words("Αλ Μυρ Θεν Κορ ίνα ένος ίλη άκος");
  private static final String[] CYRILLIC = words("Вел Мир Яр Зор ана ослав ина енко");
  private static final String[] HEBREW = words("טל רון מיר גל ית אל ון ה");
  private static final String[] ARABIC = words("نور مير سال زهر ين ان ة ي");
  private static final String[] HINDI = words("नव मीर तार सूर ेश ित ा वन");
  private static final String[] JAPANESE = words("霧 青 森 星 野 川 乃 斗");
  private static final String[] CHINESE = words("云 溪 白 石 林 月 安 川");
  private static final String[] KOREAN = words("새 봄 하 늘 솔 빛 람 결");
  private static final String[] THAI = words("ดาว ทอง ฟ้า แก้ว ชัย ศรี พร งาม");

  private Names() {}

  private static String[] words(String text) {
    return text.split(" ");
  }

  static String of(Place place, SplittableRandom random) {
    return switch (place) {
      case GR -> two(GREEK, random);
      case UA -> two(CYRILLIC, random);
      case IL -> two(HEBREW, random);
      case EG -> two(ARABIC, random);
      case IN -> two(HINDI, random);
      case JP -> two(JAPANESE, random);
      case CN -> two(CHINESE, random);
      case KR -> two(KOREAN, random);
      case TH -> two(THAI, random);
      case DE, FR, GB, US, ES, BR, PL, TR, VN -> latin(random);
    };
  }

  /** First name and last name; now and then with what breaks careless CSV. */
  private static String latin(SplittableRandom random) {
    String first = pick(LATIN_A, random) + pick(LATIN_B, random);
    String last = pick(LATIN_C, random) + pick(LATIN_D, random);
    return switch (random.nextInt(40)) {
      case 0 -> last + ", " + first;
      case 1 -> first + " \"" + pick(LATIN_A, random) + "\" " + last;
      case 2 -> first + " O'" + last;
      case 3 -> first + " " + last + "-" + pick(LATIN_C, random);
      default -> first + " " + last;
    };
  }

  private static String two(String[] parts, SplittableRandom random) {
    int half = parts.length / 2;
    return parts[random.nextInt(half)]
        + parts[half + random.nextInt(half)]
        + " "
        + parts[random.nextInt(half)]
        + parts[random.nextInt(half)]
        + parts[half + random.nextInt(half)];
  }

  /** A local part that nobody else has. */
  static String local(int index, SplittableRandom random) {
    return (pick(LATIN_A, random)
            + pick(LATIN_B, random)
            + "."
            + pick(LATIN_C, random)
            + Integer.toString(index, 36))
        .toLowerCase(Locale.ROOT);
  }

  static String organisation(SplittableRandom random) {
    return pick(LATIN_C, random)
        + pick(LATIN_D, random)
        + " "
        + pick(words("Labs Works & Partner GmbH Freight Systems SARL Coop Ltd."), random);
  }

  private static String pick(String[] from, SplittableRandom random) {
    return from[random.nextInt(from.length)];
  }
}
