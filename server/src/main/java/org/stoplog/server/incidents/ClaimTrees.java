package org.stoplog.server.incidents;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
   * A claim names files by their SHA-256 and how they are read, and only those that the incident
   * has: any other path would be one of the server's own.
   *
   * @param known {@code sha256/version} of each
   */
  static void refuseOtherFiles(Map<String, Object> claim, int place, Set<String> known) {
    Object files = claim.get("files");
    if (files == null) {
      return;
    }
    Set<List<String>> named =
        known.stream()
            .map(choice -> choice.split("/", 2))
            .map(parts -> List.of(parts[0], KeptFile.Reading.path(parts[1])))
            .collect(Collectors.toSet());
    for (Object file : files instanceof List<?> list ? list : List.of(files)) {
      boolean isKnown =
          file instanceof Map<?, ?> map
              && map.get("path") instanceof String path
              && map.get("mapping") instanceof String mapping
              && named.contains(List.of(path, mapping));
      if (!isKnown) {
        throw new InvalidBody(
            "/claims/" + place + "/files",
            "Name a file that the incident has and has read to its end, by path (its SHA-256) and"
                + " mapping (how it is read), as in a claim recorded on the page.");
      }
    }
  }
}
