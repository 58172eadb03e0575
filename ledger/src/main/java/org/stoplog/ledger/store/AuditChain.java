package org.stoplog.ledger.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks an {@link AuditExtract} line by line, without the log: that each entry that is shown has
 * its hash, and that the hashes lead to the one that was signed.
 */
public final class AuditChain {
  private static final int LONGEST_LINE = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Set<String> OF_SHOWN =
      Set.of("seq", "at", "recorded", "act", "detail", "actor", "salt", "hash");

  private final Consumer<Shown> shown;
  private byte[] head = AuditEntry.START;
  private long last = -1;
  private long first;
  private long shownCount;
  private long hiddenCount;
  private long unlinked;

  /** An entry that is shown. @param actor null for the command line and the program itself */
  public record Shown(long seq, String act, @Nullable UUID actor, Instant at, JsonNode detail) {}

  /**
   * @param shown hears of each entry that is shown, once it is checked
   */
  public AuditChain(Consumer<Shown> shown) {
    this.shown = shown;
  }

  /**
   * Takes the next line.
   *
   * @throws IllegalArgumentException with what is wrong, in words
   */
  public void line(String line) {
    if (line.length() > LONGEST_LINE) {
      throw new IllegalArgumentException("a line of the audit extract is too long");
    }
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a line of the audit extract is no JSON", e);
    }
    Set<String> keys =
        node.isObject() ? new TreeSet<>(node.propertyNames()) : new TreeSet<String>();
    long seq = node.path("seq").isIntegralNumber() ? node.get("seq").asLong() : -1;
    if (seq < 0 || (last >= 0 && seq != last + 1)) {
      throw new IllegalArgumentException(
          "after entry " + last + " of the audit extract comes none or another");
    }
    if (last < 0) {
      require(keys.equals(Set.of("seq", "hash")), seq);
      head = hash(node, "hash", seq);
      first = seq + 1;
    } else if (keys.equals(Set.of("seq", "content"))) {
      head = AuditEntry.chained(seq, hash(node, "content", seq), head);
      hiddenCount++;
    } else if (keys.equals(Set.of("seq", "hash"))) {
      // Of before there were salts: what came before it is listed, not linked.
      head = hash(node, "hash", seq);
      hiddenCount++;
      unlinked = seq;
    } else {
      require(OF_SHOWN.containsAll(keys), seq);
      show(node, seq);
    }
    last = seq;
  }

  private void show(JsonNode node, long seq) {
    try {
      AuditEntry entry =
          AuditEntry.shown(
              seq,
              Instant.parse(text(node, "at")),
              Instant.parse(text(node, "recorded")),
              node.has("actor") ? UUID.fromString(text(node, "actor")) : null,
              text(node, "act"),
              text(node, "detail"),
              node.has("salt") ? HexFormat.of().parseHex(text(node, "salt")) : null);
      byte[] computed = entry.computed(seq, head);
      require(Arrays.equals(computed, hash(node, "hash", seq)), seq);
      head = computed;
      shownCount++;
      shown.accept(
          new Shown(
              seq,
              text(node, "act"),
              entry.actor,
              Instant.parse(text(node, "at")),
              JSON.readTree(text(node, "detail"))));
    } catch (DateTimeException | JacksonException | IllegalArgumentException e) {
      throw wrong(seq, e);
    }
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null || !value.isString()) {
      throw new IllegalArgumentException("no text");
    }
    return value.stringValue();
  }

  private static byte[] hash(JsonNode node, String key, long seq) {
    String text = node.path(key).asString("");
    require(text.matches("[0-9a-f]{64}"), seq);
    return HexFormat.of().parseHex(text);
  }

  private static void require(boolean isRight, long seq) {
    if (!isRight) {
      throw wrong(seq, null);
    }
  }

  private static IllegalArgumentException wrong(long seq, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "entry " + seq + " of the audit extract is not what was appended", cause);
  }

  /** Whether the last entry so far is this one of a checkpoint. */
  public boolean isAt(Checkpoint checkpoint) {
    return last == checkpoint.entry() && HexFormat.of().formatHex(head).equals(checkpoint.hash());
  }

  /** Number of the last entry so far. */
  public long last() {
    return last;
  }

  /** Number of the first entry. */
  public long first() {
    return first;
  }

  public long shownCount() {
    return shownCount;
  }

  public long hiddenCount() {
    return hiddenCount;
  }

  /** Entries before this one are not linked to the end by hashes; 0 when all are. */
  public long unlinkedBefore() {
    return unlinked;
  }
}
