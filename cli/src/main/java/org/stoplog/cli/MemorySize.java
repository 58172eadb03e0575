package org.stoplog.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An amount of memory as people write it: {@code 512MB}, {@code 4GB}, {@code 1.5g}. */
record MemorySize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?) ?([mg])i?b?");

  /** Less than this and a query cannot even start. */
  private static final long LEAST = 64L << 20;

  MemorySize {
    if (bytes < LEAST) {
      throw new IllegalArgumentException("at least 64MB is needed");
    }
  }

  static MemorySize parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException("write a size as 512MB or 4GB");
    }
    long unit = form.group(2).equals("g") ? 1L << 30 : 1L << 20;
    return new MemorySize((long) (Double.parseDouble(form.group(1)) * unit));
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<MemorySize> {
    @Override
    public MemorySize convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
