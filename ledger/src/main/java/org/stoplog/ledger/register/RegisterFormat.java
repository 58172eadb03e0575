package org.stoplog.ledger.register;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a suppliers file is written, and any other list that somebody takes away. */
public enum RegisterFormat {
  CSV("text/csv;charset=UTF-8"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  JSON("application/json");

  private final String mediaType;

  RegisterFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** As programs name it to each other (RFC 6838). */
  public String mediaType() {
    return mediaType;
  }

  /** How such a file's name ends, without the dot. */
  public String ending() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By the end of a name, whatever its case; for a file that is to be written. */
  public static Optional<RegisterFormat> ofName(String name) {
    String end = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(one -> end.endsWith("." + one.ending())).findFirst();
  }
}
