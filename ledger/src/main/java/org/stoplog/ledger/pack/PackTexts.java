package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.identity.StatementKey;
import org.stoplog.ledger.store.AuditChain;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Holds what was sent against what was approved, and both against the log: text, exposure and
 * audience of each wave, and how many rows are in each state.
 */
final class PackTexts {
  private final PackArchive archive;
  private final PackManifest manifest;
  private final Map<String, PackRows.Found> rows;
  private final Consumer<String> wrong;

  /** What the log says of approvals and waves, by their id. */
  private final Map<String, String> approvedInLog = new HashMap<>();

  private final Map<String, String> audienceInLog = new HashMap<>();
  private final Map<String, String> proofInLog = new HashMap<>();
  private final List<String> said = new ArrayList<>();

  PackTexts(
      PackArchive archive,
      PackManifest manifest,
      Map<String, PackRows.Found> rows,
      Consumer<String> wrong) {
    this.archive = archive;
    this.manifest = manifest;
    this.rows = rows;
    this.wrong = wrong;
  }

  /** An entry of the log that is shown. */
  void hear(AuditChain.Shown entry) {
    JsonNode detail = entry.detail();
    if (detail.has("approval") && detail.has("content")) {
      approvedInLog.put(
          PackManifest.text(detail, "approval"), PackManifest.text(detail, "content"));
    }
    if (entry.act().equals("notice.wave-started")) {
      audienceInLog.put(PackManifest.text(detail, "wave"), PackManifest.text(detail, "audience"));
    }
    if (entry.act().equals("notice.wave-ended")) {
      proofInLog.put(PackManifest.text(detail, "wave"), PackManifest.text(detail, "proof"));
    }
  }

  List<String> said() {
    return List.copyOf(said);
  }

  void check(List<String> unchecked) {
    Map<String, JsonNode> approvals = new HashMap<>();
    for (JsonNode approval : document(PackFormat.APPROVALS)) {
      String id = PackManifest.text(approval, "id");
      approvals.put(id, approval);
      String inLog = approvedInLog.get(id);
      if (inLog != null && !inLog.equals(PackManifest.text(approval, "content"))) {
        wrong.accept("Approval " + id + " has another content than the log has.");
      }
    }
    int revisions = 0;
    for (JsonNode revision : document(PackFormat.STATEMENTS)) {
      revisions++;
      revision(revision);
    }
    int waves = 0;
    int old = 0;
    for (JsonNode wave : document(PackFormat.WAVES)) {
      waves++;
      old += wave(wave, approvals) ? 0 : 1;
    }
    said.add(
        Numbers.of(approvals.size(), "approval")
            + ", "
            + Numbers.of(waves, "wave")
            + " and "
            + Numbers.of(revisions, "revision")
            + " of the statement: texts, audiences and counts are those that were approved and are"
            + " in the log.");
    if (old > 0) {
      unchecked.add(
          Numbers.of(old, "wave")
              + " from before there were packs: what exactly was approved of them was not kept.");
    }
  }

  /** A document as it was published, and signed by the key that is in the pack. */
  private void revision(JsonNode revision) {
    String name = "Revision " + revision.path("number").asLong(0) + " of the statement";
    String file = PackManifest.text(revision, "document");
    same(name, PackManifest.text(revision, "sha256"), manifest.sha256(file));
    boolean isSigned = false;
    if (manifest.has(PackFormat.STATEMENTS_KEY) && manifest.has(file)) {
      try {
        isSigned =
            StatementKey.ofPem(
                    new String(
                        archive.bytes(PackFormat.STATEMENTS_KEY, PackFormat.LARGEST_SMALL),
                        US_ASCII))
                .verifies(
                    archive.bytes(file, PackFormat.LARGEST_DOCUMENT),
                    Base64.getDecoder().decode(PackManifest.text(revision, "signature")));
      } catch (IllegalArgumentException e) {
        isSigned = false; // a key or a signature of another form is none
      }
    }
    if (!isSigned) {
      wrong.accept(name + " is not signed by the key of statements that is in the pack.");
    }
  }

  private JsonNode document(String name) {
    return manifest.has(name)
        ? PackManifest.json(archive, name, archive.bytes(name, PackFormat.LARGEST_DOCUMENT))
        : PackManifest.JSON.createArrayNode();
  }

  /**
   * @return false when nobody knows what was approved of it
   */
  private boolean wave(JsonNode wave, Map<String, JsonNode> approvals) {
    String id = PackManifest.text(wave, "id");
    String name = "Wave " + PackManifest.text(wave, "name");
    same(name + ": its text", PackManifest.text(wave, "textSha256"), ofFile(wave, "text"));
    if (audienceInLog.containsKey(id)) {
      same(
          name + ": its audience",
          PackManifest.text(wave, "audienceSha256"),
          audienceInLog.get(id));
    }
    if (proofInLog.containsKey(id)) {
      same(name + ": its end", PackManifest.text(wave, "proofSha256"), proofInLog.get(id));
    }
    states(name, wave);
    String approved = PackManifest.text(wave, "approved");
    if (approved.isEmpty()) {
      return PackManifest.text(wave, "approval").isEmpty();
    }
    JsonNode approval = approvals.get(PackManifest.text(wave, "approval"));
    if (approval == null) {
      wrong.accept(name + " was approved by nothing that is in the pack.");
      return true;
    }
    same(name + ": what was approved", PackManifest.text(approval, "content"), sha256(approved));
    try {
      JsonNode content = PackManifest.JSON.readTree(approved);
      for (String[] pair :
          new String[][] {
            {"wave", "id"},
            {"text", "textSha256"},
            {"audience", "audienceSha256"},
            {"exposure_sha256", "exposureSha256"},
            {"route", "routeSha256"}
          }) {
        same(
            name + ": the approved " + pair[0],
            PackManifest.text(wave, pair[1]),
            PackManifest.text(content, pair[0]));
      }
    } catch (JacksonException e) {
      wrong.accept(name + ": what was approved is no JSON.");
    }
    return true;
  }

  private String ofFile(JsonNode wave, String key) {
    String file = PackManifest.text(wave, key);
    return file.isEmpty() ? PackManifest.text(wave, "textSha256") : manifest.sha256(file);
  }

  private void states(String name, JsonNode wave) {
    String file = PackManifest.text(wave, "proofs");
    PackRows.Found found = rows.get(file);
    if (file.isEmpty()) {
      return;
    }
    if (found == null) {
      wrong.accept(name + " has no list of proofs.");
      return;
    }
    long all = 0;
    for (Map.Entry<String, JsonNode> state : wave.path("states").properties()) {
      long count = state.getValue().asLong(-1);
      all += count;
      if (found.count("state", state.getKey()) != count) {
        wrong.accept(name + " has another number of rows that are " + state.getKey() + ".");
      }
    }
    if (all != found.rows()) {
      wrong.accept(name + " has another number of rows than people.");
    }
  }

  private void same(String what, String one, @org.jspecify.annotations.Nullable String other) {
    if (!one.equals(other)) {
      wrong.accept(what + " has two different hashes.");
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
