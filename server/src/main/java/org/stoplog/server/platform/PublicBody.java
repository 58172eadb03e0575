package org.stoplog.server.platform;

import java.util.Set;

/**
 * A path at the public listener that takes another body than a small form. Its handler reads the
 * body itself, and says how often anybody may send one.
 *
 * @param path its beginning, up to a slash: {@code /bounces/}
 * @param types kinds of content, without parameters: {@code application/json}
 * @param bytes the longest body; it must say its length
 * @param isProgram whether programs call it that show who they are by a header {@code
 *     Authorization}; for all others that is taken away
 */
public record PublicBody(String path, Set<String> types, int bytes, boolean isProgram) {
  /** The longest form that anybody may send to any other path. */
  public static final int FORM_BYTES = 8192;

  static final PublicBody FORM =
      new PublicBody("/", Set.of("application/x-www-form-urlencoded"), FORM_BYTES, false);

  public PublicBody {
    types = Set.copyOf(types);
    if (!path.endsWith("/")) {
      throw new IllegalArgumentException("a path ends with a slash");
    }
  }

  boolean isFor(String asked) {
    return asked.startsWith(path);
  }
}
