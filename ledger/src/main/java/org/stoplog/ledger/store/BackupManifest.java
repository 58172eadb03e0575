package org.stoplog.ledger.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The last entry of a backup, which names all others.
 *
 * @param schema number of the last migration of the database
 * @param sequences the next values of the database's sequences, by name
 * @param entries SHA-256 in hex, by name of the entry, in the order of the archive
 */
record BackupManifest(int schema, Map<String, Long> sequences, Map<String, String> entries) {
  static final String NAME = "manifest.json";

  private static final int FORMAT = 1;

  /** Parts of a table, or files in one of three folders; no name can lead out of them. */
  private static final Pattern NAMES =
      Pattern.compile(
          "tables/[a-z_0-9]+/\\d{6,9}"
              + "|(warehouse|evidence|segments)(/(?!\\.{1,2}(/|$))[^/\\p{Cntrl}]+)+");

  BackupManifest {
    sequences = Map.copyOf(sequences);
    entries = new LinkedHashMap<>(entries);
  }

  /** Whether a backup can have an entry of this name, the manifest aside. */
  static boolean isName(String name) {
    return NAMES.matcher(name).matches();
  }

  String toJson() {
    List<Object> list = new ArrayList<>();
    entries.forEach((name, hash) -> list.add(Map.of("name", name, "sha256", hash)));
    return CanonicalJson.write(
        Map.of("format", FORMAT, "schema", schema, "sequences", sequences, "entries", list));
  }

  /**
   * @throws StoplogException BACKUP_INVALID, or DATA_FOLDER_NEWER for a later version's backup
   */
  static BackupManifest parse(byte[] json) {
    try {
      JsonNode root = JsonMapper.shared().readTree(json);
      if (root.required("format").asInt() > FORMAT) {
        throw new StoplogException(Problem.DATA_FOLDER_NEWER, "the backup has a newer format");
      }
      Map<String, Long> sequences = new LinkedHashMap<>();
      root.required("sequences")
          .properties()
          .forEach(field -> sequences.put(field.getKey(), field.getValue().asLong()));
      Map<String, String> entries = new LinkedHashMap<>();
      for (JsonNode entry : root.required("entries")) {
        entries.put(entry.required("name").asString(), entry.required("sha256").asString());
      }
      return new BackupManifest(root.required("schema").asInt(), sequences, entries);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new StoplogException(Problem.BACKUP_INVALID, NAME + " cannot be read", e);
    }
  }
}
