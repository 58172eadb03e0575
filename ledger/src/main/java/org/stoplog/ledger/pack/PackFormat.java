package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.regex.Pattern;

/** Names and bounds of a pack; docs/reference/evidence-pack.md says what they mean. */
public final class PackFormat {
  public static final String FORMAT = "stoplog evidence pack 1";
  public static final String MANIFEST = "manifest.json";
  public static final String SIGNATURE = "manifest.signature.json";
  public static final String KEY = "key.pem";
  public static final String CHECKPOINT = "audit/checkpoint.json";
  public static final String AUDIT = "audit/extract.ndjson";
  public static final String APPROVALS = "approvals.json";
  public static final String WAVES = "notices/waves.json";
  public static final String STATEMENTS = "statements/revisions.json";
  public static final String STATEMENTS_KEY = "statements/key.pem";
  public static final String SUMMARY = "summary.json";
  public static final String PAPER = "summary.pdf";

  /** Ours, or the archive is not. */
  static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}(/[a-z0-9][a-z0-9._-]{0,59}){0,3}");

  static final int MOST_FILES = 20_000;
  static final int LARGEST_MANIFEST = 32 << 20;
  static final int LARGEST_SMALL = 1 << 16;

  /** Of what is read at once and not line by line. */
  static final int LARGEST_DOCUMENT = 64 << 20;

  private PackFormat() {}

  /** What is signed: the format on a line, then the manifest. A checkpoint begins otherwise. */
  public static byte[] signed(byte[] manifest) {
    byte[] head = (FORMAT + "\n").getBytes(US_ASCII);
    byte[] all = new byte[head.length + manifest.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(manifest, 0, all, head.length, manifest.length);
    return all;
  }
}
