package org.stoplog.server.incidents;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.InvalidBody;

/** Claims that a program sent, as the text that is kept of each. */
final class ClaimTrees {
  private ClaimTrees() {}

  /** In the one spelling that it has here. */
  static String document(Map<String, Object> claim) {
    Map<String, Object> kept = new LinkedHashMap<>();
    claim.forEach(
        (key, value) -> {
          Object plain = plain(value);
          if (plain != null) {
            kept.put(key, plain);
          }
        });
    return ClaimDocument.write(kept);
  }

  /** The canonical form has no broken numbers; the reader of claims takes them as text too. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        Map<String, Object> kept = new LinkedHashMap<>();
        map.forEach(
            (key, inner) -> {
              Object plain = plain(inner);
              if (plain != null) {
                kept.put(String.valueOf(key), plain);
              }
            });
        yield kept;
      }
      case List<?> list -> list.stream().map(ClaimTrees::plain).toList();
      case Integer number -> number;
      case Long number -> number;
      case BigInteger number -> number;
      case Number number -> number.toString();
      default -> value;
    };
  }

  static String text(Map<String, Object> claim, String key, int place) {
    if (claim.get(key) instanceof String text) {
      return text.strip();
    }
    throw new InvalidBody("/claims/" + place + "/" + key, "A claim has this field, as text.");
  }

  /**
   * A claim names files by their SHA-256, and only those that the incident has: any other path
   * would be one of the server's own.
   */
  static void refuseOtherFiles(Map<String, Object> claim, int place, Set<String> kept) {
    String at = "/claims/" + place + "/files";
    Object files = claim.get("files");
    if (files == null) {
      return;
    }
    List<?> all = files instanceof List<?> list ? list : List.of(files);
    for (Object file : all) {
      Object path = file instanceof Map<?, ?> map ? map.get("path") : file;
      boolean isKept = path instanceof String text && kept.contains(text);
      boolean hasMapping = file instanceof Map<?, ?> map && map.containsKey("mapping");
      if (!isKept || hasMapping) {
        throw new InvalidBody(
            at, "Name a file of the incident by its SHA-256; a mapping cannot be named yet.");
      }
    }
  }
}
