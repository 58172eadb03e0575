package org.stoplog.server.messages;

import java.util.regex.Pattern;

/** Telephone numbers with their country (ITU-T E.164), the only ones that nobody misreads. */
public final class PhoneNumber {
  private static final Pattern BETWEEN = Pattern.compile("[ ().\u00a0\u2010\u2011/-]");
  private static final Pattern SOUND = Pattern.compile("\\+[1-9][0-9]{6,14}");

  private PhoneNumber() {}

  /** Without what people write between the digits. */
  public static String plain(String written) {
    return BETWEEN.matcher(written.strip()).replaceAll("");
  }

  /** Whether it is a plus, a country and a number, with nothing between. */
  public static boolean isSound(String number) {
    return SOUND.matcher(number).matches();
  }
}
