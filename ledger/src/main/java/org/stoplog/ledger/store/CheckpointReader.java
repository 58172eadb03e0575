package org.stoplog.ledger.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a checkpoint's file strictly: what is not signed must not be in it. */
final class CheckpointReader {
  /** A checkpoint has some 600 bytes; a mail program may have widened it. */
  private static final int LARGEST = 1 << 14;

  private static final Set<String> KEYS =
      Set.of(
          "format", "folder", "entry", "hash", "at", "recorded", "key", "publicKey", "signature");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CheckpointReader() {}

  static Checkpoint read(Path file) {
    return parse(bytes(file), String.valueOf(file));
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw invalid(file.toString(), "it is too large to be a checkpoint");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, file + " does not exist", e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be read", e);
    }
  }

  /**
   * @param name of the file, for messages
   * @throws StoplogException CHECKPOINT_INVALID
   */
  static Checkpoint parse(byte[] bytes, String name) {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw invalid(name, "it is not a JSON document, or breaks off");
    }
    if (!root.isObject()) {
      throw invalid(name, "it is not a checkpoint");
    }
    if (!root.path("format").asString("").equals(Checkpoint.FORMAT)) {
      throw invalid(name, "its format is not \"" + Checkpoint.FORMAT + "\"");
    }
    if (!KEYS.equals(new TreeSet<>(List.copyOf(root.propertyNames())))) {
      throw invalid(name, "a key is missing, or one is there that a checkpoint does not have");
    }
    try {
      return checkpoint(root, name);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw invalid(name, "a value was altered: it is not what was signed");
    }
  }

  private static Checkpoint checkpoint(JsonNode root, String name) {
    CheckpointKey key = CheckpointKey.ofText(text(root, "publicKey"));
    if (!key.id().equals(text(root, "key"))) {
      throw invalid(name, "the id of the key is not that of its public key");
    }
    JsonNode entry = root.get("entry");
    if (!entry.isIntegralNumber() || !entry.canConvertToLong()) {
      throw new IllegalArgumentException("no number");
    }
    Checkpoint checkpoint =
        new Checkpoint(
            UUID.fromString(text(root, "folder")),
            entry.longValue(),
            text(root, "hash"),
            Instant.parse(text(root, "at")),
            Instant.parse(text(root, "recorded")),
            key,
            text(root, "signature"));
    // Base64, times and ids have several spellings; two files must not be one checkpoint.
    boolean isCanonical =
        text(root, "publicKey").equals(key.text())
            && text(root, "folder").equals(checkpoint.folder().toString())
            && text(root, "at").equals(checkpoint.at().toString())
            && text(root, "recorded").equals(checkpoint.recorded().toString())
            && text(root, "signature").equals(canonical(checkpoint.signature()));
    if (!isCanonical) {
      throw invalid(name, "a value is spelt in another way than it was written");
    }
    return checkpoint;
  }

  private static String canonical(String base64) {
    return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64));
  }

  private static String text(JsonNode root, String key) {
    JsonNode value = root.get(key);
    if (!value.isString()) {
      throw new IllegalArgumentException("no text");
    }
    return value.stringValue();
  }

  private static StoplogException invalid(String name, String why) {
    return new StoplogException(
        Problem.CHECKPOINT_INVALID, name + " is not a usable checkpoint: " + why);
  }
}
