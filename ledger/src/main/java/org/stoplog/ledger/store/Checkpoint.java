package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The end of an audit log at one moment, signed. Kept where nobody who can write the log can write,
 * it shows later that the entries up to it are still the same. One that exists was signed by its
 * {@link #key}; whether that is the right key is for the caller to say.
 *
 * @param folder id of the data folder
 * @param entry number of the last entry
 * @param hash of that entry in hex, and so of all before it
 * @param at when, by the product's clock, which a drill may shift
 * @param recorded when, by the clock of the database
 * @param key that signed it
 * @param signature Ed25519, in base64, over {@link #signedText}
 */
public record Checkpoint(
    UUID folder,
    long entry,
    String hash,
    Instant at,
    Instant recorded,
    CheckpointKey key,
    String signature) {

  static final String FORMAT = "stoplog checkpoint 1";

  public Checkpoint {
    if (entry < 1 || !hash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("no entry has this number or hash");
    }
    if (!key.verifies(
        signedText(folder, entry, hash, at, recorded, key),
        Base64.getDecoder().decode(signature))) {
      throw new IllegalArgumentException("the signature does not fit");
    }
  }

  /**
   * Signs the end of a log.
   *
   * @param signer gives the Ed25519 signature of bytes under {@code key}
   */
  public static Checkpoint sign(
      UUID folder, AuditLog.Head head, CheckpointKey key, UnaryOperator<byte[]> signer) {
    byte[] text = signedText(folder, head.entry(), head.hash(), head.at(), head.recorded(), key);
    return new Checkpoint(
        folder,
        head.entry(),
        head.hash(),
        head.at(),
        head.recorded(),
        key,
        Base64.getEncoder().encodeToString(signer.apply(text)));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws StoplogException FILE_NOT_FOUND, FILE_UNREADABLE, CHECKPOINT_INVALID
   */
  public static Checkpoint read(Path file) {
    return CheckpointReader.read(file);
  }

  /**
   * Reads what {@link #text} wrote, from a place that is no file of its own.
   *
   * @param name of that place, for messages
   * @throws StoplogException CHECKPOINT_INVALID
   */
  public static Checkpoint parse(byte[] bytes, String name) {
    return CheckpointReader.parse(bytes, name);
  }

  /** What is signed: the format's name on a line, then the rest as canonical JSON. */
  private static byte[] signedText(
      UUID folder, long entry, String hash, Instant at, Instant recorded, CheckpointKey key) {
    Map<String, Object> content =
        Map.of(
            "folder",
            folder.toString(),
            "entry",
            entry,
            "hash",
            hash,
            "at",
            at.toString(),
            "recorded",
            recorded.toString(),
            "key",
            key.id());
    return (FORMAT + "\n" + CanonicalJson.write(content)).getBytes(UTF_8);
  }

  /** A small JSON document, ASCII, for a file, a mail or paper. */
  public String text() {
    return """
    {
      "format": "%s",
      "folder": "%s",
      "entry": %d,
      "hash": "%s",
      "at": "%s",
      "recorded": "%s",
      "key": "%s",
      "publicKey": "%s",
      "signature": "%s"
    }
    """
        .formatted(FORMAT, folder, entry, hash, at, recorded, key.id(), key.text(), signature);
  }
}
