package org.stoplog.server.accounts;

import java.util.HexFormat;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.platform.Tokens;

/**
 * What exactly is approved: the SHA-256 of its canonical form. It must cover everything that the
 * act then does.
 *
 * @param hex 64 digits in lower case
 */
public record ContentHash(String hex) {
  private static final int DIGITS = 64;

  public ContentHash {
    if (hex.length() != DIGITS) {
      throw new IllegalArgumentException("a SHA-256 has 64 digits");
    }
  }

  /**
   * @param content maps, lists, text, whole numbers, booleans and null: see {@link CanonicalJson}
   */
  public static ContentHash of(Object content) {
    return new ContentHash(HexFormat.of().formatHex(Tokens.sha256(CanonicalJson.write(content))));
  }

  static ContentHash of(byte[] stored) {
    return new ContentHash(HexFormat.of().formatHex(stored));
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }
}
