package org.stoplog.server.intake;

import java.nio.charset.StandardCharsets;

/** A file name of ours, made of a stranger's: no path, no control character, no markup. */
public final class UploadName {
  private static final int MOST_BYTES = 120;

  private UploadName() {}

  public static String of(@org.jspecify.annotations.Nullable String given) {
    String name = given == null ? "" : given;
    // Windows browsers of old sent whole paths.
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    name = name.replaceAll("[^\\p{L}\\p{M}\\p{N} ._()+-]", "_").strip();
    // Not hidden, no way up, and no formula in an export.
    name = name.replaceAll("^[.\\-+ ]+", "").replaceAll("\\.{2,}", ".");
    while (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      // The end is kept: it says what kind of file it is.
      name = name.substring(name.offsetByCodePoints(0, 1));
    }
    return name.isBlank() ? "file" : name;
  }
}
