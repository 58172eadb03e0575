package org.stoplog.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people write it: {@code 30m}, {@code 26h}, {@code 2d}. */
record Age(Duration duration) {
  private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,5}) ?([mhd])");

  /** Reads it from the command line. */
  static final class Converter implements ITypeConverter<Age> {
    @Override
    public Age convert(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is no age; write 30m, 26h or 2d");
      }
      long amount = Long.parseLong(matcher.group(1));
      return new Age(
          switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          });
    }
  }

  /** In the largest unit of which there are at least two. */
  static String text(Duration duration) {
    if (duration.toMinutes() < 120) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " days";
  }
}
