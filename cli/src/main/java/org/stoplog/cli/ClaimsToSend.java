package org.stoplog.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Claims of a file beside those that a server has; the server judges what they say. */
final class ClaimsToSend {
  private static final int LARGEST = 1 << 20;

  private ClaimsToSend() {}

  /**
   * All that are there, as they are, and then those of the file with other names.
   *
   * @throws StoplogException CLAIMS_INVALID when it is no claims file at all
   */
  static Map<String, Object> merged(JsonNode there, Path file) {
    JsonNode read = read(file);
    if (read.has("zone")) {
      throw new StoplogException(
          Problem.CLAIMS_INVALID,
          name(file) + ": a server takes no \"zone\" for all claims; say it in each window");
    }
    JsonNode claims = read.get("claims");
    if (claims == null || !claims.isArray() || claims.isEmpty()) {
      throw new StoplogException(
          Problem.CLAIMS_INVALID, name(file) + ": \"claims\" is a list of at least one claim");
    }
    List<JsonNode> all = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (JsonNode one : there.get("claims")) {
      all.add(one);
      known.add(SupplierCommand.text(one, "id", ""));
    }
    for (JsonNode one : claims) {
      String id = one.isObject() ? SupplierCommand.text(one, "id", "") : "";
      if (!known.contains(id)) {
        all.add(one);
      } else if (all.stream().noneMatch(one::equals)) {
        throw taken(id, file);
      }
    }
    return Map.of("claims", all);
  }

  private static StoplogException taken(String id, Path file) {
    return new StoplogException(
        Problem.CLAIMS_INVALID,
        name(file)
            + ": there is a claim "
            + id.replaceAll("[^A-Za-z0-9._-]", "?")
            + " already with other words; give this one another name, and say that it supersedes"
            + " the other");
  }

  private static JsonNode read(Path file) {
    Ledgers.mustExist(List.of(file));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new StoplogException(Problem.CLAIMS_INVALID, name(file) + ": larger than 1 MB");
      }
      JsonNode read = new YAMLMapper().readTree(bytes);
      if (!read.isObject()) {
        throw new StoplogException(Problem.CLAIMS_INVALID, name(file) + ": no claims file");
      }
      return read;
    } catch (JacksonException e) {
      throw new StoplogException(
          Problem.CLAIMS_INVALID,
          "%s, line %d: not valid YAML or JSON".formatted(name(file), e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " could not be read", e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
