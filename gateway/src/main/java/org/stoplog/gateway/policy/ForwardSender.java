package org.stoplog.gateway.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Who may use a gateway as a proxy.
 *
 * @param id names it in lists; lower-case letters, digits and hyphens
 * @param sha256 lower-case hex of the UTF-8 of name, colon and password as a client sends them; the
 *     password is a random one, which nobody can guess from its hash
 */
public record ForwardSender(String id, String sha256) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public ForwardSender {
    if (!ConnectionPolicy.ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the id of a sender has lower-case letters, digits and hyphens, up to 64");
    }
    if (!HEX.matcher(sha256).matches()) {
      throw new IllegalArgumentException("a SHA-256 has 64 hex digits in lower case");
    }
  }

  /**
   * Whether these are its credentials.
   *
   * @param sha256 of what the client sent
   */
  public boolean is(byte[] sha256) {
    return MessageDigest.isEqual(sha256, HexFormat.of().parseHex(this.sha256));
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "ForwardSender[" + id + "]";
  }

  /** The bytes that are hashed. */
  public static byte[] bytes(String name, String password) {
    return (name + ":" + password).getBytes(StandardCharsets.UTF_8);
  }
}
