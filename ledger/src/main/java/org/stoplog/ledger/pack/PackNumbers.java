package org.stoplog.ledger.pack;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Counts the rows of a pack again, and holds them against its trees and its summary. */
final class PackNumbers {
  private final PackArchive archive;
  private final PackManifest manifest;
  private final Consumer<String> wrong;

  PackNumbers(PackArchive archive, PackManifest manifest, Consumer<String> wrong) {
    this.archive = archive;
    this.manifest = manifest;
    this.wrong = wrong;
  }

  /**
   * @return what was counted, by file
   */
  Map<String, PackRows.Found> check() {
    JsonNode summary =
        PackManifest.json(
            archive,
            PackFormat.SUMMARY,
            archive.bytes(PackFormat.SUMMARY, PackFormat.LARGEST_DOCUMENT));
    Map<String, Set<String>> columns = new HashMap<>();
    manifest.trees().keySet().forEach(name -> columns.put(name, new TreeSet<>(Set.of("state"))));
    for (JsonNode count : summary.path("counts")) {
      Set<String> of =
          columns.computeIfAbsent(PackManifest.text(count, "file"), _ -> new TreeSet<>());
      if (count.has("column")) {
        of.add(PackManifest.text(count, "column"));
      }
    }
    Map<String, PackRows.Found> found = new HashMap<>();
    for (String name : new LinkedHashSet<>(columns.keySet())) {
      if (!manifest.has(name) || !name.endsWith(".csv")) {
        wrong.accept("The summary counts rows of " + name + ", which is not there.");
        continue;
      }
      Merkle tree = new Merkle();
      PackRows.Found rows =
          PackRows.count(archive, name, List.copyOf(columns.getOrDefault(name, Set.of())), tree);
      found.put(name, rows);
      PackManifest.Tree listed = manifest.trees().get(name);
      if (listed != null && (listed.rows() != tree.count() || !listed.root().equals(tree.root()))) {
        wrong.accept("The rows of " + name + " do not have the root that was signed.");
      }
    }
    for (JsonNode count : summary.path("counts")) {
      compare(count, found);
    }
    return found;
  }

  private void compare(JsonNode count, Map<String, PackRows.Found> found) {
    String file = PackManifest.text(count, "file");
    PackRows.Found rows = found.get(file);
    if (rows == null) {
      return; // told already
    }
    long said = count.path("count").asLong(-1);
    String value = PackManifest.text(count, "value");
    long real = rows.count(PackManifest.text(count, "column"), value);
    if (said != real) {
      wrong.accept(
          "The summary says %d where %s has %d rows%s."
              .formatted(said, file, real, value.isEmpty() ? "" : " of " + value));
    }
  }
}
