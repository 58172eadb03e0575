package org.stoplog.server.incidents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.exposure.ClaimsFile;
import org.stoplog.ledger.store.CanonicalJson;

/**
 * Claims as the text of a claims file (docs/reference/claims.md). They are read by the one reader
 * of such files, whoever wrote them, so that a claim typed in a form means what it means in a file.
 */
final class ClaimDocument {
  private ClaimDocument() {}

  /** One claim of a form: keys of a claims file with text, lists of text, or maps. */
  static String write(Map<String, ?> claim) {
    return CanonicalJson.write(new LinkedHashMap<>(claim));
  }

  /** All of them as one claims file. */
  static String file(String incident, List<String> documents) {
    return "{\"incident\":"
        + CanonicalJson.write(incident)
        + ",\"claims\":[\n"
        + String.join(",\n", documents)
        + "\n]}\n";
  }

  /**
   * Reads claims strictly.
   *
   * @param documents one for each claim, in the order of their recording
   * @param folder where the files are that they name
   * @throws org.stoplog.catalog.problem.StoplogException CLAIMS_INVALID with what is wrong where
   */
  static Claims read(String incident, List<String> documents, Path folder) {
    String text = file(incident, documents);
    Path file = folder.resolve("claims.json");
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
      try {
        return ClaimsFile.load(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
