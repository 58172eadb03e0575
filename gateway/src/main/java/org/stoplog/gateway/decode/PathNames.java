package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a path names a person. It becomes a key of the event, which no rule reaches: a path cannot
 * be changed without asking for something else.
 *
 * @param key of the event, beginning with {@code $path}
 * @param where its first group is the name
 */
record PathNames(String key, Pattern where) {
  static PathNames of(String key, String where) {
    return new PathNames(key, Pattern.compile(where));
  }

  /** The name in the path as it is meant, null when there is none. */
  byte @Nullable [] in(String path) throws Unreadable {
    Matcher matcher = where.matcher(path);
    if (!matcher.find()) {
      return null;
    }
    // A plus is itself in a path.
    byte[] name = matcher.group(1).replace("+", "%2B").getBytes(StandardCharsets.ISO_8859_1);
    return Percent.decode(name, 0, name.length);
  }
}
