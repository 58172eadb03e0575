package org.stoplog.server.mail;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.MailOutline;
import org.stoplog.server.mail.DkimVerdict.Why;

/** A domain's key as its TXT record has it (RFC 6376, 3.6.1; RFC 8463, 4). */
final class DkimKey {
  private static final int SMALLEST = 1_024; // RFC 8301, 3.2
  private static final int LARGEST = 8_192;

  /** What says that 32 bytes are a key of Ed25519 (RFC 8410). */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  /** What says that 32 bytes are a hash of SHA-256 (RFC 8017, 9.2, note 1). */
  private static final byte[] SHA256 =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private DkimKey() {}

  /**
   * Holds a signature against the records of its name.
   *
   * @return null when it is valid
   */
  static @Nullable Why check(List<String> records, MailOutline.Signed signed, String domain) {
    List<Map<String, String>> keys =
        records.stream().map(DkimKey::tags).filter(tags -> tags.containsKey("p")).toList();
    if (keys.isEmpty()) {
      return records.isEmpty() ? Why.NO_SUCH_KEY : Why.KEY_BROKEN;
    }
    if (keys.size() > 1) {
      return Why.SEVERAL_KEYS;
    }
    Map<String, String> key = keys.getFirst();
    if (!key.getOrDefault("v", "DKIM1").equals("DKIM1")) {
      return Why.KEY_BROKEN;
    }
    String kind = key.getOrDefault("k", "rsa");
    boolean isForThis =
        signed.algorithm().equals(kind + "-sha256")
            && has(key.getOrDefault("h", "sha256"), "sha256")
            && (has(key.getOrDefault("s", "*"), "*") || has(key.getOrDefault("s", "*"), "email"));
    if (!isForThis) {
      return Why.KEY_FOR_OTHER_USE;
    }
    if (key.getOrDefault("p", "").isEmpty()) {
      return Why.REVOKED;
    }
    String flags = key.getOrDefault("t", "");
    if (has(flags, "s") && !signed.identityDomain().equals(domain)) {
      return Why.KEY_FOR_OTHER_USE;
    }
    Why refused = verify(kind, key.getOrDefault("p", ""), signed);
    // A valid signature by a key for tests is worth what no signature is (RFC 6376, 3.6.1).
    return refused == null && has(flags, "y") ? Why.KEY_FOR_TESTS : refused;
  }

  private static boolean has(String list, String word) {
    return Arrays.asList(list.split(":", -1)).contains(word);
  }

  /** Empty when they are no tags. */
  private static Map<String, String> tags(String record) {
    Map<String, String> tags = new HashMap<>();
    for (String tag : record.split(";", -1)) {
      String[] parts = tag.split("=", 2);
      if (parts.length == 2) {
        if (tags.put(parts[0].strip(), parts[1].replaceAll("\\s", "")) != null) {
          return Map.of();
        }
      } else if (!tag.isBlank()) {
        return Map.of();
      }
    }
    return tags;
  }

  private static @Nullable Why verify(String kind, String text, MailOutline.Signed signed) {
    byte[] digest = HexFormat.of().parseHex(signed.digest());
    PublicKey key;
    byte[] value;
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      value = Base64.getDecoder().decode(signed.value());
      key = kind.equals("rsa") ? rsa(bytes) : ed25519(bytes);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Why.KEY_BROKEN;
    }
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < SMALLEST || bits > LARGEST) {
        return bits < SMALLEST ? Why.KEY_SMALL : Why.KEY_HUGE;
      }
    }
    try {
      // The digest was made where the mail was read; it is signed in place of the mail.
      Signature signature =
          Signature.getInstance(key instanceof RSAPublicKey ? "NONEwithRSA" : "Ed25519");
      signature.initVerify(key);
      signature.update(key instanceof RSAPublicKey ? joined(SHA256, digest) : digest);
      return signature.verify(value) ? null : Why.DOES_NOT_FIT;
    } catch (GeneralSecurityException e) {
      return Why.DOES_NOT_FIT;
    }
  }

  private static PublicKey rsa(byte[] bytes) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
  }

  private static PublicKey ed25519(byte[] bytes) throws GeneralSecurityException {
    if (bytes.length != MessageDigest.getInstance("SHA-256").getDigestLength()) {
      throw new IllegalArgumentException("a key of " + bytes.length + " bytes");
    }
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(joined(ED25519, bytes)));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
