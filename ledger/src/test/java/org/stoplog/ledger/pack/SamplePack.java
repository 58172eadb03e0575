package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.ledger.store.Checkpoint;
import org.stoplog.ledger.store.CheckpointKey;

/**
 * A small pack, made by the description of the format. What a test changes before it is written is
 * signed as well: it stands for a maker that lies.
 */
final class SamplePack {
  static final Instant AT = Instant.parse("2025-12-19T10:00:00Z");
  static final UUID FOLDER = UUID.fromString("6d0f6f0e-2a61-4a7c-9d7a-0d3b1c4f5e6a");
  static final String APPROVAL = "9b1c7f0a-0000-7000-8000-000000000001";
  static final String WAVE = "9b1c7f0a-0000-7000-8000-000000000002";
  static final String TEXT = "{\"texts\":[]}";
  static final String PROOFS = "notices/wave-1.1/proofs.csv";

  final KeyPair keys = keys();
  final Map<String, String> files = new LinkedHashMap<>();
  final List<String> rows = new ArrayList<>();
  final Map<String, Object> wave = new TreeMap<>();
  final Map<String, Object> approval = new TreeMap<>();
  final List<String> log = new ArrayList<>();
  final List<String> hashes = new ArrayList<>();
  String edition = "authority";
  long accepted = 3;
  long state = 12;
  long shown = 3;
  String revision = sha256(TEXT);
  String signed = TEXT;

  SamplePack() {
    for (int i = 0; i < 5; i++) {
      rows.add("\"" + "0".repeat(19) + i + "\",\"" + (i < 3 ? "accepted" : "refused") + "\"");
    }
    String approved =
        CanonicalJson.write(
            Map.of(
                "act",
                "notice.send",
                "wave",
                WAVE,
                "text",
                sha256(TEXT),
                "audience",
                "aa",
                "exposure_sha256",
                "ee",
                "route",
                "rr"));
    wave.putAll(
        Map.of(
            "id",
            WAVE,
            "name",
            "1.1",
            "text",
            "notices/wave-1.1/text.json",
            "textSha256",
            sha256(TEXT),
            "audienceSha256",
            "aa",
            "exposureSha256",
            "ee",
            "routeSha256",
            "rr",
            "approved",
            approved,
            "approval",
            APPROVAL));
    wave.put("proofs", PROOFS);
    wave.put("proofSha256", "pp");
    wave.put("states", new TreeMap<>(Map.of("accepted", 3, "refused", 2)));
    approval.putAll(Map.of("id", APPROVAL, "content", sha256(approved), "state", "executed"));
    log();
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Entries 10 to 14, after one that is not in it. */
  private void log() {
    hashes.add(sha256("before"));
    log.add(CanonicalJson.write(Map.of("seq", 9, "hash", hashes.getLast())));
    shown(10, "incident.opened", Map.of("incident", "x"));
    hidden(11);
    shown(
        12,
        "notice.wave-started",
        Map.of(
            "approval",
            APPROVAL,
            "content",
            approval.get("content"),
            "wave",
            WAVE,
            "audience",
            "aa"));
    shown(13, "notice.wave-ended", Map.of("wave", WAVE, "proof", "pp"));
    hidden(14);
  }

  private void shown(long seq, String act, Map<String, ?> detail) {
    Map<String, Object> said = new TreeMap<>();
    said.put("act", act);
    said.put("at", AT.toString());
    said.put("recorded", AT.toString());
    said.put("detail", CanonicalJson.write(detail));
    said.put("salt", "0f".repeat(16));
    chain(seq, sha256(CanonicalJson.write(said)));
    said.put("seq", seq);
    said.put("hash", hashes.getLast());
    log.add(CanonicalJson.write(said));
  }

  private void hidden(long seq) {
    String content = sha256("somebody else's entry " + seq);
    chain(seq, content);
    log.add(CanonicalJson.write(Map.of("seq", seq, "content", content)));
  }

  private void chain(long seq, String content) {
    hashes.add(
        sha256(
            CanonicalJson.write(
                Map.of("seq", seq, "content", content, "previous", hashes.getLast()))));
  }

  CheckpointKey key() {
    return CheckpointKey.of(keys.getPublic().getEncoded());
  }

  /** Signed by this pack's key, at one of its entries. */
  Checkpoint checkpoint(long entry) {
    return checkpoint(entry, hashes.get((int) (entry - 9)));
  }

  Checkpoint checkpoint(long entry, String hash) {
    return Checkpoint.sign(FOLDER, new AuditLog.Head(entry, hash, AT, AT), key(), this::sign);
  }

  byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        PackWriter writer = new PackWriter(out)) {
      for (Map.Entry<String, String> more : files.entrySet()) {
        writer.file(more.getKey(), more.getValue().getBytes(UTF_8));
      }
      writer.file("notices/wave-1.1/text.json", TEXT.getBytes(UTF_8));
      try (PackWriter.Entry proofs = writer.tree(PROOFS)) {
        proofs.write("\"person\",\"state\"\r\n".getBytes(UTF_8));
        for (String row : rows) {
          proofs.leaf(row);
        }
      }
      writer.file("statements/revision-1.json", TEXT.getBytes(UTF_8));
      json(
          writer,
          PackFormat.STATEMENTS,
          List.of(
              Map.of(
                  "number",
                  1,
                  "document",
                  "statements/revision-1.json",
                  "sha256",
                  revision,
                  "signature",
                  Base64.getEncoder().encodeToString(sign(signed.getBytes(UTF_8))))));
      writer.file(PackFormat.STATEMENTS_KEY, key().pem().getBytes(UTF_8));
      json(writer, PackFormat.WAVES, List.of(wave));
      json(writer, PackFormat.APPROVALS, List.of(approval));
      writer.file(PackFormat.AUDIT, (String.join("\n", log) + "\n").getBytes(UTF_8));
      writer.file(PackFormat.CHECKPOINT, checkpoint(14).text().getBytes(UTF_8));
      writer.file(PackFormat.KEY, key().pem().getBytes(UTF_8));
      json(
          writer,
          PackFormat.SUMMARY,
          Map.of(
              "counts",
              List.of(
                  Map.of("file", PROOFS, "column", "state", "value", "accepted", "count", accepted),
                  Map.of("file", PROOFS, "count", 5))));
      writer.finish(
          Map.of(
              "edition", edition,
              "pack", "p",
              "madeAt", AT.toString(),
              "incident", Map.of("name", "INC-1"),
              "record", Map.of("entry", state),
              "audit", Map.of("from", 10, "shown", shown, "hidden", 2)),
          key(),
          this::sign);
    }
    return file;
  }

  private static void json(PackWriter writer, String name, Object value) throws IOException {
    writer.file(name, CanonicalJson.write(value).getBytes(UTF_8));
  }
}
