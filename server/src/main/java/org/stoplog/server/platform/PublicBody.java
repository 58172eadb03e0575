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
 * @param isForm whether it is a form of a page of ours: then it must come from that, and not too
 *     often
 */
public record PublicBody(
    String path, Set<String> types, int bytes, boolean isProgram, boolean isForm) {
  /** The longest form that anybody may send to any other path. */
  public static final int FORM_BYTES = 8192;

  /** The longest form that any path takes. */
  static final int LONGEST_FORM_BYTES = 65_536;

  private static final String URL_ENCODED = "application/x-www-form-urlencoded";

  static final PublicBody FORM = new PublicBody("/", Set.of(URL_ENCODED), FORM_BYTES, false, true);

  /** A body that is no form. */
  public PublicBody(String path, Set<String> types, int bytes, boolean isProgram) {
    this(path, types, bytes, isProgram, false);
  }

  /** Longer forms of whoever has a link. */
  public static PublicBody longForms(String path) {
    return new PublicBody(path, Set.of(URL_ENCODED), LONGEST_FORM_BYTES, false, true);
  }

  /** Forms with a file. */
  public static PublicBody files(String path, int bytes) {
    return new PublicBody(path, Set.of(MULTIPART), bytes + LONGEST_FORM_BYTES, false, true);
  }

  boolean isMultipart() {
    return types.contains(MULTIPART);
  }

  private static final String MULTIPART = "multipart/form-data";

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
