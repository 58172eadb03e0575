package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Located.Items;

/** The claims on an incident as a YAML or JSON file; docs/reference/claims.md lists its keys. */
public final class ClaimsFile {
  private static final int MOST_CLAIMS = 500;
  private static final int MOST_SCENARIOS = 20;

  private ClaimsFile() {}

  /**
   * Reads strictly. Paths in the file are relative to its folder and must exist.
   *
   * @throws StoplogException {@link Problem#CLAIMS_INVALID} with line and column
   */
  public static Claims load(Path path) {
    String file = String.valueOf(path.getFileName());
    Keys keys =
        Keys.of(
            file, LocatedReader.read(path), "a claims file", List.of("incident", "zone", "claims"));
    String incident = keys.needed("incident");
    ZoneId zone = ClaimReader.zone(keys, ZoneOffset.UTC);
    if (!(keys.value("claims") instanceof Items items) || items.all().isEmpty()) {
      throw keys.wrong(keys.place("claims"), "\"claims\" is a list of at least one claim");
    }
    if (items.all().size() > MOST_CLAIMS) {
      throw keys.wrong(
          items, "\"claims\" has %d claims; at most %d".formatted(items.all().size(), MOST_CLAIMS));
    }
    ClaimReader reader = new ClaimReader(file, folder(path), zone);
    List<Claim> claims = new ArrayList<>();
    Map<String, Claim> byId = new HashMap<>();
    for (Located item : items.all()) {
      Claim claim = reader.read(item);
      if (byId.put(claim.id(), claim) != null) {
        throw keys.wrong(item, "the id \"" + claim.id() + "\" is given twice");
      }
      claims.add(claim);
    }
    for (int i = 0; i < claims.size(); i++) {
      checkChain(keys, items.all().get(i), claims.get(i), byId);
    }
    long scenarios =
        claims.stream().map(Claim::scenario).filter(Objects::nonNull).distinct().count();
    if (scenarios > MOST_SCENARIOS) {
      throw keys.wrong(
          items, "the claims have %d scenarios; at most %d".formatted(scenarios, MOST_SCENARIOS));
    }
    return new Claims(incident, claims);
  }

  /** Writes YAML that {@link #load} reads back to equal claims. Replaces the file at once. */
  public static void write(Path path, Claims claims) {
    Path target = path.toAbsolutePath().normalize();
    Path folder = folder(path);
    try {
      Path part = Files.createTempFile(folder, ".claims", ".part");
      try {
        Files.writeString(part, ClaimsYaml.write(claims, folder), StandardCharsets.UTF_8);
        Files.move(
            part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, target + " could not be written", e);
    }
  }

  private static void checkChain(Keys keys, Located at, Claim claim, Map<String, Claim> byId) {
    Set<String> seen = new HashSet<>(Set.of(claim.id()));
    String earlier = claim.supersedes();
    while (earlier != null) {
      Claim found = byId.get(earlier);
      if (found == null) {
        throw keys.wrong(
            at,
            "a claim supersedes \"%s\", which is not in the file; %s"
                .formatted(
                    earlier, Nearest.hint(earlier, byId.keySet().stream().sorted().toList())));
      }
      if (!seen.add(earlier)) {
        throw keys.wrong(at, "claim \"" + claim.id() + "\" supersedes itself in a circle");
      }
      earlier = found.supersedes();
    }
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " is not a plain file");
    }
    return folder;
  }
}
