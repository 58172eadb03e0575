package org.stoplog.ledger.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Unsalted hashes of e-mail addresses and telephone numbers, as suppliers take and give them. */
final class HashValue {
  private static final HexFormat HEX = HexFormat.of();

  /** Hashes of the empty text and of words for nothing: as common as empty cells are. */
  private static final Set<String> HASHES_OF_NOTHING = hashesOfNothing();

  /** By the first four digits of those hashes. */
  private static final boolean[] NOTHING_BY_PREFIX = new boolean[1 << 16];

  static {
    for (String hash : HASHES_OF_NOTHING) {
      NOTHING_BY_PREFIX[HexFormat.fromHexDigits(hash, 0, 4)] = true;
    }
  }

  private HashValue() {}

  /**
   * @param octets length of the hash: 32 for SHA-256, 16 for MD5
   */
  static Normalised normalise(String raw, int octets) {
    String text = Spelling.clean(raw);
    if (text.isEmpty()) {
      return Reason.EMPTY;
    }
    String hex = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    if (hex.length() == 2 * octets) {
      if (!hex.chars().allMatch(HexFormat::isHexDigit)) {
        return Reason.NOT_A_HASH;
      }
      return checked(hex.toLowerCase(Locale.ROOT));
    }
    byte[] decoded = base64(text);
    return decoded == null || decoded.length != octets
        ? Reason.NOT_A_HASH
        : checked(HEX.formatHex(decoded));
  }

  static String sha256(String text) {
    return hex("SHA-256", text);
  }

  static String md5(String text) {
    return hex("MD5", text);
  }

  private static Normalised checked(String hex) {
    return HASHES_OF_NOTHING.contains(hex) ? Reason.PLACEHOLDER : new Normalised.Value(hex);
  }

  /** Cheap and never wrong when it says no. @param hex lower-case digits, at least four */
  static boolean mayBeOfNothing(byte[] hex, int from) {
    int prefix = 0;
    for (int i = from; i < from + 4; i++) {
      prefix = prefix << 4 | HexFormat.fromHexDigit(hex[i]);
    }
    return NOTHING_BY_PREFIX[prefix];
  }

  private static byte @Nullable [] base64(String text) {
    if (text.length() > 44) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String hex(String algorithm, String text) {
    try {
      return HEX.formatHex(
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static Set<String> hashesOfNothing() {
    Set<String> hashes = new HashSet<>(Set.of("0".repeat(64), "0".repeat(32)));
    Set<String> words = new HashSet<>(PlainId.placeholders());
    words.addAll(Set.of("", " ", "\n", "\"\"", "NULL", "None", "NaN", "N/A", "+"));
    for (String word : words) {
      hashes.add(sha256(word));
      hashes.add(md5(word));
    }
    return Set.copyOf(hashes);
  }
}
