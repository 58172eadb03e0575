package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Taken.Count;
import org.stoplog.ledger.exposure.Taken.Dataset;
import org.stoplog.ledger.exposure.Taken.Expansion;
import org.stoplog.ledger.exposure.Taken.SentFile;
import org.stoplog.ledger.register.Predicate;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Claims as YAML. Windows are written in the supplier's words, with the zone they were read in. */
final class ClaimsYaml {
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().disable(YAMLWriteFeature.WRITE_DOC_START_MARKER).build());

  private ClaimsYaml() {}

  /**
   * @param folder that paths are written relative to where they lie under it
   */
  static String write(Claims claims, Path folder) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("incident", claims.incident());
    root.put("claims", claims.all().stream().map(claim -> claim(claim, folder)).toList());
    return YAML.writeValueAsString(root);
  }

  private static Map<String, Object> claim(Claim claim, Path folder) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", claim.id());
    map.put("supplier", claim.supplier());
    map.put("source", claim.origin().source().slug());
    map.put("verified", claim.origin().verified().slug());
    put(map, "received", claim.origin().received());
    put(map, "as-of", claim.origin().asOf());
    map.put("polarity", claim.polarity().slug());
    map.put("certainty", claim.certainty().slug());
    taken(map, claim.taken(), folder);
    put(map, "scenario", claim.scenario());
    put(map, "supersedes", claim.supersedes());
    put(map, "note", claim.note());
    return map;
  }

  private static void taken(Map<String, Object> map, Taken taken, Path folder) {
    putAll(map, "elements", taken.elements());
    putAll(map, "windows", taken.windows().stream().map(ClaimsYaml::window).toList());
    putAll(map, "files", taken.datasets().stream().map(file -> dataset(file, folder)).toList());
    putAll(map, "sent-files", taken.sentFiles().stream().map(ClaimsYaml::sentFile).toList());
    Predicate cohort = taken.cohort();
    put(map, "cohort", cohort == null ? null : cohort.text());
    Count count = taken.count();
    if (count != null) {
      map.put("count", Map.of("about", count.about(), "factor", count.factor()));
    }
    if (taken.organisations().expansion() != Expansion.NONE
        || taken.organisations().day() != null) {
      Map<String, Object> organisations = new LinkedHashMap<>();
      organisations.put("expand", taken.organisations().expansion().slug());
      put(organisations, "on", taken.organisations().day());
      map.put("organisations", organisations);
    }
    if (!taken.subProcessors()) {
      map.put("sub-processors", false);
    }
  }

  private static Map<String, Object> window(Window window) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(window.kind().slug(), window.said().text());
    map.put("zone", window.said().zone().getId());
    Precision precision = window.said().precision();
    put(map, "precision", precision == null ? null : precision.slug());
    return map;
  }

  private static Map<String, Object> dataset(Dataset dataset, Path folder) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", relative(dataset.path(), folder));
    Path mapping = dataset.mapping();
    put(map, "mapping", mapping == null ? null : relative(mapping, folder));
    map.put("kind", dataset.kind().slug());
    Taken.Where where = dataset.where();
    if (where != null) {
      map.put("where", Map.of("column", where.column(), "value", where.value()));
    }
    return map;
  }

  private static Map<String, Object> sentFile(SentFile file) {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "name", file.name());
    put(map, "sha256", file.sha256());
    return map;
  }

  private static String relative(Path path, Path folder) {
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(folder)
        ? folder.relativize(absolute).toString()
        : absolute.toString();
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value.toString());
    }
  }

  private static void putAll(Map<String, Object> map, String key, List<?> values) {
    if (!values.isEmpty()) {
      map.put(key, new ArrayList<>(values));
    }
  }
}
