package org.stoplog.server.bounces;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a call's JSON, bounded in depth and size; what is not there is empty, never an error. */
final class HookJson {
  private static final int DEEPEST = 20;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final long EARLIEST = 946_684_800;
  private static final long LATEST = 4_102_444_800L;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_TEXT)
                          .maxNumberLength(40)
                          .maxNameLength(1_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final JsonNode node;

  private HookJson(JsonNode node) {
    this.node = node;
  }

  /**
   * @throws HookDecoder.NotReadable when it is no JSON, or nested too deep
   */
  static HookJson of(byte[] bytes) {
    try {
      return new HookJson(JSON.readTree(bytes));
    } catch (JacksonException e) {
      throw new HookDecoder.NotReadable();
    }
  }

  static HookJson of(String text) {
    return of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  HookJson at(String name) {
    return new HookJson(node.path(name));
  }

  boolean isThere() {
    return !node.isMissingNode() && !node.isNull();
  }

  /** What stands there when it is a text or a number; else empty. */
  String text(String name) {
    JsonNode value = node.path(name);
    return value.isString() || value.isNumber() ? value.asString() : "";
  }

  /** The parts of a list, at most so many; of what is none, itself. */
  List<HookJson> all(int most) {
    if (!node.isArray()) {
      return isThere() ? List.of(this) : List.of();
    }
    List<HookJson> all = new ArrayList<>();
    for (JsonNode one : node) {
      if (all.size() < most) {
        all.add(new HookJson(one));
      }
    }
    return all;
  }

  boolean isList() {
    return node.isArray();
  }

  /** The first text of a list, or the text itself; else empty. */
  String first() {
    JsonNode one = node.isArray() && !node.isEmpty() ? node.get(0) : node;
    return one.isString() ? one.asString() : "";
  }

  /** Seconds since 1970, or ISO 8601 with a zone; null for anything else. */
  @Nullable Instant time(String name) {
    JsonNode value = node.path(name);
    if (value.isNumber()) {
      double seconds = value.asDouble(0);
      return seconds > EARLIEST && seconds < LATEST
          ? Instant.ofEpochMilli((long) (seconds * 1000))
          : null;
    }
    return time(text(name), true);
  }

  static @Nullable Instant time(String text, boolean isIso) {
    try {
      if (isIso) {
        return OffsetDateTime.parse(text).toInstant();
      }
      return text.matches("[0-9]{9,11}") ? Instant.ofEpochSecond(Long.parseLong(text)) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "HookJson[…]";
  }
}
