package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.ledger.store.CheckpointKey;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a pack says of itself, once its signature was checked.
 *
 * @param key that signed it
 * @param files in the order of the archive
 * @param trees roots over the rows of files, by file
 */
record PackManifest(CheckpointKey key, JsonNode root, List<Listed> files, Map<String, Tree> trees) {
  private static final int DEPTH = 20;

  /** Also for other documents in a pack. */
  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A file as it is listed. */
  record Listed(String name, long bytes, String sha256) {}

  /** A root over the rows of a file. */
  record Tree(long rows, String root) {}

  PackManifest {
    files = List.copyOf(files);
    trees = Map.copyOf(trees);
  }

  /** Before anything else of the pack is believed. */
  static PackManifest read(PackArchive archive) {
    byte[] manifest = archive.bytes(PackFormat.MANIFEST, PackFormat.LARGEST_MANIFEST);
    JsonNode signature =
        json(archive, PackFormat.SIGNATURE, archive.bytes(PackFormat.SIGNATURE, 1 << 14));
    CheckpointKey key;
    byte[] bytes;
    try {
      key =
          CheckpointKey.ofPem(
              new String(archive.bytes(PackFormat.KEY, PackFormat.LARGEST_SMALL), US_ASCII));
      bytes = Base64.getDecoder().decode(text(signature, "signature"));
    } catch (IllegalArgumentException e) {
      throw archive.invalid("its key or its signature is none");
    }
    if (!text(signature, "format").equals(PackFormat.FORMAT)
        || !text(signature, "key").equals(key.id())
        || !Base64.getEncoder().encodeToString(bytes).equals(text(signature, "signature"))
        || signature.size() != 3
        || !key.verifies(PackFormat.signed(manifest), bytes)) {
      throw archive.invalid("its manifest was not signed so by the key that is in it");
    }
    JsonNode root = json(archive, PackFormat.MANIFEST, manifest);
    if (!text(root, "format").equals(PackFormat.FORMAT)) {
      throw archive.invalid("its format is not \"" + PackFormat.FORMAT + "\"");
    }
    return new PackManifest(key, root, files(archive, root), trees(root));
  }

  private static List<Listed> files(PackArchive archive, JsonNode root) {
    List<Listed> files = new ArrayList<>();
    for (JsonNode one : root.path("files")) {
      Listed listed =
          new Listed(text(one, "name"), one.path("bytes").asLong(-1), text(one, "sha256"));
      if (listed.bytes() < 0 || !listed.sha256().matches("[0-9a-f]{64}")) {
        throw archive.invalid("its manifest lists a file without size or hash");
      }
      files.add(listed);
    }
    List<String> named = new ArrayList<>(files.stream().map(Listed::name).toList());
    named.add(PackFormat.MANIFEST);
    named.add(PackFormat.SIGNATURE);
    if (!named.equals(archive.order())) {
      throw archive.invalid(
          "it has other files than its manifest lists, or has them in another order");
    }
    return files;
  }

  private static Map<String, Tree> trees(JsonNode root) {
    Map<String, Tree> trees = new LinkedHashMap<>();
    for (JsonNode one : root.path("trees")) {
      trees.put(text(one, "file"), new Tree(one.path("rows").asLong(-1), text(one, "root")));
    }
    return trees;
  }

  static JsonNode json(PackArchive archive, String name, byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw archive.invalid(name + " in it is no JSON that packs use");
    }
  }

  /** Empty for none. */
  static String text(JsonNode node, String key) {
    return node.path(key).asString("");
  }

  boolean isPublic() {
    return text(root, "edition").equals("public");
  }

  boolean has(String name) {
    return files.stream().anyMatch(one -> one.name().equals(name));
  }

  String sha256(String name) {
    return files.stream()
        .filter(one -> one.name().equals(name))
        .map(Listed::sha256)
        .findFirst()
        .orElse("");
  }
}
